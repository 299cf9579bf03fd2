"""What hangs on a provision, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from regnav.pictures.page import BLUE, GREY, LIGHT, LINE, MARGIN, NORMAL, SHOWN, SMALL, fitting, page, svg, title, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from regnav.analysis.impact import Impact

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
    figure, axes = page(MARGIN + COLUMNS * (PANEL + MARGIN), max(bottoms))
    title(axes, f"What hangs on {found.label}", "Nearest first. The number before a name counts the steps that lead to it.")
    for left, top, heading, things in places:
        total = len(next(names for h, names in panels if h == heading))
        _panel(axes, left, top, f"{heading} ({total})", things)
    return figure


def impact_svg(found: Impact) -> str:
    """What hangs on an identifier, as SVG."""
    return svg(impact_figure(found), f"What hangs on {found.label}")


def _panel(axes: Axes, left: float, top: float, heading: str, things: Sequence[tuple[str, str]]) -> None:
    from matplotlib.patches import Rectangle

    axes.add_patch(Rectangle((left, top), PANEL, LINE * (len(things) + 2), facecolor=LIGHT, edgecolor=BLUE, linewidth=0.8))
    write(axes, left + 0.1, top + LINE * 0.8, heading, NORMAL, "bold")
    for row, (steps, name) in enumerate(things, start=1):
        write(axes, left + 0.22, top + LINE * (row + 0.8), steps, SMALL, color=GREY, ha="right")
        write(axes, left + 0.3, top + LINE * (row + 0.8), fitting(name, PANEL - 0.4, SMALL), SMALL)


def _counted(things: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The first things; the number of the others in the last line."""
    return list(things) if len(things) <= SHOWN else [*things[: SHOWN - 1], ("", f"and {len(things) - SHOWN + 1} more")]
