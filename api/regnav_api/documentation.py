"""How routes are described in the OpenAPI document. Its schemas come from the types that the library and the routes use; nothing is described twice."""

from __future__ import annotations

import json
from collections.abc import Iterable
from inspect import cleandoc
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from regnav.schemas import answer_schema
from regnav_api.schemas import DOCUMENTED, ProblemDocument
from regnav_api.sparql.negotiation import GRAPHS, TABLES

PLACE = "#/components/schemas/"

ERRORS = {
    400: "Malformed",
    403: "Refused",
    404: "No such name",
    406: "No such format",
    413: "Too large, or needs too much",
    415: "Unsupported media type",
    422: "Not understood",
    429: "Too many queries at once",
    503: "Not available here",
    504: "Took too long",
}

Responses = dict[int | str, dict[str, Any]]


def _content(media_type: str, name: str) -> dict[str, Any]:
    return {media_type: {"schema": {"$ref": PLACE + name}}}


def documented(answer: type[msgspec.Struct] | str, *errors: int) -> Responses:
    """The responses of a route: its answer, and the errors that it may give."""
    name = answer if isinstance(answer, str) else answer.__name__
    return {200: {"description": "The answer", "content": _content("application/json", name)}, **_errors(*errors)}


def documented_in(answer: type[msgspec.Struct], media_types: Iterable[str], *errors: int) -> Responses:
    """The responses of a route that writes its answer as JSON, or in other formats."""
    others = {media_type: {"schema": {"type": "string"}} for media_type in media_types}
    content = {**_content("application/json", answer.__name__), **others}
    return {200: {"description": "The answer, in the format asked for", "content": content}, **_errors(*errors)}


def documented_sparql(*errors: int) -> Responses:
    """The responses of the SPARQL endpoint."""
    formats = {media_type: {"schema": {"type": "string" if "json" not in media_type else ["object", "array"]}} for media_type in (*TABLES, *GRAPHS)}
    return {200: {"description": "The result, in the format asked for", "content": formats}, **_errors(400, 403, 406, 413, 429, 503, 504, *errors)}


def _errors(*statuses: int) -> Responses:
    content = _content("application/problem+json", ProblemDocument.__name__)
    found: Responses = {status: {"description": ERRORS[status], "content": content} for status in sorted(set(statuses))}
    return {**found, "default": {"description": "Any other error", "content": content}}


def body_of(request: type[msgspec.Struct]) -> dict[str, Any]:
    """The request body of a route."""
    return {"requestBody": {"required": True, "content": _content("application/json", request.__name__)}}


EXAMPLE_QUERY = "PREFIX rn: <https://w3id.org/regnav/core#> SELECT ?norm WHERE { ?norm a rn:Obligation } LIMIT 10"
_QUERY_TEXT = {"type": "string", "minLength": 1, "examples": [EXAMPLE_QUERY]}

SPARQL_QUERY: dict[str, Any] = {"parameters": [{"name": "query", "in": "query", "required": True, "schema": _QUERY_TEXT, "description": "The query."}]}
SPARQL_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/sparql-query": {"schema": _QUERY_TEXT},
            "application/x-www-form-urlencoded": {"schema": {"type": "object", "required": ["query"], "properties": {"query": _QUERY_TEXT}}},
        },
    }
}
FREE_PARAMETERS: dict[str, Any] = {
    "name": "parameters",
    "in": "query",
    "style": "form",
    "explode": True,
    "description": "The parameters of the query, each by its own name (see /v1/queries).",
    "schema": {"type": "object", "additionalProperties": {"type": "string"}},
}


def document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of an app, made once."""
    if app.openapi_schema is None:
        schema = get_openapi(title=app.title, version=app.version, summary=app.summary, description=app.description, routes=app.routes, tags=app.openapi_tags)
        schema.setdefault("components", {}).setdefault("schemas", {}).update(_schemas())
        app.openapi_schema = schema
    return app.openapi_schema


def _schemas() -> dict[str, Any]:
    """The schemas of all types by name; those of the answer as the library gives them."""
    _, own = msgspec.json.schema_components(DOCUMENTED, ref_template=PLACE + "{name}")
    answer = json.loads(json.dumps(answer_schema()["$defs"]).replace("#/$defs/", PLACE))
    return {name: _tidy(schema) for name, schema in sorted({**own, **answer}.items())}


def _tidy(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema whose description has lost the indentation of the docstring that it was."""
    return {**schema, "description": cleandoc(schema["description"])} if "description" in schema else schema
