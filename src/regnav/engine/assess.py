"""Assesses a described system: from stated facts to the answer on every norm."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from operator import itemgetter

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
from regnav.engine.law import Group, Law
from regnav.engine.logic import Assignment
from regnav.engine.missing import Askable, OpenFacts, asked_instead
from regnav.engine.questions import Weights
from regnav.engine.readings import OtherReadings
from regnav.engine.regimes import WHOLE, Selection
from regnav.engine.timeline import Situation
from regnav.engine.verdict import Verdict, Verdicts
from regnav.engine.windows import start
from regnav.engine.writing import Row, Template, Writer
from regnav.rulebook import Remarks, TouchedLaw
from regnav.system import FactReader, System


class Assessor:
    """Assesses systems under one law. Shared by all requests; an assessment changes nothing in it but caches."""

    def __init__(self, law: Law, version: str) -> None:
        self.law = law
        self.version = version
        self.reader = FactReader(law.rulebook)
        self.citations = law.citations
        self.askable = Askable(law)
        self.fragments = Fragments(law, self.citations)
        self.readings = OtherReadings(law)
        self.questions = law.questionnaire.by_key

    # ── entry points ────────────────────────────────────────────────────────

    def situation(self, system: System, as_of: date, law_as_of: date, presume: bool, readings: frozenset[str], selection: Selection = WHOLE) -> Situation:
        """The situation that a system describes, under the law asked for or that which its facts reach."""
        stated = self.reader.read(system)
        return Situation(self.law, stated, as_of, self.law.known(law_as_of), self.law.readings(readings), presume, selection)

    def statuses(self, situation: Situation) -> dict[str, str]:
        """The status of every norm, without reasons; the quick answer for portfolios and searches."""
        return Verdicts(self.law, situation).statuses()

    def first_days(self, situation: Situation) -> dict[str, date]:
        """The first day, from the day judged on, on which each norm that hangs on open facts may apply."""
        return {
            name: alike.verdict.decisive.day
            for alike in Verdicts(self.law, situation).alike()
            if alike.verdict.status == "depends"
            for number in members(alike.groups)
            for name in self.law.names[number]
        }

    # ── the whole answer ────────────────────────────────────────────────────

    def assess(
        self,
        system: System,
        as_of: date,
        law_as_of: date,
        presume: bool,
        readings: frozenset[str],
        everything: bool,
        selection: Selection = WHOLE,
        proofs: bool = True,
    ) -> Assessment:
        """The answer; with `everything`, norms of the law assessed that do not apply are listed too; without `proofs` no norm is proven."""
        situation = self.situation(system, as_of, law_as_of, presume, readings, selection)
        return _Answer(self, system, situation, law_as_of, everything, readings, proofs).build()


class _Answer:
    """One answer in the making."""

    def __init__(
        self, assessor: Assessor, system: System, situation: Situation, law_as_of: date, everything: bool, readings: frozenset[str], proofs: bool
    ) -> None:
        self._assessor = assessor
        self._proofs = proofs
        self._law = assessor.law
        self._system = system
        self._situation = situation
        self._law_as_of = law_as_of
        self._everything = everything
        self._chosen = readings
        self._usual = Verdicts(self._law, situation)
        self._alike = list(self._usual.alike())
        self._verdicts = self._usual.filled(self._alike)
        self._now = situation.stretches[0].assignment
        self._open: dict[int, OpenFacts] = {}
        self._prover = NormProver(self._law, assessor.askable, situation)
        self._weights = Weights()
        self._datings: dict[tuple[int, date, int], tuple[int, int]] = {}
        self._routes: Routes = {}
        self._sanctions: dict[tuple[object, ...], tuple[SanctionAnswer, ...]] = {}
        self._keys_of: dict[tuple[int, int], tuple[str, ...]] = {}

    def build(self) -> Assessment:
        missing = self._missing()
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
            regnav=Engine(self._assessor.version, book.digest),
            notice=NOTICE,
            counts=_counts(norms),
            regimes=self._regimes(),
            acts={key: labels[key] for key in dict.fromkeys((*(n.instrument for n in norms), *only_acts))},
            concepts=self._assessor.fragments.concepts(self._now, self._situation.regimes, self._situation.acts),
            norms=norms,
            timeline=self._timeline(norms),
            presumptions=self._presumptions(norms),
            questions=self._law.questionnaire.ranked(self._weights, self._now),
            elsewhere=elsewhere,
            citations=self._assessor.citations.named(self._prover.cited),
            remarks=self._remarks(norms, elsewhere),
            only_acts=only_acts,
            ruled_out=ruled_out,
        )
        fragments, now, regimes, acts = self._assessor.fragments, self._now, self._situation.regimes, self._situation.acts
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
        fragments = self._assessor.fragments
        routes = self._routes
        templates: dict[int, list[Template | None]] = {}
        readings, norm_readings = self._assessor.readings.of(self._usual, self._alike, self._verdicts, fragments.status)
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
                    self._presumptions_of(group, result),
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

    def _missing(self) -> dict[int, tuple[str, ...]]:
        """For each group that depends, or whose date is open, the facts that would decide it: those whose question decides most norms first."""
        masks: dict[int, int] = {}
        for alike in self._alike:
            result = alike.verdict
            if result.decisive.value is None or len(result.dates) > 1:
                facts = self._facts(result.decisive.stretch.assignment)
                for number in members(alike.groups):
                    group = self._law.groups[number][0]
                    masks[number] = self._dating(group, result)[0] | self._open_mask(group, facts)
        asked = {mask: asked_instead(self._situation, self._assessor.askable.names(mask)) for mask in set(masks.values())}
        self._weigh(masks, asked)
        urgency = {key: place for place, key in enumerate(sorted({key for keys in asked.values() for key in keys}, key=self._urgency))}
        order = {mask: tuple(sorted(keys, key=urgency.__getitem__)) for mask, keys in asked.items()}
        return {number: order[mask] for number, mask in masks.items()}

    def _weigh(self, masks: dict[int, int], asked: dict[int, list[str]]) -> None:
        """Counts the norms that hang on each question, given the open facts of each group and the keys of each set of open facts."""
        truth, groups, questions = self._now.truth, self._law.groups, self._assessor.questions
        waiting: dict[tuple[int, bool], int] = {}
        for number, mask in masks.items():
            group, places = groups[number]
            near = any(truth[2 * variable] for variable in (*group.bearers, group.applies_to) if variable is not None)
            waiting[mask, near] = waiting.get((mask, near), 0) + len(places)
        for (mask, near), norms in waiting.items():
            for name in {questions[key].key for key in asked[mask]}:
                self._weights.add(name, norms, near)

    def _urgency(self, key: str) -> tuple[int, int, int, str]:
        question = self._assessor.questions[key]
        return *self._weights.before(question.key), question.order, key

    def _facts(self, assignment: Assignment) -> OpenFacts:
        found = self._open.get(id(assignment))
        if found is None:
            found = self._open[id(assignment)] = OpenFacts(self._assessor.askable, assignment)
        return found

    def _open_mask(self, group: Group, facts: OpenFacts) -> int:
        """The open facts on which the condition of a group hangs, as bits."""
        truth = facts.assignment.truth
        mask = 0
        for variable in (group.scope, group.applies_to):
            if variable is not None:
                mask |= facts.mask(variable)
        if not any(truth[2 * b] for b in group.bearers):
            for variable in group.bearers:
                mask |= facts.mask(variable)
        return mask

    def _dating(self, group: Group, result: Verdict) -> tuple[int, int]:
        """The open facts, and the presumptions, on which rules and exemptions hang; the same for groups that stand alike."""
        step = result.decisive
        assignment = step.stretch.assignment
        key = (group.dating, step.day, id(step.stretch))
        found = self._datings.get(key)
        if found is None:
            facts = self._facts(assignment)
            begin = start(self._law.levels(group.rules, step.stretch.state), assignment)
            exemptions = self._law.exemptions(group, step.stretch.state)
            open_ = _union(facts.mask(v) for v in (*begin.open, *(when for when, until, _ in exemptions if until is None or step.day < until)))
            found = self._datings[key] = (open_, _union(_presumed(assignment, v) for v in (*begin.used, *(when for when, _, _ in exemptions))))
        return found

    def _presumptions_of(self, group: Group, result: Verdict) -> tuple[str, ...]:
        """The presumptions on which the status of a group rests, by key."""
        assignment = result.decisive.stretch.assignment
        if not assignment.presumed:
            return ()
        mask = self._dating(group, result)[1]
        if group.scope is not None:
            mask |= _presumed(assignment, group.scope)
        if group.applies_to is not None:
            mask |= _presumed(assignment, group.applies_to)
        bearer = next((b for b in group.bearers if assignment.truth[2 * b]), None)
        if bearer is not None:
            mask |= assignment.presumed_below(2 * bearer)
        return self._presumption_keys(assignment, mask)

    def _presumption_keys(self, assignment: Assignment, mask: int) -> tuple[str, ...]:
        found = self._keys_of.get((id(assignment), mask))
        if found is None:
            terms, order = self._law.rulebook.terms, assignment.presumed
            found = self._keys_of[id(assignment), mask] = tuple([terms[order[n]].key for n in members(mask)])
        return found

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
        return PresumptionAnswer(
            term.key, term.label, term.presumption.kind, self._assessor.citations.of((term.presumption.provision,))[0], term.presumption.note
        )

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
            TimelineEntry(day, tuple(begins.get(day, ())), tuple(ends.get(day, ())), self._assessor.citations.of(self._starting(day, begins.get(day, ()))))
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
                        self._assessor.citations.of(law.provisions),
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


def _presumed(assignment: Assignment, variable: int) -> int:
    """The presumptions on which the value of a variable rests, as bits; none while it is unknown."""
    value = assignment.value(variable)
    return 0 if value is None else assignment.presumed_below(2 * variable + (not value))


def _union(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


def _counts(norms: Iterable[NormAnswer]) -> dict[str, int]:
    """How many norms stand how; advice is no law and counted apart, as far as it fits."""
    found: dict[str, int] = {}
    for norm in norms:
        word = norm.status if norm.modality != "recommendation" else "recommended" if norm.status == "applies" else ""
        if word:
            found[word] = found.get(word, 0) + 1
    return found
