"""What the engine does for speed changes no answer: its shortcuts give what the long way gives."""

from __future__ import annotations

import random
from datetime import date

import msgspec

from case_files import Case, ask, read_cases, regimes_of
from regnav.engine.timeline import Situation
from regnav.errors import Contradiction
from regnav.navigator import Navigator
from regnav.system import System

KNOWN = date(2026, 11, 22)
SAMPLED = random.Random(2026).sample([c for c in read_cases() if "clash" not in c.expected and not c.options], 60)


def test_an_answer_is_written_as_msgspec_writes_it(law: Navigator) -> None:
    for case in SAMPLED:
        answer = ask(law, case)
        written = answer.to_json()
        assert written == msgspec.json.encode(answer), case
        assert msgspec.json.decode(written, type=type(answer)) == answer, case


def test_the_statuses_are_those_of_the_whole_answer(law: Navigator) -> None:
    for case in SAMPLED:
        quick = law.statuses(case.system, case.as_of, case.law_as_of or KNOWN, regimes_of(law, case))
        whole = {n.id: n.status for n in ask(law, case).norms if n.status != "deemed_met"}
        assert {name: quick[name] for name in whole} == whole, case


def test_another_reading_carried_over_is_that_worked_out_anew(law: Navigator) -> None:
    others = [r.id for point in law.rulebook.open_points for r in point.readings if not r.default]
    for case in SAMPLED:
        for reading in others:
            carried = described(law, case, frozenset()).under(law.law.readings(frozenset({reading})))
            try:
                anew = described(law, case, frozenset({reading}))
            except Contradiction:
                continue
            assert values(carried) == values(anew), f"{case} under {reading}"


def described(law: Navigator, case: Case, readings: frozenset[str]) -> Situation:
    return law.assessor.situation(System.of(case.system), case.as_of, case.law_as_of or KNOWN, True, readings)


def values(situation: Situation) -> list[tuple[date, list[bool]]]:
    """What is known on each stretch of days."""
    return [(stretch.start, [bool(known) for known in stretch.assignment.truth]) for stretch in situation.stretches]
