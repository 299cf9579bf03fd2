"""Which norms apply to a described system."""

from __future__ import annotations

import msgspec
from fastapi import APIRouter, Response

from regnav.system import System
from regnav_api.answers import JSON, tag
from regnav_api.deps import AskedSystem, Cache, Law
from regnav_api.documentation import body_of, documented
from regnav_api.schemas import AssessmentRequest

router = APIRouter(prefix="/v1", tags=["assessments"])


@router.post(
    "/assessments",
    responses=documented("Assessment", 400, 413, 415, 422),
    openapi_extra=body_of(AssessmentRequest),
    summary="Which norms apply to a system, when, why, to whom, and what is still unknown",
)
def assess(asked: AskedSystem, law: Law, cache: Cache) -> Response:
    """Nothing is stored: the same request gives the same answer, with the same ETag, under the same law and on the same day.

    Facts that are left out are unknown, never false; the answer says which of them would decide something.
    """
    system = System.of(asked.system())
    as_of, law_as_of = law.days(system, None, None)
    identity = (law.assessor.version, law.rulebook.digest, as_of, law_as_of, asked)
    key = tag(msgspec.json.encode(identity, order="deterministic"))
    answer = cache.get(key)
    if answer is None:
        found = law.assess(system, as_of, law_as_of, asked.presumptions, asked.readings, asked.everything, asked.regimes, asked.proofs, asked.acts)
        answer = found.to_json()
        cache.put(key, answer)
    return Response(answer, headers={"ETag": key}, media_type=JSON)
