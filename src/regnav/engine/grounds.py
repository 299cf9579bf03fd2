"""On which questions the norms of some acts can hang, whatever is stated and on whatever day: what is worth stating when only these acts matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from regnav.rulebook import Axiom, Expression, Norm, Question, Rulebook


class Grounds:
    """The terms below each term: those that define it, those that imply it, and its versions under every state of the law."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        self._below: dict[int, set[int]] = defaultdict(set)
        for axiom in book.axioms:
            if axiom.equivalent:
                self._below[axiom.term].update(_named(axiom.expression))
            else:
                for wider in implied(axiom):
                    if self._home(axiom.term) == self._home(wider):  # a fact of another act is no way to ask for one of this act
                        self._below[wider].add(axiom.term)
        for place, term in enumerate(book.terms):
            if term.version_of is not None:
                self._below[term.version_of].add(place)

    def questions(self, acts: Collection[str]) -> tuple[Question, ...]:
        """The questions behind the norms, the sanctions and the incident tests of instruments (by identifier), in their order."""
        places = self._all_below(self._tops(acts))
        tests = (term.number_test or term.date_test for place, term in enumerate(self._book.terms) if place in places)
        measured = {test.fact for test in tests if test is not None}
        planned = {q.planned_as for q in self._book.questions if q.key in measured}
        return tuple(q for q in self._book.questions if q.key in measured or q.key in planned or not places.isdisjoint(q.facts))

    def _tops(self, acts: Collection[str]) -> Iterator[int]:
        book = self._book
        for norm in book.norms:
            if norm.instrument in acts:
                yield from (place for place in (*self._conditions(norm), *self._offenders(norm)) if place is not None)
        for event in book.events.values():
            if event.recognised_by is not None and book.provisions[event.provisions[0]].instrument in acts:
                yield event.recognised_by

    def _conditions(self, norm: Norm) -> Iterator[int | None]:
        book = self._book
        yield from (book.instruments[norm.instrument].scope, norm.applies_to, *norm.bearers)
        yield from (book.rules[c.rule].governs for c in norm.rules)
        yield from (book.exemptions[place].when for place in norm.exemptions)

    def _offenders(self, norm: Norm) -> Iterator[int | None]:
        for sanction in (self._book.sanctions[name] for name in norm.sanctions):
            yield from (sanction.offender, *sanction.lower_for)

    def _home(self, place: int) -> str:
        return self._book.terms[place].id.split(":")[0]

    def _all_below(self, tops: Iterable[int]) -> set[int]:
        found: set[int] = set()
        todo = list(tops)
        while todo:
            place = todo.pop()
            if place not in found:
                found.add(place)
                todo += self._below.get(place, ())
        return found


def _named(expression: Expression) -> Iterator[int]:
    """Every term that an expression names."""
    if expression.op == "term":
        yield expression.term
    for part in expression.parts:
        yield from _named(part)


def implied(axiom: Axiom) -> list[int]:
    """The terms that hold wherever the term of an axiom does, as far as a necessary condition names them."""
    if axiom.equivalent or axiom.expression.op not in {"term", "and"}:
        return []
    parts = axiom.expression.parts or (axiom.expression,)
    return [p.term for p in parts if p.op == "term"]
