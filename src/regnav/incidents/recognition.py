"""Whether an event was of a narrower kind, by the test that an act lays down for it: a class of situations, decided from the facts stated."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from regnav.assessment import Because
from regnav.engine.explain import Prover
from regnav.engine.missing import OpenFacts

if TYPE_CHECKING:
    from regnav.engine.assess import Assessor
    from regnav.system import System


class Recognised(NamedTuple):
    """What the test says: True, False, or None while it is open; why; and the keys of the facts that are still open."""

    value: bool | None
    because: Because
    missing: tuple[str, ...]


def recognised(assessor: Assessor, system: System, as_of: date, law_as_of: date) -> dict[str, Recognised]:
    """For each event (by identifier) for which an act lays down a test, what it says of these facts; whether anything happened is not asked.

    Raises SystemFileError for a system that cannot be read.
    """
    law = assessor.law
    situation = assessor.situation(system, as_of, law_as_of, True, frozenset())
    assignment = situation.stretches[0].assignment
    facts = OpenFacts(assessor.askable, situation)
    prover, below = Prover(law, facts, situation, assignment), facts.below(assignment)
    return {
        event.id: Recognised(
            assignment.value(event.recognised_by),
            prover.term(event.recognised_by),
            facts.keys(below.mask(event.recognised_by)),
        )
        for event in law.rulebook.events.values()
        if event.recognised_by is not None
    }
