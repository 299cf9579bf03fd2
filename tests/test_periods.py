"""When periods end (Reg. 1182/71): hand-worked instants at the edges, and laws that hold for every period."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regnav.errors import BadValue
from regnav.incidents.periods import Period, WorkingDays
from regnav.incidents.working_days import working_days

BERLIN = ZoneInfo("Europe/Berlin")
CHRISTMAS = WorkingDays(frozenset({date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)}))


def at(text: str) -> datetime:
    """An instant in Berlin."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("period", "event", "due", "safe"),
    [
        # hours: the hour of the event is not counted, nor is the end moved to a working day
        ("PT72H", "2026-12-04T16:20", "2026-12-07T17:00+01:00", "2026-12-07T16:20+01:00"),
        ("PT72H", "2026-12-24T16:00", "2026-12-27T17:00+01:00", "2026-12-27T16:00+01:00"),
        ("PT24H", "2026-11-22T23:59", "2026-11-24T00:00+01:00", "2026-11-23T23:59+01:00"),
        # a change of the clocks neither lengthens nor shortens hours
        ("PT24H", "2027-03-27T10:30", "2027-03-28T12:00+02:00", "2027-03-28T11:30+02:00"),
        ("PT24H", "2026-10-24T10:30", "2026-10-25T10:00+01:00", "2026-10-25T09:30+01:00"),
        # days: the day of the event is not counted; a Saturday, Sunday or holiday moves the end
        ("P15D", "2026-12-01T09:00", "2026-12-16T23:59:59+01:00", "2026-12-16T23:59:59+01:00"),
        ("P15D", "2026-12-04T09:00", "2026-12-21T23:59:59+01:00", "2026-12-19T23:59:59+01:00"),
        ("P10D", "2026-12-15T09:00", "2026-12-28T23:59:59+01:00", "2026-12-25T23:59:59+01:00"),
        ("P14D", "2026-12-18T09:00", "2027-01-04T23:59:59+01:00", "2027-01-01T23:59:59+01:00"),
        # two days or more hold two working days at least
        ("P2D", "2026-12-03T09:00", "2026-12-07T23:59:59+01:00", "2026-12-05T23:59:59+01:00"),
        ("P2D", "2026-12-04T09:00", "2026-12-08T23:59:59+01:00", "2026-12-06T23:59:59+01:00"),
        ("P2D", "2026-12-07T09:00", "2026-12-09T23:59:59+01:00", "2026-12-09T23:59:59+01:00"),
        ("P1D", "2026-12-07T09:00", "2026-12-08T23:59:59+01:00", "2026-12-08T23:59:59+01:00"),
        # months and years: the same date, or the last day of a month that has none
        ("P1M", "2027-01-31T09:00", "2027-03-01T23:59:59+01:00", "2027-02-28T23:59:59+01:00"),
        ("P1M", "2028-01-31T09:00", "2028-02-29T23:59:59+01:00", "2028-02-29T23:59:59+01:00"),
        ("P1M", "2026-12-28T09:00", "2027-01-28T23:59:59+01:00", "2027-01-28T23:59:59+01:00"),
        ("P1Y", "2028-02-29T09:00", "2029-02-28T23:59:59+01:00", "2029-02-28T23:59:59+01:00"),
        ("P2W", "2026-12-01T09:00", "2026-12-15T23:59:59+01:00", "2026-12-15T23:59:59+01:00"),
    ],
)
def test_the_end_of_a_period(period: str, event: str, due: str, safe: str) -> None:
    end = Period.of(period).end(at(event), CHRISTMAS)
    assert (end.due.isoformat(), end.safe.isoformat()) == (datetime.fromisoformat(due).isoformat(), datetime.fromisoformat(safe).isoformat())


@pytest.mark.parametrize("text", ["72 hours", "P1Y6M", "P", "PT90M", ""])
def test_a_period_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        Period.of(text)


EVENTS = st.datetimes(datetime(2026, 1, 1), datetime(2032, 12, 31)).map(lambda d: d.replace(tzinfo=BERLIN))
PERIODS = st.builds(Period, st.integers(1, 40), st.sampled_from(["hours", "days", "weeks", "months", "years"]))
HOLIDAYS = st.frozensets(st.dates(date(2026, 1, 1), date(2034, 1, 1)), max_size=30).map(WorkingDays)


@given(PERIODS, EVENTS, HOLIDAYS)
def test_the_strict_count_is_never_later(period: Period, event: datetime, working: WorkingDays) -> None:
    end = period.end(event, working)
    assert event < end.safe <= end.due


@given(st.builds(Period, st.integers(1, 40), st.sampled_from(["days", "weeks", "months"])), EVENTS, HOLIDAYS)
def test_periods_in_days_end_on_working_days_and_hold_two(period: Period, event: datetime, working: WorkingDays) -> None:
    end = period.end(event, working)
    assert working.is_working(end.due.date())
    within = [event.date() + timedelta(days=n) for n in range(1, (end.due.date() - event.date()).days + 1)]
    assert working.count(within) >= (1 if (period.number, period.unit) == (1, "days") else 2)


@given(st.builds(Period, st.integers(1, 200), st.just("hours")), EVENTS)
def test_hours_are_elapsed_time(period: Period, event: datetime) -> None:
    end = period.end(event, WorkingDays())
    utc = ZoneInfo("UTC")
    assert end.safe.astimezone(utc) - event.astimezone(utc) == timedelta(hours=period.number)
    assert timedelta(0) < end.due.astimezone(utc) - end.safe.astimezone(utc) <= timedelta(hours=1)


def test_holidays_of_a_country_a_part_of_it_and_a_list() -> None:
    assert date(2026, 10, 3) in working_days("DE", [2026]).holidays
    assert date(2026, 1, 6) in working_days("DE-BY", [2026]).holidays
    assert date(2026, 1, 6) not in working_days("DE", [2026]).holidays
    assert working_days("2026-12-24,2026-12-31", [2026]).holidays == {date(2026, 12, 24), date(2026, 12, 31)}
    assert working_days(None, [2026]).holidays == frozenset()


@pytest.mark.parametrize("holidays", ["XX", "Atlantis", "2026-13-01"])
def test_unknown_holidays_are_refused(holidays: str) -> None:
    with pytest.raises(BadValue):
        working_days(holidays, [2026])
