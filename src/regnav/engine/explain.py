"""Proofs: why a term has its value, and why a norm has its status, down to what was stated."""

from __future__ import annotations

from datetime import date
from typing import Literal

from regnav.assessment import Because
from regnav.engine.law import Group, Law
from regnav.engine.logic import COUNTED, DATED, PRESUMED, STATED, UNKNOWN, Assignment
from regnav.engine.missing import OpenFacts
from regnav.engine.timeline import Situation, Stretch
from regnav.engine.verdict import Step, Verdict
from regnav.engine.windows import start

LEAVES = {STATED: "stated", PRESUMED: "presumed", DATED: "date", COUNTED: "number"}
Word = Literal["true", "false", "unknown"]


def word(value: bool | None) -> Word:
    """`true`, `false` or `unknown`."""
    return "unknown" if value is None else "true" if value else "false"


class Prover:
    """Proof trees over one assignment; the proof of a term is made once and shared."""

    def __init__(self, law: Law, facts: OpenFacts, situation: Situation, assignment: Assignment) -> None:
        self._law = law
        self._terms = law.rulebook.terms
        self.cited: set[str] = set()
        self.named: set[str] = set()
        """The terms proven, by identifier."""
        self._situation = situation
        self._assignment = assignment
        self._memo: dict[int, Because] = {}
        self._parts: dict[tuple[str, int], Because] = {}
        self._facts = facts
        self._below = facts.below(assignment)

    def part(self, kind: str, place: int) -> Because:
        """A term's proof in its part within a norm (scope, bearer, class), made once."""
        found = self._parts.get((kind, place))
        if found is None:
            step = self.term(place)
            found = self._parts[kind, place] = Because(kind, step.label, step.value, step.id, step.provisions, step.date, step.note, step.because)
        return found

    def term(self, place: int) -> Because:
        """Why a term has its value."""
        value = self._assignment.value(place)
        if value is None:
            found = self._memo.get(-1 - place)
            if found is None:
                found = self._memo[-1 - place] = self._unknown(place)
            return found
        return self._literal(2 * place + (not value))

    def _literal(self, literal: int) -> Because:
        found = self._memo.get(literal)
        if found is None:
            found = self._memo[literal] = self._prove(literal)
        return found

    def _prove(self, literal: int) -> Because:
        term = self._terms[literal >> 1]
        self.named.add(term.id)
        self.cited.update(term.provisions)
        value: Word = "false" if literal & 1 else "true"
        why = self._assignment.reason[literal]
        if why < UNKNOWN:
            note = "" if why == PRESUMED else self._situation.words(literal, self._assignment)
            return Because(LEAVES[why], term.label, value, term.id, term.provisions, None, note)
        origin = self._assignment.program.origins[self._assignment.clause(literal)]
        note = "" if origin == literal >> 1 else self._follows(origin, literal >> 1)
        below: dict[int, None] = {}
        self._collect(literal, below)
        if not below and term.version_of is not None:
            note = "not the law on this day"
        return Because("concept", term.label, value, term.id, term.provisions, None, note, tuple(map(self._literal, below)))

    def _follows(self, origin: int, place: int) -> str:
        term = self._terms[origin]
        return "" if term.version_of == place else f"follows from: {term.label}"

    def _collect(self, literal: int, found: dict[int, None]) -> None:
        """The terms' literals below a literal; nested expressions are passed through."""
        terms = 2 * self._assignment.program.terms
        for other in self._assignment.antecedents(literal):
            if other < terms:
                found[other] = None
            else:
                self._collect(other, found)

    def _unknown(self, place: int) -> Because:
        term = self._terms[place]
        self.named.add(term.id)
        self.cited.update(term.provisions)
        keys = self._facts.keys(self._below.mask(place))
        return Because("unknown", term.label, "unknown", term.id, term.provisions, note=f"open: {', '.join(keys)}" if keys else "")


