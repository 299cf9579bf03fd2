"""The clocks that an incident starts."""

from __future__ import annotations

import msgspec
from fastapi import APIRouter, Response

from regnav.incidents import Incident, clocks_of
from regnav.incidents.instants import read_instant, read_zone
from regnav_api.answers import JSON
from regnav_api.deps import AskedIncident, Law
from regnav_api.documentation import body_of, documented
from regnav_api.schemas import IncidentRequest

router = APIRouter(prefix="/v1", tags=["incidents"])

MOMENTS = ("aware", "classified", "fix_available", "initial_report", "intermediate_report", "handled")


@router.post(
    "/incidents",
    responses=documented("IncidentReport", 400, 413, 415, 422, 503),
    openapi_extra=body_of(IncidentRequest),
    summary="To whom an incident must be reported, by when, and with what, under every act that applies",
)
def incident(asked: AskedIncident, law: Law) -> Response:
    """Nothing is stored. Each clock names its rule, and the strictest count beside the due instant."""
    zone = read_zone(asked.zone)
    moments = {name: read_instant(name, text, zone) for name in MOMENTS if (text := getattr(asked, name)) is not None}
    what = Incident(events=asked.events, known=asked.known, holidays=asked.holidays, **moments)
    return Response(msgspec.json.encode(clocks_of(law, asked.system(), what, asked.law_as_of)), media_type=JSON)
