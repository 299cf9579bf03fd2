"""What ties norms to one another and to other law: relations, counterparts, overlaps, open points, touched law, guidance."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

from regnav.rulebook.basics import TermIndex, Validity
from regnav.rulebook.norms import Covering


class Relation(msgspec.Struct, frozen=True):
    """A link between acts: open while `when` holds, in effect once `provided` is shown too."""

    id: str
    label: str
    summary: str
    effect: str
    provisions: tuple[str, ...]
    when: TermIndex | None
    provided: TermIndex | None
    only_topics: tuple[str, ...]
    covered: tuple[str, ...]
    validity: Validity
    rules: tuple[Covering, ...]


class Counterpart(msgspec.Struct, frozen=True, gc=False):
    """That `norm` matches `other`, a norm of another regime: by a SKOS property, to a degree, with what differs.

    `confidence` says how sure the mapping is (0 to 1), `editorial` whether a second reader has judged it.
    """

    norm: str
    other: str
    match: str
    degree: Literal["equivalent", "narrower", "broader", "partial"]
    confidence: Decimal
    note: str
    editorial: str


class OverlapPart(msgspec.Struct, frozen=True, gc=False):
    """The norms of one act that a piece of work serves, and what they ask beyond the others."""

    norms: tuple[str, ...]
    adds: str


class Overlap(msgspec.Struct, frozen=True):
    """One piece of work that serves norms of several acts."""

    id: str
    label: str
    summary: str
    parts: tuple[OverlapPart, ...]


class Reading(msgspec.Struct, frozen=True, gc=False):
    """One reading of an open point."""

    id: str
    label: str
    summary: str
    held_by: str
    sources: tuple[str, ...]
    default: bool


class OpenPoint(msgspec.Struct, frozen=True):
    """Where informed readers differ."""

    id: str
    label: str
    question: str
    provisions: tuple[str, ...]
    readings: tuple[Reading, ...]


class TouchedLaw(msgspec.Struct, frozen=True):
    """Law that the facts reach and that regnav does not assess, or that national law may fill."""

    id: str
    label: str
    summary: str
    provisions: tuple[str, ...]
    when: TermIndex | None
    opening: bool
    url: str


GUIDANCE_STATES = {"InPlace": "in place", "Draft": "draft", "Absent": "announced, not yet there"}
"""How far a document of guidance has come, in words."""


class Guidance(msgspec.Struct, frozen=True, gc=False):
    """A guideline, code or standard that serves norms without binding."""

    id: str
    label: str
    summary: str
    state: str
    date: str
    url: str
