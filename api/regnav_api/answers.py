"""Answers as bytes of JSON with an entity tag."""

from __future__ import annotations

import hashlib

import msgspec
from fastapi import Request, Response

JSON = "application/json"


def tag(content: bytes) -> str:
    """An entity tag: the same content, the same tag."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def json_answer(request: Request, content: msgspec.Struct) -> Response:
    """The answer to GET; 304 without a body when the client has it already."""
    body = msgspec.json.encode(content)
    headers = {"ETag": tag(body), "Cache-Control": "no-cache"}
    held = {t.strip().removeprefix("W/") for t in request.headers.get("if-none-match", "").split(",")}
    if held & {headers["ETag"], "*"}:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=JSON)
