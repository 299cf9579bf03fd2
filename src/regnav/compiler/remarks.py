"""What a reader should know of how something was read, for all but norms, which carry theirs themselves."""

from __future__ import annotations

from regnav.compiler.statements import Record, Records
from regnav.names import short
from regnav.rulebook import Remarks


def remarks(records: Records) -> dict[str, Remarks]:
    """Remarks by short name, only of what has any."""
    return {short(r.node): _remarks(r) for r in records}


def _remarks(record: Record) -> Remarks:
    return Remarks(
        inference=" ".join(record.all("inference")),
        notes=(*record.all("scopeNote"), *record.all("comment")),
        caveats=record.all("editorialNote"),
        sources=record.all("source"),
    )
