"""The class axioms as clauses: what they say in one state of the law, and what thresholds entail about one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import combinations

from regnav.engine.logic import Program, false, true
from regnav.rulebook import Axiom, DateTest, Expression, NumberTest, Rulebook


class Compiler:
    """Turns class axioms into the clauses of one state of the law."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._terms = rulebook.terms
        self._axioms = rulebook.axioms
        self._disjoint = rulebook.disjoint
        self._versions: dict[int, list[int]] = {i: [] for i, t in enumerate(rulebook.terms) if t.empty}
        for place, term in enumerate(rulebook.terms):
            if term.version_of is not None:
                self._versions.setdefault(term.version_of, []).append(place)

    @cached_property
    def _always(self) -> _Always:
        """The clauses of all states."""
        builder = _Builder(len(self._terms))
        for axiom in self._axioms:
            builder.axiom(axiom)
        for group in self._disjoint:
            for one, other in combinations(group, 2):
                builder.clause((false(one), false(other)), one)
        self._order_tests(builder)
        return builder.built(links=sum(1 + 2 * len(versions) for versions in self._versions.values()))

    def program(self, valid: frozenset[int]) -> Program:
        """The clauses in the state in which these versions are valid."""
        links: dict[tuple[int, ...], int] = {}
        definitions: dict[int, tuple[int, ...]] = {}
        for head, versions in self._versions.items():
            here = [v for v in versions if v in valid]
            links.update(_links(head, here))
            if here:
                definitions[head] = tuple(here)
        return self._always.linked(links, definitions)

    def _order_tests(self, builder: _Builder) -> None:
        """What thresholds entail about one another: below 10 means below 50, and not 250 or more."""
        by_fact: dict[str, list[tuple[int, NumberTest | DateTest]]] = {}
        for place, term in enumerate(self._terms):
            test = term.number_test or term.date_test
            if test is not None:
                by_fact.setdefault(test.fact, []).append((place, test))
        for tests in by_fact.values():
            for (one, first), (other, second) in combinations(tests, 2):
                if _within(first, second):
                    builder.clause((false(one), true(other)), one)
                if _within(second, first):
                    builder.clause((false(other), true(one)), other)
                if _apart(first, second):
                    builder.clause((false(one), false(other)), one)


class _Builder:
    def __init__(self, terms: int) -> None:
        self._terms = terms
        self._next = terms
        self._clauses: dict[tuple[int, ...], int] = {}
        self._definitions: dict[int, tuple[int, ...]] = {}

    def clause(self, literals: Sequence[int], origin: int) -> None:
        unique = tuple(dict.fromkeys(literals))
        if not any(x ^ 1 in unique for x in unique):
            self._clauses.setdefault(unique, origin)

    def axiom(self, axiom: Axiom) -> None:
        body = self._literal(axiom.expression, axiom.term) if axiom.expression.op in {"term", "not"} else None
        if body is not None:
            self.clause((false(axiom.term), body), axiom.term)
            if axiom.equivalent:
                self.clause((true(axiom.term), body ^ 1), axiom.term)
                self._define(axiom.term, (body,))
            return
        parts = [self._literal(part, axiom.term) for part in axiom.expression.parts]
        self._relate(true(axiom.term), axiom.expression.op, parts, axiom.term, axiom.equivalent)
        if axiom.equivalent:
            self._define(axiom.term, parts)

    def _define(self, variable: int, literals: Sequence[int]) -> None:
        self._definitions[variable] = (*self._definitions.get(variable, ()), *(x >> 1 for x in literals))

    def _literal(self, expression: Expression, origin: int) -> int:
        if expression.op == "term":
            return true(expression.term)
        if expression.op == "not":
            return self._literal(expression.parts[0], origin) ^ 1
        variable = self._next
        self._next += 1
        parts = [self._literal(part, origin) for part in expression.parts]
        self._relate(true(variable), expression.op, parts, origin, both=True)
        self._define(variable, parts)
        return true(variable)

    def _relate(self, literal: int, op: str, parts: list[int], origin: int, both: bool) -> None:
        """`literal` implies (and, if `both`, is implied by) the conjunction or disjunction of parts."""
        if op == "and":
            for part in parts:
                self.clause((literal ^ 1, part), origin)
            if both:
                self.clause((literal, *(part ^ 1 for part in parts)), origin)
        else:
            self.clause((literal ^ 1, *parts), origin)
            if both:
                for part in parts:
                    self.clause((literal, part ^ 1), origin)

    def built(self, links: int) -> _Always:
        """The clauses as they stand in every state, to which as many as `links` are added in one."""
        codes = tuple(range(1, 2 * self._next + len(self._clauses) + links + 1))  # enough for literals and counters
        whole = (0, *codes)  # one object for each number, wherever it is used
        clauses = tuple(tuple(whole[literal] for literal in clause) for clause in self._clauses)
        long = tuple(n for n, clause in enumerate(clauses) if len(clause) > 2)
        counters = {number: place - len(long) for place, number in enumerate(long)}
        watches: list[list[int]] = [[] for _ in range(2 * self._next)]
        for number, clause in enumerate(clauses):
            if len(clause) > 1:
                for literal in clause:
                    watches[literal ^ 1].append(counters[number] if number in counters else whole[sum(clause) - literal])
        return _Always(
            terms=self._terms,
            variables=self._next,
            clauses=clauses,
            numbers={clause: number for number, clause in enumerate(clauses)},
            origins=tuple(self._clauses.values()),
            definitions=self._definitions,
            codes=codes,
            watches=tuple(map(tuple, watches)),
            facts=tuple(n for n, clause in enumerate(clauses) if len(clause) < 2),
            long=long,
        )


