"""The verdict on a norm: scope · bearer · class · valid · begun · not exempt, on each day from `as_of` on.

All six are three-valued. The steps of a group of norms become a status with its dates.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from regnav.engine.law import Group, Law, Level
from regnav.engine.logic import Assignment
from regnav.engine.timeline import Situation, Stretch

Value = bool | None
Status = Literal["applies", "upcoming", "depends", "deemed_met", "ended", "not_applicable"]


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
class Step:
    """From `day` on, until the next step, the verdict is `value`."""

    day: date
    value: Value
    stretch: Stretch


@dataclass(frozen=True, slots=True)
class Verdict:
    """The status of a group of norms. `dates` are the days on which it will or may begin to apply."""

    status: Status
    applies_from: date | None
    applies_until: date | None
    dates: tuple[date, ...]
    decisive: Step
    """The step that the status rests on: where it applies, will apply, is open, or fails."""


def conjunction(*values: Value) -> Value:
    """Kleene's *and*."""
    if any(v is False for v in values):
        return False
    return None if any(v is None for v in values) else True


def bearing(group: Group, assignment: Assignment) -> Value:
    """Whether any bearer holds; a norm without bearers binds whoever is in scope."""
    found: Value = not group.bearers
    for bearer in group.bearers:
        value = assignment.value(bearer)
        if value:
            return True
        if value is None:
            found = None
    return found


def condition(group: Group, assignment: Assignment) -> Value:
    """Scope · bearer · class."""
    scope = True if group.scope is None else assignment.value(group.scope)
    if scope is False:
        return False
    applies = True if group.applies_to is None else assignment.value(group.applies_to)
    if applies is False:
        return False
    bearer = bearing(group, assignment)
    if bearer is False:
        return False
    return None if scope is None or applies is None or bearer is None else True


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


def bases(group: Group, situation: Situation) -> tuple[Value, ...]:
    """Scope · bearer · class on each stretch of days; worked out again only where one of their terms changes."""
    stretches = situation.stretches
    first = condition(group, stretches[0].assignment)
    if all(group.tested.isdisjoint(changed) for changed in situation.changed):
        return (first,) * len(stretches)
    return tuple(condition(group, stretch.assignment) for stretch in stretches)


def steps(law: Law, group: Group, situation: Situation, base: tuple[Value, ...]) -> list[Step]:
    """The verdict from `as_of` on, one step for each change."""
    found: list[Step] = []
    stretches = situation.stretches
    for place, stretch in enumerate(stretches):
        end = stretches[place + 1].start if place + 1 < len(stretches) else date.max
        for day, value in _within(law, group, stretch, end, base[place]):
            if not found or found[-1].value is not value:
                found.append(Step(day, value, stretch))
    return found


def _within(law: Law, group: Group, stretch: Stretch, end: date, base: Value) -> list[tuple[date, Value]]:
    if base is False or not stretch.state.holds(group.validity):
        return [(stretch.start, False)]
    begin = start(law.levels(group.rules, stretch.state), stretch.assignment)
    if group.rules and not begin.days:
        return [(stretch.start, False)]
    off = [(value, until) for when, until, _ in law.exemptions(group, stretch.state) if (value := stretch.assignment.value(when)) is not False]
    breaks = {stretch.start, *(d for d in (*begin.days, *(u for _, u in off if u)) if stretch.start < d < end)}
    return [(day, _on(day, base, begin, off)) for day in sorted(breaks)]


def _on(day: date, base: Value, begin: Start, off: Sequence[tuple[Value, date | None]]) -> Value:
    if begin.days and day < begin.days[0]:
        return False
    begun: Value = True if not begin.days or day >= begin.days[-1] else None
    free: Value = True
    for value, until in off:
        if until is None or day < until:
            if value:
                return False
            free = None
    return conjunction(base, begun, free)


class Verdicts:
    """The verdicts of one situation from `as_of` on; groups that begin and end alike share them."""

    def __init__(self, law: Law, situation: Situation) -> None:
        self._law = law
        self._situation = situation
        self._never = Verdict("not_applicable", None, None, (), Step(situation.as_of, False, situation.stretches[0]))
        self._memo: dict[tuple[int, tuple[Value, ...]], Verdict] = {}

    def of(self, group: Group, base: tuple[Value, ...] | None = None) -> Verdict:
        """The verdict of a group; `base` spares working out scope, bearer and class again. A norm that was ended counts as not applicable here."""
        if base is None:
            base = bases(group, self._situation)
        key = (group.dating, base)
        found = self._memo.get(key)
        if found is None:
            possible = any(value is not False for value in base)
            found = self._memo[key] = _standing(self._law, group, self._situation, base) if possible else self._never
        return found

    def all(self, base: Sequence[tuple[Value, ...]], replaced: Container[int]) -> list[Verdict]:
        """The verdict of each group, in the order of `Law.groups`; `replaced` are norms that another norm replaces."""
        found = []
        for (group, places), known in zip(self._law.groups, base, strict=True):
            result = self.of(group, known)
            if result.status == "not_applicable" and group.validity.ended_by is not None and places[0] not in replaced:
                result = _past(self._law, group, self._situation, result)
            found.append(result)
        return found


def _standing(law: Law, group: Group, situation: Situation, base: tuple[Value, ...]) -> Verdict:
    run = steps(law, group, situation, base)
    now = run[0]
    if now.value is True:
        return Verdict("applies", _since(law, group, now), _end(run, now), (), now)
    if now.value is None:
        return Verdict("depends", None, None, tuple(s.day for s in run[1:] if s.value is True), now)
    certain = next((s for s in run if s.value is True), None)
    possible = next((s for s in run if s.value is not False), None)
    if certain is not None and possible is not None:
        days = tuple(sorted({s.day for s in run if possible.day <= s.day <= certain.day}))
        return Verdict("upcoming", certain.day if len(days) == 1 else None, _end(run, certain), days, certain if len(days) == 1 else possible)
    if possible is not None:
        return Verdict("depends", None, None, (possible.day,), possible)
    return Verdict("not_applicable", None, None, (), now)


def _past(law: Law, group: Group, situation: Situation, never: Verdict) -> Verdict:
    """`ended` for a norm that nothing replaces and that did apply until it was ended."""
    last = _ended(law, group, situation)
    return never if last is None else Verdict("ended", None, last[0], (), last[1])


def _since(law: Law, group: Group, step: Step) -> date | None:
    """The day from which a norm that applies has applied, as far as rules, exemptions and instruments say."""
    begin = start(law.levels(group.rules, step.stretch.state), step.stretch.assignment)
    introduced = group.validity.introduced_by
    days = [*begin.days[-1:], *([law.rulebook.instruments[introduced].in_force] if introduced else [])]
    days += [until for when, until, _ in law.exemptions(group, step.stretch.state) if until and step.stretch.assignment.value(when)]
    return max(days, default=None)


def _end(run: list[Step], step: Step) -> date | None:
    """The first later day on which it surely no longer applies."""
    return next((s.day for s in run if s.day > step.day and s.value is False), None)


def _ended(law: Law, group: Group, situation: Situation) -> tuple[date, Step] | None:
    """The day on which a norm that did apply ceased to be valid, if it has."""
    ended_by = group.validity.ended_by
    if ended_by is None or ended_by not in situation.stretches[0].state.in_force:
        return None
    last = law.rulebook.instruments[ended_by].in_force
    stretch = situation.on(last - timedelta(days=1))
    value = _within(law, group, stretch, last, condition(group, stretch.assignment))[0][1]
    return (last, Step(stretch.start, value, stretch)) if value else None
