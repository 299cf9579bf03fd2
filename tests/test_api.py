"""The HTTP service: every address and every kind of error. SPARQL and comparisons have files of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema
import msgspec
import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regnav.navigator import Navigator
from regnav.schemas import answer_schema
from regnav_api import documentation, openapi
from regnav_api.app import bare_app, create_app
from regnav_api.cache import AnswerCache
from regnav_api.settings import Settings, variable
from service import SETTINGS, pages, problem

SYSTEM: dict[str, Any] = {
    "title": "A tool that ranks applicants",
    "as_of": "2028-01-10",
    "law_as_of": "2026-11-01",
    "facts": {"ai.system": True, "ai.use": ["recruitment"], "role.ai": ["provider"], "org.established": "union"},
}


# ── assessments ─────────────────────────────────────────────────────────────


def test_an_assessment_is_the_librarys_answer(client: TestClient, law: Navigator) -> None:
    response = client.post("/v1/assessments", json=SYSTEM)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.content == law.assess(SYSTEM).to_json()
    jsonschema.validate(response.json(), answer_schema())


@pytest.mark.parametrize("choice", [{"presumptions": "none"}, {"everything": True}])
def test_an_assessment_takes_the_choices_of_the_library(client: TestClient, law: Navigator, choice: dict[str, Any]) -> None:
    response = client.post("/v1/assessments", json=SYSTEM | choice)
    assert response.content == law.assess(SYSTEM, **choice).to_json()
    assert response.content != law.assess(SYSTEM).to_json()


def test_an_assessment_takes_another_reading(client: TestClient, law: Navigator) -> None:
    other = next(r for p in law.rulebook.open_points for r in p.readings if not r.default)
    response = client.post("/v1/assessments", json=SYSTEM | {"readings": [other.id]})
    assert response.content == law.assess(SYSTEM, readings=[other.id]).to_json()


def test_the_same_request_has_the_same_tag(client: TestClient) -> None:
    tags = [client.post("/v1/assessments", json=s).headers["etag"] for s in (SYSTEM, SYSTEM, SYSTEM | {"as_of": "2026-11-01"})]
    assert tags[0] == tags[1] != tags[2]


def test_an_identical_request_is_answered_from_memory(law: Navigator, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    assess = law.assess
    monkeypatch.setattr(law, "assess", lambda *args: asked.append(args) or assess(*args))
    client = TestClient(create_app(law, SETTINGS))
    bodies = [client.post("/v1/assessments", json=s).content for s in (SYSTEM, dict(reversed(SYSTEM.items())), SYSTEM | {"title": "Another"})]
    assert len(asked) == 2
    assert bodies[0] == bodies[1] != bodies[2]


def test_kept_answers_stay_within_their_bound() -> None:
    kept = AnswerCache(10)
    kept.put("too large", b"x" * 11)
    for key in "abc":
        kept.put(key, b"1234")
        kept.get("a")
    assert [kept.get(k) for k in ("too large", "a", "b", "c")] == [None, b"1234", None, b"1234"]


@pytest.mark.parametrize(
    ("system", "name", "members"),
    [
        ({"facts": {"ai.sistem": True}}, "unknown-fact", {"key": "ai.sistem"}),
        ({"type": "no-such-type"}, "unknown-fact", {"key": "no-such-type"}),
        ({"facts": {"ai.system": "yes"}}, "bad-value", {"key": "ai.system"}),
        ({"facts": {"role.ai": ["provider", "no-such-role"]}}, "bad-value", {"key": "role.ai"}),
        ({"as_of": "tomorrow"}, "bad-value", {"key": "as_of"}),
        ({"readings": ["no-such-reading"]}, "unknown-name", {}),
        ({"fact": {}}, "invalid-body", {}),
        ({"facts": {"ai.system": {}}}, "invalid-body", {}),
        ({"presumptions": "some"}, "invalid-body", {}),
        ([], "invalid-body", {}),
    ],
)
def test_a_system_that_is_not_understood(client: TestClient, system: Any, name: str, members: dict[str, Any]) -> None:
    found = problem(client.post("/v1/assessments", json=system), 422, name)
    assert found.items() >= members.items()


def test_a_mistyped_fact_is_answered_with_suggestions(client: TestClient) -> None:
    assert "ai.system" in problem(client.post("/v1/assessments", json={"facts": {"ai.sistem": True}}), 422, "unknown-fact")["suggestions"]


def test_a_contradiction_names_the_facts_that_clash(client: TestClient) -> None:
    facts = {"org.established": "union", "org.established.third_country": True}
    found = problem(client.post("/v1/assessments", json={"facts": facts}), 422, "contradiction")
    assert len(found["clash"]) == 2
    assert all("org.established" in words for words in found["clash"])


@pytest.mark.parametrize("body", [b"", b"{", b"facts: {}", b'{"facts": {"ai.system": NaN}}', b'{"title": "\xff"}', b"[" * 50_000])
def test_a_body_that_is_no_json(client: TestClient, body: bytes) -> None:
    response = client.post("/v1/assessments", content=body, headers={"content-type": "application/json"})
    assert response.json()["type"].endswith(("/malformed-json", "/invalid-body"))
    problem(response, response.json()["status"], response.json()["type"].rpartition("/")[2])


@pytest.mark.parametrize("media_type", ["", "text/plain", "application/x-www-form-urlencoded", "json"])
def test_a_body_of_another_media_type(client: TestClient, media_type: str) -> None:
    response = client.post("/v1/assessments", content=b"{}", headers={"content-type": media_type} if media_type else {})
    problem(response, 415, "unsupported-media-type")
    assert response.headers["accept-post"] == "application/json"


def test_a_body_that_is_too_large_is_not_read_to_its_end(client: TestClient) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(1000):
            sent += 1
            yield b" " * 65536

    response = client.post("/v1/assessments", content=endless(), headers={"content-type": "application/json"})
    assert problem(response, 413, "body-too-large")["limit"] == SETTINGS.max_body


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_facts_make_the_service_fail(client: TestClient, law: Navigator, data: st.DataObject) -> None:
    """Any value for any key is an answer or a problem, never a fault."""
    values = (
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.dates().map(str) | st.text() | st.lists(st.text())
    )
    options = {q.key: [o.value for o in q.options] for q in law.questions()}
    keys = data.draw(st.lists(st.sampled_from(sorted(options)), max_size=8, unique=True))
    facts = {k: data.draw(values | st.lists(st.sampled_from(options[k])) | st.sampled_from(options[k]) if options[k] else values) for k in keys}
    days = {k: data.draw(st.dates().map(str) | st.text(max_size=8)) for k in ("as_of", "law_as_of") if data.draw(st.booleans())}
    response = client.post("/v1/assessments", content=msgspec.json.encode({"facts": facts, **days}), headers={"content-type": "application/json"})
    assert response.status_code in {200, 422}, response.text


# ── catalogue ───────────────────────────────────────────────────────────────


def test_questions_are_listed_page_by_page(client: TestClient, law: Navigator) -> None:
    assert [q["key"] for q in pages(client, "/v1/questions?limit=50")] == [q.key for q in law.questions()]


def test_questions_are_found_by_words(client: TestClient) -> None:
    found = client.get("/v1/questions?words=emotions+of+pupils&limit=3").json()["items"]
    assert "ai.practice" in {q["key"] for q in found}
    assert all(option["example_no"] for q in found for option in q["options"])
    assert client.get("/v1/questions?words=xyzzyx").json()["items"] == []


def test_system_types_are_listed(client: TestClient, law: Navigator) -> None:
    assert [t["key"] for t in pages(client, "/v1/system-types")] == list(law.rulebook.system_types)


def test_norms_are_listed_by_act(client: TestClient, law: Navigator) -> None:
    found = pages(client, "/v1/norms?act=ai-act&limit=200")
    assert [n["id"] for n in found] == [n.id for n in law.rulebook.norms if n.id.startswith("ai-act:")]


def test_a_page_links_to_its_neighbours(client: TestClient) -> None:
    links = client.get("/v1/norms?act=ai-act&limit=10&offset=15").json()["links"]
    assert links["self"] == "/v1/norms?act=ai-act&limit=10&offset=15"
    assert links["previous"] == "/v1/norms?act=ai-act&limit=10&offset=5"
    assert links["next"] == "/v1/norms?act=ai-act&limit=10&offset=25"
    assert client.get("/v1/norms?offset=1000000").json()["items"] == []


def test_a_norm_is_shown_with_all_that_is_known_of_it(client: TestClient, law: Navigator) -> None:
    found = client.get("/v1/norms/ai-act:15-5-resist-attacks").json()
    assert found["act"] == "ai-act"
    assert found["provisions"][0]["id"] == "ai-act:art_15_par_5"
    assert found["bearer"] == [{"id": "ai-act:Provider", "label": "Provider of an AI system"}]
    assert "cybersecurity" in found["topics"]
    assert "threat:data-poisoning" in {t["id"] for t in found["threats"]}
    assert [(line["name"], line["text"]) for line in found["lines"]] == list(law.show("ai-act:15-5-resist-attacks").lines)


def test_names_that_do_not_exist_are_answered_with_suggestions(client: TestClient) -> None:
    norm = problem(client.get("/v1/norms/ai-act:15-5-resist-atacks"), 404, "unknown-name")
    assert norm["suggestions"][0] == "ai-act:15-5-resist-attacks"
    assert problem(client.get("/v1/norms?act=ai-atc"), 404, "unknown-name")["suggestions"] == ["ai-act", "aida"]
    assert problem(client.get("/v1/queries/norms-of-topics"), 404, "unknown-name")["suggestions"][0] == "norms-of-topic"


@pytest.mark.parametrize("address", ["/v1/questions", "/v1/system-types", "/v1/norms", "/v1/norms/ai-act:15-5-resist-attacks", "/v1/queries", "/healthz"])
def test_what_the_client_holds_is_not_sent_again(client: TestClient, address: str) -> None:
    first = client.get(address)
    assert first.status_code == 200
    again = client.get(address, headers={"if-none-match": f'"other", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert client.get(address, headers={"if-none-match": '"other"'}).content == first.content


# ── named queries ───────────────────────────────────────────────────────────


def test_every_named_query_answers_its_example(client: TestClient, law: Navigator) -> None:
    for query in pages(client, "/v1/queries"):
        page = client.get(f"/v1/queries/{query['name']}", params=query["example"]).json()
        assert page["total"] > 0 or not query["example"], query["name"]
        assert page["items"] == law.ask(query["name"], **query["example"])[: page["limit"]]


def test_a_parameter_that_is_left_out_is_open(client: TestClient) -> None:
    one = client.get("/v1/queries/norms-of-topic?topic=topic:cybersecurity&limit=1000").json()
    assert {row["topic"] for row in one["items"]} == {"https://w3id.org/regnav/topic#cybersecurity"}
    assert client.get("/v1/queries/norms-of-topic").json()["total"] > one["total"]


@pytest.mark.parametrize("parameters", ["tpoic=x", "topic=a&topic=b", "name=x", "self=x", "topic=http://[", "topic=https://a%20b"])
def test_parameters_that_a_query_does_not_take(client: TestClient, parameters: str) -> None:
    problem(client.get(f"/v1/queries/norms-of-topic?{parameters}"), 400, "bad-query")


# ── the service ─────────────────────────────────────────────────────────────


def test_the_service_says_that_it_is_well(client: TestClient, law: Navigator) -> None:
    found = client.get("/healthz").json()
    assert (found["status"], found["rulebook"], found["norms"]) == ("ok", law.rulebook.digest, len(law.rulebook.norms))


def test_an_address_that_there_is_not(client: TestClient) -> None:
    problem(client.get("/v1/nothing"), 404)


@pytest.mark.parametrize(
    ("method", "address", "allowed"), [("PUT", "/sparql", "GET, POST"), ("GET", "/v1/assessments", "POST"), ("DELETE", "/v1/norms/x", "GET")]
)
def test_a_method_that_an_address_does_not_have(client: TestClient, method: str, address: str, allowed: str) -> None:
    response = client.request(method, address)
    problem(response, 405)
    assert response.headers["allow"] == allowed


def test_parameters_of_the_wrong_form(client: TestClient) -> None:
    found = problem(client.get("/v1/norms?limit=0&offset=x"), 422, "invalid-parameters")
    assert [e["location"] for e in found["errors"]] == ["query.limit", "query.offset"]


def test_a_fault_of_ours_tells_nothing_of_itself(law: Navigator) -> None:
    app = create_app(law, SETTINGS)
    app.state.navigator = None
    response = TestClient(app, raise_server_exceptions=False).get("/v1/norms")
    problem(response, 500)
    assert "NoneType" not in response.text


def test_settings_come_from_the_environment() -> None:
    given_ = {"REGNAV_API_SPARQL_SECONDS": "2.5", "REGNAV_API_MAX_BODY": "1000", "PATH": "/bin"}
    assert Settings.from_environment(given_) == Settings(sparql_seconds=2.5, max_body=1000)
    for name, text in (("max_body", "many"), ("max_body", "1.5"), ("cache_size", "-1"), ("sparql_seconds", "0"), ("sparql_seconds", "nan")):
        with pytest.raises(ValueError, match=variable(name)):
            Settings.from_environment({variable(name): text})


# ── the contract ────────────────────────────────────────────────────────────


def test_the_committed_openapi_document_is_current() -> None:
    assert openapi.FILE.read_text(encoding="utf-8") == openapi.text(), "api/openapi.json has drifted; write it anew: python -m regnav_api.openapi"


def test_the_answer_is_documented_as_the_library_describes_it(client: TestClient) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert answer_schema()["$defs"].keys() <= schemas.keys()
    assert schemas["Assessment"]["properties"].keys() == answer_schema()["$defs"]["Assessment"]["properties"].keys()


@schemathesis.serializer("application/sparql-query")
def _as_text(context: schemathesis.SerializationContext, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


CONTRACT = schemathesis.openapi.from_dict(documentation.document(bare_app()))
OPEN_WORLD = {"/v1/assessments", "/v1/control-plans", "/v1/overlaps", "/v1/incidents", "/v1/queries/{name}", "/sparql"}
"""Addresses that refuse much of what has the right form: keys, parameters and queries have meanings that no schema says."""


@CONTRACT.parametrize()
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_service_keeps_its_contract(app: FastAPI, client: TestClient, case: schemathesis.Case) -> None:
    excluded = [schemathesis.checks.CHECKS.get_one("positive_data_acceptance")] if case.operation.path in OPEN_WORLD else []
    case.call_and_validate(app=app, base_url="http://testserver", excluded_checks=excluded)
