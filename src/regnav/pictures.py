"""Pictures as SVG text: readable in print and without colours, since every mark also has a word.

A picture is laid out in inches on one page; words are measured, so that none runs into another.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from regnav.errors import MissingExtra

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from regnav.analysis.impact import Impact
    from regnav.analysis.overlap import OverlappingAct, OverlapReport

# Okabe and Ito's colours, which colour-blind readers tell apart.
BLUE, ORANGE, GREEN, GREY, LIGHT = "#0072B2", "#E69F00", "#009E73", "#767676", "#F4F4F4"
STATUS = {"applies": (GREEN, "applies"), "upcoming": (ORANGE, "upcoming"), "depends": (GREY, "depends"), "deemed_met": (BLUE, "deemed met")}

MARGIN = 0.3
LINE = 0.19
"""The height of a line of small print."""
SMALL, NORMAL, LARGE = 7.5, 9.0, 13.0
SHOWN = 16
"""How many things of one kind a picture names; the rest is counted."""


# ── what hangs on something ─────────────────────────────────────────────────

PANEL, COLUMNS = 3.6, 3


def impact_figure(found: Impact) -> Figure:
    """A panel for each kind of thing, the nearest first; each panel goes where there is most room."""
    from regnav.analysis.impact import KINDS

    panels = [(KINDS[kind], [(str(t.steps), t.label) for t in things]) for kind, things in found.touched.items()]
    if found.cases_known:
        panels.append(("Golden cases", [("", case) for case in found.cases]))
    bottoms = [1.05] * COLUMNS
    places = []
    for heading, things in panels:
        column = bottoms.index(min(bottoms))
        places.append((MARGIN + column * (PANEL + MARGIN), bottoms[column], heading, _counted(things)))
        bottoms[column] += LINE * (len(places[-1][3]) + 2) + MARGIN
    figure, axes = _page(MARGIN + COLUMNS * (PANEL + MARGIN), max(bottoms))
    _title(axes, f"What hangs on {found.label}", "Nearest first. The number before a name counts the steps that lead to it.")
    for left, top, heading, things in places:
        total = len(next(names for h, names in panels if h == heading))
        _panel(axes, left, top, f"{heading} ({total})", things)
    return figure


def impact_svg(found: Impact) -> str:
    """What hangs on an identifier, as SVG."""
    return _svg(impact_figure(found), f"What hangs on {found.label}")


def _panel(axes: Axes, left: float, top: float, heading: str, things: Sequence[tuple[str, str]]) -> None:
    from matplotlib.patches import Rectangle

    axes.add_patch(Rectangle((left, top), PANEL, LINE * (len(things) + 2), facecolor=LIGHT, edgecolor=BLUE, linewidth=0.8))
    _write(axes, left + 0.1, top + LINE * 0.8, heading, NORMAL, "bold")
    for row, (steps, name) in enumerate(things, start=1):
        _write(axes, left + 0.22, top + LINE * (row + 0.8), steps, SMALL, color=GREY, ha="right")
        _write(axes, left + 0.3, top + LINE * (row + 0.8), _fitting(name, PANEL - 0.4, SMALL), SMALL)


def _counted(things: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The first things; the number of the others in the last line."""
    return list(things) if len(things) <= SHOWN else [*things[: SHOWN - 1], ("", f"and {len(things) - SHOWN + 1} more")]


# ── where one piece of work serves several acts ─────────────────────────────

WORK, ACT = 4.2, 1.3


