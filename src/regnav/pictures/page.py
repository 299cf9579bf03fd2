"""The sheet that all pictures are drawn on: coordinates in inches from its upper left corner, words that fit, the same SVG for the same input."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

from regnav.errors import MissingExtra

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito's colours, which colour-blind readers tell apart.
BLUE, ORANGE, GREEN, GREY, LIGHT = "#0072B2", "#E69F00", "#009E73", "#767676", "#F4F4F4"

MARGIN = 0.3
LINE = 0.19
"""The height of a line of small print."""
SMALL, NORMAL, LARGE = 7.5, 9.0, 13.0
SHOWN = 16
"""How many things of one kind a picture names; the rest is counted."""


def page(width: float, height: float) -> tuple[Figure, Axes]:
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


def title(axes: Axes, title: str, below: str) -> None:
    width = axes.get_xlim()[1] - 2 * MARGIN
    write(axes, MARGIN, 0.4, fitting(title, width, LARGE, "bold"), LARGE, "bold")
    write(axes, MARGIN, 0.72, fitting(below, width, NORMAL), NORMAL)


def write(axes: Axes, x: float, y: float, words: str, size: float, weight: str = "normal", color: str = "black", ha: str = "left") -> None:
    axes.text(x, y, words, fontsize=size, color=color, weight=weight, ha=ha, va="center_baseline", parse_math=False)


def fitting(words: str, width: float, size: float, weight: str = "normal") -> str:
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


def svg(figure: Figure, title: str) -> str:
    """The picture as text, the same for the same input."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Title": title})
    return buffer.getvalue()


def stripe(axes: Axes, top: float, height: float, row: int) -> None:
    """A grey ground for every second row."""
    from matplotlib.patches import Rectangle

    if row % 2 == 0:
        axes.add_patch(Rectangle((MARGIN, top), axes.get_xlim()[1] - 2 * MARGIN, height, facecolor=LIGHT, linewidth=0))
