"""Two answers side by side: other facts, or another state of the law; and the smallest changes that turn a classification."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import Any, Literal

import msgspec

from regnav.assessment import Assessment, Citation, ConceptAnswer, NormAnswer
from regnav.engine.assess import Assessor
from regnav.engine.explain import Word, word
from regnav.engine.law import Law
from regnav.engine.missing import Askable
from regnav.errors import Contradiction
from regnav.rulebook import Provision
from regnav.system import NEVER, System

Kind = Literal["appears", "disappears", "moves", "changes"]
STANDING = {"applies", "upcoming", "deemed_met"}
POSSIBLE = STANDING | {"depends"}


class NormState(msgspec.Struct, frozen=True, gc=False):
    """How a norm stands in one of two answers."""

    status: str
    applies_from: date | None
    dates: tuple[date, ...]


class NormChange(msgspec.Struct, frozen=True):
    """A norm that stands differently: it appears, disappears, moves in time, or changes its status."""

    id: str
    label: str
    kind: Kind
    before: NormState | None
    after: NormState | None
    provisions: tuple[Citation, ...]
    amended_by: tuple[Citation, ...]


class ConceptChange(msgspec.Struct, frozen=True, gc=False):
    """A concept with another value."""

    id: str
    label: str
    before: Word
    after: Word
    provisions: tuple[Citation, ...]


class Comparison(msgspec.Struct, frozen=True):
    """What differs between two answers; `unchanged` counts the norms that stand alike."""

    title: str
    before: str
    after: str
    concepts: tuple[ConceptChange, ...]
    norms: tuple[NormChange, ...]
    unchanged: int


class TurningPoint(msgspec.Struct, frozen=True):
    """A smallest set of facts that would give a concept another value, and what it would do to the norms.

    `after` is "unknown" where the concept then hangs on what was not stated.
    """

    changes: dict[str, Any]
    labels: tuple[str, ...]
    concept: str
    before: Word
    after: Word
    appears: int
    disappears: int


def compare(law: Law, title: str, before: tuple[str, Assessment], after: tuple[str, Assessment]) -> Comparison:
    """What differs between two answers, norms in the order of the law."""
    old = {n.id: n for n in before[1].norms}
    new = {n.id: n for n in after[1].norms}
    changes = []
    unchanged = 0
    for name in [*new, *(n for n in old if n not in new)]:
        change = _norm_change(law, old.get(name), new.get(name))
        if change is None:
            unchanged += 1
        else:
            changes.append(change)
    return Comparison(title, before[0], after[0], tuple(_concept_changes(before[1], after[1])), tuple(changes), unchanged)


def _norm_change(law: Law, old: NormAnswer | None, new: NormAnswer | None) -> NormChange | None:
    before, after = _state(old), _state(new)
    if before == after:
        return None
    shown = new or old
    assert shown is not None
    stood, stands = before is not None and before.status in POSSIBLE, after is not None and after.status in POSSIBLE
    if stands and not stood:
        kind: Kind = "appears"
    elif stood and not stands:
        kind = "disappears"
    else:
        kind = "moves" if before and after and before.status == after.status else "changes"
    return NormChange(shown.id, shown.label, kind, before, after, shown.provisions, _amending(law, shown, old, new))


def _state(norm: NormAnswer | None) -> NormState | None:
    return None if norm is None or norm.status == "not_applicable" else NormState(norm.status, norm.applies_from, norm.dates)


def _amending(law: Law, shown: NormAnswer, old: NormAnswer | None, new: NormAnswer | None) -> tuple[Citation, ...]:
    """The amending provisions behind a change: of the norm's own basis, and of the rules that start it."""
    book = law.rulebook
    names = [p.id for p in shown.provisions]
    for norm in (old, new):
        if norm is not None and norm.because is not None:
            names += [p for step in norm.because.because if step.kind in {"start", "exemption"} for p in step.provisions]
    found = dict.fromkeys(a for name in names if name in book.provisions for a in _amendments(book.provisions, name))
    return tuple(Citation(a, book.provisions[a].label, book.provisions[a].url) for a in found if a in book.provisions)


def _amendments(provisions: Mapping[str, Provision], name: str) -> tuple[str, ...]:
    """What amended a provision, or the nearest part that holds it."""
    current: str | None = name
    while current is not None:
        found = provisions[current]
        if found.amending:
            return found.amending
        current = found.parent
    return ()


