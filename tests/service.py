"""What the tests of the HTTP service share: its limits, and how its answers and problems are read."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient
from httpx import Response

from regnav_api.settings import MEBIBYTE, Settings

SETTINGS = Settings(sparql_seconds=1.0, sparql_memory=128 * MEBIBYTE, sparql_result=MEBIBYTE)


def problem(response: Response, status: int, name: str = "") -> dict[str, Any]:
    """The problem document of a response, checked for what all of them have."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = response.json()
    assert found["type"] == (f"https://w3id.org/regnav/problem/{name}" if name else "about:blank")
    assert found["status"] == status
    assert found["title"]
    assert found["detail"].endswith((".", "?"))
    assert found["instance"] == response.request.url.path
    return found


def pages(client: TestClient, address: str) -> list[dict[str, Any]]:
    """All entries of a list, page by page."""
    found: list[dict[str, Any]] = []
    while address:
        page = client.get(address).json()
        assert len(page["items"]) <= page["limit"]
        assert page["offset"] == len(found)
        found += page["items"]
        address = page["links"]["next"]
    assert len(found) == page["total"]
    return found
