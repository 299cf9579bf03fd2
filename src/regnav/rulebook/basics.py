"""What every other part of the rulebook names: the place of a term, and how long something dated is valid."""

from __future__ import annotations

import msgspec

TermIndex = int
"""The place of a term in `Rulebook.terms`."""


class Validity(msgspec.Struct, frozen=True, gc=False):
    """From the entry into force of one instrument to that of another, under certain readings."""

    introduced_by: str
    ended_by: str | None = None
    readings: tuple[str, ...] = ()
