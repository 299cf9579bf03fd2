"""Norms with their parts, and the rules, exemptions and sanctions that reach them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from regnav.rulebook.basics import TermIndex, Validity


class Period(msgspec.Struct, frozen=True, gc=False):
    """A deadline or a retention period; `within` is an ISO 8601 duration, `on` a calendar day."""

    id: str
    label: str
    provisions: tuple[str, ...]
    within: str
    on: date | None
    runs_from: str
    promptness: str
    addressee: str
    validity: Validity


class Item(msgspec.Struct, frozen=True, gc=False):
    """A part that a norm's list demands, or an alternative."""

    order: int
    label: str
    provisions: tuple[str, ...]
    validity: Validity


class Covering(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """That an application rule covers a norm, and how deep in the act the covering part lies."""

    depth: int
    rule: int


class Norm(msgspec.Struct, frozen=True):
    """What a role must, must not, may, or is advised to do.

    `caveats` say how far the reading can be trusted, `sources` where it was read; both are told of laws whose text is not kept here.
    """

    id: str
    iri: str
    modality: Literal["obligation", "prohibition", "permission", "recommendation"]
    label: str
    summary: str
    instrument: str
    force: str
    provisions: tuple[str, ...]
    bearers: tuple[TermIndex, ...]
    owed_to: tuple[TermIndex, ...]
    applies_to: TermIndex | None
    topics: tuple[str, ...]
    stages: tuple[str, ...]
    moment: str
    triggers: tuple[str, ...]
    deadlines: tuple[Period, ...]
    retentions: tuple[Period, ...]
    items: tuple[Item, ...]
    choices: tuple[Item, ...]
    satisfied_by: tuple[str, ...]
    supported_by: tuple[str, ...]
    no_control: str
    threats: tuple[str, ...]
    replaces: tuple[str, ...]
    inference: str
    note: str
    caveats: tuple[str, ...]
    sources: tuple[str, ...]
    no_counterpart: str
    editorial: str
    digest: str
    validity: Validity
    rules: tuple[Covering, ...]
    exemptions: tuple[int, ...]
    sanctions: tuple[str, ...]
    relations: tuple[str, ...]
    guidance: tuple[str, ...]


class ApplicationRule(msgspec.Struct, frozen=True):
    """Starts what it covers on `start`, for the situations that it governs (all, when None)."""

    id: str
    label: str
    provisions: tuple[str, ...]
    governs: TermIndex | None
    start: date
    replaces: tuple[str, ...]
    validity: Validity


class Exemption(msgspec.Struct, frozen=True):
    """Switches what it covers off while `when` holds, until a day (for good, when None)."""

    id: str
    label: str
    provisions: tuple[str, ...]
    when: TermIndex
    until: date | None
    validity: Validity


class Sanction(msgspec.Struct, frozen=True):
    """The highest fine; `maximum` in `currency` (ISO 4217), `turnover_share` in per cent of annual turnover; what is no number stands in `note`."""

    id: str
    label: str
    provisions: tuple[str, ...]
    maximum: Decimal | None
    currency: str
    turnover_share: Decimal | None
    combine: str
    lower_for: tuple[TermIndex, ...]
    offender: TermIndex | None
    note: str
    validity: Validity
    rules: tuple[Covering, ...]
