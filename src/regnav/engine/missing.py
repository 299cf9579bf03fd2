"""Which facts are missing: what an undecided term still hangs on."""

from __future__ import annotations

from functools import cached_property

from regnav.engine.conditions import members
from regnav.engine.grounds import implied
from regnav.engine.law import Law
from regnav.engine.logic import Assignment
from regnav.engine.timeline import Situation
from regnav.system import NOT_YET

KEPT = 20_000
"""How many sets of open facts keep their names, so that no stream of systems fills the memory."""


class Askable:
    """What can be asked, numbered, so that sets of open facts are bits of an integer."""

    def __init__(self, law: Law) -> None:
        self._law = law
        book = law.rulebook
        asked = {place for q in book.questions for place in q.facts}
        self.keys = sorted({self._key(i) for i in range(len(book.terms)) if i in asked or book.terms[i].date_test or book.terms[i].number_test})
        bit = {key: 1 << n for n, key in enumerate(self.keys)}
        self.bit_of_key = bit
        self._names: dict[int, tuple[str, ...]] = {}
        self.bits = {i: bit[self._key(i)] for i, t in enumerate(book.terms) if i in asked or t.date_test or t.number_test}

    def _key(self, place: int) -> str:
        term = self._law.rulebook.terms[place]
        test = term.date_test or term.number_test
        return test.fact if test is not None else term.key

    @cached_property
    def deciders(self) -> dict[int, tuple[int, ...]]:
        """For a term without a definition, the terms that imply it."""
        found: dict[int, list[int]] = {}
        for axiom in self._law.rulebook.axioms:
            for term in implied(axiom):
                found.setdefault(term, []).append(axiom.term)
        return {k: tuple(v) for k, v in found.items()}

    def names(self, mask: int) -> tuple[str, ...]:
        """The keys in a set; sets come again and again, whatever the system."""
        found = self._names.get(mask)
        if found is None:
            if len(self._names) >= KEPT:
                self._names.clear()
            found = self._names[mask] = tuple([self.keys[number] for number in members(mask)])
        return found


class Below:
    """The open facts below each undecided variable of one assignment."""

    def __init__(self, askable: Askable, assignment: Assignment) -> None:
        self._askable = askable
        self.assignment = assignment
        self._memo: dict[int, int] = {}

    def mask(self, variable: int) -> int:
        """The open facts that could decide a variable, as a set of bits; empty when it is decided."""
        found = self._memo.get(variable)
        if found is None:
            self._memo[variable] = 0
            found = self._memo[variable] = self._mask(variable)
        return found

    def _mask(self, variable: int) -> int:
        truth = self.assignment.truth
        if truth[2 * variable] or truth[2 * variable + 1]:
            return 0
        own = self._askable.bits.get(variable)
        if own is not None:
            return own
        below = self.assignment.program.definitions.get(variable) or self._askable.deciders.get(variable, ())
        mask = 0
        for part in below:
            mask |= self.mask(part)
        return mask


class OpenFacts:
    """The open facts of one situation; what an answer and its proofs find of them is found once."""

    def __init__(self, askable: Askable, situation: Situation) -> None:
        self._askable = askable
        planned, dates = situation.law.planned_as, situation.stated.dates
        self._planned = {key: planned[key] for key in planned if dates.get(key) == NOT_YET}
        self._below: dict[int, Below] = {}
        self._keys: dict[int, tuple[str, ...]] = {}

    def below(self, assignment: Assignment) -> Below:
        """The open facts below the variables of an assignment."""
        found = self._below.get(id(assignment))
        if found is None:
            found = self._below[id(assignment)] = Below(self._askable, assignment)
        return found

    def keys(self, mask: int) -> tuple[str, ...]:
        """The keys of a set of open facts, with the planned day in place of an event that is not yet."""
        found = self._keys.get(mask)
        if found is None:
            found = self._askable.names(mask)
            if not self._planned.keys().isdisjoint(found):
                found = tuple(dict.fromkeys(self._planned.get(key, key) for key in found))
            self._keys[mask] = found
        return found
