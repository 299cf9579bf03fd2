"""The formats in which a comparison is written, each with its media type; the command line and the service share them."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from regnav.comparison.linked import to_jsonld
from regnav.comparison.matrix import RegimeComparison
from regnav.comparison.tables import to_csv, to_markdown, to_xlsx
from regnav.rulebook import Rulebook

Writer = Callable[[RegimeComparison, Rulebook], str | bytes]


def _heat_map(found: RegimeComparison, _: Rulebook) -> str:
    from regnav.pictures import heat_map_svg

    return heat_map_svg(found)


def _timeline(found: RegimeComparison, _: Rulebook) -> str:
    from regnav.pictures import timeline_svg

    return timeline_svg(found)


FORMATS: dict[str, tuple[str, Writer]] = {
    "json": ("application/json", lambda found, _: msgspec.json.encode(found)),
    "csv": ("text/csv", lambda found, _: to_csv(found)),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", lambda found, _: to_xlsx(found)),
    "markdown": ("text/markdown", lambda found, _: to_markdown(found)),
    "jsonld": ("application/ld+json", to_jsonld),
    "heat-map": ("image/svg+xml", _heat_map),
    "timeline": ("image/svg+xml", _timeline),
}
"""For each format its media type, and what writes it; pictures and workbooks raise MissingExtra without `regnav[analysis]`."""
