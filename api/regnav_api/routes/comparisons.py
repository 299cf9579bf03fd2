"""Regimes side by side, by the law alone or for one system."""

from __future__ import annotations

from fastapi import APIRouter, Response

from regnav.comparison import FORMATS, RegimeComparison
from regnav_api.answers import JSON
from regnav_api.deps import AskedComparison, Law
from regnav_api.documentation import body_of, documented_in
from regnav_api.schemas import ComparisonRequest

router = APIRouter(prefix="/v1", tags=["comparisons"])


@router.post(
    "/comparisons",
    responses=documented_in(RegimeComparison, (media for media, _ in FORMATS.values() if media != JSON), 400, 413, 415, 422, 503),
    openapi_extra=body_of(ComparisonRequest),
    summary="Regimes side by side: what is required, of whom, how binding, since when, the strictest clock, the highest sanction",
)
def compare(asked: AskedComparison, law: Law) -> Response:
    """Topic by topic; each cell states the force first, and gaps are named as gaps. For a system, what is new in each place is marked."""
    system = None if asked.system is None else asked.system.system()
    found = law.compare(system, asked.regimes, asked.topics, asked.as_of, asked.law_as_of, asked.forces, asked.home)
    media_type, write = FORMATS[asked.format]
    return Response(write(found, law.rulebook), media_type=media_type)
