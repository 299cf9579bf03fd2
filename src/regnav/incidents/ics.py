"""The clocks of an incident as an iCalendar file (RFC 5545): one event a report that is due or may be."""

from __future__ import annotations

from datetime import timedelta

from regnav.errors import MissingExtra
from regnav.incidents.report import ClockAnswer, IncidentReport


def as_ics(report: IncidentReport, warning: timedelta = timedelta(hours=2)) -> str:
    """The text of the file; each event ends at the last instant and warns before the strictest one.

    Raises MissingExtra when the package `icalendar` is not installed.
    """
    try:
        from icalendar import Calendar
    except ImportError:
        raise MissingExtra("calendar", "the calendar format") from None
    calendar = Calendar()
    calendar.add("prodid", "-//regnav//incident clocks//EN")
    calendar.add("version", "2.0")
    for clock in report.clocks:
        if clock.due is not None and clock.status in ("due", "depends"):
            calendar.add_component(_event(report, clock, warning))
    text: bytes = calendar.to_ical()
    return text.decode()


def _event(report: IncidentReport, clock: ClockAnswer, warning: timedelta):  # type: ignore[no-untyped-def]
    from icalendar import Alarm, Event

    assert clock.due is not None and clock.due_safe is not None
    event = Event()
    event.add("uid", f"{clock.id}.{report.aware.isoformat()}@regnav")
    event.add("dtstamp", report.aware)
    event.add("dtstart", clock.due)
    event.add("dtend", clock.due)
    event.add("summary", ("May be due: " if clock.status == "depends" else "Due: ") + f"{clock.label} ({clock.provisions[0].label})")
    event.add(
        "description",
        "\n".join(
            (f"To: {clock.to}", *filter(None, (clock.promptness, clock.rule)), f"Strictest count: {clock.due_safe.isoformat()}", *clock.items, report.notice)
        ),
    )
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", clock.label)
    alarm.add("trigger", clock.due_safe - clock.due - warning)
    event.add_component(alarm)
    return event
