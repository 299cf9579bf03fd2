"""The named queries: questions about the law, each a documented file of SPARQL."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from regnav.errors import BadQuery
from regnav.named_queries import NamedQuery
from regnav_api.answers import json_answer
from regnav_api.deps import Law, Part
from regnav_api.documentation import FREE_PARAMETERS, documented
from regnav_api.schemas import Query, QueryPage, RowPage

router = APIRouter(prefix="/v1", tags=["queries"])

Name = Annotated[str, Path(description="The name of the query.", examples=["norms-of-topic"])]


@router.get("/queries", responses=documented(QueryPage, 422), summary="The named queries with their parameters")
def queries(request: Request, law: Law, part: Part) -> Response:
    found = [_described(q) for q in law.queries.values()]
    return json_answer(request, QueryPage(**part.page(len(found)), items=part.part(found)))


@router.get(
    "/queries/{name}", responses=documented(RowPage, 400, 404, 422), openapi_extra={"parameters": [FREE_PARAMETERS]}, summary="The rows of a named query"
)
def rows(request: Request, law: Law, part: Part, name: Name) -> Response:
    """Parameters of the query go into the address, as in `?topic=topic:cybersecurity`; one that is left out is open, and every row says its value."""
    found = law.ask(name, **_parameters(request))
    return json_answer(request, RowPage(**part.page(len(found)), query=name, items=part.part(found)))


def _described(query: NamedQuery) -> Query:
    return Query(query.name, query.summary, query.use, dict(query.parameters), dict(query.example), query.text)


def _parameters(request: Request) -> dict[str, str]:
    given = [(k, v) for k, v in request.query_params.multi_items() if k not in {"limit", "offset"}]
    parameters = dict(given)
    if len(parameters) < len(given):
        raise BadQuery("A parameter is given more than once; each takes one value.")
    return parameters
