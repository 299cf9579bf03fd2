"""One answer in the making: norm by norm, with what stands around them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from operator import itemgetter
from typing import NamedTuple

import msgspec

from regnav.assessment import (
    NOTICE,
    Assessment,
    Because,
    ElsewhereAnswer,
    Engine,
    NormAnswer,
    PresumptionAnswer,
    RegimeAnswer,
    RuledOut,
    SanctionAnswer,
    TimelineEntry,
)
from regnav.engine.conditions import members
from regnav.engine.explain import NormProver
from regnav.engine.fragments import Fragments, Frame, Routes
from regnav.engine.hanging import Hanging
from regnav.engine.law import Law
from regnav.engine.missing import Askable, OpenFacts
from regnav.engine.readings import OtherReadings
from regnav.engine.timeline import Situation
from regnav.engine.verdict import Verdicts
from regnav.engine.writing import Row, Template, Writer
from regnav.rulebook import Remarks, TouchedLaw
from regnav.system import System


class Workshop(NamedTuple):
    """What all answers under one law are made with."""

    law: Law
    version: str
    askable: Askable
    fragments: Fragments
    readings: OtherReadings


class Answer:
    """One answer in the making."""

    def __init__(
        self, workshop: Workshop, system: System, situation: Situation, law_as_of: date, everything: bool, readings: frozenset[str], proofs: bool
    ) -> None:
        self._workshop = workshop
        self._proofs = proofs
        self._law = workshop.law
        self._system = system
        self._situation = situation
        self._law_as_of = law_as_of
        self._everything = everything
        self._chosen = readings
        self._usual = Verdicts(self._law, situation)
        self._alike = list(self._usual.alike())
        self._verdicts = self._usual.filled(self._alike)
        self._now = situation.stretches[0].assignment
        facts = OpenFacts(workshop.askable, situation)
        self._hanging = Hanging(facts, situation)
        self._prover = NormProver(self._law, facts, situation)
        self._routes: Routes = {}
        self._sanctions: dict[tuple[object, ...], tuple[SanctionAnswer, ...]] = {}

    def build(self) -> Assessment:
        missing = self._hanging.missing(self._alike)
        norms = self._norms(missing)
        elsewhere = self._elsewhere()
        ruled_out = self._ruled_out(norms)
        book = self._law.rulebook
        labels = {i.key: i.label for i in book.instruments.values()}
        only_acts = tuple(sorted(book.instruments[act].key for act in self._situation.acts or ()))
        answer = Assessment(
            id=self._identifier(),
            title=self._system.title,
            as_of=self._situation.as_of,
            law_as_of=self._law_as_of,
            law_checked_to=book.checked_to,
            regnav=Engine(self._workshop.version, book.digest),
            notice=NOTICE,
            counts=_counts(norms),
            regimes=self._regimes(),
            acts={key: labels[key] for key in dict.fromkeys((*(n.instrument for n in norms), *only_acts))},
            concepts=self._workshop.fragments.concepts(self._now, self._situation.regimes, self._situation.acts),
            norms=norms,
            timeline=self._timeline(norms),
            presumptions=self._presumptions(norms),
            questions=self._law.questionnaire.ranked(self._hanging.weights, self._now),
            elsewhere=elsewhere,
            citations=self._law.citations.named(self._prover.cited),
            remarks=self._remarks(norms, elsewhere),
            only_acts=only_acts,
            ruled_out=ruled_out,
        )
        fragments, now, regimes, acts = self._workshop.fragments, self._now, self._situation.regimes, self._situation.acts
        answer.__dict__["writer"] = Writer(fragments.kept, lambda: fragments.concept_texts(now, regimes, acts), self._rows).write
        return answer

    def _identifier(self) -> str:
        plain = msgspec.json.encode(
            [
                {str(k): str(v) for k, v in sorted(self._system.facts.items())},
                self._system.type,
                self._situation.as_of,
                self._law_as_of,
                self._situation.presume,
                sorted(self._chosen),
                self._everything,
                self._proofs,
                sorted(self._situation.regimes),
                sorted(self._situation.acts or ()),
                self._law.rulebook.digest,
            ]
        )
        return hashlib.sha256(plain).hexdigest()[:20]

    # ── norms ───────────────────────────────────────────────────────────────

    def _norms(self, missing: dict[int, tuple[str, ...]]) -> tuple[NormAnswer, ...]:
        fragments = self._workshop.fragments
        routes = self._routes
        templates: dict[int, list[Template | None]] = {}
        readings, norm_readings = self._workshop.readings.of(self._usual, self._alike, self._verdicts, fragments.status)
        found: list[tuple[int, Row]] = []
        for number in self._listed(readings):
            group, places = self._law.groups[number]
            result = self._verdicts[number]
            stretch = result.decisive.stretch
            frame = Frame(
                verdict=result,
                assignment=stretch.assignment,
                state=stretch.state,
                templates=templates.get(id(stretch)) or templates.setdefault(id(stretch), fragments.templates(stretch.state)),
                bearers=fragments.bearers(group, stretch.assignment),
                standing=(
                    result.status,
                    result.applies_from,
                    result.applies_until,
                    result.dates,
                    missing.get(number, ()),
                    self._hanging.presumptions(group, result),
                ),
                readings=tuple(readings.get(number, ())),
                norm_readings=norm_readings,
                because=self._prover.group(group, result) if self._proofs else None,
                sanctions=self._sanctions,
                routes=routes,
            )
            found += [(place, fragments.norm(place, frame)) for place in places]
        found.sort(key=itemgetter(0))
        self._rows = [row for _, row in found]
        return tuple([row.norm for row in self._rows])

    def _listed(self, readings: Iterable[int]) -> list[int]:
        """The groups that the answer lists: those that apply, may or did, here or under another reading; or all."""
        if self._everything:
            return list(members(self._situation.groups))
        return sorted({*readings, *(n for n, verdict in enumerate(self._verdicts) if verdict.status != "not_applicable")})

    # ── the rest ────────────────────────────────────────────────────────────

    def _regimes(self) -> tuple[RegimeAnswer, ...]:
        """The regimes that have norms, with those that this answer assesses marked."""
        regimes = self._law.regimes
        bearing = (r for r in self._law.rulebook.regimes.values() if regimes.groups(frozenset({r.key})))
        return tuple(RegimeAnswer(r.key, r.label, r.key in self._situation.regimes) for r in bearing)

    def _ruled_out(self, norms: Iterable[NormAnswer]) -> tuple[RuledOut, ...]:
        """The acts assessed of which no norm is listed, with the proof that the system is outside their scope where that is why."""
        listed = {norm.instrument for norm in norms}
        acts = [act for act in self._law.regimes.instruments(self._situation.groups) if act.key not in listed]
        return tuple(RuledOut(act.key, act.label, self._outside(act.scope)) for act in acts)

    def _outside(self, scope: int | None) -> Because | None:
        return self._prover.scope(scope, self._now) if self._proofs and scope is not None and self._now.value(scope) is False else None

    def _presumptions(self, norms: Iterable[NormAnswer]) -> tuple[PresumptionAnswer, ...]:
        """The presumptions on which a norm of this answer rests."""
        used = {key for norm in norms for key in norm.presumptions}
        return tuple(self._presumption(p) for p in self._now.presumed if self._law.rulebook.terms[p].key in used)

    def _presumption(self, place: int) -> PresumptionAnswer:
        term = self._law.rulebook.terms[place]
        assert term.presumption is not None
        return PresumptionAnswer(term.key, term.label, term.presumption.kind, self._law.citations.of((term.presumption.provision,))[0], term.presumption.note)

    def _remarks(self, norms: Iterable[NormAnswer], elsewhere: Iterable[ElsewhereAnswer]) -> dict[str, Remarks]:
        """The remarks on the acts of these norms and their guidance, and on what the proofs and the answer name."""
        book = self._law.rulebook
        fixed = {self._law.named_by[norm.id] for norm in norms}
        sanctions = (sanction.id for found in self._sanctions.values() for sanction in found)
        relations = (name for found in self._routes.values() for name, *_ in found)
        named = {*self._prover.named, *sanctions, *relations, *(law.id for law in elsewhere)}.union(*fixed)
        return {name: book.remarks[name] for name in sorted(named & book.remarks.keys())}

    def _timeline(self, norms: Iterable[NormAnswer]) -> tuple[TimelineEntry, ...]:
        begins: dict[date, list[str]] = {}
        ends: dict[date, list[str]] = {}
        for norm in norms:
            for day in norm.dates:
                begins.setdefault(day, []).append(norm.id)
            if norm.applies_until is not None and norm.applies_until > self._situation.as_of:
                ends.setdefault(norm.applies_until, []).append(norm.id)
        return tuple(
            TimelineEntry(day, tuple(begins.get(day, ())), tuple(ends.get(day, ())), self._law.citations.of(self._starting(day, begins.get(day, ()))))
            for day in sorted({*begins, *ends})
        )

    def _starting(self, day: date, begun: Iterable[str]) -> tuple[str, ...]:
        """The provisions that set a day for norms which begin on it."""
        book, norms = self._law.rulebook, self._law.norms
        covered = {id(rules): rules for name in begun if (rules := norms[name].rules)}
        places = {c.rule for rules in covered.values() for c in rules if book.rules[c.rule].start == day}
        return tuple(dict.fromkeys(p for place in sorted(places) for p in book.rules[place].provisions))

    def _elsewhere(self) -> tuple[ElsewhereAnswer, ...]:
        found = []
        for law in self._law.regimes.touched_law(self._situation.regimes, self._situation.acts):
            value = self._touches(law)
            if value or (value is None and self._near(law)):
                found.append(
                    ElsewhereAnswer(
                        law.id,
                        law.label,
                        law.summary,
                        "opening" if law.opening else "touched",
                        "true" if value else "unknown",
                        self._law.citations.of(law.provisions),
                        law.url,
                    )
                )
        return tuple(found)

    def _touches(self, law: TouchedLaw) -> bool | None:
        """Whether the facts reach other law; an opening of an act opens nothing where the act itself does not reach."""
        values = {True if place is None else self._now.value(place) for place in (law.when, self._law.opened_scope(law))}
        return False if False in values else None if None in values else True

    def _near(self, law: TouchedLaw) -> bool:
        """Whether the facts may yet reach other law, and its class is decided in full or in part."""
        if law.when is None:
            return False
        parts = self._now.program.definitions.get(law.when, ())
        return any(self._now.truth[2 * part] for part in (law.when, *parts))


def _counts(norms: Iterable[NormAnswer]) -> dict[str, int]:
    """How many norms stand how; advice is no law and counted apart, as far as it fits."""
    found: dict[str, int] = {}
    for norm in norms:
        word = norm.status if norm.modality != "recommendation" else "recommended" if norm.status == "applies" else ""
        if word:
            found[word] = found.get(word, 0) + 1
    return found
