"""The rulebook with what is derived from it once: indexes, the states of the law, and the groups of norms that share a verdict."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from regnav.engine.citations import Citations
from regnav.engine.clauses import Compiler
from regnav.engine.conditions import Conditions, Terms
from regnav.engine.logic import Assignment, Conflict, Program, fresh
from regnav.engine.questions import Questionnaire
from regnav.engine.regimes import Regimes
from regnav.rulebook import ApplicationRule, Covering, DateTest, Instrument, Norm, NumberTest, Rulebook, TouchedLaw, Validity

Degree = Literal["equivalent", "narrower", "broader", "partial"]
TURNED: dict[str, Degree] = {"narrower": "broader", "broader": "narrower"}
"""A degree as the other norm sees it, where that differs."""


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """The law on a day: which instruments are in force among those known, and which readings are taken.

    `Law.state` gives one object for each set of instruments and readings, so states are compared by identity.
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
    number: int
    """Its place in `Law.groups`."""
    dating: int
    """The same number for groups with the same rules, exemptions and validity; a place in `Law.datings`."""


@dataclass(frozen=True, slots=True)
class Dating:
    """What groups share that have the same rules, exemptions and validity, and so the same first and last days."""

    group: Group
    """One of them, for its rules, exemptions and validity."""
    groups: int
    """All of them, as bits by their number."""
    terms: int
    """The terms that rules govern and exemptions rest on, as bits of `Law.dating_terms`."""
    unstarted: bool
    """Whether the instrument that introduces them has no day of entry into force: proposed, or enacted and not yet commenced."""


class Needs(NamedTuple):
    """What decides some groups of norms."""

    conditions: Conditions
    dating: Terms


KEPT = 100
"""For how many selections of the law what decides their norms is kept, so that no stream of odd selections fills the memory."""


class Calendar:
    """The states of the law through time, among some instruments and under some readings."""

    def __init__(self, in_force: dict[str, date], readings: frozenset[str]) -> None:
        self.days = sorted(set(in_force.values()))
        """The days on which an instrument enters into force."""
        sets = [frozenset[str](), *(frozenset(i for i, begin in in_force.items() if begin <= day) for day in self.days)]
        self._states = [State(names, readings) for names in sets]

    def on(self, day: date) -> State:
        return self._states[bisect_right(self.days, day)]


