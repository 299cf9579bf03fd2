"""Regimes side by side, by the law alone or for one system."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from fastapi import APIRouter, Response

from regnav.comparison import RegimeComparison, to_csv, to_jsonld, to_markdown, to_xlsx
from regnav.navigator import Navigator
from regnav.pictures import heat_map_svg, timeline_svg
from regnav_api.answers import JSON
from regnav_api.deps import AskedComparison, Law
from regnav_api.openapi import body_of, documented_in
from regnav_api.schemas import ComparisonRequest

router = APIRouter(prefix="/v1", tags=["comparisons"])

WRITERS: dict[str, tuple[str, Callable[[RegimeComparison, Navigator], str | bytes]]] = {
    "json": (JSON, lambda found, _: msgspec.json.encode(found)),
    "csv": ("text/csv", lambda found, _: to_csv(found)),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", lambda found, _: to_xlsx(found)),
    "markdown": ("text/markdown", lambda found, _: to_markdown(found)),
    "jsonld": ("application/ld+json", lambda found, law: to_jsonld(found, law.rulebook)),
    "heat-map": ("image/svg+xml", lambda found, _: heat_map_svg(found)),
    "timeline": ("image/svg+xml", lambda found, _: timeline_svg(found)),
}
"""For each format its media type, and what writes it."""


@router.post(
    "/comparisons",
    responses=documented_in(RegimeComparison, (media for media, _ in WRITERS.values() if media != JSON), 400, 413, 415, 422, 503),
    openapi_extra=body_of(ComparisonRequest),
    summary="Regimes side by side: what is required, of whom, how binding, since when, the strictest clock, the highest sanction",
)
def compare(asked: AskedComparison, law: Law) -> Response:
    """Topic by topic; each cell states the force first, and gaps are named as gaps. For a system, what is new in each place is marked."""
    system = None if asked.system is None else asked.system.system()
    found = law.compare(system, asked.regimes, asked.topics, asked.as_of, asked.law_as_of, asked.forces, asked.home)
    media_type, write = WRITERS[asked.format]
    return Response(write(found, law), media_type=media_type)
