"""Which clocks run for a system and an incident, and until when."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from regnav.assessment import NOTICE, Assessment, Citation, NormAnswer
from regnav.errors import BadValue, UnknownName
from regnav.incidents.events import Happened
from regnav.incidents.periods import End, Period, WorkingDays
from regnav.incidents.recognition import findings
from regnav.incidents.report import BesidesAnswer, ClockAnswer, ClockStatus, EventAnswer, IncidentReport
from regnav.incidents.working_days import working_days
from regnav.rulebook import Clock, Limit, Rulebook
from regnav.system import System

if TYPE_CHECKING:
    from regnav.navigator import Described, Navigator

STAGES = ("initial", "intermediate", "final", "affected", "")
STATUSES: tuple[ClockStatus, ...] = ("due", "depends", "replaced", "not_applicable")
REPORTS = {"initial_report": "initial", "intermediate_report": "intermediate"}
"""Moments that are reports themselves, and the stage of the clock by whose end they come at the latest."""
AFTER_AWARENESS = (*REPORTS, "handled")
"""Moments that cannot come before the awareness."""
CLASSIFIED = "classified"
"""The moment that has been reached, at whatever instant, once an event that has to be judged first is said to have happened."""


@dataclass(frozen=True, slots=True)
class Incident:
    """What happened, and when. Instants have a time zone.

    `events` are keys of events that happened; `known` says of narrower events whether they did ("personal-data-breach.risk": True).
    `holidays` is a country (`DE`, `DE-BY`), days, or None when none are given.
    """

    events: tuple[str, ...]
    aware: datetime
    known: Mapping[str, bool] = field(default_factory=dict)
    classified: datetime | None = None
    fix_available: datetime | None = None
    initial_report: datetime | None = None
    intermediate_report: datetime | None = None
    handled: datetime | None = None
    holidays: str | Iterable[date | str] | None = None

    def moment(self, key: str) -> datetime | None:
        """The instant of a moment, if it is known."""
        found = getattr(self, key)
        assert found is None or isinstance(found, datetime)
        return found

    def check(self) -> None:
        """Raises BadValue for an instant without a time zone, or one before the awareness."""
        if not self.events:
            raise BadValue("event", "", "one event at least; `regnav incident --list-events` lists them")
        for key in ("aware", "classified", "fix_available", "initial_report", "intermediate_report", "handled"):
            instant = self.moment(key)
            if instant is not None and instant.tzinfo is None:
                raise BadValue(key, instant.isoformat(), "an instant with its time zone, such as 2026-12-24T16:30+01:00")
            if instant is not None and key in AFTER_AWARENESS and instant < self.aware:
                raise BadValue(key, instant.isoformat(), f"an instant after becoming aware ({self.aware.isoformat()})")


def clocks_of(navigator: Navigator, system: Described, incident: Incident, law_as_of: date | str | None = None) -> IncidentReport:
    """The clocks that an incident starts for a system, under the law on the day of awareness.

    Raises SystemFileError for a system that cannot be read, UnknownName for an unknown event, BadValue for an instant without a time
    zone, MissingExtra when a country's holidays are asked for and the package for them is not installed.
    """
    incident.check()
    book = navigator.rulebook
    day = incident.aware.date()
    described = System.of(system)
    known = {e: v for k, v in incident.known.items() for e in named(book, (k,))}
    found = findings(navigator.assessor, described, *navigator.days(described, day, law_as_of))
    happened = Happened.of(book, named(book, incident.events), known, found)
    answer = navigator.assess(system, day, law_as_of, everything=True)
    asleep = {norm: first for norm, first in navigator.first_days(system, day, law_as_of).items() if first > day}
    days = working_days(incident.holidays, range(incident.aware.year, incident.aware.year + 3))
    return IncidentReport(
        title=answer.title,
        aware=incident.aware,
        law_as_of=answer.law_as_of,
        regnav=answer.regnav,
        notice=NOTICE,
        holidays=tuple(sorted(days.holidays)),
        holidays_given=incident.holidays is not None,
        events=tuple(
            EventAnswer(e.key, e.label, happened.word(e.id), e.summary, _citations(book, e.provisions), happened.because(e.id))
            for e in happened.relevant()
            if e.key
        ),
        clocks=tuple(_Clocks(book, incident, happened, answer, asleep, days).all()),
        besides=tuple(_besides(book, happened, answer)),
    )


def _besides(book: Rulebook, happened: Happened, answer: Assessment) -> Iterator[BesidesAnswer]:
    """What binds and has no clock, of what the events that surely happened set in motion."""
    timed = {norm for clock in book.clocks.values() for norm in clock.norms}
    for norm in answer.norms:
        if norm.status == "applies" and norm.id not in timed and happened.any(t.id for t in norm.trigger):
            yield BesidesAnswer(norm.id, norm.instrument, norm.label, norm.modality, norm.summary, norm.provisions)


def _plain(key: str) -> str:
    """A key with hyphens and underscores alike, since people mix them up."""
    return key.replace("_", "-")


def named(book: Rulebook, keys: Iterable[str]) -> tuple[str, ...]:
    """Events by key; a narrower event may be named by its last word alone, where only one has it.

    Raises UnknownName, with suggestions, when there is none.
    """
    by_key = {_plain(e.key): e.id for e in book.events.values() if e.key}
    found = []
    for key in map(_plain, keys):
        endings = [k for k in by_key if k.endswith(f".{key}")]
        match = key if key in by_key else endings[0] if len(endings) == 1 else None
        if match is None:
            raise UnknownName("event", key, tuple(endings or difflib.get_close_matches(key, by_key, 3, 0.4) or sorted(k for k in by_key if "." not in k)))
        found.append(by_key[match])
    return tuple(found)


UNION = "EU"
"""The regime whose periods Regulation 1182/71 counts."""


class _Due(NamedTuple):
    """Until when a clock runs, in which words, and what is missing to say so; `safe` is the strictest instant where nothing better is known."""

    end: End | None
    period: str
    missing: tuple[str, ...] = ()
    safe: datetime | None = None


class _Start(NamedTuple):
    """From when a period runs: as counted by default, and by the strictest count of what went before."""

    due: datetime
    safe: datetime


class _Clocks:
    """Judges every clock that the events can start."""

    def __init__(self, book: Rulebook, incident: Incident, happened: Happened, answer: Assessment, asleep: Mapping[str, date], days: WorkingDays) -> None:
        """`asleep` are norms that hang on open facts and, whatever these are, apply later only; with the first day possible."""
        self._book = book
        self._incident = incident
        self._happened = happened
        self._norms = {n.id: n for n in answer.norms}
        self._asleep = asleep
        self._days = days
        self._near = frozenset(e.id for e in happened.relevant())
        self._ends: dict[tuple[str, str, str], End] = {}  # (act, event family, stage) → latest end, for reports that start other clocks

    def all(self) -> list[ClockAnswer]:
        """The clocks, those due first and by their instant; of related events only those that may be due under an act that surely binds."""
        related = self._happened.related() - self._near
        running = [c for c in self._book.clocks.values() if (self._near | related) & set(c.events) and any(n in self._norms for n in c.norms)]
        answers = [(clock, self._answer(clock)) for clock in sorted(running, key=lambda c: (STAGES.index(c.stage), c.id))]
        answers = [(c, a) for c, a in answers if self._near & set(c.events) or (a.status == "depends" and self._norm(c).status == "applies")]
        found = [self._yield(clock, self._follow(clock, answer, answers), answers) for clock, answer in answers]
        return sorted(found, key=lambda a: (STATUSES.index(a.status), a.due or self._undated(a), STAGES.index(a.stage), a.id))

    def _undated(self, answer: ClockAnswer) -> datetime:
        """Where a clock without an instant stands: a first report at once before all that have a day, what waits for something else after them."""
        at_once = answer.stage == "initial" and not answer.period
        return self._incident.aware if at_once else datetime.max.replace(tzinfo=self._incident.aware.tzinfo) - timedelta(days=2)

    # ── one clock ───────────────────────────────────────────────────────────

    def _answer(self, clock: Clock) -> ClockAnswer:
        norm = self._norm(clock)
        due = self._due(clock, norm)
        status, missing, because = self._status(clock, norm, due)
        if status in ("due", "depends") and due.end is not None:
            self._remember(clock, norm, due.end)
        end = due.end if status != "not_applicable" else None
        return ClockAnswer(
            id=clock.id,
            act=norm.instrument,
            label=norm.label,
            provisions=_citations(self._book, dict.fromkeys((*clock.provisions, *(p for limit in clock.limits for p in limit.provisions)))),
            to=clock.addressee,
            stage=clock.stage,
            due=end.due if end else None,
            due_safe=end.safe if end else due.safe if status in ("due", "depends") else None,
            from_event=", ".join(self._book.events[e].key or self._book.events[e].label for e in clock.events),
            runs_from=clock.runs_from,
            period=due.period,
            promptness=clock.promptness,
            rule=end.rule if end else "",
            status=status,
            missing=missing,
            items=tuple(i.label for i in norm.items),
            not_twice=clock.not_twice,
            because=because,
            modality=norm.modality,
        )

    def _norm(self, clock: Clock) -> NormAnswer:
        """The norm that demands the report; of several, the one that binds most surely."""
        order = ("applies", "depends", "deemed_met", "upcoming", "proposed", "ended", "not_applicable")
        return min((self._norms[n] for n in clock.norms if n in self._norms), key=lambda n: (order.index(n.status), n.id in self._asleep, n.id))

    def _status(self, clock: Clock, norm: NormAnswer, due: _Due) -> tuple[ClockStatus, tuple[str, ...], str]:
        """The status, what is missing to settle it, and why, in words."""
        cited = ", ".join(p.label for p in norm.provisions)
        events = [e for e in clock.events if e in self._near] or clock.events
        value = self._happened.any(events)
        if value is False:
            barred = self._happened.barred(events)
            said = "this did not happen, as stated" if barred is None else f"such an event concerns others only: {barred.label}"
            return "not_applicable", (), said
        if norm.status == "upcoming":
            return "not_applicable", (), f"{cited} does not apply before {norm.applies_from or 'a day that depends on open facts'}"
        if norm.status == "depends" and norm.id in self._asleep:
            return "not_applicable", (), f"{cited} does not apply before {self._asleep[norm.id]}, if at all"
        if norm.status == "proposed":
            return "not_applicable", (), f"{cited} is proposed and binds nobody yet"
        if norm.status in ("ended", "not_applicable"):
            return "not_applicable", (), f"{cited} does not bind in this situation"
        special = next((r for r in norm.route if r.effect == "LexSpecialis" and r.route == "open"), None)
        if special is not None:
            return "replaced", (), f"{special.label}: {special.summary}"
        if norm.status == "deemed_met":
            return "replaced", (), f"{cited} is deemed met"
        if value is None and norm.status != "depends":
            labels = " or ".join(f"'{self._book.events[e].label}'" for e in events if self._happened.any((e,)) is None)
            return "depends", tuple(dict.fromkeys((*self._happened.open_keys(events), *due.missing))), f"{cited} binds if this happened: {labels}"
        missing = (*(self._happened.open_keys(events) if value is None else ()), *(norm.missing if norm.status == "depends" else ()))
        if missing or norm.status == "depends":
            return "depends", tuple(dict.fromkeys((*missing, *due.missing))), f"{cited} may bind: it depends on what is missing"
        if due.end is None and due.missing == (CLASSIFIED,):
            return "due", due.missing, f"{cited} binds; when it was classified is not stated"
        if due.end is None and clock.limits:
            return "depends", due.missing, f"{cited} binds; the moment from which the period runs is not known yet"
        return "due", due.missing, f"{cited} binds"

    @staticmethod
    def _follow(clock: Clock, answer: ClockAnswer, others: list[tuple[Clock, ClockAnswer]]) -> ClockAnswer:
        """What completes a first report, without a time of its own, is due no more surely than the first reports of its act are."""
        firsts = [a for c, a in others if a.act == answer.act and c.stage == "initial"]
        if clock.stage != "final" or clock.limits or not firsts:
            return answer
        best = min(firsts, key=lambda a: STATUSES.index(a.status))
        if STATUSES.index(best.status) <= STATUSES.index(answer.status):
            return answer
        missing = tuple(dict.fromkeys((*answer.missing, *best.missing)))
        because = best.because if best.status == "replaced" else "no first report is due that it could complete"
        if best.status == "depends":
            return msgspec.structs.replace(answer, status="depends", missing=missing, because="it completes a first report that may be due")
        return msgspec.structs.replace(answer, status=best.status, missing=(), because=because)

    def _yield(self, clock: Clock, answer: ClockAnswer, others: list[tuple[Clock, ClockAnswer]]) -> ClockAnswer:
        """A clock steps back for one not later, or as undated, that a narrower event starts, at the same stage of the same act."""
        if answer.status != "due":
            return answer
        for other, narrower in others:
            if narrower.status != "due" or (answer.due is None) != (narrower.due is None):
                continue
            no_later = answer.due is None or narrower.due is None or narrower.due <= answer.due
            if no_later and narrower.act == answer.act and other.stage == clock.stage and self._happened.narrower(other.events, clock.events):
                return msgspec.structs.replace(answer, status="replaced", because=self._in_favour_of(narrower, answer))
        return answer

    @staticmethod
    def _in_favour_of(narrower: ClockAnswer, answer: ClockAnswer) -> str:
        where = narrower.provisions[0].label
        return f"the shorter period of {where} counts" if narrower.due != answer.due else f"the report of {where} takes its place"

    # ── until when ──────────────────────────────────────────────────────────

    def _due(self, clock: Clock, norm: NormAnswer) -> _Due:
        """The earliest of the clock's limits."""
        ends, missing = [], []
        for limit in clock.limits:
            period = Period.of(limit.within)
            start, said = self._start(limit, clock, norm)
            if start is None:
                missing.append(limit.after)
                continue
            end = self._extended(clock, period, start)
            lapsing = self._incident.moment(limit.lapses_after) if limit.lapses_after else None
            if lapsing is None or lapsing <= end.safe:
                ends.append(End(end.due, end.safe, f"{period} after {limit.after_label}{said}: {end.rule}"))
        iso = "; ".join(limit.within for limit in clock.limits)
        if not ends:
            safe = [self._end(clock, Period.of(limit.within), self._incident.aware).safe for limit in clock.limits if limit.after == CLASSIFIED]
            return _Due(None, iso, tuple(missing), min(safe, default=None))
        first = min(ends, key=lambda e: e.due)
        rule = first.rule + (f"; at the latest, and earlier once known: {', '.join(missing)}" if missing else "")
        return _Due(End(first.due, min(e.safe for e in ends), rule), iso, tuple(missing))

    def _start(self, limit: Limit, clock: Clock, norm: NormAnswer) -> tuple[_Start | None, str]:
        """The instant from which a limit runs; of a report not yet made, the latest instants at which it is due."""
        stated = self._incident.moment(limit.after)
        if stated is not None:
            return _Start(stated, stated), ""
        for event in clock.events if limit.after in REPORTS else ():
            end = self._ends.get((norm.instrument, self._happened.family(event), REPORTS[limit.after]))
            if end is not None:
                return _Start(end.due, end.safe), f" (not made yet; counted from its latest instant, {end.due.isoformat(timespec='minutes')})"
        return None, ""

    def _remember(self, clock: Clock, norm: NormAnswer, end: End) -> None:
        for event in clock.events:
            key = (norm.instrument, self._happened.family(event), clock.stage)
            if key not in self._ends or end.due < self._ends[key].due:
                self._ends[key] = end

    def _end(self, clock: Clock, period: Period, event: datetime) -> End:
        """The end of a period, by Regulation 1182/71 in acts of the Union (and laws that carry them out), else by the plain calendar."""
        regimes = self._book.regimes
        act = self._book.instruments[self._book.provisions[clock.provisions[0]].instrument]
        wider = regimes[act.jurisdiction].part_of if act.jurisdiction in regimes else ""
        return period.end(event, self._days) if UNION in {act.jurisdiction, wider} else period.plain_end(event)

    def _extended(self, clock: Clock, period: Period, start: _Start) -> End:
        """The end of a period, moved to the next working day where the act has a rule of its own for that."""
        found = self._end(clock, period, start.due)
        end = End(found.due, self._end(clock, period, start.safe).safe, found.rule)
        if clock.ends_at is None:
            return end
        last = found.due if period.unit == "hours" else found.safe
        if self._days.is_working(last.date()):
            return End(last, end.safe, end.rule.split(";")[0])
        permissions = [self._norms[n] for n in clock.extended_by if n in self._norms]
        allowed = next((n for n in permissions if n.status == "applies"), None)
        if allowed is None:
            return End(last, end.safe, f"{end.rule.split(';')[0]}; no move to a working day for this entity, or not known")
        moved = datetime.combine(self._days.after(last.date()), clock.ends_at, last.tzinfo)
        return End(
            moved,
            end.safe,
            f"it would end on a weekend or holiday and may be met by {clock.ends_at:%H:%M} of the next working day ({allowed.provisions[0].label})",
        )


def _citations(book: Rulebook, provisions: Iterable[str]) -> tuple[Citation, ...]:
    return tuple(Citation(p, book.provisions[p].label, book.provisions[p].url) for p in provisions)
