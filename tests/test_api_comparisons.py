"""Comparisons over HTTP: the same answers as the library's, in every format, and clear errors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from fastapi.testclient import TestClient

from regnav.comparison import FORMATS, RegimeComparison
from regnav.navigator import Navigator
from regnav_api.app import create_app
from regnav_api.settings import Settings

DAY = "2026-11-22"
ASKED: dict[str, Any] = {"regimes": ["EU", "AU"], "topics": ["incident-reporting"], "as_of": DAY, "law_as_of": DAY}


@pytest.fixture(scope="module")
def client(law: Navigator) -> Iterator[TestClient]:
    with TestClient(create_app(law, Settings()), raise_server_exceptions=False) as client:
        yield client


def test_the_service_compares_as_the_library_does(client: TestClient, law: Navigator) -> None:
    response = client.post("/v1/comparisons", json=ASKED)
    assert response.status_code == 200, response.text
    found = msgspec.json.decode(response.content, type=RegimeComparison)
    assert found == law.compare(None, ASKED["regimes"], ASKED["topics"], DAY, DAY)


def test_a_system_is_assessed_in_every_regime_at_once(client: TestClient) -> None:
    system = {"facts": {"ai.system": True, "role.ai": ["provider"], "market.union": True, "market.in": ["vietnam"]}}
    response = client.post("/v1/comparisons", json={"system": system, "as_of": DAY, "law_as_of": DAY})
    assert response.status_code == 200, response.text
    found = msgspec.json.decode(response.content, type=RegimeComparison)
    assert {r.key for r in found.regimes} >= {"EU", "VN"}
    assert found.home == "EU"


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_its_media_type(client: TestClient, name: str) -> None:
    response = client.post("/v1/comparisons", json={**ASKED, "format": name})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].split(";")[0] == FORMATS[name][0]
    assert response.content


@pytest.mark.parametrize(
    ("wrong", "status"),
    [({"regimes": ["Atlantis"]}, 422), ({"topics": ["weather"]}, 422), ({"forces": ["holy"]}, 422), ({"format": "papyrus"}, 422), ({"nonsense": 1}, 422)],
)
def test_what_cannot_be_compared_is_a_problem_document(client: TestClient, wrong: dict[str, Any], status: int) -> None:
    response = client.post("/v1/comparisons", json={**ASKED, **wrong})
    assert response.headers["content-type"] == "application/problem+json"
    assert response.status_code == status, response.text
    assert response.json()["detail"]


def test_an_assessment_names_the_regimes_that_it_leaves_out(client: TestClient) -> None:
    facts = {"ai.system": True}
    default = client.post("/v1/assessments", json={"facts": facts}).json()
    asked = client.post("/v1/assessments", json={"facts": facts, "regimes": ["AU"]}).json()
    assert {r["key"]: r["assessed"] for r in default["regimes"]}["AU"] is False
    assert {r["key"] for r in asked["regimes"] if r["assessed"]} == {"AU", "AU-NSW"}
