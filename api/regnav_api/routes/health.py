"""Whether the service answers."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from regnav_api.answers import json_answer
from regnav_api.deps import Law
from regnav_api.documentation import documented
from regnav_api.schemas import Health

router = APIRouter(tags=["service"])


@router.get("/healthz", responses=documented(Health), summary="Whether the service answers, and with which law")
def health(request: Request, law: Law) -> Response:
    book = law.rulebook
    return json_answer(request, Health("ok", law.assessor.version, book.digest, book.checked_to.isoformat(), len(book.norms)))
