"""Regimes as pictures: a heat map of topics × regimes, and a timeline of what begins when.

Each cell carries its force as a letter besides its colour and its hatching, so that a print without colours says the same.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from regnav.pictures.page import GREY, LIGHT, MARGIN, NORMAL, SMALL, fitting, page, stripe, svg, title, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from regnav.comparison.cells import Cell
    from regnav.comparison.matrix import RegimeComparison

# Dark to light with falling force (Okabe and Ito's colours), each with its letter and hatching.
FORCES = {
    "binding": ("B", "#0072B2", "white", ""),
    "supervisory": ("S", "#009E73", "white", "//"),
    "voluntary": ("V", "#F0E442", "black", ".."),
    "political": ("P", "#CC79A7", "black", "xx"),
    "proposed": ("D", "white", "black", "\\\\"),
    "superseded": ("O", LIGHT, "black", ""),
    "withdrawn": ("W", LIGHT, "black", ""),
    "none": ("–", "white", GREY, ""),
}
WORDS = {"proposed": "draft, only proposed", "superseded": "old, superseded", "none": "no norm held"}
"""How the legend says a force where the bare word would not explain the letter."""
TOPIC, COLUMN, ROW = 3.0, 0.82, 0.3


# ── topics × regimes ────────────────────────────────────────────────────────


def heat_map_figure(found: RegimeComparison) -> Figure:
    """A row for each topic, a column for each regime; in a cell the letter of the strongest force and the number of norms that have it."""
    width = 2 * MARGIN + TOPIC + COLUMN * max(4, len(found.regimes))
    top = 1.45
    figure, axes = page(width, top + ROW * len(found.topics) + 0.9)
    title(axes, found.title or "Regimes by topic", f"Strongest force on each topic on {found.as_of}, and the number of norms that have it.")
    for column, regime in enumerate(found.regimes):
        write(axes, MARGIN + TOPIC + COLUMN * (column + 0.5), top - 0.17, regime.key, NORMAL, "bold", ha="center")
    for row, topic in enumerate(found.topics):
        y = top + ROW * row
        write(axes, MARGIN, y + ROW / 2, fitting(topic.label, TOPIC - 0.1, NORMAL), NORMAL)
        for column, regime in enumerate(found.regimes):
            _square(axes, MARGIN + TOPIC + COLUMN * column, y, found.cell(topic.id, regime.key))
    _legend(axes, top + ROW * len(found.topics) + 0.3, width)
    return figure


def heat_map_svg(found: RegimeComparison) -> str:
    """Topics × regimes, as SVG."""
    return svg(heat_map_figure(found), found.title or "Regimes by topic")


def _square(axes: Axes, left: float, top: float, cell: Cell) -> None:
    from matplotlib.patches import Rectangle

    letter, ground, ink, hatch = FORCES[cell.force]
    axes.add_patch(Rectangle((left + 0.02, top + 0.02), COLUMN - 0.04, ROW - 0.04, facecolor=ground, edgecolor=GREY, linewidth=0.5, hatch=hatch))
    number = cell.forces.get(cell.force)
    words = f"{letter} {number}" if number else letter
    if hatch:
        half = 0.11 + 0.05 * len(words)
        axes.add_patch(Rectangle((left + COLUMN / 2 - half, top + 0.06), 2 * half, ROW - 0.12, facecolor=ground, linewidth=0))
    write(axes, left + COLUMN / 2, top + ROW / 2, words, NORMAL, "bold" if cell.force == "binding" else "normal", ink, "center")


def _legend(axes: Axes, top: float, width: float) -> None:
    from matplotlib.patches import Rectangle

    left = MARGIN
    for force, (letter, ground, ink, hatch) in FORCES.items():
        words = WORDS.get(force, force)
        step = 0.55 + 0.075 * len(words)
        if left + step > width - MARGIN:
            left, top = MARGIN, top + 0.26
        axes.add_patch(Rectangle((left, top - 0.1), 0.26, 0.2, facecolor=ground, edgecolor=GREY, linewidth=0.5, hatch=hatch and ""))
        write(axes, left + 0.13, top, letter, SMALL, "bold", ink, "center")
        write(axes, left + 0.32, top, words, SMALL)
        left += step


# ── what begins when ────────────────────────────────────────────────────────

YEARS = 8.5
"""The width of the time axis."""
LANE = 0.2
EARLIEST = 2016
"""What began before this year is gathered at the left edge."""
MARKS = {"binding": "o", "supervisory": "s", "voluntary": "^", "political": "D", "proposed": "v", "superseded": "X", "withdrawn": "X"}
Mark = tuple[date, str, int]
"""A day, a force, and how many norms of that force begin on the day."""


def timeline_figure(found: RegimeComparison) -> Figure:
    """A band for each regime, a mark for each day on which norms of one force begin, with their number; the day judged is a line."""
    last = max((n.since.year for n in found.norms.values() if n.since), default=found.as_of.year) + 1
    left, top = MARGIN + 1.9, 1.5
    lanes = {r.key: _lanes(_marks(found, r.key), left, last) for r in found.regimes}
    heights = {key: LANE * max(2, len(rows)) + 0.14 for key, rows in lanes.items()}
    bottom = top + sum(heights.values())
    figure, axes = page(left + YEARS + MARGIN, bottom + 0.9)
    title(axes, found.title or "What begins when", f"First days of norms by regime; the dashed line is {found.as_of}. The number counts the norms of a day.")
    y = top
    for row, regime in enumerate(found.regimes):
        stripe(axes, y, heights[regime.key], row)
        write(axes, MARGIN + 0.05, y + heights[regime.key] / 2, fitting(regime.label, 1.8, NORMAL, "bold"), NORMAL, "bold")
        _band(axes, lanes[regime.key], y, left, last)
        y += heights[regime.key]
    _years(axes, left, last, top, bottom)
    now = _x(found.as_of, left, last)
    axes.plot((now, now), (top - 0.05, bottom), color="black", linewidth=1, linestyle="--")
    _mark_legend(axes, bottom + 0.35, {n.force for n in found.norms.values() if n.since})
    return figure


def timeline_svg(found: RegimeComparison) -> str:
    """What begins when in each regime, as SVG."""
    return svg(timeline_figure(found), found.title or "What begins when")


def _marks(found: RegimeComparison, regime: str) -> list[Mark]:
    first = date(EARLIEST, 1, 1)
    days = Counter((max(n.since, first), n.force) for n in found.norms.values() if n.regime == regime and n.since)
    return sorted((day, force, number) for (day, force), number in days.items())


def _lanes(marks: list[Mark], left: float, last: int) -> list[list[Mark]]:
    """Marks in as few rows as keep them, with their numbers, from lying on one another."""
    rows: list[list[Mark]] = []
    ends: list[float] = []
    for mark in marks:
        x = _x(mark[0], left, last)
        row = next((i for i, end in enumerate(ends) if end <= x), len(rows))
        if row == len(rows):
            rows.append([])
            ends.append(0.0)
        rows[row].append(mark)
        ends[row] = x + 0.2 + 0.07 * len(str(mark[2]))
    return rows


def _x(day: date, left: float, last: int) -> float:
    first = date(EARLIEST, 1, 1)
    return left + YEARS * (day - first).days / (date(last + 1, 1, 1) - first).days


def _years(axes: Axes, left: float, last: int, top: float, bottom: float) -> None:
    for year in range(EARLIEST, last + 1):
        x = _x(date(year, 1, 1), left, last)
        axes.plot((x, x), (top, bottom), color="#DDDDDD", linewidth=0.6, zorder=1)
        write(axes, x, top - 0.15, f"≤ {year}" if year == EARLIEST else str(year), SMALL, color=GREY, ha="center")


def _band(axes: Axes, rows: list[list[Mark]], top: float, left: float, last: int) -> None:
    for lane, marks in enumerate(rows):
        for day, force, number in marks:
            y = top + 0.17 + LANE * lane
            _mark(axes, _x(day, left, last), y, force)
            write(axes, _x(day, left, last) + 0.08, y, str(number), SMALL)
    if not rows:
        write(axes, left + 0.1, top + 0.17 + LANE / 2, "no norm with a day", SMALL, color=GREY)


def _mark(axes: Axes, x: float, y: float, force: str) -> None:
    ground = FORCES[force][1] if force in {"binding", "supervisory"} else "white"
    axes.scatter([x], [y], s=26, marker=MARKS[force], color=ground, edgecolors="black", linewidths=0.7, zorder=3)


def _mark_legend(axes: Axes, top: float, forces: set[str]) -> None:
    left = MARGIN + 0.1
    for force in MARKS:
        if force in forces:
            _mark(axes, left, top, force)
            write(axes, left + 0.12, top, force, SMALL)
            left += 0.5 + 0.075 * len(force)
