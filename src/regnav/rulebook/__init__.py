"""The rulebook: the law as compiled from the graph, in plain immutable objects.

Terms (facts, concepts, roles, tests) are referred to by their place in `Rulebook.terms`; everything else by its short
identifier, `<act>:<local name>` (`ai-act:art_15_par_5`). Days are `datetime.date`.

basics       what every other part names: the place of a term, how long something dated is valid, remarks on how something was read
instruments  what is published and what it is made of: regimes, instruments, provisions
terms        classes of situations, the axioms between them, and the questions that are asked of a user
norms        norms with their parts, and the rules, exemptions and sanctions that reach them
links        what ties norms to one another and to other law: relations, counterparts, overlaps, open points, touched law, guidance
catalogue    what stands beside the law: controls and threats, events with the clocks that they start, kinds of system
"""

from __future__ import annotations

from datetime import date

import msgspec

from regnav.rulebook.basics import Remarks, TermIndex, Validity
from regnav.rulebook.catalogue import Clock, Entry, Event, Limit, SystemType
from regnav.rulebook.instruments import Instrument, Provision, Regime
from regnav.rulebook.links import GUIDANCE_STATES, Counterpart, Guidance, OpenPoint, Overlap, OverlapPart, Reading, Relation, TouchedLaw
from regnav.rulebook.norms import ApplicationRule, Covering, Exemption, Item, Norm, Period, Sanction
from regnav.rulebook.terms import Axiom, DateTest, Expression, NumberTest, Presumption, Question, Term

__all__ = [
    "FORMAT",
    "GUIDANCE_STATES",
    "ApplicationRule",
    "Axiom",
    "Clock",
    "Counterpart",
    "Covering",
    "DateTest",
    "Entry",
    "Event",
    "Exemption",
    "Expression",
    "Guidance",
    "Instrument",
    "Item",
    "Limit",
    "Norm",
    "NumberTest",
    "OpenPoint",
    "Overlap",
    "OverlapPart",
    "Period",
    "Presumption",
    "Provision",
    "Question",
    "Reading",
    "Regime",
    "Relation",
    "Remarks",
    "Rulebook",
    "Sanction",
    "SystemType",
    "Term",
    "TermIndex",
    "TouchedLaw",
    "Validity",
    "decode",
    "encode",
]

FORMAT = 10
"""Version of this layout; a cache written under another one is rebuilt."""


class Rulebook(msgspec.Struct, frozen=True):
    """Everything that the engine knows of the law."""

    format: int
    digest: str
    checked_to: date
    regimes: dict[str, Regime]
    instruments: dict[str, Instrument]
    provisions: dict[str, Provision]
    terms: tuple[Term, ...]
    axioms: tuple[Axiom, ...]
    disjoint: tuple[tuple[TermIndex, ...], ...]
    questions: tuple[Question, ...]
    norms: tuple[Norm, ...]
    rules: tuple[ApplicationRule, ...]
    exemptions: tuple[Exemption, ...]
    sanctions: dict[str, Sanction]
    relations: dict[str, Relation]
    counterparts: tuple[Counterpart, ...]
    overlaps: dict[str, Overlap]
    open_points: tuple[OpenPoint, ...]
    touched_law: tuple[TouchedLaw, ...]
    guidance: dict[str, Guidance]
    catalogue: dict[str, Entry]
    system_types: dict[str, SystemType]
    events: dict[str, Event]
    clocks: dict[str, Clock]
    remarks: dict[str, Remarks]
    labels: dict[str, str]


def encode(rulebook: Rulebook) -> bytes:
    """The rulebook as JSON, for the cache."""
    return msgspec.json.encode(rulebook)


def decode(data: bytes) -> Rulebook:
    """The rulebook from JSON.

    Raises msgspec.DecodeError or msgspec.ValidationError when the bytes are damaged.
    """
    return msgspec.json.decode(data, type=Rulebook)
