"""SPARQL 1.1 over the law, read only."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request, Response

from regnav_api.deps import SparqlWorkers, media_type, read_body, unsupported
from regnav_api.documentation import SPARQL_BODY, SPARQL_QUERY, documented_sparql
from regnav_api.errors import Problem
from regnav_api.sparql import guard
from regnav_api.sparql.negotiation import FORMATS, choose

router = APIRouter(tags=["sparql"])

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"


async def _text(request: Request) -> str:
    """The query, as the SPARQL 1.1 Protocol transmits it."""
    parameters = request.query_params.multi_items()
    if request.method == "GET":
        return _only_query(parameters)
    found = media_type(request)
    if found not in {FORM, QUERY}:
        raise unsupported(found, QUERY, FORM)
    try:
        body = (await read_body(request)).decode()
    except UnicodeDecodeError as error:
        raise Problem(400, "bad-query", "Query refused", f"The body is not UTF-8: {error}.") from None
    return _only_query([*parameters, ("query", body)] if found == QUERY else [*parameters, *parse_qsl(body, keep_blank_values=True)])


def _only_query(parameters: list[tuple[str, str]]) -> str:
    names = {name for name, _ in parameters}
    if names & {"default-graph-uri", "named-graph-uri"}:
        raise Problem(403, "query-refused", "Query refused", "There is one graph, the law, and every query asks it; leave out the graph parameters.")
    if "update" in names:
        raise Problem(403, "query-refused", "Query refused", "This endpoint only reads: updates are refused.")
    queries = [value for name, value in parameters if name == "query"]
    if len(queries) != 1:
        raise Problem(400, "bad-query", "Query refused", "Send one query, as the parameter `query`, a form field `query`, or the body.")
    return queries[0]


Text = Annotated[str, Depends(_text)]


@router.get("/sparql", responses=documented_sparql(), openapi_extra=SPARQL_QUERY, summary="The result of a SPARQL query")
@router.post("/sparql", responses=documented_sparql(413, 415), openapi_extra=SPARQL_BODY, summary="The result of a SPARQL query")
def sparql(request: Request, text: Text, processes: SparqlWorkers) -> Response:
    """SELECT, ASK, CONSTRUCT and DESCRIBE over the whole ontology. Updates, SERVICE and FROM are refused.

    Each query runs in a process of its own, within limits of time, memory and size.
    """
    query = guard.read(text)
    chosen = choose(query.form, request.headers.get("accept", ""))
    if chosen is None:
        raise Problem(406, "not-acceptable", "Not acceptable", f"{query.form} is answered as {', '.join(FORMATS[query.form])}.")
    return Response(processes.run(query, chosen), media_type=chosen, headers={"Vary": "Accept"})
