"""The parts of an answer that are the same for every system, made once and shared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from regnav.assessment import (
    Because,
    ConceptAnswer,
    GuidanceAnswer,
    ItemAnswer,
    Named,
    NormAnswer,
    PeriodAnswer,
    ReadingAnswer,
    RouteAnswer,
    SanctionAnswer,
)
from regnav.engine.explain import Citations, Word, word
from regnav.engine.law import Group, Law, State
from regnav.engine.logic import Assignment
from regnav.engine.verdict import Status, Verdict, start
from regnav.rulebook import Norm, Period, Relation, Sanction, Validity

AT = {name: place for place, name in enumerate(NormAnswer.__struct_fields__)}
"""The place of each field of a norm's answer."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a group of norms shares in one answer."""

    verdict: Verdict
    assignment: Assignment
    state: State
    bearers: tuple[Named, ...]
    missing: tuple[str, ...]
    presumptions: tuple[str, ...]
    readings: tuple[ReadingAnswer, ...]
    norm_readings: Mapping[int, list[ReadingAnswer]]
    """Readings under which a single norm of the group would stand otherwise."""
    because: Because
    sanctions: dict[tuple[object, ...], tuple[SanctionAnswer, ...]]
    """Sanctions already worked out in this answer."""


class Fragments:
    """Answers on norms and concepts, put together from prebuilt parts."""

    def __init__(self, law: Law, citations: Citations) -> None:
        self._law = law
        self._citations = citations
        self._named: dict[str, Named] = {}
        self._concept_answers: dict[tuple[int, Word], ConceptAnswer] = {}
        self._templates: dict[tuple[int, State], list[Any]] = {}

    # ── concepts ────────────────────────────────────────────────────────────

    @cached_property
    def concepts(self) -> tuple[int, ...]:
        """The concepts that an answer lists: no versions, no tests."""
        return tuple(
            i for i, t in enumerate(self._law.rulebook.terms) if t.kind == "concept" and t.version_of is None and t.date_test is None and t.number_test is None
        )

    def concept(self, place: int, value: Word) -> ConceptAnswer:
        found = self._concept_answers.get((place, value))
        if found is None:
            term = self._law.rulebook.terms[place]
            found = self._concept_answers[place, value] = ConceptAnswer(
                term.id, term.key, term.label, value, self._citations.of(term.provisions), term.headline
            )
        return found

    def bearers(self, group: Group, assignment: Assignment) -> tuple[Named, ...]:
        """The roles that bear a norm here: those that hold, else those that may, else all."""
        holding = [b for b in group.bearers if assignment.value(b)] or [b for b in group.bearers if assignment.value(b) is None]
        return tuple(self._term(b) for b in holding or group.bearers)

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

    def _template(self, place: int, state: State) -> list[Any]:
        """The parts of a norm's answer that are the same for every system under one state of the law, in the order of its fields."""
        found = self._templates.get((place, state))
        if found is None:
            parts = self._fixed_parts(self._law.rulebook.norms[place], state)
            found = self._templates[place, state] = [parts.get(name) for name in NormAnswer.__struct_fields__]
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
            "inference": norm.inference,
            "editorial": norm.editorial,
        }

    def norm(self, place: int, frame: Frame) -> NormAnswer:
        """The answer on one norm: its template with what this system adds."""
        norm = self._law.rulebook.norms[place]
        result = frame.verdict
        routes = self._routes(norm, result) if norm.relations else ()
        single = frame.norm_readings.get(place)
        parts = self._template(place, frame.state).copy()
        parts[AT["bearer"]] = frame.bearers
        parts[AT["status"]] = _status(result, routes) if routes else result.status
        parts[AT["applies_from"]] = result.applies_from
        parts[AT["applies_until"]] = result.applies_until
        parts[AT["dates"]] = result.dates
        parts[AT["missing"]] = frame.missing
        parts[AT["presumptions"]] = frame.presumptions
        parts[AT["sanctions"]] = self._sanctions(norm, frame) if norm.sanctions else ()
        parts[AT["readings"]] = (*frame.readings, *single) if single else frame.readings
        parts[AT["route"]] = routes
        parts[AT["because"]] = frame.because
        return NormAnswer(*parts)

    def status(self, place: int, result: Verdict) -> Status:
        """The status of one norm: its group's, or deemed met through a relation whose route is open and whose condition is shown."""
        return _status(result, self._routes(self._law.rulebook.norms[place], result))

    def _periods_in(self, norm: Norm, state: State) -> tuple[PeriodAnswer, ...]:
        deadlines = [self._period("deadline", p) for p in norm.deadlines if _valid(state, p.validity)]
        return (*deadlines, *(self._period("retention", p) for p in norm.retentions if _valid(state, p.validity)))

    def _period(self, kind: Literal["deadline", "retention"], period: Period) -> PeriodAnswer:
        return PeriodAnswer(
            kind, period.label, period.within, period.on, period.runs_from, period.promptness, period.addressee, self._citations.of(period.provisions)
        )

    def _items_in(self, norm: Norm, state: State) -> tuple[ItemAnswer, ...]:
        parts = [(i, False) for i in norm.items] + [(c, True) for c in norm.choices]
        return tuple(ItemAnswer(i.label, self._citations.of(i.provisions), choice) for i, choice in parts if _valid(state, i.validity))

    def _guidance(self, names: tuple[str, ...]) -> tuple[GuidanceAnswer, ...]:
        documents = self._law.rulebook.guidance
        return tuple(GuidanceAnswer(n, documents[n].label, documents[n].state, documents[n].url) for n in names)

    # ── sanctions and routes, which depend on the system ────────────────────

    def _sanctions(self, norm: Norm, frame: Frame) -> tuple[SanctionAnswer, ...]:
        if not norm.sanctions:
            return ()
        key = (norm.sanctions, id(frame.assignment), frame.state)
        if key not in frame.sanctions:
            frame.sanctions[key] = tuple(self._sanctions_in(norm.sanctions, frame))
        return frame.sanctions[key]

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

    def _routes(self, norm: Norm, result: Verdict) -> tuple[RouteAnswer, ...]:
        if not norm.relations:
            return ()
        book = self._law.rulebook
        found = [self._route(norm, book.relations[name], result) for name in norm.relations]
        return tuple(r for r in found if r is not None)

    def _route(self, norm: Norm, relation: Relation, result: Verdict) -> RouteAnswer | None:
        """A relation as it stands, None where it is not valid or not concerned."""
        stretch = result.decisive.stretch
        if not _valid(stretch.state, relation.validity):
            return None
        route = self._open(relation, result)
        if route is False:
            return None
        shown = True if relation.provided is None else stretch.assignment.value(relation.provided)
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


def _status(result: Verdict, routes: tuple[RouteAnswer, ...]) -> Status:
    met = any(r.route == "open" and r.shown == "true" and r.effect == "DeemedMet" for r in routes)
    return "deemed_met" if met and result.status == "applies" else result.status


def _valid(state: State, validity: Validity) -> bool:
    return state.holds(validity)
