"""Pictures as SVG text: readable in print and without colours, since every mark also has a word or a shape."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from regnav.errors import MissingExtra

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from regnav.analysis.impact import Impact
    from regnav.analysis.overlap import OverlapReport

# Okabe and Ito's colours, which colour-blind readers tell apart.
BLUE, ORANGE, GREEN, GREY, LIGHT = "#0072B2", "#E69F00", "#009E73", "#999999", "#F2F2F2"
STATUS = {"applies": (GREEN, "applies"), "upcoming": (ORANGE, "upcoming"), "depends": (GREY, "depends"), "deemed_met": (BLUE, "deemed met")}
SHOWN = 14
"""How many things of one kind a picture names; the rest is counted."""


def impact_svg(found: Impact) -> str:
    """What hangs on an identifier: a column for each kind, the nearest on top."""
    figure = _figure(max(8.0, 3.4 * (len(found.touched) + 1)), 0.34 * (SHOWN + 5))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    columns = [("", [found.label])] + [(f"{kind} ({len(things)})", _named([t.label for t in things])) for kind, things in found.touched.items()]
    axes.set_xlim(0, len(columns))
    axes.set_ylim(SHOWN + 4, -1)
    for column, (heading, names) in enumerate(columns):
        axes.text(column + 0.04, 0, heading, weight="bold", fontsize=9)
        for row, name in enumerate(names, start=1):
            axes.text(column + 0.04, row, _cut(name, 44), fontsize=7.5, bbox={"facecolor": LIGHT, "edgecolor": GREY, "boxstyle": "round,pad=0.25"})
        if column:
            axes.annotate("", (column + 0.02, 1), (column - 0.06, 1), arrowprops={"arrowstyle": "->", "color": BLUE})
    return _svg(figure, f"What hangs on {found.label}")


def overlap_svg(report: OverlapReport) -> str:
    """Which acts one piece of work serves: a row for each overlap, a column for each act, in a cell the number of norms by status."""
    acts = sorted({a.act for o in report.overlaps for a in o.acts})
    figure = _figure(4.2 + 1.7 * len(acts), 1.2 + 0.5 * max(1, len(report.overlaps)))
    axes = figure.add_axes((0.36, 0.04, 0.62, 0.82))
    axes.set_xlim(-0.5, len(acts) - 0.5)
    axes.set_ylim(len(report.overlaps) - 0.5, -0.5)
    axes.xaxis.tick_top()
    axes.set_xticks(range(len(acts)), acts, fontsize=9)
    axes.set_yticks(range(len(report.overlaps)), [_cut(o.label, 48) for o in report.overlaps], fontsize=8)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    for row, overlap in enumerate(report.overlaps):
        for part in overlap.acts:
            _cell(axes, acts.index(part.act), row, _counts([n.status for n in part.norms]))
    return _svg(figure, report.title or "Overlaps")


def _cell(axes: object, column: int, row: int, counts: Mapping[str, int]) -> None:
    colour = STATUS[max(counts, key=lambda s: (counts[s], s))][0]
    words = ", ".join(f"{n} {STATUS[status][1]}" for status, n in counts.items())
    axes.text(column, row, words, ha="center", va="center", fontsize=7, bbox={"facecolor": LIGHT, "edgecolor": colour, "linewidth": 2, "boxstyle": "round"})  # type: ignore[attr-defined]


def _counts(statuses: Sequence[str]) -> dict[str, int]:
    return {status: n for status in STATUS if (n := statuses.count(status))}


def _named(labels: Sequence[str]) -> list[str]:
    shown = list(dict.fromkeys(labels))
    return shown if len(shown) <= SHOWN else [*shown[: SHOWN - 1], f"and {len(shown) - SHOWN + 1} more"]


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _figure(width: float, height: float) -> Figure:
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError:
        raise MissingExtra("analysis", "pictures") from None
    matplotlib.rcParams.update({"svg.fonttype": "none", "font.family": "sans-serif", "svg.hashsalt": "regnav"})
    return Figure(figsize=(width, height))


def _svg(figure: Figure, title: str) -> str:
    """The picture as text, the same for the same input."""
    figure.suptitle(title, x=0.01, y=0.99, ha="left", va="top", fontsize=10, weight="bold")
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Title": title})
    return buffer.getvalue()
