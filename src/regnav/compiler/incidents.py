"""Events, and the clocks that they start."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

from regnav.compiler.statements import Record, Records
from regnav.compiler.terms import Vocabulary
from regnav.names import short
from regnav.rulebook import Clock, Event, Limit, Norm


def events(records: Records, words: Vocabulary) -> dict[str, Event]:
    """Event types by identifier; what is related to another is so both ways."""
    found = {short(r.node): r for r in records.typed("EventType")}
    related: dict[str, set[str]] = {name: set(r.short("related")) for name, r in found.items()}
    for name, r in found.items():
        for other in r.short("related"):
            related[other].add(name)
    return {name: _event(name, r, sorted(related[name]), words) for name, r in found.items()}


def _event(name: str, record: Record, related: Iterable[str], words: Vocabulary) -> Event:
    return Event(
        id=name,
        key=record.text("notation"),
        label=record.text("prefLabel"),
        summary=record.text("definition"),
        broader=record.short("broader"),
        related=tuple(related),
        provisions=record.short("definedIn"),
        recognised_by=words.optional(record, "recognisedBy"),
        concerns=words.optional(record, "concerns"),
    )


def clocks(records: Records, words: Vocabulary, norms: Iterable[Norm]) -> dict[str, Clock]:
    """Clocks by identifier; each belongs to the norms that have it as a deadline."""
    owners: dict[str, list[str]] = {}
    for norm in norms:
        for period in norm.deadlines:
            owners.setdefault(period.id, []).append(norm.id)
    return {short(r.node): _clock(r, records, words, owners.get(short(r.node), ())) for r in records.typed("Clock")}


def _clock(record: Record, records: Records, words: Vocabulary, norms: Iterable[str]) -> Clock:
    at = record.one("endsAt")
    return Clock(
        id=short(record.node),
        label=record.text("prefLabel"),
        events=record.short("startedBy"),
        stage=record.text("stage"),
        limits=tuple(_limit(r, records) for r in (record, *(records[n] for n in record.all("limit"))) if r.one("within")),
        promptness=record.text("promptness"),
        runs_from=record.text("runsFrom"),
        addressee=record.text("addressee"),
        not_twice=record.text("notTwice"),
        provisions=record.short("basis"),
        norms=tuple(norms),
        extended_by=record.short("extendedBy"),
        ends_at=time.fromisoformat(at) if at else None,
        validity=words.validity(record),
    )


def _limit(record: Record, records: Records) -> Limit:
    after, lapses = records[record.need("after")], record.one("lapsesAfter")
    return Limit(
        within=record.need("within"),
        after=after.need("notation"),
        after_label=after.need("prefLabel"),
        lapses_after=records[lapses].need("notation") if lapses else "",
        provisions=record.short("basis"),
    )
