"""What is published and what it is made of: regimes, instruments, provisions."""

from __future__ import annotations

from datetime import date

import msgspec

from regnav.rulebook.basics import TermIndex


class Regime(msgspec.Struct, frozen=True, gc=False):
    """The law of a jurisdiction. With gateways it is assessed where one of these facts holds, or on request; `part_of` names the wider regime."""

    key: str
    label: str
    order: int
    part_of: str
    gateways: tuple[TermIndex, ...]


class Instrument(msgspec.Struct, frozen=True, gc=False):
    """An act or guide with the class of situations inside its scope. `in_force` is None for what is proposed, was withdrawn, or awaits its commencement.

    `force` is how it stands today; `former_force` how it bound, or that it was proposed, before it was superseded or withdrawn.
    """

    id: str
    iri: str
    key: str
    label: str
    title: str
    published: date
    in_force: date | None
    force: str
    former_force: str
    ended_by: str | None
    jurisdiction: str
    url: str
    amends: tuple[str, ...]
    scope: TermIndex | None


class Provision(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A numbered part of an instrument; `label` is the whole citation ("AI Act Art. 15(5)")."""

    id: str
    label: str
    url: str
    parent: str | None
    instrument: str
    heading: str
    introduced_by: str | None
    ended_by: str | None
    amending: tuple[str, ...]
    accounted_for: str | None
