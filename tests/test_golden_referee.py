"""The golden cases against the exact referee: in the strict answer nothing decided is wrong, and nothing that is entailed stays unknown."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

import pytest

from case_files import Case, read_cases
from regnav.engine.logic import DATED
from regnav.navigator import Navigator
from regnav.referee import Exact, export_owl
from regnav.system import System

SAMPLED = 300
PAIRS_OF_DAYS = 8
"""How many pairs of days the sample is drawn from, the commonest; a referee has to be made for each."""
KNOWN = date(2026, 11, 22)


@pytest.mark.slow
def test_engine_and_referee_agree_on_golden_cases(law: Navigator) -> None:
    cases = [c for c in read_cases() if "clash" not in c.expected and not c.options]
    days = Counter((c.as_of, c.law_as_of or KNOWN) for c in cases).most_common(PAIRS_OF_DAYS)
    cases = [c for c in cases if (c.as_of, c.law_as_of or KNOWN) in dict(days)]
    referees: dict[tuple[date, date], Exact] = {}
    wrong, missed = [], []
    for case in random.Random(1744).sample(cases, SAMPLED):
        clocks = (case.as_of, case.law_as_of or KNOWN)
        if clocks not in referees:
            referees[clocks] = Exact(export_owl(law.graph, *clocks))
        for term, engine, entailed in compared(law, case, referees[clocks], clocks):
            if engine is not entailed:
                (missed if engine is None else wrong).append(f"{case}: {term} is {entailed}, engine says {engine}")
    assert not wrong, "\n".join(wrong[:20])
    assert not missed, "\n".join(["A superclass that follows from the definition spares the engine a case split:", *missed[:20]])


def compared(law: Navigator, case: Case, referee: Exact, clocks: tuple[date, date]) -> list[tuple[str, bool | None, bool]]:
    """For each class whose value the stated facts entail, what the engine says and what the referee says."""
    situation = law.assessor.situation(System.of(case.system), *clocks, False, frozenset())
    assignment = situation.stretches[0].assignment
    terms, known = law.rulebook.terms, set(referee.classes)
    literals = [x for x in (*situation.stated.literals, *situation.stated.unlisted) if assignment.truth[x]]
    literals += [x for x in assignment.trail if assignment.reason[x] == DATED]
    stated = {terms[x >> 1].iri: not x & 1 for x in literals if terms[x >> 1].iri in known}
    iris = {q.key: q.iri for q in law.rulebook.questions}
    truth = referee.values(stated, {iris[k]: v for k, v in situation.stated.numbers.items()})
    pairs = [(t, assignment.value(place), truth[t.iri]) for place, t in enumerate(terms) if t.iri in known]
    return [(t.id, engine, entailed) for t, engine, entailed in pairs if entailed is not None]