def _concept_changes(before: Assessment, after: Assessment) -> Iterator[ConceptChange]:
    old: dict[str, ConceptAnswer] = {c.id: c for c in before.concepts}
    for concept in after.concepts:
        was = old[concept.id].value if concept.id in old else "unknown"
        if was != concept.value:
            yield ConceptChange(concept.id, concept.label, was, concept.value, concept.provisions)


# ── turning points ──────────────────────────────────────────────────────────


class TurningPoints:
    """Searches the smallest changes of facts that give a concept another value, one change first, then two."""

    def __init__(self, assessor: Assessor, system: System, concept: int, as_of: date, law_as_of: date) -> None:
        self._assessor = assessor
        self._law = assessor.law
        self._system = system
        self._concept = concept
        self._days = (as_of, law_as_of)
        self._value = self._valued(system)
        self._base = self._standing(system)

    def find(self, limit: int = 2) -> tuple[TurningPoint, ...]:
        """The turning points of the fewest changes, at most `limit` changes deep; none when the concept does not hang on facts."""
        candidates = list(self._candidates())
        for size in range(1, limit + 1):
            found = list(self._of_size(candidates, size))
            if found:
                return tuple(found)
        return ()

    def _of_size(self, candidates: list[tuple[str, Any]], size: int) -> Iterator[TurningPoint]:
        for chosen in combinations(candidates, size):
            keys = [key for key, _ in chosen]
            if len(set(keys)) == size:
                point = self._try(dict(chosen))
                if point is not None:
                    yield point

    def _try(self, changes: dict[str, Any]) -> TurningPoint | None:
        system = self._opened(changes)
        try:
            value = self._valued(system)
        except Contradiction:
            return None
        if value is self._value:
            return None
        standing = self._standing(system)
        term = self._law.rulebook.terms[self._concept]
        labels = tuple(f"{self._label(k)}: {v}" for k, v in changes.items())
        return TurningPoint(changes, labels, term.id, word(self._value), word(value), len(standing - self._base), len(self._base - standing))

    def _label(self, key: str) -> str:
        place = self._law.terms.get(key)
        return self._law.rulebook.terms[place].label if place is not None else key

    def _opened(self, changes: Mapping[str, Any]) -> System:
        """The system with single options changed; a list answer is opened into its options."""
        facts = dict(self._system.facts)
        for key in changes:
            question = self._law.questionnaire.by_key.get(key)
            if question is not None and question.key != key and question.key in facts and question.kind == "any_of":
                listed = {str(v).removeprefix(question.key + ".") for v in facts.pop(question.key)}
                for place in question.facts:
                    option = self._law.rulebook.terms[place].key
                    facts.setdefault(option, option.removeprefix(question.key + ".") in listed)
        return System(self._system.title, self._system.type, None, None, {**facts, **changes})

    def _candidates(self) -> Iterator[tuple[str, Any]]:
        """Every answer to a yes/no fact below the concept that differs from what is stated."""
        stated = self._assessor.reader.read(self._system)
        askable = Askable(self._law)
        for place in self._below():
            term = self._law.rulebook.terms[place]
            if place in askable.bits and term.number_test is None and term.date_test is None:
                if 2 * place not in stated.literals:
                    yield term.key, True
                if 2 * place + 1 not in stated.literals:
                    yield term.key, False
            elif term.date_test is not None:
                yield term.date_test.fact, NEVER

    def _below(self) -> list[int]:
        """The terms that the concept's definition reaches today."""
        program, _ = self._law.program(self._law.state(self._law.known(self._days[1]), self._days[0], self._law.default_readings))
        seen: dict[int, None] = {}
        todo = [self._concept]
        while todo:
            variable = todo.pop()
            if variable not in seen:
                seen[variable] = None
                todo += program.definitions.get(variable, ())
        return [v for v in seen if v < program.terms]

    def _valued(self, system: System) -> bool | None:
        situation = self._assessor.situation(system, *self._days, True, frozenset())
        return situation.stretches[0].assignment.value(self._concept)

    def _standing(self, system: System) -> set[str]:
        statuses = self._assessor.statuses(self._assessor.situation(system, *self._days, True, frozenset()))
        return {name for name, status in statuses.items() if status in STANDING}


def ordered(points: Iterable[TurningPoint]) -> tuple[TurningPoint, ...]:
    """Turning points: those that decide the concept first, then those that move most norms."""
    return tuple(sorted(points, key=lambda p: (p.after == "unknown", -(p.appears + p.disappears), sorted(p.changes))))
