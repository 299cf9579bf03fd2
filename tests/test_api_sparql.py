"""SPARQL over HTTP: what it answers, what it refuses, and that nobody can make the service suffer from it."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from regnav.navigator import Navigator
from regnav_api.app import create_app
from regnav_api.settings import Settings
from regnav_api.sparql import guard
from service import SETTINGS, problem

RN = "PREFIX rn: <https://w3id.org/regnav/core#> "


def sparql(client: TestClient, query: str, accept: str = "") -> Response:
    headers = {"content-type": "application/sparql-query"} | ({"accept": accept} if accept else {})
    return client.post("/sparql", content=query.encode(), headers=headers)


def test_a_query_may_be_sent_in_three_ways(client: TestClient, law: Navigator) -> None:
    query = RN + "SELECT (COUNT(?n) AS ?count) { ?n a rn:Obligation }"
    responses = [client.get("/sparql", params={"query": query}), client.post("/sparql", data={"query": query}), sparql(client, query)]
    expected = sum(n.modality == "obligation" for n in law.rulebook.norms)
    for response in responses:
        assert response.headers["content-type"] == "application/sparql-results+json"
        assert int(response.json()["results"]["bindings"][0]["count"]["value"]) == expected


@pytest.mark.parametrize(
    ("query", "accept", "media_type", "start"),
    [
        ("SELECT ?s { ?s a rn:Norm } LIMIT 0", "application/json", "application/json", '{"head":{"vars":["s"]}'),
        ("SELECT ?s { ?s a rn:Norm } LIMIT 0", "text/csv", "text/csv; charset=utf-8", "s\r\n"),
        ("SELECT ?s { ?s a rn:Norm } LIMIT 0", "application/sparql-results+xml", "application/sparql-results+xml", "<?xml"),
        ("ASK { ?s a rn:Obligation }", "*/*", "application/sparql-results+json", '{"head":{},"boolean":true}'),
        ("CONSTRUCT { ?s a rn:Norm } { ?s a rn:Obligation } LIMIT 1", "text/turtle", "text/turtle; charset=utf-8", "@prefix rn: "),
        ("PREFIX : <http://x.org/> CONSTRUCT { ?s a :Norm } { ?s a rn:Obligation } LIMIT 1", "*/*", "text/turtle; charset=utf-8", "@prefix "),
        ("BASE <http://x.org/> PREFIX a: <b/c:d> CONSTRUCT { ?s a a:b } { ?s a rn:Obligation } LIMIT 1", "", "text/turtle; charset=utf-8", "@prefix "),
        ("CONSTRUCT { ?s a rn:Norm } { ?s a rn:Obligation } LIMIT 1", "application/n-triples", "application/n-triples", "<https://"),
        ("DESCRIBE <https://w3id.org/regnav/topic#cybersecurity>", "", "text/turtle; charset=utf-8", "@prefix rn: "),
    ],
)
def test_results_come_in_the_format_asked_for(client: TestClient, query: str, accept: str, media_type: str, start: str) -> None:
    response = sparql(client, RN + query, accept)
    assert (response.status_code, response.headers["content-type"], response.headers["vary"]) == (200, media_type, "Accept")
    assert response.text.startswith(start)


def test_a_format_that_there_is_not(client: TestClient) -> None:
    assert "text/csv" in problem(sparql(client, "SELECT * { }", "text/turtle"), 406, "not-acceptable")["detail"]


@pytest.mark.parametrize("parameters", ["", "query=ASK{}&query=ASK{}", "query=hello", "query=SELECT", "query=SELECT * { ?s ?p 'open }"])
def test_what_is_no_query(client: TestClient, parameters: str) -> None:
    problem(client.get(f"/sparql?{parameters}"), 400, "bad-query")


def test_a_query_of_another_media_type_or_encoding(client: TestClient) -> None:
    problem(client.post("/sparql", content=b"ASK {}", headers={"content-type": "text/plain"}), 415, "unsupported-media-type")
    problem(client.post("/sparql", content=b"ASK { \xff }", headers={"content-type": "application/sparql-query"}), 400, "bad-query")
    problem(sparql(client, "#" * (SETTINGS.max_body + 1)), 413, "body-too-large")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "INSERT DATA { <http://x.org/a> <http://x.org/b> <http://x.org/c> }",
        "DROP ALL",
    ],
)
def test_what_is_refused(client: TestClient, query: str) -> None:
    problem(sparql(client, query), 403, "query-refused")


@pytest.mark.parametrize("parameters", ["query=ASK{}&default-graph-uri=http://x.org/", "query=ASK{}&named-graph-uri=http://x.org/", "update=CLEAR ALL"])
def test_what_is_refused_in_the_protocol(client: TestClient, parameters: str) -> None:
    problem(client.get(f"/sparql?{parameters}"), 403, "query-refused")


def test_behind_the_guard_a_process_reaches_neither_network_nor_files(app: FastAPI) -> None:
    """The guard is passed by; the process itself can open nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        with pytest.raises(guard.Malformed, match="open files"):
            app.state.workers.run(guard.Query("SELECT", f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"), "text/csv")
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert app.state.workers.run(guard.Query("SELECT", "SELECT ?s FROM <file:///etc/passwd> { ?s ?p ?o }"), "text/csv") == b"s\r\n"


GROWTH = " ".join(f"BIND (CONCAT({', '.join(['?' + old] * 7)}) AS ?{new})" for old, new in pairwise("abcdefgh"))
HOSTILE = {
    "a cartesian product": ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", {"query-too-long", "query-too-large"}),
    "paths of any length": ("SELECT * { ?a (<a:a>|!<a:b>)* ?b . ?c (<a:a>|!<a:b>)* ?d . FILTER (?a = ?d) }", {"query-too-long", "query-too-large"}),
    "a sort of a product": ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a", {"query-too-large", "query-too-long"}),
    "a text that grows": (f"SELECT * {{ BIND ('{'x' * 9999}' AS ?a) {GROWTH} }}", {"query-too-large", "query-too-long"}),
    "deep nesting": ("SELECT * {" + "{" * 100_000 + "}" * 100_001, {"query-too-large"}),
    "a long result": ("SELECT * { ?a ?b ?c . ?d ?e ?f }", {"result-too-large"}),
}
ENDS = {"query-too-long": (504, "sparql_seconds"), "query-too-large": (413, "sparql_memory"), "result-too-large": (413, "sparql_result")}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_ends_and_the_next_one_is_answered(client: TestClient, name: str) -> None:
    query, ends = HOSTILE[name]
    response = sparql(client, query)
    kind = response.json()["type"].rpartition("/")[2]
    assert kind in ends
    status, limit = ENDS[kind]
    assert problem(response, status, kind)["limit"] == getattr(SETTINGS, limit)
    assert sparql(client, "ASK { ?s ?p ?o }").json()["boolean"] is True


def test_too_many_queries_are_turned_away(law: Navigator) -> None:
    with TestClient(create_app(law, Settings(sparql_workers=1, sparql_waiting=1, sparql_seconds=1.0))) as client, ThreadPoolExecutor() as threads:
        responses = list(threads.map(lambda _: sparql(client, HOSTILE["a cartesian product"][0]), range(3)))
        turned_away = [r for r in responses if r.status_code == 429]
        assert sorted(r.status_code for r in responses) == [429, 504, 504]
        problem(turned_away[0], 429, "too-many-queries")
        assert turned_away[0].headers["retry-after"] == "1"
        assert sparql(client, "ASK { }").json()["boolean"] is True


def test_a_worker_that_was_ended_from_outside_is_replaced(law: Navigator) -> None:
    with TestClient(create_app(law, SETTINGS)) as client:
        assert sparql(client, "ASK { }").status_code == 200
        client.app.state.workers.process.kill()  # type: ignore[attr-defined]
        assert sparql(client, "ASK { }").status_code == 200


def test_the_endpoint_can_be_switched_off(law: Navigator) -> None:
    client = TestClient(create_app(law, Settings(sparql_workers=0)))
    problem(sparql(client, "ASK { }"), 503, "sparql-unavailable")
