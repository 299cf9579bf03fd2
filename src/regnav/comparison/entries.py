"""A norm as a comparison shows it: by the law alone, or as it stands for a system."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from regnav.assessment import Citation, CounterpartAnswer, NormAnswer
from regnav.comparison.forces import Day, Standing
from regnav.engine.fragments import counterparts_of
from regnav.engine.law import Law
from regnav.names import local
from regnav.rulebook import Norm

Novelty = Literal["new", "adds", "covered", "open", ""]


class ComparedPeriod(msgspec.Struct, frozen=True, gc=False):
    """A deadline in words, with its ISO 8601 period where the law gives a number."""

    label: str
    within: str
    addressee: str


class ComparedSanction(msgspec.Struct, frozen=True, gc=False):
    """The highest sanction of a norm: amount in `currency` (ISO 4217), share of turnover in per cent, or words."""

    label: str
    maximum: Decimal | None
    currency: str
    turnover_share: Decimal | None
    note: str


class ComparedNorm(msgspec.Struct, frozen=True):
    """One norm of one regime. `force` is how it binds on the day, `since` its first day, None while none is set or several are possible.

    `status` is how it stands for the system, empty without one. `novelty` says whether somebody who meets the law of the home regime
    finds it `new` there, finds that it `adds` to what is done, or finds it `covered`; `open` where its counterparts at home depend on facts
    not stated; empty in the home regime and without a system.
    """

    id: str
    label: str
    summary: str
    modality: str
    regime: str
    instrument: str
    topics: tuple[str, ...]
    bearers: tuple[str, ...]
    provisions: tuple[Citation, ...]
    force: str
    standing: Standing
    since: date | None
    dates: tuple[date, ...]
    deadlines: tuple[ComparedPeriod, ...]
    sanctions: tuple[ComparedSanction, ...]
    counterparts: tuple[CounterpartAnswer, ...]
    no_counterpart: str
    caveats: tuple[str, ...]
    sources: tuple[str, ...]
    status: str = ""
    missing: tuple[str, ...] = ()
    novelty: Novelty = ""


class Entries:
    """Makes the entries of one day."""

    def __init__(self, law: Law, day: Day) -> None:
        self._law = law
        self._day = day
        self._citations = law.citations

    def of(self, norm: Norm) -> ComparedNorm:
        """A norm by the law alone."""
        book = self._law.rulebook
        days = self._day.days(norm)
        return ComparedNorm(
            id=norm.id,
            label=norm.label,
            summary=norm.summary,
            modality=norm.modality,
            regime=self._law.regimes.of(norm),
            instrument=book.instruments[norm.instrument].label,
            topics=tuple(local_topic(t) for t in norm.topics),
            bearers=tuple(book.terms[b].label for b in norm.bearers),
            provisions=self._citations.of(norm.provisions),
            force=self._day.force(norm),
            standing=self._day.standing(norm),
            since=days[0] if days else None,
            dates=days,
            deadlines=tuple(ComparedPeriod(p.label, p.within, p.addressee) for p in norm.deadlines),
            sanctions=tuple(self._sanction(name) for name in norm.sanctions),
            counterparts=counterparts_of(self._law, norm),
            no_counterpart=norm.no_counterpart,
            caveats=norm.caveats,
            sources=norm.sources,
        )

    def standing(self, answer: NormAnswer) -> ComparedNorm:
        """A norm as it stands for a system."""
        plain = self.of(self._law.norms[answer.id])
        dates = answer.dates or ((answer.applies_from,) if answer.applies_from else ())
        return msgspec.structs.replace(
            plain, bearers=tuple(b.label for b in answer.bearer), since=answer.applies_from, dates=dates, status=answer.status, missing=answer.missing
        )

    def _sanction(self, name: str) -> ComparedSanction:
        fine = self._law.rulebook.sanctions[name]
        return ComparedSanction(fine.label, fine.maximum, fine.currency, fine.turnover_share, fine.note)


def local_topic(topic: str) -> str:
    """`topic:cybersecurity` → `cybersecurity`."""
    return local(topic.replace(":", "#"))
