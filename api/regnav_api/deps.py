"""What routes need, named once as types, so that their signatures read like sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from typing import Annotated, Any, TypeVar

import msgspec
from fastapi import Depends, Query, Request

from regnav.navigator import Navigator
from regnav_api.cache import AnswerCache
from regnav_api.errors import Problem
from regnav_api.schemas import AssessmentRequest, ComparisonRequest, DescribedSystem, IncidentRequest, Links, PlanRequest
from regnav_api.settings import Settings
from regnav_api.sparql.workers import Workers

T = TypeVar("T")

# These are `async` because FastAPI would run plain functions in a thread of their own.


async def _law(request: Request) -> Navigator:
    law: Navigator = request.app.state.navigator
    return law


async def _cache(request: Request) -> AnswerCache:
    cache: AnswerCache = request.app.state.cache
    return cache


async def _workers(request: Request) -> Workers:
    workers: Workers = request.app.state.workers
    return workers


Law = Annotated[Navigator, Depends(_law)]
Cache = Annotated[AnswerCache, Depends(_cache)]
SparqlWorkers = Annotated[Workers, Depends(_workers)]


# ── the body of a request ───────────────────────────────────────────────────


def media_type(request: Request) -> str:
    """The media type of the body, in lower case and without parameters; empty when the client does not say."""
    header = request.headers.get("content-type", "")
    if not header:
        return ""
    message = Message()
    message["content-type"] = header
    return message.get_content_type() if "/" in header else header.lower()


async def read_body(request: Request) -> bytes:
    """The body.

    Raises Problem 413 as soon as it grows beyond the limit.
    """
    settings: Settings = request.app.state.settings
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > settings.max_body:
            detail = f"The body may have {settings.max_body} bytes."
            raise Problem(413, "body-too-large", "Body too large", detail, {"Connection": "close"}, limit=settings.max_body)
    return bytes(body)


def unsupported(found: str, *accepted: str) -> Problem:
    """Problem 415."""
    detail = f"Send {' or '.join(accepted)}, and name it in the header Content-Type{f' (not {found})' if found else ''}."
    return Problem(415, "unsupported-media-type", "Unsupported media type", detail, {"Accept-Post": ", ".join(accepted)})


async def _json(request: Request, kind: type[T]) -> T:
    found = media_type(request)
    if found != "application/json" and not (found.startswith("application/") and found.endswith("+json")):
        raise unsupported(found, "application/json")
    return decode(await read_body(request), kind)


def decode(body: bytes, kind: type[T]) -> T:
    """The request in a JSON body.

    Raises Problem 400 when it is no JSON, 422 when it has another form.
    """
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as error:
        fields = ", ".join(f.encode_name for f in msgspec.structs.fields(kind))  # type: ignore[arg-type]
        raise Problem(422, "invalid-body", "Body not understood", f"{error}. Known fields: {fields}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Problem(400, "malformed-json", "Malformed JSON", f"The body is no JSON: {error}.") from None


async def _assessment(request: Request) -> AssessmentRequest:
    return await _json(request, AssessmentRequest)


async def _described(request: Request) -> DescribedSystem:
    return await _json(request, DescribedSystem)


async def _incident(request: Request) -> IncidentRequest:
    return await _json(request, IncidentRequest)


async def _comparison(request: Request) -> ComparisonRequest:
    return await _json(request, ComparisonRequest)


async def _plan(request: Request) -> PlanRequest:
    return await _json(request, PlanRequest)


AskedSystem = Annotated[AssessmentRequest, Depends(_assessment)]
AskedDescription = Annotated[DescribedSystem, Depends(_described)]
AskedIncident = Annotated[IncidentRequest, Depends(_incident)]
AskedComparison = Annotated[ComparisonRequest, Depends(_comparison)]
AskedPlan = Annotated[PlanRequest, Depends(_plan)]


# ── pages of a list ─────────────────────────────────────────────────────────

Limit = Annotated[int, Query(ge=1, le=1000, description="How many entries at most.")]
Offset = Annotated[int, Query(ge=0, le=10**9, description="How many entries to skip.")]


@dataclass(frozen=True)
class Window:
    """The part of a list that a request asks for."""

    request: Request
    limit: int
    offset: int

    def part(self, entries: Sequence[T]) -> tuple[T, ...]:
        return tuple(entries[self.offset : self.offset + self.limit])

    def page(self, total: int) -> dict[str, Any]:
        """The fields that every page has."""
        before = max(self.offset - self.limit, 0)
        after = self.offset + self.limit
        links = Links(
            this=self._at(self.offset),
            first=self._at(0),
            previous=self._at(before) if self.offset else None,
            next=self._at(after) if after < total else None,
        )
        return {"total": total, "limit": self.limit, "offset": self.offset, "links": links}

    def _at(self, offset: int) -> str:
        url = self.request.url.include_query_params(limit=self.limit, offset=offset)
        return f"{url.path}?{url.query}"


async def _window(request: Request, limit: Limit = 100, offset: Offset = 0) -> Window:
    return Window(request, limit, offset)


Part = Annotated[Window, Depends(_window)]
