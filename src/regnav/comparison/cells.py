"""What one regime asks on one topic, force before content."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import msgspec

from regnav.assessment import Citation
from regnav.comparison.entries import ComparedNorm, ComparedSanction
from regnav.comparison.forces import DEAD, FORCES, rank

SHOWN = 3
"""How many norms a cell names; all are in the comparison's list."""
HOURS = {"H": 1, "D": 24, "W": 7 * 24, "M": 30 * 24, "Y": 365 * 24}
"""Hours of a unit, to order periods by length only; a month is taken as 30 days."""


class StrictestClock(msgspec.Struct, frozen=True, gc=False):
    """The shortest period of a cell, with the norm that sets it."""

    label: str
    within: str
    addressee: str
    norm: str
    provisions: tuple[Citation, ...]


class HighestSanction(msgspec.Struct, frozen=True, gc=False):
    """The highest fine of a cell in one currency, or a sanction in words; amounts in different currencies are not converted."""

    label: str
    maximum: Decimal | None
    currency: str
    turnover_share: Decimal | None
    norm: str


class Cell(msgspec.Struct, frozen=True):
    """A topic in a regime. `force` is the strongest among its norms, `none` where there is none; everything else is told of norms of that force.

    `forces` counts all norms by force, `norms` names them, `required` the labels of the weightiest. `gap` says in words what is missing.
    """

    topic: str
    regime: str
    force: str
    forces: dict[str, int]
    required: tuple[str, ...]
    bearers: tuple[str, ...]
    since: date | None
    clock: StrictestClock | None
    sanctions: tuple[HighestSanction, ...]
    provisions: tuple[Citation, ...]
    norms: tuple[str, ...]
    new: int
    gap: str


def cell(topic: tuple[str, str], regime: tuple[str, str], norms: Sequence[ComparedNorm]) -> Cell:
    """The cell of a topic and a regime, both as key and label, from the norms that stand there."""
    forces = Counter(n.force for n in norms)
    force = min(forces, key=rank, default="none")
    leading = sorted((n for n in norms if n.force == force), key=_weight)
    return Cell(
        topic=topic[0],
        regime=regime[0],
        force=force,
        forces={name: forces[name] for name in FORCES if forces[name]},
        required=tuple(n.label for n in leading[:SHOWN]),
        bearers=tuple(dict.fromkeys(b for n in leading for b in n.bearers)),
        since=min((n.since for n in leading if n.since), default=None),
        clock=strictest(leading),
        sanctions=highest(leading),
        provisions=tuple(dict.fromkeys(p for n in leading[:SHOWN] for p in n.provisions)),
        norms=tuple(n.id for n in sorted(norms, key=lambda n: (rank(n.force), _weight(n)))),
        new=sum(n.novelty == "new" for n in norms),
        gap=_gap(topic[1], regime[1], force),
    )


def _weight(norm: ComparedNorm) -> tuple[bool, bool, bool, int, str]:
    """Duties before rights, what is certain before what depends, what binds today before what is ahead, then what most other regimes know too."""
    return norm.modality == "permission", norm.status == "depends", norm.standing != "in_force", -len(norm.counterparts), norm.id


def _gap(topic: str, regime: str, force: str) -> str:
    if force == "none":
        return f"No norm on {topic.lower()} in what regnav holds of {regime}."
    if force in DEAD:
        return f"Nothing on {topic.lower()} stands in {regime}; what there was is {force}."
    if force == "proposed":
        return f"Only proposed in {regime}: nobody is bound on {topic.lower()} yet."
    return f"No binding norm on {topic.lower()} in what regnav holds of {regime}." if force in {"voluntary", "political"} else ""


def strictest(norms: Iterable[ComparedNorm]) -> StrictestClock | None:
    """The deadline with the shortest period."""
    timed = [(hours(d.within), n.id, d, n) for n in norms for d in n.deadlines if d.within]
    if not timed:
        return None
    _, _, deadline, norm = min(timed, key=lambda t: t[:2])
    return StrictestClock(deadline.label, deadline.within, deadline.addressee, norm.id, norm.provisions)


def hours(period: str) -> int:
    """The length of an ISO 8601 period of one unit, in hours, for ordering only."""
    parsed = re.fullmatch(r"PT?(\d+)([HDWMY])", period)
    return int(parsed[1]) * HOURS[parsed[2]] if parsed else 10**9


def highest(norms: Iterable[ComparedNorm]) -> tuple[HighestSanction, ...]:
    """The highest fine in each currency; where there is none, the first sanction in words."""
    best: dict[str, tuple[tuple[Decimal, Decimal], ComparedSanction, str]] = {}
    words: list[tuple[ComparedSanction, str]] = []
    for norm in norms:
        for fine in norm.sanctions:
            size = (fine.maximum or Decimal(0), fine.turnover_share or Decimal(0))
            if not any(size):
                words.append((fine, norm.id))
            elif fine.currency not in best or size > best[fine.currency][0]:
                best[fine.currency] = (size, fine, norm.id)
    found = [(fine, norm) for _, (_, fine, norm) in sorted(best.items())] or words[:1]
    return tuple(HighestSanction(f.label, f.maximum, f.currency if f.maximum else "", f.turnover_share, norm) for f, norm in found)
