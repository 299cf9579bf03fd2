"""Assesses a described system: from stated facts to the answer on every norm."""

from __future__ import annotations

from datetime import date

from regnav.assessment import Assessment
from regnav.engine.answer import Answer, Workshop
from regnav.engine.conditions import members
from regnav.engine.fragments import Fragments
from regnav.engine.law import Law
from regnav.engine.missing import Askable
from regnav.engine.readings import OtherReadings
from regnav.engine.regimes import WHOLE, Selection
from regnav.engine.timeline import Situation
from regnav.engine.verdict import Verdicts
from regnav.system import FactReader, System


class Assessor:
    """Assesses systems under one law. Shared by all requests; an assessment changes nothing in it but caches."""

    def __init__(self, law: Law, version: str) -> None:
        self.law = law
        self.version = version
        self.reader = FactReader(law.rulebook)
        self.askable = Askable(law)
        self.workshop = Workshop(law, version, self.askable, Fragments(law, law.citations), OtherReadings(law))

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
        return Answer(self.workshop, system, situation, law_as_of, everything, readings, proofs).build()
