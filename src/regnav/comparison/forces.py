"""How a norm binds on a day: in force, ahead, only proposed, superseded or withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from regnav.engine.law import Law
from regnav.engine.logic import Assignment, Conflict, false, true
from regnav.engine.windows import start
from regnav.rulebook import Norm

FORCES = ("binding", "supervisory", "voluntary", "political", "proposed", "superseded", "withdrawn")
"""Legal forces, the strongest first; the last three bind nobody."""
DEAD = frozenset({"superseded", "withdrawn"})
Standing = Literal["in_force", "ahead", "proposed", "superseded", "withdrawn", "unknown_yet"]


def rank(force: str) -> int:
    """The place of a force, 0 for the strongest."""
    return FORCES.index(force)


class Day:
    """One day under one state of knowledge, on which norms are looked at without any system."""

    def __init__(self, law: Law, as_of: date, law_as_of: date) -> None:
        self._law = law
        self.as_of = as_of
        self._known = frozenset(law.known(law_as_of))
        self._state = law.state(law.known(law_as_of), as_of, law.readings())
        self._nothing: Assignment = law.program(self._state)[1]
        self._found: dict[object, tuple[date, ...]] = {}

    def standing(self, norm: Norm) -> Standing:
        """How a norm stands on the day, whomever it may bind; `unknown_yet` for one that nobody had published by then."""
        validity, instruments = norm.validity, self._law.rulebook.instruments
        home, ended = instruments[validity.introduced_by], validity.ended_by
        if home.id not in self._known:
            return "unknown_yet"
        if ended in self._known and ended is not None and (home.in_force is None or ended in self._state.in_force):
            return "withdrawn" if instruments[norm.instrument].force == "withdrawn" else "superseded"
        if home.in_force is None:
            return "proposed" if "proposed" in {home.force, home.former_force} else "withdrawn" if home.force == "withdrawn" else "ahead"
        days = self.days(norm)
        return "ahead" if days and days[0] > self.as_of else "in_force"

    def force(self, norm: Norm) -> str:
        """The force to show: of what is no longer, or not yet, law that it is so; else how it binds."""
        standing = self.standing(norm)
        return standing if standing in {"proposed", "superseded", "withdrawn"} else norm.force

    def days(self, norm: Norm) -> tuple[date, ...]:
        """Every first day that some system can have under the rules; none while no day is set."""
        scope = self._law.rulebook.instruments[norm.instrument].scope
        key = (norm.validity.introduced_by, norm.rules, scope, norm.applies_to, norm.bearers)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._days(norm, scope)
        return found

    def _days(self, norm: Norm, scope: int | None) -> tuple[date, ...]:
        entered = self._law.rulebook.instruments[norm.validity.introduced_by].in_force
        if entered is None:
            return ()
        bearer = norm.bearers[0] if len(norm.bearers) == 1 else None
        bound = self._assuming(self._nothing, [true(term) for term in (scope, norm.applies_to, bearer) if term is not None]) or self._nothing
        begin = start(self._law.levels(norm.rules, self._state), bound)
        days = [day for day, rule in zip(begin.days, begin.rules, strict=True) if self._possible(bound, rule, begin.open)]
        return tuple(sorted({max(day, entered) for day in days} or {entered}))

    def _possible(self, bound: Assignment, place: int, others: Iterable[int]) -> bool:
        """Whether a rule can be the one that counts: its class can hold or, where it has none, all classes of deeper rules can fail."""
        governs = self._law.rulebook.rules[place].governs
        return self._assuming(bound, [true(governs)] if governs is not None else [false(term) for term in others]) is not None

    @staticmethod
    def _assuming(assignment: Assignment, literals: list[int]) -> Assignment | None:
        """The assignment with these literals; None when they cannot hold together."""
        found = assignment.copy()
        try:
            found.add(literals)
        except Conflict:
            return None
        return found
