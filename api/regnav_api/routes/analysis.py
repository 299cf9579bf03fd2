"""What lies across the norms of a system: control plans and overlaps."""

from __future__ import annotations

import msgspec
from fastapi import APIRouter, Response

from regnav.analysis.control_plan import control_plan
from regnav.analysis.overlap import overlaps_of
from regnav_api.answers import JSON
from regnav_api.deps import AskedDescription, AskedPlan, Law
from regnav_api.documentation import body_of, documented
from regnav_api.schemas import DescribedSystem, PlanRequest

router = APIRouter(prefix="/v1", tags=["analysis"])


@router.post(
    "/control-plans",
    responses=documented("ControlPlan", 400, 413, 415, 422, 503),
    openapi_extra=body_of(PlanRequest),
    summary="The smallest set of controls for what applies, by date, and what each buys across acts",
)
def plan(asked: AskedPlan, law: Law) -> Response:
    """`at_least` is the proven lower bound: equal to the number of controls, no smaller set will do."""
    found = control_plan(law.rulebook, law.assess(asked.system()), asked.depending, asked.voluntary)
    return Response(msgspec.json.encode(found), media_type=JSON)


@router.post(
    "/overlaps",
    responses=documented("OverlapReport", 400, 413, 415, 422),
    openapi_extra=body_of(DescribedSystem),
    summary="Where one piece of work serves several acts, with what each act adds",
)
def overlap(asked: AskedDescription, law: Law) -> Response:
    """Acts count that bind the system or may."""
    return Response(msgspec.json.encode(overlaps_of(law.rulebook, law.assess(asked.system()))), media_type=JSON)
