"""Where one piece of work serves several acts, as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from regnav.pictures.page import BLUE, GREEN, GREY, LINE, MARGIN, NORMAL, ORANGE, SMALL, fitting, page, stripe, svg, title, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from regnav.analysis.overlap import OverlappingAct, OverlapReport

STATUS = {
    "applies": (GREEN, "applies"),
    "upcoming": (ORANGE, "upcoming"),
    "depends": (GREY, "depends"),
    "deemed_met": (BLUE, "deemed met"),
    "proposed": (GREY, "proposed"),
}
WORK, ACT = 4.2, 1.3


def overlap_figure(report: OverlapReport) -> Figure:
    """A row for each piece of work, a column for each act, in a cell the number of duties by status."""
    acts = sorted({part.act for o in report.overlaps for part in o.acts}, key=lambda act: report.acts[act])
    heights = [0.2 + LINE * max(len(_counts(part)) for part in o.acts) for o in report.overlaps]
    figure, axes = page(2 * MARGIN + WORK + ACT * max(1, len(acts)), 1.6 + sum(heights))
    title(axes, report.title or "Overlaps", "How many duties of each act one piece of work serves, by their status.")
    for column, act in enumerate(acts):
        write(axes, MARGIN + WORK + ACT * column, 1.15, fitting(report.acts[act], ACT - 0.1, NORMAL, "bold"), NORMAL, "bold")
    if not report.overlaps:
        write(axes, MARGIN, 1.15, "No piece of work serves two acts for this system.", NORMAL)
    top = 1.3
    for row, (overlap, height) in enumerate(zip(report.overlaps, heights, strict=True)):
        stripe(axes, top, height, row)
        write(axes, MARGIN + 0.1, top + height / 2, fitting(overlap.label, WORK - 0.2, NORMAL), NORMAL)
        for part in overlap.acts:
            _cell(axes, MARGIN + WORK + ACT * acts.index(part.act), top + height / 2, part)
        top += height
    return figure


def overlap_svg(report: OverlapReport) -> str:
    """Which acts one piece of work serves, as SVG."""
    return svg(overlap_figure(report), report.title or "Overlaps")


def _cell(axes: Axes, left: float, middle: float, part: OverlappingAct) -> None:
    """The counts, one a line, each with a bar in the colour of its status."""
    counts = _counts(part)
    for line, (status, number) in enumerate(counts.items()):
        colour, word = STATUS[status]
        y = middle + LINE * (line - (len(counts) - 1) / 2)
        axes.plot((left + 0.03, left + 0.03), (y - 0.07, y + 0.07), color=colour, linewidth=3, solid_capstyle="butt")
        write(axes, left + 0.11, y, f"{number} {word}", SMALL)


def _counts(part: OverlappingAct) -> dict[str, int]:
    statuses = [n.status for n in part.norms]
    return {status: n for status in STATUS if (n := statuses.count(status))}