class NormProver:
    """Proof trees of norms, group by group."""

    def __init__(self, law: Law, facts: OpenFacts, situation: Situation) -> None:
        self._law = law
        self._cited: set[str] = set()
        self._named: set[str] = set()
        self._datings: dict[tuple[int, date, int], list[Because]] = {}
        self._facts = facts
        self._situation = situation
        self._provers: dict[int, Prover] = {}

    def group(self, group: Group, verdict: Verdict) -> Because:
        """Why a group of norms has its status, on the day on which the status rests."""
        step = verdict.decisive
        prover = self._prover(step.stretch.assignment)
        parts: list[Because] = []
        if group.scope is not None:
            parts.append(prover.part("scope", group.scope))
        parts += self._bearers(group, prover, step.stretch.assignment)
        if group.applies_to is not None:
            parts.append(prover.part("class", group.applies_to))
        if verdict.status == "not_applicable" and any(p.value == "false" for p in parts):
            parts = [p for p in parts if p.value == "false"]
            return Because("norm", "does not apply", "false", "", (), step.day, "", tuple(parts))
        parts += self._dating(group, step, prover)
        return Because("norm", LABELS[verdict.status], word(step.value), "", (), step.day, "", tuple(parts))

    def scope(self, place: int, assignment: Assignment) -> Because:
        """Why a situation is inside the scope of an act, or outside."""
        return self._prover(assignment).part("scope", place)

    def _dating(self, group: Group, step: Step, prover: Prover) -> list[Because]:
        """Validity, start and exemptions, made once for groups that share them."""
        key = (group.dating, step.day, id(step.stretch))
        found = self._datings.get(key)
        if found is None:
            found = [*self._validity(group, step.stretch), *self._starts(group, step.stretch, prover), *self._exemptions(group, step.stretch, step.day, prover)]
            self._datings[key] = found
        return found

    @property
    def cited(self) -> set[str]:
        """Every provision that the proofs made so far name."""
        return self._cited.union(*(prover.cited for prover in self._provers.values()))

    @property
    def named(self) -> set[str]:
        """The terms, rules and exemptions that the proofs made so far name."""
        return self._named.union(*(prover.named for prover in self._provers.values()))

    def _prover(self, assignment: Assignment) -> Prover:
        found = self._provers.get(id(assignment))
        if found is None:
            found = self._provers[id(assignment)] = Prover(self._law, self._facts, self._situation, assignment)
        return found

    def _bearers(self, group: Group, prover: Prover, assignment: Assignment) -> list[Because]:
        best = group.bearers
        if len(best) > 1:
            holding = [b for b in best if assignment.value(b)] or [b for b in best if assignment.value(b) is None]
            best = tuple(holding) or best
        return [prover.part("bearer", b) for b in best]

    def _validity(self, group: Group, stretch: Stretch) -> list[Because]:
        found = []
        book = self._law.rulebook
        for name, kind in ((group.validity.introduced_by, "introduced by"), (group.validity.ended_by, "ended by")):
            if name and (kind == "ended by" or book.instruments[name].amends):
                instrument = book.instruments[name]
                inside = name in stretch.state.in_force
                found.append(
                    Because(
                        "validity",
                        f"{kind} {instrument.label}",
                        word(inside if kind == "introduced by" else not inside),
                        instrument.id,
                        date=instrument.in_force,
                    )
                )
        return found

    def _starts(self, group: Group, stretch: Stretch, prover: Prover) -> list[Because]:
        begin = start(self._law.levels(group.rules, stretch.state), stretch.assignment)
        found = []
        for day, place in zip(begin.days, begin.rules, strict=True):
            rule = self._law.rulebook.rules[place]
            source = self._law.day_set_by(rule)
            self._cited.update(rule.provisions)
            self._named.add(rule.id)
            below = (prover.term(rule.governs),) if rule.governs is not None else ()
            found.append(
                Because(
                    "start",
                    f"applies from {day.isoformat()}",
                    "true" if len(begin.days) == 1 else "unknown",
                    rule.id,
                    rule.provisions,
                    day,
                    f"date set by {source.label}" if source else "",
                    below,
                )
            )
        return found

    def _exemptions(self, group: Group, stretch: Stretch, day: date, prover: Prover) -> list[Because]:
        found = []
        for when, until, place in self._law.exemptions(group, stretch.state):
            value = stretch.assignment.value(when)
            if value is not False:
                exemption = self._law.rulebook.exemptions[place]
                self._cited.update(exemption.provisions)
                self._named.add(exemption.id)
                over = until is not None and day >= until
                label = f"exempt: {exemption.label}" if until is None else f"exempt until {until.isoformat()}: {exemption.label}"
                found.append(
                    Because(
                        "exemption",
                        label,
                        "false" if over else word(value),
                        exemption.id,
                        exemption.provisions,
                        until,
                        because=(prover.term(when),),
                    )
                )
        return found


LABELS = {
    "applies": "applies",
    "upcoming": "will apply",
    "depends": "depends on what is unknown",
    "deemed_met": "applies and is deemed met",
    "proposed": "would apply if it were adopted as proposed",
    "ended": "applied until it was ended",
    "not_applicable": "does not apply",
}
