"""Pictures: SVG for screen and print, in colours that colour-blind readers tell apart, and never by colour alone.

page      the sheet that all pictures are drawn on
impact    what hangs on a provision
overlap   where one piece of work serves several acts
regimes   topics × regimes, and what begins when in each
"""

from regnav.pictures.impact import impact_figure, impact_svg
from regnav.pictures.overlap import overlap_figure, overlap_svg
from regnav.pictures.page import SHOWN
from regnav.pictures.regimes import heat_map_figure, heat_map_svg, timeline_figure, timeline_svg

__all__ = [
    "SHOWN",
    "heat_map_figure",
    "heat_map_svg",
    "impact_figure",
    "impact_svg",
    "overlap_figure",
    "overlap_svg",
    "timeline_figure",
    "timeline_svg",
]