def overlap_figure(report: OverlapReport) -> Figure:
    """A row for each piece of work, a column for each act, in a cell the number of duties by status."""
    acts = sorted({part.act for o in report.overlaps for part in o.acts}, key=lambda act: report.acts[act])
    heights = [0.2 + LINE * max(len(_counts(part)) for part in o.acts) for o in report.overlaps]
    figure, axes = _page(2 * MARGIN + WORK + ACT * max(1, len(acts)), 1.6 + sum(heights))
    _title(axes, report.title or "Overlaps", "How many duties of each act one piece of work serves, by their status.")
    for column, act in enumerate(acts):
        _write(axes, MARGIN + WORK + ACT * column, 1.15, _fitting(report.acts[act], ACT - 0.1, NORMAL, "bold"), NORMAL, "bold")
    if not report.overlaps:
        _write(axes, MARGIN, 1.15, "No piece of work serves two acts for this system.", NORMAL)
    top = 1.3
    for row, (overlap, height) in enumerate(zip(report.overlaps, heights, strict=True)):
        _stripe(axes, top, height, row)
        _write(axes, MARGIN + 0.1, top + height / 2, _fitting(overlap.label, WORK - 0.2, NORMAL), NORMAL)
        for part in overlap.acts:
            _cell(axes, MARGIN + WORK + ACT * acts.index(part.act), top + height / 2, part)
        top += height
    return figure


def overlap_svg(report: OverlapReport) -> str:
    """Which acts one piece of work serves, as SVG."""
    return _svg(overlap_figure(report), report.title or "Overlaps")


def _stripe(axes: Axes, top: float, height: float, row: int) -> None:
    from matplotlib.patches import Rectangle

    if row % 2 == 0:
        axes.add_patch(Rectangle((MARGIN, top), axes.get_xlim()[1] - 2 * MARGIN, height, facecolor=LIGHT, linewidth=0))


def _cell(axes: Axes, left: float, middle: float, part: OverlappingAct) -> None:
    """The counts, one a line, each with a bar in the colour of its status."""
    counts = _counts(part)
    for line, (status, number) in enumerate(counts.items()):
        colour, word = STATUS[status]
        y = middle + LINE * (line - (len(counts) - 1) / 2)
        axes.plot((left + 0.03, left + 0.03), (y - 0.07, y + 0.07), color=colour, linewidth=3, solid_capstyle="butt")
        _write(axes, left + 0.11, y, f"{number} {word}", SMALL)


def _counts(part: OverlappingAct) -> dict[str, int]:
    statuses = [n.status for n in part.norms]
    return {status: n for status in STATUS if (n := statuses.count(status))}


# ── the page ────────────────────────────────────────────────────────────────


def _page(width: float, height: float) -> tuple[Figure, Axes]:
    """An empty page whose coordinates are inches from its upper left corner."""
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError:
        raise MissingExtra("analysis", "pictures") from None
    matplotlib.rcParams.update({"svg.fonttype": "none", "font.family": "sans-serif", "svg.hashsalt": "regnav"})
    figure = Figure(figsize=(width, height))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    return figure, axes


def _title(axes: Axes, title: str, below: str) -> None:
    width = axes.get_xlim()[1] - 2 * MARGIN
    _write(axes, MARGIN, 0.4, _fitting(title, width, LARGE, "bold"), LARGE, "bold")
    _write(axes, MARGIN, 0.72, _fitting(below, width, NORMAL), NORMAL)


def _write(axes: Axes, x: float, y: float, words: str, size: float, weight: str = "normal", color: str = "black", ha: str = "left") -> None:
    axes.text(x, y, words, fontsize=size, color=color, weight=weight, ha=ha, va="center_baseline", parse_math=False)


def _fitting(words: str, width: float, size: float, weight: str = "normal") -> str:
    """Words cut so that they fit into a width."""
    if _width(words, size, weight) <= width:
        return words
    while words and _width(words + "…", size, weight) > width:
        words = words[:-1]
    return words.rstrip() + "…"


@cache
def _width(words: str, size: float, weight: str) -> float:
    """The width of words in inches, in a font that is wider than most."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    return float(text_to_path.get_text_width_height_descent(words, FontProperties(size=size, weight=weight), False)[0]) / 72


def _svg(figure: Figure, title: str) -> str:
    """The picture as text, the same for the same input."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Title": title})
    return buffer.getvalue()
