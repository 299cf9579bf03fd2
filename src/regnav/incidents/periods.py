"""When a period ends, under Regulation (EEC, Euratom) No 1182/71.

The regulation counts periods in Union acts that have no rule of their own. Its Article 3 was read from quotations (3(1) second
subparagraph for days, 3(2)(b)-(c), 3(4) first subparagraph, 3(5)); its rules on periods in hours are taken from general
knowledge of the regulation, and each result says so. A period is an ISO 8601 duration in one unit (`PT72H`, `P15D`, `P1M`).

The laws of other regimes have rules of their own, which are not modelled: their periods are counted by the plain calendar, which
never ends later than a rule that moves the end to a working day, and each result says that too.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from regnav.errors import BadValue

UTC = ZoneInfo("UTC")
LAST_SECOND = time(23, 59, 59)
DURATION = re.compile(r"P(?:(?P<years>\d+)Y|(?P<months>\d+)M|(?P<weeks>\d+)W|(?P<days>\d+)D|T(?P<hours>\d+)H)")

BY_THE_HOUR = "hours run from the next full hour, through weekends and holidays (Reg. 1182/71, Art. 3, the hour rule from general knowledge)"
BY_THE_DAY = "the day of the event is not counted, and the period ends with its last day (Reg. 1182/71, Art. 3(1)-(2))"
MOVED = "; it would end on a weekend or holiday and so ends with the next working day (Art. 3(4))"
BY_THE_CLOCK = "hours run from the event, through weekends and holidays (plain count; the rules of that law on periods are not modelled)"
BY_THE_CALENDAR = "the day of the event is not counted, and weekends and holidays move nothing (plain count; the rules of that law on periods are not modelled)"
TWO_WORKING_DAYS = "; at least two working days must lie in it (Art. 3(5))"


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Saturdays, Sundays and the holidays given are not working days."""

    holidays: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.holidays

    def on_or_after(self, day: date) -> date:
        """The day itself, or the first working day that follows it."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def after(self, day: date) -> date:
        """The first working day after a day."""
        return self.on_or_after(day + timedelta(days=1))

    def count(self, days: Collection[date]) -> int:
        return sum(map(self.is_working, days))


@dataclass(frozen=True, slots=True)
class End:
    """The last instant of a period: by the regulation, and by the strictest count, with the rule in words."""

    due: datetime
    safe: datetime
    rule: str


@dataclass(frozen=True, slots=True)
class Period:
    """A number of hours, days, weeks, months or years."""

    number: int
    unit: str

    @classmethod
    def of(cls, text: str) -> Period:
        """A period from an ISO 8601 duration in one unit.

        Raises BadValue for any other text.
        """
        found = DURATION.fullmatch(text)
        if not found:
            raise BadValue("period", text, "an ISO 8601 duration in one unit, such as PT72H, P15D or P1M")
        unit, number = next((u, n) for u, n in found.groupdict().items() if n)
        return cls(int(number), unit)

    def __str__(self) -> str:
        """In words: '72 hours', '1 month'."""
        return f"{self.number} {self.unit if self.number != 1 else self.unit[:-1]}"

    def end(self, event: datetime, working: WorkingDays) -> End:
        """When the period ends that runs from an instant; instants stay in that instant's time zone."""
        return self._hours(event) if self.unit == "hours" else self._days(event, working)

    def plain_end(self, event: datetime) -> End:
        """When the period ends by the plain calendar, for laws whose rules on periods are not modelled."""
        if self.unit == "hours":
            end, rule = _later(event, hours=self.number), BY_THE_CLOCK
        else:
            end, rule = _close(self.last_day(event.date()), event.tzinfo), BY_THE_CALENDAR
        return End(end, end, rule)

    def _hours(self, event: datetime) -> End:
        """Hours are elapsed time: a change of the clocks neither lengthens nor shortens them."""
        next_hour = _later(event.replace(minute=0, second=0, microsecond=0), hours=1)
        return End(_later(next_hour, hours=self.number), _later(event, hours=self.number), BY_THE_HOUR)

    def _days(self, event: datetime, working: WorkingDays) -> End:
        last = self.last_day(event.date())
        moved, rule = working.on_or_after(last), BY_THE_DAY
        if moved != last:
            rule += MOVED
        if (last - event.date()).days >= 2 and (enough := self._with_two_working_days(event.date(), moved, working)) != moved:
            moved, rule = enough, rule + TWO_WORKING_DAYS
        return End(_close(moved, event.tzinfo), _close(last, event.tzinfo), rule)

    def last_day(self, event: date) -> date:
        """The calendar day on which the period ends, before any move to a working day."""
        if self.unit in ("days", "weeks"):
            return event + timedelta(**{self.unit: self.number})
        months = event.year * 12 + event.month - 1 + self.number * (12 if self.unit == "years" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(event.day, calendar.monthrange(year, month + 1)[1]))

    @staticmethod
    def _with_two_working_days(event: date, last: date, working: WorkingDays) -> date:
        within = [event + timedelta(days=n) for n in range(1, (last - event).days + 1)]
        for _ in range(2 - working.count(within)):
            last = working.after(last)
        return last


def _later(instant: datetime, *, hours: int) -> datetime:
    """An instant so many hours on, counted in elapsed time."""
    return (instant.astimezone(UTC) + timedelta(hours=hours)).astimezone(instant.tzinfo)


def _close(day: date, zone: tzinfo | None) -> datetime:
    """The last second of a day."""
    return datetime.combine(day, LAST_SECOND, zone)
