"""The rulebook with what is derived from it once: indexes, the states of the law, and the groups of norms that share a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from regnav.engine.logic import Assignment, Compiler, Program, fresh
from regnav.rulebook import Covering, DateTest, Norm, NumberTest, Rulebook, Validity


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """The law on a day: which instruments are in force among those known, and which readings are taken.

    `Law.state` gives one object for each, so states are compared by identity.
    """

    in_force: frozenset[str]
    readings: frozenset[str]

    def holds(self, validity: Validity) -> bool:
        """Whether something dated is valid in this state."""
        if validity.introduced_by and validity.introduced_by not in self.in_force:
            return False
        if validity.ended_by is not None and validity.ended_by in self.in_force:
            return False
        return not validity.readings or any(r in self.readings for r in validity.readings)


@dataclass(frozen=True, slots=True)
class Level:
    """The valid rules at one depth: those that govern a class, and the earliest day of those that do not."""

    governed: tuple[tuple[int, date, int], ...]
    plain: tuple[date, int] | None


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Norms that share scope, bearers, class, rules, exemptions and validity, and so their verdict."""

    scope: int | None
    bearers: tuple[int, ...]
    applies_to: int | None
    rules: tuple[Covering, ...]
    exemptions: tuple[int, ...]
    validity: Validity
    tested: frozenset[int]
    """The terms of scope, bearers and class."""
    terms: frozenset[int]
    """Every term on which the verdict hangs: those tested, and those of rules and exemptions."""
    dating: int
    """The same number for groups with the same rules, exemptions and validity."""


