"""Contested readings: each reading that is not taken is tried alone, and shown where it would change a norm's status or dates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from regnav.assessment import ReadingAnswer
from regnav.engine.law import Law
from regnav.engine.logic import Assignment
from regnav.engine.timeline import Situation, differing
from regnav.engine.verdict import Status, Value, Verdict, Verdicts
from regnav.rulebook import OpenPoint, Reading

Answers = dict[int, list[ReadingAnswer]]
"""For each group of norms (or each norm), the readings under which it would stand otherwise."""
StatusOf = Callable[[int, Verdict], Status]
"""The status of one norm, given its group's verdict: deemed met or not."""


class OtherReadings:
    """What other readings would change, under one law."""

    def __init__(self, law: Law) -> None:
        self._law = law

    def of(self, situation: Situation, bases: Sequence[tuple[Value, ...]], verdicts: Sequence[Verdict]) -> Answers:
        """The readings that differ, group by group, given the default bases and verdicts."""
        found: Answers = {}
        points = self._law.rulebook.open_points
        for point in points:
            others = {r.id for p in points if p.id != point.id for r in p.readings if r.id in situation.readings}
            for reading in point.readings:
                if reading.id not in situation.readings:
                    self._try(point, reading, frozenset({*others, reading.id}), situation, bases, verdicts, found)
        return found

    def _try(
        self,
        point: OpenPoint,
        reading: Reading,
        readings: frozenset[str],
        situation: Situation,
        bases: Sequence[tuple[Value, ...]],
        verdicts: Sequence[Verdict],
        found: Answers,
    ) -> None:
        heads = self._versions[point.id]
        turned = any(not _alike(stretch.assignment, versions) for stretch in situation.stretches for versions in heads.values())
        touched = [n for n in self._touched[point.id] if any(value is not False for value in bases[n])]
        if not turned and not touched:
            return
        apart = turned and self._named_by_concepts.isdisjoint(heads)
        other = situation.substituting(readings, heads) if apart else situation.under(readings)
        changed = _changed(situation, other) if turned else frozenset()
        if changed:
            touched = [n for n, (group, _) in enumerate(self._law.groups) if n in touched or not group.terms.isdisjoint(changed)]
        tried = Verdicts(self._law, other)
        compared: dict[tuple[object, ...], tuple[ReadingAnswer, ...]] = {}
        for number in touched:
            group, usual = self._law.groups[number][0], verdicts[number]
            base = bases[number] if apart or not changed else None
            key = (group.dating, base, id(usual)) if base is not None else (number,)
            answers = compared.get(key)
            if answers is None:
                answers = compared[key] = _compared(point, reading, usual, tried.of(group, base))
            if answers:
                found.setdefault(number, []).extend(answers)

    def of_norms(self, situation: Situation, verdicts: Sequence[Verdict], status: StatusOf) -> Answers:
        """The readings that differ for single norms, because a relation of theirs opens or closes: group verdicts do not see that."""
        found: Answers = {}
        points = self._law.rulebook.open_points
        for point in points:
            standing = [(n, place) for n, place in self._related[point.id] if verdicts[n].status == "applies"]
            others = {r.id for p in points if p.id != point.id for r in p.readings if r.id in situation.readings}
            for reading in point.readings:
                if standing and reading.id not in situation.readings:
                    tried = Verdicts(self._law, situation.under(frozenset({*others, reading.id})))
                    for number, place in standing:
                        new = tried.of(self._law.groups[number][0])
                        if status(place, new) != status(place, verdicts[number]):
                            answer = ReadingAnswer(
                                point.id, point.label, reading.id, reading.label, reading.held_by, status(place, new), new.applies_from, new.dates
                            )
                            found.setdefault(place, []).append(answer)
        return found

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
    def _touched(self) -> dict[str, tuple[int, ...]]:
        """For each open point, the groups whose rules, exemptions or own validity hang on its readings."""
        book = self._law.rulebook
        found = {}
        for point in book.open_points:
            names = {r.id for r in point.readings}
            rules = {i for i, r in enumerate(book.rules) if names & set(r.validity.readings)}
            exemptions = {i for i, e in enumerate(book.exemptions) if names & set(e.validity.readings)}
            found[point.id] = tuple(
                i
                for i, (group, _) in enumerate(self._law.groups)
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
    return (ReadingAnswer(point.id, point.label, reading.id, reading.label, reading.held_by, new.status, new.applies_from, new.dates),)


def _alike(assignment: Assignment, versions: tuple[int, ...]) -> bool:
    """Whether all versions of a concept have the same value, so that it does not matter which of them is taken."""
    return len({assignment.value(v) for v in versions}) == 1


def _changed(one: Situation, other: Situation) -> frozenset[int]:
    """The terms with another value on some day."""
    pairs = zip(one.stretches, other.stretches, strict=True)
    return frozenset().union(*(differing(mine.assignment, theirs.assignment) for mine, theirs in pairs))
