"""How a described situation runs through time: stretches of days on which nothing that it hangs on changes.

Versions of concepts change with instruments, date tests change with stated dates; everything else is constant. So a situation
is propagated once for each stretch, and between its ends the verdict of a norm moves only on the days of rules and exemptions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from regnav.engine.exchange import exchanged
from regnav.engine.law import Calendar, Law, State
from regnav.engine.logic import COUNTED, DATED, PRESUMED, STATED, Assignment, Conflict, false, true
from regnav.engine.regimes import WHOLE, Selection
from regnav.errors import Contradiction
from regnav.rulebook import DateTest
from regnav.system import NEVER, NOT_YET, DateAnswer, Stated


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `start` on which the state of the law and all date tests stay the same."""

    start: date
    state: State
    assignment: Assignment


class Situation:
    """A described situation under one law: `stretches` from `as_of` on.

    Raises Contradiction when the stated facts cannot hold together.
    """

    def __init__(
        self,
        law: Law,
        stated: Stated,
        as_of: date,
        known: tuple[str, ...],
        readings: frozenset[str],
        presume: bool,
        selection: Selection = WHOLE,
    ) -> None:
        self.law = law
        self.stated = stated
        self.as_of = as_of
        self.known = known
        self.readings = readings
        self.presume = presume
        self._bases: dict[int, Assignment] = {}
        self._assignments: dict[tuple[int, tuple[int, ...]], Assignment] = {}
        self._answers = {key: self.answer(key) for key in law.dated_facts} if stated.dates else dict.fromkeys(law.dated_facts)
        self.stretches = self._stretches()
        self.acts = selection.acts
        self.regimes = self._assessed(selection)
        self.groups = law.regimes.groups(self.regimes, self.acts)

    def _assessed(self, selection: Selection) -> frozenset[str]:
        """The regimes asked for, or those of the acts asked for, or those that the facts reach."""
        regimes = self.law.regimes
        if selection.regimes is not None:
            return selection.regimes
        return regimes.reached(self.assignments) if selection.acts is None else regimes.of_acts(selection.acts)

    def under(self, readings: frozenset[str]) -> Situation:
        """The same situation under other readings; what does not hang on them is not worked out again."""
        other = Situation.__new__(Situation)
        other.__dict__.update(self.__dict__, readings=readings)
        calendar = other._calendar
        states = [calendar.on(stretch.start) for stretch in self.stretches]
        carried: dict[tuple[int, int], Assignment] = {}
        found = []
        for stretch, state in zip(self.stretches, states, strict=True):
            key = (id(stretch.assignment), id(self.law.program(state)[0]))
            if key not in carried:
                carried[key] = self._carried(stretch, state)
            found.append(Stretch(stretch.start, state, carried[key]))
        other.stretches = tuple(found)
        return other

    def _carried(self, stretch: Stretch, state: State) -> Assignment:
        """The assignment of a stretch in another state of the law: carried over, or worked out anew where that cannot be."""
        program = self.law.program(state)[0]
        old = stretch.assignment
        if program is old.program:
            return old
        plain = old.plain if self.presume else old
        if plain is not None and all(map(plain.truth.__getitem__, self.stated.unlisted)):
            try:
                whole = exchanged(plain, program, self._leaves)
                if whole is not None and self.presume:
                    whole = exchanged(old, program, self._leaves, self._presumable(whole))
                if whole is not None:
                    return whole
            except Conflict:
                pass  # presumptions that clash are made one by one, and a contradiction is told with its proof
        return self._assignment(state, self._dated(stretch.start))

    @cached_property
    def _leaves(self) -> frozenset[int]:
        """All literals that are stated, by words, numbers or dates."""
        dated = (2 * place + side for place, test in self.law.date_tests if self._answers[test.fact] is not None for side in (0, 1))
        awaited = (2 * place + 1 for place, test in self.law.date_tests if not test.before)
        return frozenset((*self.stated.literals, *self.stated.unlisted, *self._counted(), *dated, *awaited))

    def substituting(self, readings: frozenset[str], heads: Mapping[int, tuple[int, ...]]) -> Situation:
        """The same situation under other readings that only exchange the versions of these heads, on which no other concept hangs."""
        other = Situation.__new__(Situation)
        other.__dict__.update(self.__dict__, readings=readings)
        calendar = other._calendar
        states = [calendar.on(stretch.start) for stretch in self.stretches]
        other.stretches = tuple([self._substituted(stretch, state, heads) for stretch, state in zip(self.stretches, states, strict=True)])
        return other

    def _substituted(self, stretch: Stretch, state: State, heads: Mapping[int, tuple[int, ...]]) -> Stretch:
        if not heads:
            return Stretch(stretch.start, state, stretch.assignment)
        assignment = stretch.assignment.copy()
        for head, versions in heads.items():
            valid = next((v for v in versions if state.holds(self.law.rulebook.terms[v].validity)), None)
            value = False if valid is None else stretch.assignment.value(valid)
            assignment.truth[2 * head], assignment.truth[2 * head + 1] = int(value is True), int(value is False)
        return Stretch(stretch.start, state, assignment)

    # ── days ────────────────────────────────────────────────────────────────

    def days(self) -> list[date]:
        """`as_of`, and every later day on which a version or a date test can change."""
        stated = [d for d in self.stated.dates.values() if isinstance(d, date)]
        changes = {*self._calendar.days, *self.law.test_days, *stated, self.as_of + timedelta(days=1)}
        return [self.as_of, *sorted(d for d in changes if d > self.as_of)]

    @property
    def _calendar(self) -> Calendar:
        return self.law.calendar(self.known, self.readings)

    def _stretches(self) -> tuple[Stretch, ...]:
        found: list[Stretch] = []
        calendar = self._calendar
        for day in self.days():
            state = calendar.on(day)
            assignment = self._assignment(state, self._dated(day))
            if not found or found[-1].state is not state or found[-1].assignment is not assignment:
                found.append(Stretch(day, state, assignment))
        return tuple(found)

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """The assignments of all stretches, each once."""
        return tuple({id(s.assignment): s.assignment for s in self.stretches}.values())

    def on(self, day: date) -> Stretch:
        """The situation on any day, also before `as_of`."""
        state = self._calendar.on(day)
        return Stretch(day, state, self._assignment(state, self._dated(day)))

    # ── dates ───────────────────────────────────────────────────────────────

    def answer(self, key: str) -> DateAnswer | None:
        """The answer to a date fact: stated, planned, or `not yet` because what it follows is not yet."""
        found = self._stated_day(key)
        if found is None:
            return NOT_YET if any(self._stated_day(f) in {NOT_YET, NEVER} for f in self.law.follows.get(key, ())) else None
        planned_as = self.law.planned_as.get(key)
        if found == NOT_YET and planned_as is not None:
            return self.stated.dates.get(planned_as, NOT_YET)
        return found

    def _stated_day(self, key: str) -> DateAnswer | None:
        """What is stated of an event; one planned for a later day, of which nothing else is said, is not yet."""
        found = self.stated.dates.get(key)
        if found is None and key in self.law.planned_as:
            planned = self.stated.dates.get(self.law.planned_as[key])
            if isinstance(planned, date) and planned > self.as_of:
                return NOT_YET
        return found

    def _dated(self, day: date) -> tuple[int, ...]:
        """The date tests that are decided on a day, as literals."""
        answers = self._answers
        found = []
        for place, test in self.law.date_tests:
            answer = answers[test.fact]
            if answer is None:
                if not test.before and day < test.day:
                    found.append(2 * place + 1)
            else:
                value = self._test(test, answer, day)
                if value is not None:
                    found.append(2 * place + (not value))
        return tuple(found)

    def _test(self, test: DateTest, answer: DateAnswer, day: date) -> bool | None:
        """The value of a test whose fact is answered. One that is not is decided only by a day that has not come yet (`_dated`)."""
        if isinstance(answer, date):
            return answer < test.day if test.before else test.day <= answer <= day
        if answer == NEVER or (not test.before and day < test.day):
            return False
        if test.fact not in self.law.planned_as:
            return False
        return False if (test.day if test.before else day) <= self.as_of else None

    # ── propagation ─────────────────────────────────────────────────────────

    def _assignment(self, state: State, dated: tuple[int, ...]) -> Assignment:
        """Shared by all states of the law with the same clauses."""
        program = self.law.program(state)[0]
        found = self._assignments.get((id(program), dated))
        if found is None:
            found = self._assignments[id(program), dated] = self._propagated(state, dated)
        return found

    def _propagated(self, state: State, dated: tuple[int, ...]) -> Assignment:
        plain = self._base(state).copy()
        try:
            plain.add(dated, DATED)
        except Conflict as conflict:
            raise self._contradiction(plain, conflict) from None
        return self._presumed(plain) if self.presume else plain

    def _base(self, state: State) -> Assignment:
        """Everything stated but dates, propagated in a state of the law."""
        program, start = self.law.program(state)
        if id(program) not in self._bases:
            assignment = start.copy()
            try:
                if self.stated.numbers:
                    assignment.add(self._counted(), COUNTED)
                assignment.add(self.stated.literals, STATED)
                if self.stated.unlisted:
                    assignment.add([x for x in self.stated.unlisted if not assignment.truth[x ^ 1]], STATED)
            except Conflict as conflict:
                raise self._contradiction(assignment, conflict) from None
            self._bases[id(program)] = assignment
        return self._bases[id(program)]

    def _counted(self) -> list[int]:
        found = []
        for place, test in self.law.number_tests:
            if test.fact in self.stated.numbers:
                found.append(true(place) if test.holds(self.stated.numbers[test.fact]) else false(place))
        return found

    def _presumed(self, assignment: Assignment) -> Assignment:
        """With each presumption that the stated facts leave open: all at once, or one by one where they would clash."""
        left = self._presumable(assignment)
        whole = assignment.copy()
        try:
            whole.add(left, PRESUMED)
            whole.plain = assignment
            return whole
        except Conflict:
            return self._presumed_singly(assignment, left)

    def _presumable(self, plain: Assignment) -> list[int]:
        """The presumptions that the stated facts leave open, as literals."""
        truth = plain.truth
        return [2 * p + 1 for p in self.law.presumptions if not truth[2 * p] and not truth[2 * p + 1]]

    def _presumed_singly(self, assignment: Assignment, left: list[int]) -> Assignment:
        """A presumption that an earlier one decides, or that would clash, is not made."""
        for literal in left:
            if not assignment.truth[literal] and not assignment.truth[literal ^ 1]:
                before = assignment.copy()
                try:
                    assignment.add((literal,), PRESUMED)
                except Conflict:
                    assignment = before
        return assignment

    def _contradiction(self, assignment: Assignment, conflict: Conflict) -> Contradiction:
        clause = assignment.program.clauses[conflict.clause]
        leaves = assignment.leaves([literal ^ 1 for literal in clause])
        term = self.law.rulebook.terms[assignment.program.origins[conflict.clause]]
        labels = tuple(self.law.rulebook.provisions[p].label for p in term.provisions if p in self.law.rulebook.provisions)
        return Contradiction(tuple(dict.fromkeys(self.words(leaf, assignment) for leaf in leaves)), term.label, labels)

    def words(self, literal: int, assignment: Assignment) -> str:
        """How the user stated a leaf."""
        term = self.law.rulebook.terms[literal >> 1]
        why = assignment.reason[literal]
        if why == COUNTED and term.number_test is not None:
            return f"{term.number_test.fact}: {self.stated.numbers[term.number_test.fact]}"
        if why == DATED and term.date_test is not None:
            return f"{term.date_test.fact}: {self._answers[term.date_test.fact] or 'unknown'}"
        return self.stated.words(literal) or f"{term.key}: {str(not literal & 1).lower()}"
