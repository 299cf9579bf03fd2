"""What every other part of the rulebook names: the place of a term, how long something dated is valid, and remarks on how something was read."""

from __future__ import annotations

import msgspec

TermIndex = int
"""The place of a term in `Rulebook.terms`."""


class Validity(msgspec.Struct, frozen=True, gc=False):
    """From the entry into force of one instrument to that of another, under certain readings."""

    introduced_by: str
    ended_by: str | None = None
    readings: tuple[str, ...] = ()


class Remarks(msgspec.Struct, frozen=True, gc=False):
    """What a reader should know of how something was read: what we inferred beyond the text, notes, how far it can be trusted, and where it was read."""

    inference: str = ""
    notes: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """The remarks in words, without the sources."""
        return tuple(filter(None, (self.inference, *self.notes, *self.caveats)))
