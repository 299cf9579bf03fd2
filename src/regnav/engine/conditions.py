"""Scope · bearer · class of many groups of norms at once: a group is a bit, so that one pass over the terms settles hundreds of norms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol


class Conditioned(Protocol):
    """What has a number and a condition: scope, bearers and a class, each optional."""

    @property
    def number(self) -> int: ...
    @property
    def scope(self) -> int | None: ...
    @property
    def bearers(self) -> tuple[int, ...]: ...
    @property
    def applies_to(self) -> int | None: ...


class Held(NamedTuple):
    """Sets of groups, as bits: those whose condition holds, and those whose condition is unknown."""

    true: int
    open: int


class Conditions:
    """The conditions of groups, turned round: for each term, the groups that need it and the groups that it bears."""

    def __init__(self, groups: Iterable[Conditioned]) -> None:
        needing: dict[int, int] = {}
        borne: dict[int, int] = {}
        self._unborne = 0
        for group in groups:
            bit = 1 << group.number
            for term in {group.scope, group.applies_to} - {None}:
                assert term is not None
                needing[term] = needing.get(term, 0) | bit
            for term in group.bearers:
                borne[term] = borne.get(term, 0) | bit
            self._unborne |= 0 if group.bearers else bit
        self._needed = tuple((2 * term, groups) for term, groups in needing.items())
        self._bearers = tuple((2 * term, groups) for term, groups in borne.items())

    def of(self, truth: Sequence[int]) -> Held:
        """The conditions under an assignment. A norm needs all that it names but any one bearer; one without bearers binds whoever is in scope."""
        false = unknown = 0
        for literal, groups in self._needed:
            if not truth[literal]:
                if truth[literal + 1]:
                    false |= groups
                else:
                    unknown |= groups
        borne, maybe = self._unborne, 0
        for literal, groups in self._bearers:
            if truth[literal]:
                borne |= groups
            elif not truth[literal + 1]:
                maybe |= groups
        true = borne & ~(false | unknown)
        return Held(true, (borne | maybe) & ~false & ~true)


class Terms:
    """A fixed choice of terms, whose values under an assignment are two integers: those known true and those known false."""

    def __init__(self, terms: Iterable[int]) -> None:
        self._bits = {term: 1 << place for place, term in enumerate(sorted(terms))}
        self._literals = tuple((2 * term, bit) for term, bit in self._bits.items())

    def narrowed(self, terms: Iterable[int]) -> Terms:
        """Only some of the terms, with the bits that they have among all."""
        found = Terms(())
        found._bits = {term: self._bits[term] for term in terms}
        found._literals = tuple((2 * term, bit) for term, bit in found._bits.items())
        return found

    def mask(self, terms: Iterable[int]) -> int:
        """Some of the terms, as bits."""
        return sum(self._bits[term] for term in set(terms))

    def of(self, truth: Sequence[int]) -> tuple[int, int]:
        true = false = 0
        for literal, bit in self._literals:
            if truth[literal]:
                true |= bit
            elif truth[literal + 1]:
                false |= bit
        return true, false


def members(groups: int) -> Iterator[int]:
    """The numbers of the bits that are set, the lowest first."""
    while groups:
        low = groups & -groups
        yield low.bit_length() - 1
        groups ^= low
