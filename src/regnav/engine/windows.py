"""When the law lets norms apply, apart from their condition: valid · begun · not exempt, from day to day.

That hangs on the state of the law and on the values of the few classes that rules govern and exemptions rest on. So a window is worked out
once for each combination of these values that is met, and shared by all situations.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from regnav.engine.law import Group, Law, Level, State
from regnav.engine.logic import Assignment

Value = bool | None
KEPT = 20_000
"""How many windows are kept; with more they are worked out anew, so that no stream of systems fills the memory."""


@dataclass(frozen=True, slots=True)
class Start:
    """When the rules let a norm begin: every day that is possible, and the rule behind each."""

    days: tuple[date, ...]
    rules: tuple[int, ...]
    open: tuple[int, ...]
    """Classes that are unknown and would decide between the days."""
    used: tuple[int, ...]
    """Classes whose value led here."""


@dataclass(frozen=True, slots=True)
class Window:
    """The value from each of `days` on; the first day is the first of all. `since` is the day from which a norm that applies has applied."""

    days: tuple[date, ...]
    values: tuple[Value, ...]
    since: date | None

    def between(self, start: date, end: date) -> Iterator[tuple[date, Value]]:
        """The values from one day until before another, each from its first day there on."""
        place = bisect_right(self.days, start)
        yield start, self.values[place - 1]
        while place < len(self.days) and self.days[place] < end:
            yield self.days[place], self.values[place]
            place += 1


NEVER = Window((date.min,), (False,), None)


def window(law: Law, dating: int, state: State, assignment: Assignment, values: tuple[int, int]) -> Window:
    """The window of a dating; `values` are those of all `Law.dating_terms` under the assignment. Alike windows are the same object."""
    shared = law.datings[dating]
    key = (dating, state, values[0] & shared.terms, values[1] & shared.terms)
    found = law.windows.get(key)
    if not isinstance(found, Window):
        if len(law.windows) >= KEPT:
            law.windows.clear()
            law.same_windows.clear()
        made = _window(law, shared.group, state, assignment)
        found = law.windows[key] = law.same_windows.setdefault(made, made)
    assert isinstance(found, Window)
    return found


def _window(law: Law, group: Group, state: State, assignment: Assignment) -> Window:
    if not state.holds(group.validity):
        return NEVER
    begin = start(law.levels(group.rules, state), assignment)
    if group.rules and not begin.days:
        return NEVER
    off = [(value, until) for when, until, _ in law.exemptions(group, state) if (value := assignment.value(when)) is not False]
    days: list[date] = []
    values: list[Value] = []
    for day in sorted({date.min, *begin.days, *(until for _, until in off if until)}):
        value = _on(day, begin, off)
        if not days or value is not values[-1]:
            days.append(day)
            values.append(value)
    return Window(tuple(days), tuple(values), _since(law, group, begin, off))


def _on(day: date, begin: Start, off: Sequence[tuple[Value, date | None]]) -> Value:
    if begin.days and day < begin.days[0]:
        return False
    found: Value = True if not begin.days or day >= begin.days[-1] else None
    for exempt, until in off:
        if until is None or day < until:
            if exempt:
                return False
            found = None
    return found


def _since(law: Law, group: Group, begin: Start, off: Sequence[tuple[Value, date | None]]) -> date | None:
    """The day from which a norm that applies has applied, as far as rules, exemptions and instruments say."""
    introduced = group.validity.introduced_by
    entered = law.rulebook.instruments[introduced].in_force if introduced else None
    days = [*begin.days[-1:], *([entered] if entered else [])]
    return max([*days, *(until for exempt, until in off if until and exempt)], default=None)


def start(levels: tuple[Level, ...], assignment: Assignment) -> Start:
    """The possible first days: the deepest level that matches, with classes still unknown leaving several."""
    found = assignment.starts.get(id(levels))
    if not isinstance(found, Start):
        found = assignment.starts[id(levels)] = _start(levels, assignment)
    return found


def _start(levels: tuple[Level, ...], assignment: Assignment) -> Start:
    days: dict[date, int] = {}
    unknown: list[int] = []
    used: list[int] = []
    for level in levels:
        certain: tuple[date, int] | None = None
        maybe: list[tuple[date, int, int]] = []
        for governs, day, rule in level.governed:
            value = assignment.value(governs)
            if value:
                certain = certain or (day, rule)
                used.append(governs)
            elif value is None:
                maybe.append((day, rule, governs))
            else:
                used.append(governs)
        for day, rule, governs in maybe:
            if certain is None or day < certain[0]:
                days.setdefault(day, rule)
                unknown.append(governs)
        last = certain or level.plain
        if last is not None:
            days.setdefault(*last)
            break
    ordered = sorted(days)
    return Start(tuple(ordered), tuple(days[d] for d in ordered), tuple(unknown), tuple(used))
