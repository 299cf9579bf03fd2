"""`regnav incident`: the clocks that an incident starts for a system."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from regnav.cli.commands import LawAsOf, NeededPath, Sets, app, described, emit, emit_json, navigator

if TYPE_CHECKING:
    from regnav.assessment import Because
    from regnav.incidents import ClockAnswer, IncidentReport


class IncidentFormat(StrEnum):
    """How the clocks are printed."""

    table = "table"
    json = "json"
    ics = "ics"


MISSING = 5
"""How many missing facts a clock names."""
BESIDES = 6
"""How many norms without a clock of their own are named of each act."""
HEADINGS = {"due": "Due", "open": "Open to you", "depends": "May be due", "replaced": "Replaced", "not_applicable": "Not due"}

Flag = Annotated[bool | None, typer.Option(help="Whether the serious incident of an AI system was of this kind; unknown when not said.")]

Event = Annotated[list[str], typer.Option("--event", metavar="KEY[,KEY]", help="What happened: personal-data-breach,cyber-incident (all: --list-events).")]
AWARE = "When you became aware (for a request: it arrived; a ransom: it was paid; a disruption: it began), as 2026-12-24T16:30+01:00."
CLASSIFIED = "When you judged it: classified it as major (DORA), or concluded that it must be notified (Singapore)."
FIX_AVAILABLE = "When an update or other measure against the vulnerability was there (Cyber Resilience Act)."
INITIAL_REPORT = "When you made the first report or early warning, if you have."
INTERMEDIATE_REPORT = "When you made the second report or incident notification, or last updated it, if you have."
HANDLED = "When a long incident was over and dealt with (NIS2: final report after a progress report)."


def _list_events(wanted: bool) -> None:
    """Prints what can be named by --event, --is and --is-not, the narrower ones below the broader."""
    if wanted:
        events = sorted(navigator().rulebook.events.values(), key=lambda e: e.key.replace(".", "\0"))
        emit("\n".join(f"{'  ' * e.key.count('.')}{e.key}  {e.label}" for e in events if e.key))
        raise typer.Exit


ListEvents = Annotated[bool, typer.Option("--list-events", is_eager=True, callback=_list_events, help="Print every event that can be named, and stop.")]


@app.command()
def incident(
    file: NeededPath,
    event: Event,
    aware: Annotated[str, typer.Option("--aware", metavar="TIME", help=AWARE)],
    classified: Annotated[str | None, typer.Option(metavar="TIME", help=CLASSIFIED)] = None,
    fix_available: Annotated[str | None, typer.Option(metavar="TIME", help=FIX_AVAILABLE)] = None,
    initial_report: Annotated[str | None, typer.Option(metavar="TIME", help=INITIAL_REPORT)] = None,
    intermediate_report: Annotated[str | None, typer.Option(metavar="TIME", help=INTERMEDIATE_REPORT)] = None,
    handled: Annotated[str | None, typer.Option(metavar="TIME", help=HANDLED)] = None,
    death: Flag = None,
    critical_infrastructure: Flag = None,
    widespread: Flag = None,
    yes: Annotated[list[str] | None, typer.Option("--is", metavar="KEY", help="A narrower event that happened, e.g. personal-data-breach.risk.")] = None,
    no: Annotated[list[str] | None, typer.Option("--is-not", metavar="KEY", help="A narrower event that did not happen.")] = None,
    holidays: Annotated[str | None, typer.Option("--holidays", metavar="COUNTRY|LIST", help="DE, DE-BY, or days such as 2026-12-25,2026-12-26.")] = None,
    zone: Annotated[str | None, typer.Option("--zone", metavar="NAME", help="Time zone of the times, e.g. Europe/Berlin (default: yours).")] = None,
    sets: Sets = None,
    law_as_of: LawAsOf = None,
    list_events: ListEvents = False,
    format: Annotated[IncidentFormat, typer.Option("--format", "-f", help="How to print the clocks.")] = IncidentFormat.table,
) -> None:
    """To whom an incident must be reported, by when, and with what: the clocks under every act that applies."""
    from regnav.incidents import Incident, clocks_of
    from regnav.incidents.instants import read_instant, read_zone

    kinds = {"ai-serious-incident.death": death, "ai-serious-incident.critical-infrastructure": critical_infrastructure}
    kinds |= {"ai-serious-incident.widespread": widespread}
    known = {key: value for key, value in kinds.items() if value is not None}
    known |= dict.fromkeys(yes or (), True) | dict.fromkeys(no or (), False)
    where = read_zone(zone)
    what = Incident(
        events=tuple(key.strip() for word in event for key in word.split(",") if key.strip()),
        aware=read_instant("aware", aware, where, local=True),
        known=known,
        classified=read_instant("classified", classified, where, local=True) if classified else None,
        fix_available=read_instant("fix-available", fix_available, where, local=True) if fix_available else None,
        initial_report=read_instant("initial-report", initial_report, where, local=True) if initial_report else None,
        intermediate_report=read_instant("intermediate-report", intermediate_report, where, local=True) if intermediate_report else None,
        handled=read_instant("handled", handled, where, local=True) if handled else None,
        holidays=holidays,
    )
    report = clocks_of(navigator(), described(file, None, sets), what, law_as_of)
    if format is IncidentFormat.json:
        emit_json(report)
    elif format is IncidentFormat.ics:
        from regnav.incidents.ics import as_ics

        sys.stdout.write(as_ics(report))
    else:
        emit("\n".join(_lines(report)))


def _lines(report: IncidentReport) -> Iterator[str]:
    yield report.title or "Incident"
    yield f"aware {_shown(report.aware)} · law known on {report.law_as_of}"
    yield "happened: " + "; ".join(e.label for e in report.events if e.happened == "true")
    for event in report.events:
        if event.because is not None:
            yield f"{event.label}: {'yes' if event.happened == 'true' else 'no'} ({event.because.label}: {'; '.join(_grounds(event.because))})"
    if not report.holidays_given:
        yield "no holidays given (--holidays): Saturdays and Sundays alone are taken as days off; the strictest count needs none"
    for status, heading in HEADINGS.items():
        found = [c for c in report.clocks if _place(c) == status]
        if found:
            yield f"\n{heading} ({len(found)})"
        for clock in found:
            yield from [_not_due_line(clock)] if status == "not_applicable" else _clock_lines(clock)
    if all(c.status == "not_applicable" for c in report.clocks):
        spared = any(e.happened == "false" for e in report.events)
        why = "by what is stated, nothing happened that would start one" if spared else "no act that applies to this system counts these events"
        yield f"\nNo clock runs: {why}."
    yield from _besides_lines(report)
    yield f"\n{report.notice}"


def _grounds(step: Because) -> dict[str, None]:
    """What was stated that a proof rests on, in the words in which it was."""
    if not step.because:
        return {step.note: None} if step.note else {}
    return {words: None for below in step.because for words in _grounds(below)}


def _besides_lines(report: IncidentReport) -> Iterator[str]:
    """What else the events set in motion, the first few of each act."""
    if report.besides:
        yield f"\nAlso set in motion, without a clock of its own ({len(report.besides)})"
    for act in dict.fromkeys(norm.act for norm in report.besides):
        norms = [norm for norm in report.besides if norm.act == act]
        for norm in norms[:BESIDES]:
            may = "May: " if norm.modality == "permission" and not norm.label.startswith("May ") else ""
            yield f"  {may}{norm.label}  [{', '.join(p.label for p in norm.provisions)}]"
        if norms[BESIDES:]:
            yield f"  {len(norms[BESIDES:])} more of the same act (--format json lists them)"


def _place(clock: ClockAnswer) -> str:
    """The heading under which a clock stands: what may be done is not due."""
    return "open" if clock.status == "due" and clock.modality == "permission" else clock.status


def _not_due_line(clock: ClockAnswer) -> str:
    return f"  {clock.label}  [{', '.join(p.label for p in clock.provisions)}]: {clock.because}"


def _clock_lines(clock: ClockAnswer) -> Iterator[str]:
    head = _shown(clock.due) if clock.due else clock.promptness or "time not known yet"
    yield f"\n  {head}  {clock.label}  [{', '.join(p.label for p in clock.provisions)}]"
    yield f"      to {clock.to}"
    if clock.due_safe and clock.due_safe != clock.due:
        yield f"      strictest count: {_shown(clock.due_safe)}"
    if clock.due and clock.promptness:
        yield f"      {clock.promptness}; at the latest:"
    if clock.rule:
        yield f"      {clock.rule}"
    if clock.runs_from and ";" not in clock.period and clock.status in ("due", "depends"):
        yield f"      counted from: {clock.runs_from}"
    if clock.status != "due":
        yield f"      {clock.because}"
    if clock.missing:
        more = f" and {len(clock.missing) - MISSING} more (--format json lists them)" if len(clock.missing) > MISSING else ""
        yield f"      missing: {', '.join(clock.missing[:MISSING])}{more}"
    for item in clock.items if clock.status in ("due", "depends") else ():
        yield f"      - {item}"
    if clock.not_twice:
        yield f"      {clock.not_twice}"


def _shown(instant: datetime) -> str:
    return f"{instant:%a} {instant.isoformat(sep=' ', timespec='minutes')}"