class Law:
    """Derived, shared, and filled lazily; never changed by an assessment."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self._compiler = Compiler(rulebook)
        self._programs: dict[frozenset[int], tuple[Program, Assignment]] = {}
        self._by_state: dict[State, tuple[Program, Assignment]] = {}
        self._datings: dict[tuple[object, ...], int] = {}
        self._states: dict[tuple[frozenset[str], frozenset[str]], State] = {}
        self._replaced: dict[tuple[str, ...], frozenset[int]] = {}
        self._valid: dict[State, tuple[bool, ...]] = {}
        self._levels: dict[tuple[int, State], tuple[Level, ...]] = {}
        self._same_levels: dict[tuple[Level, ...], tuple[Level, ...]] = {}
        self._same_exemptions: dict[tuple[tuple[int, date | None, int], ...], tuple[tuple[int, date | None, int], ...]] = {}
        self._exemptions: dict[tuple[Group, State], tuple[tuple[int, date | None, int], ...]] = {}

    # ── indexes ─────────────────────────────────────────────────────────────

    @cached_property
    def norms(self) -> dict[str, Norm]:
        """Norms by identifier."""
        return {n.id: n for n in self.rulebook.norms}

    @cached_property
    def terms(self) -> dict[str, int]:
        """Places of terms by identifier and by key."""
        return {t.id: i for i, t in enumerate(self.rulebook.terms)} | {t.key: i for i, t in enumerate(self.rulebook.terms)}

    @cached_property
    def groups(self) -> tuple[tuple[Group, tuple[int, ...]], ...]:
        """Each group with the places of its norms."""
        found: dict[tuple[object, ...], list[int]] = {}
        for place, norm in enumerate(self.rulebook.norms):
            scope = self.rulebook.instruments[norm.instrument].scope
            found.setdefault((scope, norm.bearers, norm.applies_to, norm.rules, norm.exemptions, norm.validity), []).append(place)
        return tuple((self._group(self.rulebook.norms[places[0]]), tuple(places)) for places in found.values())

    def _group(self, norm: Norm) -> Group:
        book = self.rulebook
        scope = book.instruments[norm.instrument].scope
        tested = frozenset(t for t in (scope, norm.applies_to, *norm.bearers) if t is not None)
        dating = {book.rules[c.rule].governs for c in norm.rules} | {book.exemptions[e].when for e in norm.exemptions}
        number = self._datings.setdefault((norm.rules, norm.exemptions, norm.validity), len(self._datings))
        terms = tested | {t for t in dating if t is not None}
        return Group(scope, norm.bearers, norm.applies_to, norm.rules, norm.exemptions, norm.validity, tested, terms, number)

    @cached_property
    def date_tests(self) -> tuple[tuple[int, DateTest], ...]:
        """Date tests with their places."""
        return tuple((i, t.date_test) for i, t in enumerate(self.rulebook.terms) if t.date_test is not None)

    @cached_property
    def dated_facts(self) -> frozenset[str]:
        """The keys of the date facts that a test looks at."""
        return frozenset(test.fact for _, test in self.date_tests)

    @cached_property
    def planned_as(self) -> dict[str, str]:
        """For each event that is expected once it is `not yet`, the key of its planned day."""
        return {q.key: q.planned_as for q in self.rulebook.questions if q.planned_as is not None}

    @cached_property
    def follows(self) -> dict[str, tuple[str, ...]]:
        """For each event, those that it cannot come before."""
        return {q.key: q.follows for q in self.rulebook.questions if q.follows}

    @cached_property
    def number_tests(self) -> tuple[tuple[int, NumberTest], ...]:
        """Number tests with their places."""
        return tuple((i, t.number_test) for i, t in enumerate(self.rulebook.terms) if t.number_test is not None)

    @cached_property
    def presumptions(self) -> tuple[int, ...]:
        """Terms that may be presumed false: first where the law makes someone claim them, then the rare exceptions."""
        marked = [(t.presumption.kind, i) for i, t in enumerate(self.rulebook.terms) if t.presumption is not None]
        return tuple(i for _, i in sorted(marked))

    @cached_property
    def replaced_by(self) -> dict[str, tuple[str, ...]]:
        """For each norm the norms that replace it."""
        found: dict[str, list[str]] = {}
        for norm in self.rulebook.norms:
            for old in norm.replaces:
                found.setdefault(old, []).append(norm.id)
        return {old: tuple(new) for old, new in found.items()}

    def replaced(self, known: tuple[str, ...]) -> frozenset[int]:
        """The norms that another norm replaces among the instruments known."""
        found = self._replaced.get(known)
        if found is None:
            newer = {old for old, new in self.replaced_by.items() if any(n in self.norms and self.norms[n].validity.introduced_by in known for n in new)}
            found = self._replaced[known] = frozenset(place for place, norm in enumerate(self.rulebook.norms) if norm.id in newer)
        return found

    @cached_property
    def default_readings(self) -> frozenset[str]:
        return frozenset(r.id for p in self.rulebook.open_points for r in p.readings if r.default)

    def readings(self, chosen: frozenset[str] = frozenset()) -> frozenset[str]:
        """The readings taken: the default of each open point, unless one of its readings is chosen."""
        taken = set()
        for point in self.rulebook.open_points:
            picked = [r.id for r in point.readings if r.id in chosen]
            taken.update(picked or [r.id for r in point.readings if r.default])
        return frozenset(taken)

    # ── states ──────────────────────────────────────────────────────────────

    def known(self, law_as_of: date) -> tuple[str, ...]:
        """Instruments published on or before a day."""
        return tuple(i for i, instrument in self.rulebook.instruments.items() if instrument.published <= law_as_of)

    def state(self, known: tuple[str, ...], day: date, readings: frozenset[str]) -> State:
        """The state of the law on a day; the same object for the same state."""
        in_force = frozenset([i for i in known if self.rulebook.instruments[i].in_force <= day])
        found = self._states.get((in_force, readings))
        if found is None:
            found = self._states[in_force, readings] = State(in_force, readings)
        return found

    def changes(self, known: tuple[str, ...], after: date) -> list[date]:
        """The later days on which a known instrument enters into force."""
        return [d for i in known if (d := self.rulebook.instruments[i].in_force) > after]

    def valid(self, state: State) -> tuple[bool, ...]:
        """For each group, whether its norms are valid in a state."""
        found = self._valid.get(state)
        if found is None:
            found = self._valid[state] = tuple(state.holds(group.validity) for group, _ in self.groups)
        return found

    def program(self, state: State) -> tuple[Program, Assignment]:
        """The clauses of a state, and the assignment in which nothing is stated yet."""
        found = self._by_state.get(state)
        if found is None:
            valid = frozenset(i for i, t in enumerate(self.rulebook.terms) if t.version_of is not None and state.holds(t.validity))
            if valid not in self._programs:
                program = self._compiler.program(valid)
                self._programs[valid] = (program, fresh(program))
            found = self._by_state[state] = self._programs[valid]
        return found

    def levels(self, coverings: tuple[Covering, ...], state: State) -> tuple[Level, ...]:
        """The valid rules among those that cover something, by depth, the deepest first; the same object for the same rules."""
        key = (id(coverings), state)
        found = self._levels.get(key)
        if found is None:
            levels = tuple(self._level(depth, coverings, state) for depth in sorted({c.depth for c in coverings}, reverse=True))
            found = self._levels[key] = self._same_levels.setdefault(levels, levels)
        return found

    def _level(self, depth: int, coverings: tuple[Covering, ...], state: State) -> Level:
        rules = [(c.rule, self.rulebook.rules[c.rule]) for c in coverings if c.depth == depth]
        valid = [(place, rule) for place, rule in rules if state.holds(rule.validity)]
        plain = sorted((rule.start, place) for place, rule in valid if rule.governs is None)
        governed = sorted(((rule.governs, rule.start, place) for place, rule in valid if rule.governs is not None), key=lambda r: (r[1], r[2]))
        return Level(tuple(governed), plain[0] if plain else None)

    def exemptions(self, group: Group, state: State) -> tuple[tuple[int, date | None, int], ...]:
        """The valid exemptions of a group, as (class, until, place)."""
        key = (group, state)
        found = self._exemptions.get(key)
        if found is None:
            marked = ((self.rulebook.exemptions[p], p) for p in group.exemptions)
            valid = tuple((e.when, e.until, p) for e, p in marked if state.holds(e.validity))
            found = self._exemptions[key] = self._same_exemptions.setdefault(valid, valid)
        return found

    @cached_property
    def test_days(self) -> frozenset[date]:
        """The days of the date tests."""
        return frozenset(test.day for _, test in self.date_tests)
