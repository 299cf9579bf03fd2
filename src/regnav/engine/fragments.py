"""The parts of an answer that are the same for every system, made once and shared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Literal

import msgspec

from regnav.assessment import (
    Because,
    ConceptAnswer,
    CounterpartAnswer,
    GuidanceAnswer,
    ItemAnswer,
    Named,
    NormAnswer,
    PeriodAnswer,
    ReadingAnswer,
    RouteAnswer,
    SanctionAnswer,
)
from regnav.engine.citations import Citations
from regnav.engine.explain import Word, word
from regnav.engine.law import Group, Law, State
from regnav.engine.logic import Assignment
from regnav.engine.verdict import Status, Verdict
from regnav.engine.windows import start
from regnav.engine.writing import Kept, Row, Standing, Template, encode
from regnav.rulebook import Norm, Period, Relation, Sanction, Term, Validity

Route = tuple[str, bool | None, bool | None]
"""A relation by name, whether its route is open, and whether its condition is shown."""
Routes = dict[tuple[int, date, int], tuple[Route, ...]]
"""The routes that are not closed, for a list of relations (by number) on the decisive day and stretch (by identity) of a verdict."""

AT = {name: place for place, name in enumerate(NormAnswer.__struct_fields__)}
"""The place of each field of a norm's answer."""
BEARER, SANCTIONS, READINGS, ROUTE, BECAUSE = (AT[name] for name in ("bearer", "sanctions", "readings", "route", "because"))
STATUS = AT["status"]
STANDING = slice(STATUS, STATUS + len(Standing.__struct_fields__))
"""What the whole group shares."""


class Frame(msgspec.Struct, frozen=True):
    """What a group of norms shares in one answer."""

    verdict: Verdict
    assignment: Assignment
    state: State
    templates: list[Template | None]
    """`Fragments.templates` of the state."""
    bearers: tuple[Named, ...]
    standing: tuple[Any, ...]
    """The fields of `Standing`."""
    readings: tuple[ReadingAnswer, ...]
    norm_readings: Mapping[int, list[ReadingAnswer]]
    """Readings under which a single norm of the group would stand otherwise."""
    because: Because | None
    sanctions: dict[tuple[object, ...], tuple[SanctionAnswer, ...]]
    """Sanctions already worked out in this answer."""
    routes: Routes
    """Routes already worked out in this answer."""


