"""Where the holidays come from: a country, or a list of days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from regnav.errors import BadValue, MissingExtra
from regnav.incidents.periods import WorkingDays


def working_days(holidays: str | Iterable[date | str] | None, years: Iterable[int]) -> WorkingDays:
    """Working days with the public holidays of a country (ISO 3166 code, such as `DE` or `DE-BY`), with the days listed, or with none.

    Raises BadValue for a country without a calendar or a day that is none, MissingExtra when a country is named and the package
    `holidays` is not installed.
    """
    if holidays is None:
        return WorkingDays()
    if not isinstance(holidays, str):
        return WorkingDays(frozenset(map(_day, holidays)))
    if holidays.strip()[:2].isalpha():
        return WorkingDays(_of_country(holidays.strip(), years))
    return WorkingDays(frozenset(_day(w.strip()) for w in holidays.split(",") if w.strip()))


def _of_country(code: str, years: Iterable[int]) -> frozenset[date]:
    try:
        import holidays
    except ImportError:
        raise MissingExtra("calendar", "the public holidays of a country") from None
    country, _, part = code.upper().partition("-")
    try:
        return frozenset(holidays.country_holidays(country, subdiv=part or None, years=years))
    except NotImplementedError:
        raise BadValue("holidays", code, "a country such as DE or DE-BY that has a calendar, or days such as 2026-12-25,2026-12-26") from None


def _day(word: date | str) -> date:
    if isinstance(word, date):
        return word
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise BadValue("holidays", word, "a day such as 2026-12-25, or a country such as DE") from None
