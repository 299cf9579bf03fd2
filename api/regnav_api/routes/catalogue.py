"""What can be stated and what the law holds: questions, kinds of system, norms."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from regnav_api import norms
from regnav_api.answers import json_answer
from regnav_api.deps import Law, Part
from regnav_api.documentation import documented
from regnav_api.schemas import EventPage, NormPage, NormSheet, QuestionPage, SystemTypePage

router = APIRouter(prefix="/v1", tags=["catalogue"])

Act = Annotated[str | None, Query(description="Only norms of this act, by its key.", examples=["ai-act"])]
Behind = Annotated[str | None, Query(description="Only questions on which norms of this act can hang, by its key.", examples=["cra"])]
Words = Annotated[str | None, Query(description="Only questions that fit these words, the best first.", max_length=400, examples=["emotion recognition"])]
MOST = 50
"""How many questions words may lead to."""
NormId = Annotated[str, Path(description="The identifier of the norm.", examples=["ai-act:15-5-resist-attacks"])]


@router.get("/questions", responses=documented(QuestionPage, 404, 422), summary="The questions, with the keys by which facts are stated")
def questions(request: Request, law: Law, part: Part, words: Words = None, act: Behind = None) -> Response:
    acts = None if act is None else (act,)
    found = law.questions(acts=acts) if words is None else tuple(f.question for f in law.find_questions(words, limit=MOST, acts=acts))
    return json_answer(request, QuestionPage(**part.page(len(found)), items=part.part(found)))


@router.get("/system-types", responses=documented(SystemTypePage, 422), summary="The ready-made kinds of system")
def system_types(request: Request, law: Law, part: Part) -> Response:
    found = law.types()
    return json_answer(request, SystemTypePage(**part.page(len(found)), items=part.part(found)))


@router.get("/events", responses=documented(EventPage, 422), summary="The events that can start a clock")
def events(request: Request, law: Law, part: Part) -> Response:
    found = sorted((e for e in law.rulebook.events.values() if e.key), key=lambda e: e.key)
    return json_answer(request, EventPage(**part.page(len(found)), items=part.part(found)))


@router.get("/norms", responses=documented(NormPage, 404, 422), summary="The norms, all or those of an act")
def list_norms(request: Request, law: Law, part: Part, act: Act = None) -> Response:
    found = norms.of_act(law, act)
    return json_answer(request, NormPage(**part.page(len(found)), items=tuple(norms.summary(law, n) for n in part.part(found))))


@router.get("/norms/{id}", responses=documented(NormSheet, 404), summary="Everything known of a norm")
def norm(request: Request, law: Law, id: NormId) -> Response:
    return json_answer(request, norms.sheet(law, id))