class Fragments:
    """Answers on norms and concepts, put together from prebuilt parts."""

    def __init__(self, law: Law, citations: Citations) -> None:
        self._law = law
        self._citations = citations
        self._named: dict[str, Named] = {}
        self._templates: dict[State, list[Template | None]] = {}
        self._norms = law.rulebook.norms
        self._route_answers: dict[tuple[int, tuple[Route, ...]], tuple[RouteAnswer, ...]] = {}
        self._bearers: dict[tuple[int, ...], tuple[Named, ...]] = {}
        self._places: dict[tuple[frozenset[str], frozenset[str] | None], tuple[int, ...]] = {}
        self.kept = Kept()

    # ── concepts ────────────────────────────────────────────────────────────

    @cached_property
    def _same_sanctions(self) -> list[int]:
        """For each norm the number of its list of sanctions."""
        return _numbered(n.sanctions for n in self._norms)

    @cached_property
    def _same_relations(self) -> list[int]:
        """For each norm the number of its list of relations."""
        return _numbered(n.relations for n in self._norms)

    @cached_property
    def _concepts(self) -> tuple[tuple[int, ConceptAnswer, ConceptAnswer, ConceptAnswer], ...]:
        """The concepts that an answer lists (no versions, no tests), each with its answers if true, false and unknown."""
        return tuple(
            (2 * i, self._concept(t, "true"), self._concept(t, "false"), self._concept(t, "unknown"))
            for i, t in enumerate(self._law.rulebook.terms)
            if t.kind == "concept" and t.version_of is None and t.date_test is None and t.number_test is None
        )

    @cached_property
    def _concept_homes(self) -> tuple[tuple[str, str], ...]:
        """The regime and the act of each of these concepts; empty for what all acts share."""
        book = self._law.rulebook
        names = [book.terms[place // 2].id.split(":")[0] + ":act" for place, *_ in self._concepts]
        return tuple((book.instruments[name].jurisdiction, name) if name in book.instruments else ("", "") for name in names)

    def _concept_places(self, regimes: frozenset[str], acts: frozenset[str] | None) -> tuple[int, ...]:
        """Which of the concepts belong to these regimes, and to one of these acts where acts are named."""
        found = self._places.get((regimes, acts))
        if found is None:
            homes = enumerate(self._concept_homes)
            listed = (place for place, (regime, act) in homes if not regime or (regime in regimes and (acts is None or act in acts)))
            found = self._places[regimes, acts] = tuple(listed)
        return found

    @cached_property
    def _concept_texts(self) -> tuple[tuple[int, bytes, bytes, bytes], ...]:
        return tuple((place, encode(true), encode(false), encode(unknown)) for place, true, false, unknown in self._concepts)

    def concept_texts(self, assignment: Assignment, regimes: frozenset[str], acts: frozenset[str] | None) -> bytes:
        """The JSON of `concepts`."""
        truth = assignment.truth
        listed = map(self._concept_texts.__getitem__, self._concept_places(regimes, acts))
        return b"[" + b",".join([true if truth[place] else false if truth[place + 1] else unknown for place, true, false, unknown in listed]) + b"]"

    def _concept(self, term: Term, value: Word) -> ConceptAnswer:
        return ConceptAnswer(term.id, term.key, term.label, value, self._citations.of(term.provisions), term.headline)

    def concepts(self, assignment: Assignment, regimes: frozenset[str], acts: frozenset[str] | None) -> tuple[ConceptAnswer, ...]:
        """What the law of these regimes, or of some acts of theirs, calls the situation."""
        truth = assignment.truth
        listed = map(self._concepts.__getitem__, self._concept_places(regimes, acts))
        return tuple([true if truth[place] else false if truth[place + 1] else unknown for place, true, false, unknown in listed])

    def bearers(self, group: Group, assignment: Assignment) -> tuple[Named, ...]:
        """The roles that bear a norm here: those that hold, else those that may, else all."""
        named = group.bearers
        if len(named) > 1:
            holding = [b for b in named if assignment.value(b)] or [b for b in named if assignment.value(b) is None]
            named = tuple(holding) or named
        found = self._bearers.get(named)
        if found is None:
            found = self._bearers[named] = tuple(self._term(b) for b in named)
            self.kept.part(found)
        return found

    def _term(self, place: int) -> Named:
        term = self._law.rulebook.terms[place]
        return self._name(term.id, term.label)

    def _name(self, name: str, label: str) -> Named:
        found = self._named.get(name)
        if found is None:
            found = self._named[name] = Named(name, label)
        return found

    def _entries(self, names: tuple[str, ...]) -> tuple[Named, ...]:
        catalogue = self._law.rulebook.catalogue
        return tuple(self._name(n, catalogue[n].label if n in catalogue else n) for n in names)

    # ── norms ───────────────────────────────────────────────────────────────

    def templates(self, state: State) -> list[Template | None]:
        """For each norm the parts of its answer that are the same for every system under one state of the law, as far as made so far."""
        return self._templates.setdefault(state, [None] * len(self._norms))

    def _template(self, place: int, frame: Frame) -> Template:
        parts = self._fixed_parts(self._norms[place], frame.state)
        found = frame.templates[place] = Template([parts.get(name) for name in NormAnswer.__struct_fields__])
        return found

    def _fixed_parts(self, norm: Norm, state: State) -> dict[str, object]:
        return {
            "id": norm.id,
            "modality": norm.modality,
            "label": norm.label,
            "summary": norm.summary,
            "instrument": self._law.rulebook.instruments[norm.instrument].key,
            "legal_force": norm.force,
            "provisions": self._citations.of(norm.provisions),
            "moment": norm.moment,
            "trigger": self._entries(norm.triggers),
            "deadlines": self._periods_in(norm, state),
            "items": self._items_in(norm, state),
            "controls": self._entries((*norm.satisfied_by, *norm.supported_by)),
            "threats": self._entries(norm.threats),
            "topics": tuple(t.split(":")[-1] for t in norm.topics),
            "stages": tuple(s.split(":")[-1] for s in norm.stages),
            "owed_to": tuple(self._term(o) for o in norm.owed_to),
            "guidance": self._guidance(norm.guidance),
            "counterparts": counterparts_of(self._law, norm),
            "inference": norm.inference,
            "caveats": norm.caveats,
            "sources": norm.sources,
            "editorial": norm.editorial,
            "sanctions": (),
            "route": (),
        }

    def norm(self, place: int, frame: Frame) -> Row:
        """The answer on one norm: its template with what this system adds; and the template's bytes."""
        norm = self._norms[place]
        template = frame.templates[place] or self._template(place, frame)
        parts = template.parts.copy()
        parts[BEARER] = frame.bearers
        parts[STANDING] = frame.standing
        if norm.sanctions:
            parts[SANCTIONS] = self._sanctions(place, norm, frame)
        if norm.relations:
            parts[ROUTE] = routes = self._routes(place, norm, frame.verdict, frame.routes)
            parts[STATUS] = _status(frame.verdict, routes)
        single = frame.norm_readings.get(place)
        parts[READINGS] = (*frame.readings, *single) if single else frame.readings
        parts[BECAUSE] = frame.because
        return Row(NormAnswer(*parts), template)

    def status(self, place: int, result: Verdict, routes: Routes | None = None) -> Status:
        """The status of one norm: its group's, or deemed met through a relation whose route is open and whose condition is shown."""
        norm = self._law.rulebook.norms[place]
        if result.status != "applies" or not norm.relations:
            return result.status
        return _status(result, self._routes(place, norm, result, {} if routes is None else routes))

    def _periods_in(self, norm: Norm, state: State) -> tuple[PeriodAnswer, ...]:
        deadlines = [self._period("deadline", p) for p in norm.deadlines if self._told(norm, state, p.validity)]
        return (*deadlines, *(self._period("retention", p) for p in norm.retentions if self._told(norm, state, p.validity)))

    def _period(self, kind: Literal["deadline", "retention"], period: Period) -> PeriodAnswer:
        return PeriodAnswer(
            kind, period.label, period.within, period.on, period.runs_from, period.promptness, period.addressee, self._citations.of(period.provisions)
        )

    def _items_in(self, norm: Norm, state: State) -> tuple[ItemAnswer, ...]:
        parts = [(i, False) for i in norm.items] + [(c, True) for c in norm.choices]
        return tuple(ItemAnswer(i.label, self._citations.of(i.provisions), choice) for i, choice in parts if self._told(norm, state, i.validity))

    def _told(self, norm: Norm, state: State, validity: Validity) -> bool:
        """Whether a part of a norm is told: it is valid, or as little in force as the norm itself, which is proposed or not yet commenced."""
        home = self._law.rulebook.instruments.get(norm.validity.introduced_by)
        awaited = home is not None and home.in_force is None and validity.introduced_by == home.id
        return awaited or _valid(state, validity)

    def _guidance(self, names: tuple[str, ...]) -> tuple[GuidanceAnswer, ...]:
        documents = self._law.rulebook.guidance
        return tuple(GuidanceAnswer(n, documents[n].label, documents[n].state, documents[n].url) for n in names)

    # ── sanctions and routes, which depend on the system ────────────────────

    def _sanctions(self, place: int, norm: Norm, frame: Frame) -> tuple[SanctionAnswer, ...]:
        key = (self._same_sanctions[place], id(frame.assignment), id(frame.state))
        found = frame.sanctions.get(key)
        if found is None:
            found = frame.sanctions[key] = tuple(self._sanctions_in(norm.sanctions, frame))
        return found

    def _sanctions_in(self, names: tuple[str, ...], frame: Frame) -> list[SanctionAnswer]:
        """The valid sanctions; one limited to certain offenders unless the situation is surely none of them."""
        book = self._law.rulebook
        found = []
        for name in names:
            sanction = book.sanctions[name]
            if frame.state.holds(sanction.validity) and (sanction.offender is None or frame.assignment.value(sanction.offender) is not False):
                begin = start(self._law.levels(sanction.rules, frame.state), frame.assignment)
                found.append(
                    SanctionAnswer(
                        id=name,
                        label=sanction.label,
                        maximum=sanction.maximum,
                        currency=sanction.currency,
                        turnover_share=sanction.turnover_share,
                        combine=self._cap(sanction, frame.assignment),
                        applies_from=begin.days[-1] if begin.days else None,
                        offender=self._open_offender(sanction, frame.assignment),
                        note=sanction.note,
                        provisions=self._citations.of(sanction.provisions),
                    )
                )
        return found

    def _open_offender(self, sanction: Sanction, assignment: Assignment) -> Named | None:
        """The class of offenders, where it is unknown whether the situation is one of them."""
        return self._term(sanction.offender) if sanction.offender is not None and assignment.value(sanction.offender) is None else None

    def _cap(self, sanction: Sanction, assignment: Assignment) -> Literal["higher", "lower", "unknown", ""]:
        """Which of amount and share is the cap for this offender."""
        if sanction.combine == "":
            return ""
        values = [assignment.value(place) for place in sanction.lower_for]
        if any(values) or sanction.combine == "lower":
            return "lower"
        return "unknown" if None in values else "higher"

    def _routes(self, place: int, norm: Norm, result: Verdict, known: Routes) -> tuple[RouteAnswer, ...]:
        """The relations of a norm as they stand, without those that are not valid or closed."""
        key = (self._same_relations[place], result.decisive.day, id(result.decisive.stretch))
        routes = known.get(key)
        if routes is None:
            routes = known[key] = tuple([route for name in norm.relations for route in self._route(self._law.rulebook.relations[name], result)])
        if not routes:
            return ()
        return self._route_answers.get((place, routes)) or self._route_answer(place, routes)

    def _route(self, relation: Relation, result: Verdict) -> tuple[Route, ...]:
        """Whether a relation's route is open and its condition shown; nothing where it is not valid or closed."""
        stretch = result.decisive.stretch
        if not _valid(stretch.state, relation.validity):
            return ()
        route = self._open(relation, result)
        if route is False:
            return ()
        return ((relation.id, route, True if relation.provided is None else stretch.assignment.value(relation.provided)),)

    def _route_answer(self, place: int, routes: tuple[Route, ...]) -> tuple[RouteAnswer, ...]:
        """The routes of one norm as they are shown; they live as long as the law, and so do their bytes."""
        found = self._route_answers[place, routes] = tuple(self._shown(self._norms[place], *route) for route in routes)
        self.kept.part(found)
        return found

    def _shown(self, norm: Norm, name: str, route: bool | None, shown: bool | None) -> RouteAnswer:
        relation = self._law.rulebook.relations[name]
        remaining = tuple(i.label for i in norm.items if i.provisions and not set(i.provisions) & set(relation.covered))
        return RouteAnswer(
            relation.id,
            relation.label,
            relation.summary,
            relation.effect,
            "open" if route else "unknown",
            word(shown),
            "part" if remaining else "whole",
            remaining,
            self._citations.of(relation.provisions),
        )

    def _open(self, relation: Relation, result: Verdict) -> bool | None:
        """Whether the route is open on the day that the norm's status rests on."""
        stretch = result.decisive.stretch
        begin = start(self._law.levels(relation.rules, stretch.state), stretch.assignment)
        if begin.days and result.decisive.day < begin.days[0]:
            return False
        return True if relation.when is None else stretch.assignment.value(relation.when)


def counterparts_of(law: Law, norm: Norm) -> tuple[CounterpartAnswer, ...]:
    """The norms of other regimes that match a norm."""
    found = ((law.norms[name], degree, note) for name, degree, note in law.counterparts.get(norm.id, ()))
    return tuple(CounterpartAnswer(other.id, other.label, law.regimes.of(other), degree, note) for other, degree, note in found)


def _numbered(lists: Iterable[tuple[str, ...]]) -> list[int]:
    """The same number for the same list."""
    numbers: dict[tuple[str, ...], int] = {}
    return [numbers.setdefault(names, len(numbers)) for names in lists]


def _status(result: Verdict, routes: tuple[RouteAnswer, ...]) -> Status:
    met = any(r.route == "open" and r.shown == "true" and r.effect == "DeemedMet" for r in routes)
    return "deemed_met" if met and result.status == "applies" else result.status


def _valid(state: State, validity: Validity) -> bool:
    return state.holds(validity)
