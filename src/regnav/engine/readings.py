"""Contested readings: each reading that is not taken is tried alone, and shown where it would change a norm's status or dates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property

from regnav.assessment import ReadingAnswer
from regnav.engine.conditions import members
from regnav.engine.law import Law
from regnav.engine.logic import Assignment
from regnav.engine.timeline import Situation
from regnav.engine.verdict import Alike, Status, Verdict, Verdicts
from regnav.rulebook import OpenPoint, Reading

Answers = dict[int, list[ReadingAnswer]]
"""For each group of norms (or each norm), the readings under which it would stand otherwise."""
Known = dict[tuple[int, date, int], tuple[tuple[str, bool | None, bool | None], ...]]
StatusOf = Callable[[int, Verdict, Known], Status]
"""The status of one norm, given its group's verdict: deemed met or not. What is found of routes is kept for the next."""


class OtherReadings:
    """What other readings would change, under one law."""

    def __init__(self, law: Law) -> None:
        self._law = law

    def of(self, usual: Verdicts, classes: Sequence[Alike], verdicts: Sequence[Verdict], status: StatusOf) -> tuple[Answers, Answers]:
        """The readings that differ, by group and by norm, given the usual verdicts.

        A single norm stands otherwise than its group where a relation of its own opens or closes.
        """
        by_group: Answers = {}
        by_norm: Answers = {}
        for point in self._law.rulebook.open_points:
            standing = [(n, place) for n, place in self._related[point.id] if verdicts[n].status == "applies"]
            turned = self._turned(usual.situation, point)
            touched = self._touched[point.id] & usual.possible
            for reading in point.readings:
                if (turned or touched or standing) and reading.id not in usual.situation.readings:
                    tried = Verdicts(self._law, self._under(usual.situation, point, reading, turned), usual)
                    if turned or touched:
                        self._groups(point, reading, usual, tried, classes, verdicts, touched, by_group)
                    self._norms(point, reading, tried, standing, verdicts, status, by_norm)
        return by_group, by_norm

    def _turned(self, situation: Situation, point: OpenPoint) -> bool:
        """Whether it matters on some day which version of a concept is taken."""
        heads = self._versions[point.id].values()
        return any(not _alike(assignment, versions) for assignment in situation.assignments for versions in heads)

    def _under(self, situation: Situation, point: OpenPoint, reading: Reading, turned: bool) -> Situation:
        """The situation under another reading of one point, with no more worked out again than hangs on it."""
        others = {r.id for p in self._law.rulebook.open_points if p.id != point.id for r in p.readings if r.id in situation.readings}
        readings = frozenset({*others, reading.id})
        heads = self._versions[point.id] if turned else {}
        return situation.substituting(readings, heads) if self._named_by_concepts.isdisjoint(heads) else situation.under(readings)

    def _groups(
        self,
        point: OpenPoint,
        reading: Reading,
        usual: Verdicts,
        tried: Verdicts,
        classes: Sequence[Alike],
        verdicts: Sequence[Verdict],
        touched: int,
        found: Answers,
    ) -> None:
        """What differs group by group: first for those whose condition is the same, together, then for the others one by one."""
        moved = changed = 0
        for mine, theirs in zip(usual.held, tried.held, strict=True):
            moved |= mine.true ^ theirs.true | mine.open ^ theirs.open
        for before, after in zip(usual.values, tried.values, strict=True):
            changed |= before[0] ^ after[0] | before[1] ^ after[1]
        for alike in classes:
            same = alike.groups & ~moved
            if not same or not (alike.groups & touched or self._law.datings[alike.dating].terms & changed):
                continue
            windows = tried.windows(alike.dating)
            if windows != alike.windows:
                answers = _compared(point, reading, alike.verdict, tried.standing(alike.base, windows))
                if answers:
                    for number in members(same):
                        if verdicts[number].status != "ended":
                            found.setdefault(number, []).extend(answers)
        for number in members(moved):
            answers = _compared(point, reading, verdicts[number], tried.of(self._law.groups[number][0]))
            if answers:
                found.setdefault(number, []).extend(answers)

    def _norms(
        self,
        point: OpenPoint,
        reading: Reading,
        tried: Verdicts,
        standing: Sequence[tuple[int, int]],
        verdicts: Sequence[Verdict],
        status: StatusOf,
        found: Answers,
    ) -> None:
        """What differs for single norms that apply."""
        made: dict[int, Verdict] = {}
        routes: Known = {}
        for number, place in standing:
            if number not in made:
                made[number] = tried.of(self._law.groups[number][0])
            new = made[number]
            stands = status(place, new, routes)
            if stands != status(place, verdicts[number], routes):
                found.setdefault(place, []).append(_answer(point, reading, new, stands))

    @cached_property
    def _related(self) -> dict[str, tuple[tuple[int, int], ...]]:
        """For each open point, the norms (with their group) whose relations, or the rules that start them, hang on its readings."""
        book = self._law.rulebook
        found = {}
        for point in book.open_points:
            names = {r.id for r in point.readings}
            rules = {i for i, r in enumerate(book.rules) if names & set(r.validity.readings)}
            relations = {r.id for r in book.relations.values() if names & set(r.validity.readings) or rules & {c.rule for c in r.rules}}
            found[point.id] = tuple((n, p) for n, (_, places) in enumerate(self._law.groups) for p in places if relations & set(book.norms[p].relations))
        return found

    @cached_property
    def _touched(self) -> dict[str, int]:
        """For each open point, the groups (as bits) whose rules, exemptions or own validity hang on its readings."""
        book = self._law.rulebook
        found = {}
        for point in book.open_points:
            names = {r.id for r in point.readings}
            rules = {i for i, r in enumerate(book.rules) if names & set(r.validity.readings)}
            exemptions = {i for i, e in enumerate(book.exemptions) if names & set(e.validity.readings)}
            found[point.id] = sum(
                1 << group.number
                for group, _ in self._law.groups
                if names & set(group.validity.readings) or rules & {c.rule for c in group.rules} or exemptions & set(group.exemptions)
            )
        return found

    @cached_property
    def _named_by_concepts(self) -> frozenset[int]:
        """The terms that a definition names."""
        found: set[int] = set()
        todo = [axiom.expression for axiom in self._law.rulebook.axioms]
        while todo:
            expression = todo.pop()
            found.add(expression.term)
            todo += expression.parts
        return frozenset(found)

    @cached_property
    def _versions(self) -> dict[str, dict[int, tuple[int, ...]]]:
        """For each open point, the heads whose versions hang on its readings, with these versions."""
        found = {}
        for point in self._law.rulebook.open_points:
            names = {r.id for r in point.readings}
            heads: dict[int, list[int]] = {}
            for place, term in enumerate(self._law.rulebook.terms):
                if term.version_of is not None and names & set(term.validity.readings):
                    heads.setdefault(term.version_of, []).append(place)
            found[point.id] = {head: tuple(versions) for head, versions in heads.items()}
        return found


def _compared(point: OpenPoint, reading: Reading, usual: Verdict, new: Verdict) -> tuple[ReadingAnswer, ...]:
    """What a reading would change, if anything."""
    if usual.status == "ended" or (new.status, new.applies_from, new.dates) == (usual.status, usual.applies_from, usual.dates):
        return ()
    return (_answer(point, reading, new, new.status),)


def _answer(point: OpenPoint, reading: Reading, new: Verdict, status: Status) -> ReadingAnswer:
    return ReadingAnswer(
        point.id, point.label, reading.id, reading.label, reading.held_by, status, new.applies_from, new.dates, reading.summary, reading.sources
    )


def _alike(assignment: Assignment, versions: tuple[int, ...]) -> bool:
    """Whether all versions of a concept have the same value, so that it does not matter which of them is taken."""
    return len({assignment.value(v) for v in versions}) == 1
