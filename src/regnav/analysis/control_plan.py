"""The controls for a system: the smallest set that serves what applies, in the order of dates."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Literal

import msgspec

from regnav.analysis.set_cover import smallest_cover
from regnav.assessment import NOTICE, Assessment, Engine, NormAnswer
from regnav.rulebook import Norm, Rulebook


class ServedNorm(msgspec.Struct, frozen=True, gc=False):
    """A norm that a control serves: `meets` when the control is by itself enough, `supports` when it helps."""

    id: str
    label: str
    act: str
    citation: str
    how: Literal["meets", "supports"]
    applies_from: date | None


class PlannedControl(msgspec.Struct, frozen=True):
    """A control of the plan: by when its first norm applies, and what it buys in each act (number of norms)."""

    id: str
    label: str
    summary: str
    area: str
    references: tuple[str, ...]
    start: date | None
    buys: dict[str, int]
    norms: tuple[ServedNorm, ...]


class Uncovered(msgspec.Struct, frozen=True, gc=False):
    """A norm that no control serves, and why."""

    id: str
    label: str
    act: str
    citation: str
    reason: str


class ControlPlan(msgspec.Struct, frozen=True):
    """The plan: `at_least` is the proven lower bound of the number of controls; equal to their number, the plan is the smallest there is.

    `only_supported` lists norms for which no control of the catalogue is by itself enough: the plan holds one that helps.
    `left_out` counts norms that depend on open facts, unless they were asked for. `acts` names each act by its key.
    """

    title: str
    as_of: date
    law_as_of: date
    regnav: Engine
    notice: str
    acts: dict[str, str]
    solver: str
    at_least: int
    controls: tuple[PlannedControl, ...]
    only_supported: tuple[str, ...]
    uncovered: tuple[Uncovered, ...]
    left_out: int


def control_plan(book: Rulebook, answer: Assessment, depending: bool = False, voluntary: bool = False) -> ControlPlan:
    """The smallest set of controls for the duties that apply or will, ordered by the day on which the first norm of each begins.

    A norm that some control meets by itself gets one of those; else one that supports it. `depending` takes in norms that depend on
    open facts, `voluntary` recommendations. Raises MissingExtra without the package `highspy`.
    """
    norms = {n.id: n for n in book.norms}
    wanted = {a.id: a for a in answer.norms if _counts(a, voluntary) and a.status in ({"applies", "upcoming"} | ({"depends"} if depending else set()))}
    serving = {name: norms[name].satisfied_by or norms[name].supported_by for name in wanted}
    sets: dict[str, set[str]] = defaultdict(set)
    for name, controls in serving.items():
        for control in controls:
            sets[control].add(name)
    cover = smallest_cover(sets, [name for name, controls in serving.items() if controls])
    planned = (
        _planned(book, control, [(wanted[n], norms[n]) for n in wanted if control in (*norms[n].satisfied_by, *norms[n].supported_by)])
        for control in cover.chosen
    )
    return ControlPlan(
        title=answer.title,
        as_of=answer.as_of,
        law_as_of=answer.law_as_of,
        regnav=answer.regnav,
        notice=NOTICE,
        acts=answer.acts,
        solver=cover.solver,
        at_least=cover.at_least,
        controls=tuple(sorted(planned, key=lambda c: (c.start or date.max, -len(c.norms), c.id))),
        only_supported=tuple(name for name in wanted if norms[name].supported_by and not norms[name].satisfied_by),
        uncovered=tuple(_uncovered(a, norms[a.id]) for a in wanted.values() if not serving[a.id]),
        left_out=0 if depending else sum(a.status == "depends" and _counts(a, voluntary) for a in answer.norms),
    )


def _counts(answer: NormAnswer, voluntary: bool) -> bool:
    """Duties count; permissions do not, recommendations only when asked for."""
    return answer.modality in ("obligation", "prohibition") or (voluntary and answer.modality == "recommendation")


def _planned(book: Rulebook, control: str, served: Iterable[tuple[NormAnswer, Norm]]) -> PlannedControl:
    entry = book.catalogue[control]
    found = sorted((_served(control, a, n) for a, n in served), key=lambda s: (s.applies_from or date.max, s.act, s.id))
    dates = [s.applies_from for s in found if s.applies_from]
    return PlannedControl(
        id=control,
        label=entry.label,
        summary=entry.summary,
        area=", ".join(book.labels.get(b, b) for b in entry.broader),
        references=entry.references,
        start=min(dates, default=None),
        buys=dict(sorted(Counter(s.act for s in found).items())),
        norms=tuple(found),
    )


def _served(control: str, answer: NormAnswer, norm: Norm) -> ServedNorm:
    how: Literal["meets", "supports"] = "meets" if control in norm.satisfied_by else "supports"
    return ServedNorm(answer.id, answer.label, answer.instrument, _cited(answer), how, answer.applies_from)


def _uncovered(answer: NormAnswer, norm: Norm) -> Uncovered:
    return Uncovered(answer.id, answer.label, answer.instrument, _cited(answer), norm.no_control or "no control of the catalogue is named for it")


def _cited(answer: NormAnswer) -> str:
    return ", ".join(p.label for p in answer.provisions)