@dataclass(frozen=True, eq=False)
class _Always:
    """The clauses of all states with their occurrence lists; `Program` says what is meant. Facts stand in no list yet."""

    terms: int
    variables: int
    clauses: tuple[tuple[int, ...], ...]
    numbers: dict[tuple[int, ...], int]
    origins: tuple[int, ...]
    definitions: dict[int, tuple[int, ...]]
    codes: tuple[int, ...]
    watches: tuple[tuple[int, ...], ...]
    facts: tuple[int, ...]
    long: tuple[int, ...]

    def linked(self, links: dict[tuple[int, ...], int], definitions: dict[int, tuple[int, ...]]) -> Program:
        """The program of a state: these clauses, and links of one or two literals (each with its origin) unless an axiom says the same."""
        whole = (0, *self.codes)
        new = {tuple(whole[literal] for literal in link): origin for link, origin in links.items() if link not in self.numbers}
        clauses = (*self.clauses, *new)
        facts = (*self.facts, *(n for n, link in enumerate(new, len(self.clauses)) if len(link) < 2))
        counted = (*facts, *self.long)
        more: dict[int, list[int]] = {}
        for place, number in enumerate(facts):
            for literal in clauses[number]:
                more.setdefault(literal ^ 1, []).append(place - len(counted))
        for link in new:
            if len(link) == 2:
                for literal, other in (link, link[::-1]):
                    more.setdefault(literal ^ 1, []).append(other)
        watches = list(self.watches)
        for literal, added in more.items():
            watches[literal] += tuple(added)
        merged = self.definitions.copy()
        for variable, parts in definitions.items():
            merged[variable] = (*merged.get(variable, ()), *parts)
        return Program(
            terms=self.terms,
            variables=self.variables,
            clauses=clauses,
            origins=(*self.origins, *new.values()),
            definitions=merged,
            codes=self.codes,
            watches=tuple(watches),
            counted=counted,
            sizes=tuple(len(clauses[number]) for number in counted),
            facts=len(facts),
            links=frozenset(new),
        )


def _links(head: int, versions: list[int]) -> Iterator[tuple[tuple[int, ...], int]]:
    """A head is the same as its valid version, and empty without one."""
    if not versions:
        yield (false(head),), head
    for version in versions:
        yield (false(head), true(version)), version
        yield (true(head), false(version)), version


def _within(one: NumberTest | DateTest, other: NumberTest | DateTest) -> bool:
    """Whether whatever passes the first test passes the second."""
    if isinstance(one, DateTest) and isinstance(other, DateTest):
        return one.before == other.before and (one.day <= other.day if one.before else one.day >= other.day)
    assert isinstance(one, NumberTest) and isinstance(other, NumberTest)
    return _not_lower(one, other) and _not_higher(one, other)


def _apart(one: NumberTest | DateTest, other: NumberTest | DateTest) -> bool:
    """Whether nothing passes both tests."""
    if isinstance(one, DateTest) and isinstance(other, DateTest):
        early, late = (one, other) if one.before else (other, one)
        return early.before and not late.before and early.day <= late.day
    assert isinstance(one, NumberTest) and isinstance(other, NumberTest)
    return _ends_before(one, other) or _ends_before(other, one)


def _not_lower(one: NumberTest, other: NumberTest) -> bool:
    if other.low is None:
        return True
    return one.low is not None and (one.low > other.low or (one.low == other.low and (one.low_open or not other.low_open)))


def _not_higher(one: NumberTest, other: NumberTest) -> bool:
    if other.high is None:
        return True
    return one.high is not None and (one.high < other.high or (one.high == other.high and (one.high_open or not other.high_open)))


def _ends_before(one: NumberTest, other: NumberTest) -> bool:
    high: Decimal | None = one.high
    low: Decimal | None = other.low
    if high is None or low is None:
        return False
    return high < low or (high == low and (one.high_open or other.low_open))