class Law:
    """Derived, shared, and filled lazily; never changed by an assessment."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self._compiler = Compiler(rulebook)
        self._programs: dict[frozenset[int], tuple[Program, Assignment]] = {}
        self._by_state: dict[State, tuple[Program, Assignment]] = {}
        self._calendars: dict[tuple[tuple[str, ...], frozenset[str]], Calendar] = {}
        self._readings: dict[frozenset[str], frozenset[str]] = {}
        self._known: dict[int, tuple[str, ...]] = {}
        self._replaced: dict[tuple[str, ...], frozenset[int]] = {}
        self.windows: dict[tuple[int, State, int, int], object] = {}
        """Windows worked out so far (`windows.window`)."""
        self.same_windows: dict[object, object] = {}
        self._needs: dict[int, Needs] = {}
        self._nowhere: dict[int, dict[str, str]] = {}
        self._entails: dict[tuple[int, int, int], bool] = {}
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
        datings: dict[tuple[object, ...], int] = {}
        return tuple((self._group(self.rulebook.norms[places[0]], number, datings), tuple(places)) for number, places in enumerate(found.values()))

    def _group(self, norm: Norm, number: int, datings: dict[tuple[object, ...], int]) -> Group:
        scope = self.rulebook.instruments[norm.instrument].scope
        dating = datings.setdefault((norm.rules, norm.exemptions, norm.validity), len(datings))
        return Group(scope, norm.bearers, norm.applies_to, norm.rules, norm.exemptions, norm.validity, number, dating)

    def opened_scope(self, law: TouchedLaw) -> int | None:
        """The scope of the act that an opening for national law stands in; None for what is no opening, and for an act without a scope class."""
        provision = self.rulebook.provisions.get(law.provisions[0])
        return self.rulebook.instruments[provision.instrument].scope if law.opening and provision else None

    @cached_property
    def named_by(self) -> dict[str, frozenset[str]]:
        """For each norm what its answer names whatever the system, and on which there are remarks: its act and the guidance that serves it."""
        known = self.rulebook.remarks.keys()
        return {n.id: frozenset({n.instrument, *n.guidance} & known) for n in self.rulebook.norms}

    @cached_property
    def counterparts(self) -> dict[str, tuple[tuple[str, Degree, str], ...]]:
        """For each norm its counterparts in other regimes, with how it stands to each and what differs; a mapping is read both ways."""
        found: dict[str, list[tuple[str, Degree, str]]] = {}
        for c in self.rulebook.counterparts:
            found.setdefault(c.norm, []).append((c.other, c.degree, c.note))
            found.setdefault(c.other, []).append((c.norm, TURNED.get(c.degree, c.degree), c.note))
        return {norm: tuple(others) for norm, others in found.items()}

    @cached_property
    def regimes(self) -> Regimes:
        """The regimes, with the groups that belong to each."""
        return Regimes(self.rulebook, self.groups)

    @cached_property
    def citations(self) -> Citations:
        """How the provisions of this law are cited."""
        return Citations(self.rulebook.provisions)

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """The questions as they are shown."""
        return Questionnaire(self.rulebook, self.citations)

    def needs(self, groups: int) -> Needs:
        """What decides some groups (as bits): their conditions, and the terms on which their first and last days hang."""
        found = self._needs.get(groups)
        if found is None:
            if len(self._needs) >= KEPT:
                self._needs.clear()
            some = [group for group, _ in self.groups if groups >> group.number & 1]
            terms = {term for group in some for term in self._dating_terms(group)}
            found = self._needs[groups] = Needs(Conditions(some), self.dating_terms.narrowed(terms))
        return found

    @cached_property
    def datings(self) -> tuple[Dating, ...]:
        """What the groups share that begin and end alike."""
        found: dict[int, list[Group]] = {}
        for group, _ in self.groups:
            found.setdefault(group.dating, []).append(group)
        return tuple(
            Dating(same[0], sum(1 << g.number for g in same), self.dating_terms.mask(self._dating_terms(same[0])), self._unstarted(same[0]))
            for same in found.values()
        )

    def _unstarted(self, group: Group) -> bool:
        introduced = self.rulebook.instruments.get(group.validity.introduced_by)
        return introduced is not None and introduced.in_force is None

    @cached_property
    def dating_terms(self) -> Terms:
        """Every term that a rule governs or an exemption rests on."""
        return Terms({term for group, _ in self.groups for term in self._dating_terms(group)})

    def _dating_terms(self, group: Group) -> set[int]:
        book = self.rulebook
        governed = {term for c in group.rules if (term := book.rules[c.rule].governs) is not None}
        return governed | {book.exemptions[place].when for place in group.exemptions}

    @cached_property
    def mortal(self) -> tuple[int, ...]:
        """The groups whose norms some instrument ends."""
        return tuple(group.number for group, _ in self.groups if group.validity.ended_by is not None)

    @cached_property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """The identifiers of the norms of each group."""
        return tuple(tuple(self.rulebook.norms[place].id for place in places) for _, places in self.groups)

    def nowhere(self, assessed: int) -> dict[str, str]:
        """The statuses of a situation to which no norm of the groups assessed applies; the others are not assessed."""
        found = self._nowhere.get(assessed)
        if found is None:
            words = ("not_assessed", "not_applicable")
            found = self._nowhere[assessed] = {name: words[assessed >> number & 1] for number, names in enumerate(self.names) for name in names}
        return found

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
        found = self._readings.get(chosen)
        if found is None:
            taken = set()
            for point in self.rulebook.open_points:
                picked = [r.id for r in point.readings if r.id in chosen]
                taken.update(picked or [r.id for r in point.readings if r.default])
            found = self._readings[chosen] = frozenset(taken)
        return found

    # ── states ──────────────────────────────────────────────────────────────

    @cached_property
    def _publications(self) -> list[date]:
        return sorted({instrument.published for instrument in self.rulebook.instruments.values()})

    def known(self, law_as_of: date) -> tuple[str, ...]:
        """Instruments published on or before a day."""
        key = bisect_right(self._publications, law_as_of)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = tuple(i for i, instrument in self.rulebook.instruments.items() if instrument.published <= law_as_of)
        return found

    def calendar(self, known: tuple[str, ...], readings: frozenset[str]) -> Calendar:
        """The states of the law among the instruments known; the same object for the same ones."""
        found = self._calendars.get((known, readings))
        if found is None:
            begins = {i: day for i in known if (day := self.rulebook.instruments[i].in_force) is not None}
            found = self._calendars[known, readings] = Calendar(begins, readings)
        return found

    def state(self, known: tuple[str, ...], day: date, readings: frozenset[str]) -> State:
        """The state of the law on a day; the same object for the same state."""
        return self.calendar(known, readings).on(day)

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

    def entails(self, program: Program, term: int, other: int) -> bool:
        """Whether, under the clauses of a state, nothing falls under a term without falling under the other."""
        found = self._entails.get((id(program), term, other))
        if found is None:
            start = next(start for known, start in self._programs.values() if known is program)
            supposed = start.copy()
            try:
                supposed.add((2 * term,))
                found = bool(supposed.truth[2 * other])
            except Conflict:  # nothing falls under it
                found = True
            self._entails[id(program), term, other] = found
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

    def day_set_by(self, rule: ApplicationRule) -> Instrument | None:
        """The amending instrument that set the day of a rule; None when the day is that of the act itself, written again or not."""
        source = self.rulebook.instruments.get(rule.validity.introduced_by)
        older = {r.start for r in self.rulebook.rules if r.id in rule.replaces}
        return source if source and source.amends and rule.start not in older else None

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
