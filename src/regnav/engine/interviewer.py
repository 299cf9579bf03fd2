"""Chooses the next question by looking ahead: of the questions on which most norms hang, the one whose answers settle most.

Counting mentions alone asks twice as many questions; trying every answer of every question costs too much. So the few most
mentioned are tried with each of their answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from regnav.assessment import QuestionAnswer
from regnav.engine.assess import Assessor
from regnav.engine.conditions import members
from regnav.engine.regimes import WHOLE, Selection
from regnav.engine.timeline import Situation
from regnav.engine.verdict import Verdicts
from regnav.errors import Contradiction
from regnav.system import NOT_YET, System

TRIED = 6
"""How many of the most mentioned questions are tried."""
OPTIONS_TRIED = 4
"""How many single answers of a question of many options are tried, beside "none"."""


class Interviewer:
    """Asks about one system, until no norm hangs on an open fact."""

    def __init__(self, assessor: Assessor, as_of: date, law_as_of: date, selection: Selection = WHOLE) -> None:
        self._assessor = assessor
        self._days = (as_of, law_as_of)
        self._selection = selection

    def open_norms(self, system: System) -> int:
        """How many norms depend on facts not stated."""
        return self._open(self._situation(system))

    def settled(self, system: System) -> float:
        """The share of the norms assessed whose status no longer hangs on open facts, from 0 to 1."""
        situation = self._situation(system)
        assessed = self._norms(situation.groups)
        return 1 - self._open(situation) / assessed if assessed else 1.0

    def _situation(self, system: System) -> Situation:
        return self._assessor.situation(system, *self._days, True, frozenset(), self._selection)

    def _open(self, situation: Situation) -> int:
        found = Verdicts(self._assessor.law, situation).alike()
        return sum(self._norms(alike.groups) for alike in found if alike.verdict.status == "depends" or len(alike.verdict.dates) > 1)

    def _norms(self, groups: int) -> int:
        return sum(len(self._assessor.law.groups[number][1]) for number in members(groups))

    def next_question(self, system: System, skip: frozenset[str] = frozenset()) -> QuestionAnswer | None:
        """The question to ask next, None when nothing is open; `skip` leaves out what the user did not know."""
        found = [q for q in self._assessor.assess(system, *self._days, True, frozenset(), False, self._selection, proofs=False).questions if q.key not in skip]
        if len(found) < 2:
            return found[0] if found else None
        return min(found[:TRIED], key=lambda q: (self._expected(system, q), -q.norms))

    def _expected(self, system: System, question: QuestionAnswer) -> float:
        """The mean number of norms still open over the question's answers."""
        left = []
        for value in answers(question):
            try:
                left.append(self.open_norms(system.with_facts({question.key: value})))
            except Contradiction:
                continue
        return sum(left) / len(left) if left else float("inf")


def answers(question: QuestionAnswer) -> Iterator[Any]:
    """The answers to a question that are tried."""
    if question.kind == "yes_no":
        yield from (True, False)
    elif question.kind == "any_of":
        yield []
        yield from ([o.value] for o in question.options[:OPTIONS_TRIED])
    elif question.kind == "one_of":
        yield from (o.value for o in question.options[:OPTIONS_TRIED])
    elif question.kind == "date":
        yield from (NOT_YET, date(2020, 1, 1), date(2029, 1, 1))
    else:
        yield from (1, 10**12)
