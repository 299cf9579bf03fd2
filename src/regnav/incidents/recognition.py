"""What the facts of a situation say of events: whether one was of a narrower kind, and whether it counts here at all, by classes of situations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from regnav.assessment import Because
from regnav.engine.explain import Prover
from regnav.engine.missing import OpenFacts

if TYPE_CHECKING:
    from regnav.engine.assess import Assessor
    from regnav.system import System


class Finding(NamedTuple):
    """What a test says: True, False, or None while it is open; why; and the keys of the facts that are still open."""

    value: bool | None
    because: Because
    missing: tuple[str, ...]


class Findings(NamedTuple):
    """The tests that acts lay down for events, each by the event (identifier): what tells it from a broader one, and to whom it can happen."""

    recognised: Mapping[str, Finding] = {}
    concerned: Mapping[str, Finding] = {}


def findings(assessor: Assessor, system: System, as_of: date, law_as_of: date) -> Findings:
    """What the tests say of these facts; whether anything happened is not asked.

    Raises SystemFileError for a system that cannot be read.
    """
    law = assessor.law
    situation = assessor.situation(system, as_of, law_as_of, True, frozenset())
    assignment = situation.stretches[0].assignment
    facts = OpenFacts(assessor.askable, situation)
    prover, below = Prover(law, facts, situation, assignment), facts.below(assignment)

    def finding(place: int) -> Finding:
        return Finding(assignment.value(place), prover.term(place), facts.keys(below.mask(place)))

    events = law.rulebook.events.values()
    return Findings(
        {event.id: finding(event.recognised_by) for event in events if event.recognised_by is not None},
        {event.id: finding(event.concerns) for event in events if event.concerns is not None},
    )
