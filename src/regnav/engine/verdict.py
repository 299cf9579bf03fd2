"""The verdict on a norm: scope · bearer · class · valid · begun · not exempt, on each day from `as_of` on.

All six are three-valued. The first three are the condition (`conditions`), the others the window (`windows`); their conjunction from day to day
becomes a status with its dates. Groups of norms with the same condition and the same window stand alike, so a verdict is reached once for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

import msgspec

from regnav.engine.conditions import Held, members
from regnav.engine.law import Dating, Group, Law
from regnav.engine.timeline import Situation, Stretch
from regnav.engine.windows import Value, Window, window

Status = Literal["applies", "upcoming", "depends", "deemed_met", "proposed", "ended", "not_applicable"]
Quick = Status | Literal["not_assessed"]
"""A status, or that its regime or act is left out."""
Base = tuple[Value, ...]
"""A condition on each stretch of days."""


class Step(msgspec.Struct, frozen=True):
    """From `day` on, until the next step, the verdict is `value`."""

    day: date
    value: Value
    stretch: Stretch


class Verdict(msgspec.Struct, frozen=True):
    """The status of a group of norms. `dates` are the days on which it will or may begin to apply."""

    status: Status
    applies_from: date | None
    applies_until: date | None
    dates: tuple[date, ...]
    decisive: Step
    """The step that the status rests on: where it applies, will apply, is open, or fails."""


class Alike(msgspec.Struct, frozen=True):
    """Groups (as bits) that share dating and condition, with their windows and their verdict."""

    groups: int
    dating: int
    base: Base
    windows: tuple[Window, ...]
    verdict: Verdict


class Verdicts:
    """The verdicts of one situation from `as_of` on; groups that begin and end alike share them."""

    def __init__(self, law: Law, situation: Situation, usual: Verdicts | None = None) -> None:
        """`usual` are the verdicts of a situation that may share assignments with this one."""
        self._known: dict[int, tuple[Held, tuple[int, int]]] = dict(usual._known) if usual is not None else {}
        known = self._known
        self._law = law
        self.situation = situation
        stretches = situation.stretches
        needs = law.needs(situation.groups)
        for assignment in situation.assignments:
            if id(assignment) not in known:
                known[id(assignment)] = needs.conditions.of(assignment.truth), needs.dating.of(assignment.truth)
        self.held = [known[id(s.assignment)][0] for s in stretches]
        """The condition of all groups on each stretch."""
        self.values = [known[id(s.assignment)][1] for s in stretches]
        """The values of `Law.dating_terms` on each stretch."""
        self._conditions = tuple({id(s.assignment): held for s, held in zip(stretches, self.held, strict=True)}.values())
        self.never = Verdict("not_applicable", None, None, (), Step(situation.as_of, False, stretches[0]))

    @property
    def possible(self) -> int:
        """The groups of the regimes assessed whose condition holds, or may, on some day."""
        found = 0
        for held in self._conditions:
            found |= held.true | held.open
        return found & self.situation.groups

    @property
    def _mortal(self) -> Iterator[int]:
        """The groups of the regimes assessed whose norms some instrument ends."""
        return (number for number in self._law.mortal if self.situation.groups >> number & 1)

    def alike(self, groups: int = -1) -> Iterator[Alike]:
        """The groups that can apply at all, put together with those that stand alike; only these groups, if given as bits."""
        groups &= self.possible
        for dating, shared in enumerate(self._law.datings):
            here = shared.groups & groups
            if here:
                windows = self.windows(dating)
                for part, base in self._parted(here):
                    verdict = self._awaiting(shared, base) if shared.unstarted else self.standing(base, windows)
                    yield Alike(part, dating, base, windows, verdict)

    def _parted(self, groups: int) -> list[tuple[int, Base]]:
        """Groups put apart by their condition on each stretch."""
        if len(self._conditions) == 1:
            (held,) = self._conditions
            parts: list[tuple[int, Value]] = [(groups & held.true, True), (groups & held.open, None)]
            return [(part, (value,) * len(self.held)) for part, value in parts if part]
        found: list[tuple[int, Base]] = [(groups, ())]
        for held in self.held:
            found = [(part, (*base, value)) for whole, base in found for part, value in _three(whole, held) if part]
        return found

    def windows(self, dating: int) -> tuple[Window, ...]:
        """The window of a dating on each stretch."""
        return tuple([window(self._law, dating, s.state, s.assignment, v) for s, v in zip(self.situation.stretches, self.values, strict=True)])

    def of(self, group: Group) -> Verdict:
        """The verdict of one group. A norm that was ended counts as not applicable here."""
        base = tuple([None if h.open >> group.number & 1 else bool(h.true >> group.number & 1) for h in self.held])
        if not self.situation.groups >> group.number & 1 or all(value is False for value in base):
            return self.never
        shared = self._law.datings[group.dating]
        return self._awaiting(shared, base) if shared.unstarted else self.standing(base, self.windows(group.dating))

    def all(self) -> list[Verdict]:
        """The verdict of each group, in the order of `Law.groups`."""
        return self.filled(self.alike())

    def filled(self, classes: Iterator[Alike] | list[Alike]) -> list[Verdict]:
        """The verdict of each group, given those that stand alike."""
        found = [self.never] * len(self._law.groups)
        for alike in classes:
            for number in members(alike.groups):
                found[number] = alike.verdict
        for number in self._mortal:
            if found[number].status == "not_applicable":
                found[number] = self._past(number, found[number])
        return found

    def statuses(self) -> dict[str, str]:
        """The status of every norm by identifier; `not_assessed` for those of a regime or act that is left out."""
        found = self._law.nowhere(self.situation.groups).copy()
        names = self._law.names
        for alike in self.alike():
            status = alike.verdict.status
            if status != "not_applicable":
                for number in members(alike.groups):
                    for name in names[number]:
                        found[name] = status
        for number in self._mortal:
            if found[names[number][0]] == "not_applicable" and self._past(number, self.never).status == "ended":
                found.update(dict.fromkeys(names[number], "ended"))
        return found

    # ── one verdict ─────────────────────────────────────────────────────────

    def _awaiting(self, shared: Dating, base: Base) -> Verdict:
        """Of norms whose instrument has no day of entry into force: proposed while the proposal stands, upcoming once it is enacted."""
        validity, known = shared.group.validity, self.situation.known
        value = base[0] if base[0] is not False else next(v for v in base if v is not False)
        if validity.introduced_by not in known or validity.ended_by in known:
            return self.never
        step = Step(self.situation.as_of, value, self.situation.stretches[0])
        instrument = self._law.rulebook.instruments[validity.introduced_by]
        if (instrument.former_force or instrument.force) == "proposed":
            return Verdict("proposed", None, None, (), step)
        return Verdict("depends" if value is None else "upcoming", None, None, (), step)

    def standing(self, base: Base, windows: tuple[Window, ...]) -> Verdict:
        """The verdict of groups with this condition and these windows."""
        run = self._run(base, windows)
        now = run[0]
        if now.value is True:
            return Verdict("applies", windows[0].since, _end(run, now), (), now)
        if now.value is None:
            return Verdict("depends", None, None, tuple([s.day for s in run if s.value is True]), now)
        certain = next((s for s in run if s.value is True), None)
        possible = next((s for s in run if s.value is not False), None)
        if certain is not None and possible is not None:
            days = tuple(sorted({s.day for s in run if possible.day <= s.day <= certain.day}))
            return Verdict("upcoming", certain.day if len(days) == 1 else None, _end(run, certain), days, certain if len(days) == 1 else possible)
        if possible is not None:
            return Verdict("depends", None, None, (possible.day,), possible)
        return Verdict("not_applicable", None, None, (), now)

    def _run(self, base: Base, windows: tuple[Window, ...]) -> list[Step]:
        """The verdict from `as_of` on, one step for each change."""
        found: list[Step] = []
        stretches = self.situation.stretches
        for place, stretch in enumerate(stretches):
            end = stretches[place + 1].start if place + 1 < len(stretches) else date.max
            condition = base[place]
            pieces = ((stretch.start, False),) if condition is False else windows[place].between(stretch.start, end)
            for day, value in pieces:
                if condition is None and value:
                    value = None
                if not found or found[-1].value is not value:
                    found.append(Step(day, value, stretch))
        return found

    def _past(self, number: int, never: Verdict) -> Verdict:
        """`ended` for a norm that nothing replaces and that did apply until it was ended."""
        group, places = self._law.groups[number]
        ended_by = group.validity.ended_by
        if ended_by is None or places[0] in self._law.replaced(self.situation.known) or ended_by not in self.situation.stretches[0].state.in_force:
            return never
        last = self._law.rulebook.instruments[ended_by].in_force
        assert last is not None  # it is in force
        stretch = self.situation.on(last - timedelta(days=1))
        truth = stretch.assignment.truth
        needs = self._law.needs(self.situation.groups)
        held = needs.conditions.of(truth)
        days = window(self._law, group.dating, stretch.state, stretch.assignment, needs.dating.of(truth))
        value = None if held.open >> number & 1 else bool(held.true >> number & 1)
        then = _and(value, next(days.between(stretch.start, last))[1])
        return Verdict("ended", None, last, (), Step(stretch.start, then, stretch)) if then else never


def _and(one: Value, other: Value) -> Value:
    """Kleene's *and*."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _three(groups: int, held: Held) -> tuple[tuple[int, Value], ...]:
    return (groups & held.true, True), (groups & held.open, None), (groups & ~(held.true | held.open), False)


def _end(run: list[Step], step: Step) -> date | None:
    """The first later day on which it surely no longer applies."""
    return next((s.day for s in run if s.day > step.day and s.value is False), None)
