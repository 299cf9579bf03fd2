"""Every error as a problem document (RFC 9457), as helpful over HTTP as in the library.

What the library refuses keeps its message as `detail`, and what it knows (suggestions, the facts that clash) as extension members.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from regnav.errors import BadQuery, BadValue, Contradiction, MissingExtra, RegnavError, SystemFileError, UnknownKey, UnknownName
from regnav_api.sparql import guard, workers

MEDIA_TYPE = "application/problem+json"
TYPES = "https://w3id.org/regnav/problem/"


class Problem(Exception):
    """A refusal with its status, the name of its type, and a sentence for the user."""

    def __init__(self, status: int, name: str, title: str, detail: str, headers: Mapping[str, str] | None = None, **members: Any) -> None:
        self.status = status
        self.name = name
        self.title = title
        self.detail = detail
        self.headers = headers
        self.members = members
        super().__init__(detail)


REFUSALS: dict[type[Exception], tuple[int, str, str]] = {
    UnknownKey: (422, "unknown-fact", "Unknown fact or kind of system"),
    BadValue: (422, "bad-value", "Value not understood"),
    Contradiction: (422, "contradiction", "Facts that cannot all hold"),
    SystemFileError: (422, "bad-system", "System not understood"),
    MissingExtra: (503, "not-installed", "Not available here"),
    UnknownName: (404, "unknown-name", "No such name"),
    BadQuery: (400, "bad-query", "Query not understood"),
    guard.Malformed: (400, "bad-query", "Query not understood"),
    guard.Refused: (403, "query-refused", "Query refused"),
    workers.Busy: (429, "too-many-queries", "Too many queries"),
    workers.TookTooLong: (504, "query-too-long", "Query took too long"),
    workers.TookTooMuch: (413, "query-too-large", "Query needs too much"),
    workers.ResultTooLarge: (413, "result-too-large", "Result too large"),
    workers.Unavailable: (503, "sparql-unavailable", "SPARQL is not available"),
}
"""Status, type and title of each refusal; the first class that fits counts."""

MEMBERS = ("key", "suggestions", "clash", "rule", "provisions", "limit")
"""What errors know beside their message."""


def install(app: FastAPI) -> None:
    """Makes every error of an app a problem document."""
    app.add_exception_handler(Problem, _problem)
    for refusal in (RegnavError, guard.NotRun, workers.Failure):
        app.add_exception_handler(refusal, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _failed)


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return respond(request, error.status, error.title, error.detail, error.name, error.headers, **error.members)


async def _refused(request: Request, error: Exception) -> Response:
    """A refusal. A name that does not exist is 404 in an address and 422 in a body."""
    for kind, (status, name, title) in REFUSALS.items():
        if isinstance(error, kind):
            members = {m: getattr(error, m) for m in MEMBERS if getattr(error, m, None)}
            headers = {"Retry-After": str(error.retry_after)} if isinstance(error, workers.Busy) else None
            return respond(request, 422 if (status, request.method) == (404, "POST") else status, title, str(error), name, headers, **members)
    return await _failed(request, error)


async def _invalid(request: Request, error: Exception) -> Response:
    """A parameter of the wrong form."""
    assert isinstance(error, RequestValidationError)
    errors = [{"location": ".".join(str(part) for part in e["loc"]), "message": str(e["msg"])} for e in error.errors()]
    detail = "; ".join(f"{e['location']}: {e['message']}" for e in errors) + "."
    return respond(request, 422, "Parameters not understood", detail, "invalid-parameters", errors=errors)


async def _http(request: Request, error: Exception) -> Response:
    """No such address, or a method that the address does not have."""
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    detail = str(error.detail)
    if error.status_code == 405:
        headers["Allow"] = _methods(request, headers.get("Allow", ""))
        detail = f"This address answers {headers['Allow']}."
    elif error.status_code == 404:
        detail = "There is nothing at this address; /docs lists what there is."
    return respond(request, error.status_code, _phrase(error.status_code), detail, headers=headers)


async def _failed(request: Request, error: Exception) -> Response:
    """A fault of ours; what it was stays in the log."""
    return respond(request, 500, _phrase(500), "regnav failed to answer. The fault is ours and is in the log of the service.")


def respond(request: Request, status: int, title: str, detail: str, name: str = "", headers: Mapping[str, str] | None = None, **members: Any) -> Response:
    """The response that carries a problem document."""
    content = {
        "type": TYPES + name if name else "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": quote(request.scope["path"], safe="/:@!$&'()*+,;=~"),
        **members,
    }
    return Response(msgspec.json.encode(content), status, headers, MEDIA_TYPE)


def _methods(request: Request, known: str) -> str:
    """The methods of an address: those of the one route that FastAPI looked at, and all that are documented."""
    found = {m for m in known.split(", ") if m}
    for path, operations in request.app.openapi()["paths"].items():
        if compile_path(path)[0].match(request.scope["path"]):
            found |= {method.upper() for method in operations}
    return ", ".join(sorted(found))


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase
