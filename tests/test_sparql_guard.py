"""The SPARQL guard: what it lets through, what it refuses, and that nothing which Oxigraph takes for SERVICE slips by."""

from __future__ import annotations

from contextlib import suppress

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from regnav_api.sparql.guard import Malformed, Refused, read
from regnav_api.sparql.negotiation import choose

PREFIX = "PREFIX ex: <http://127.0.0.1:1/> "


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT"),
        ("select*{?s?p?o}", "SELECT"),
        ("BASE <http://x.org/> PREFIX a: <#> # SELECT\nASK { a:b ?p ?o }", "ASK"),
        ("PREFIX : <http://x.org/> CONSTRUCT { ?s a :T } WHERE { ?s ?p ?o }", "CONSTRUCT"),
        ("DESCRIBE <http://x.org/>", "DESCRIBE"),
        ("ASK { ?service ?p 'SERVICE <http://x.org/> {}' }", "ASK"),
        ("ASK { ?s ?p '''it's a \\'service\\' FROM here''' }", "ASK"),
        ("ASK { ?s <http://x.org/service> ?o # SERVICE <http://x.org/>\n}", "ASK"),
        ("PREFIX ex: <http://x.org/> ASK { ?s ex:service ?o . ?s ex:a\\'b ?from }", "ASK"),
        ("ASK { ?s ?p ?o FILTER (?o < 1 && ?o > 0) }", "ASK"),
    ],
)
def test_reads_a_query_that_may_run(query: str, form: str) -> None:
    assert read(query).form == form


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://x.org/> { ?s ?p ?o } }",
        "SELECT * { {}serviceSILENT<http://x.org/> { ?s ?p ?o } }",
        "PREFIX : <http://x.org/> SELECT * { SERVICE:x { ?s ?p ?o } }",
        "SELECT * { ?s ?p 1SERVICE <http://x.org/> { ?a ?b ?c } }",
        "SELECT * { ?s ?p 1.SERVICE <http://x.org/> { ?a ?b ?c } }",
        "PREFIX ex: <http://x.org/> SELECT * { ?s ?p ex:.SERVICE <http://x.org/> { ?a ?b ?c } }",
        "PREFIX ex: <http://x.org/> SELECT * { ?s ex:a\\'b ?o . SERVICE <http://x.org/> {} . ?s ex:c\\'d ?o }",
        "SELECT * { ?s ?p ?o FILTER (?o<1)SERVICE#>\n<http://x.org/> { ?a ?b ?c } }",
        "SELECT * { ?s ?p '#' . SERVICE <http://x.org/> { ?a ?b ?c } }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://x.org/> { GRAPH ?g { ?s ?p ?o } }",
        "LOAD <http://x.org/>",
        "PREFIX ex: <http://x.org/> INSERT DATA { ex:a ex:b ex:c }",
        "delete where { ?s ?p ?o }",
        "CLEAR ALL",
        "WITH <http://x.org/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_refuses_updates_and_other_endpoints_and_graphs(query: str) -> None:
    with pytest.raises(Refused):
        read(query)


@pytest.mark.parametrize("query", ["", "   # nothing", "hello", "{", "ASK { ?s ?p 'open }", "ASK { \\u0053 }", "PREFIX ex: <http://x.org/>"])
def test_says_when_a_text_is_no_query(query: str) -> None:
    with pytest.raises(Malformed):
        read(query)


@pytest.mark.parametrize("query", ['SELECT * { "' + '\\"' * 60_000, "SELECT * {" + "a-" * 60_000, "SELECT * {" + "<a" * 60_000, "ASK {" + '"""' * 40_000])
def test_reads_hostile_texts_in_one_pass(query: str) -> None:
    """Ends at all: a lexer that starts again at each character would take hours."""
    with suppress(Malformed):
        read(query)


def test_keeps_the_prefixes_that_a_query_declares() -> None:
    assert read("PREFIX a: <http://a.org/> PREFIX : <http://b.org/#> ASK { a:x ?p :y }").prefixes == {"a": "http://a.org/", "": "http://b.org/#"}


# fmt: off
PIECES = st.sampled_from([
    "?s ?p ?o", "?s ?p 1", "?s ?p 1.", "?s ?p 'a'", "?s ?p \"a'b\"", "?s ?p true", "?s ?p ex:", "?s ?p ex:a.", "ex:a\\'b", "ex:b\\#c", "_:b",
    ".", ";", ",", "{}", "{", "}", "(", ")", "<", ">", "#", "\n", " ", "'", '"', "'''", "\\", "\\u0053", "@en", "@en-", "^^", ":", "-", "a", "1", "%41",
    "FILTER(", "FILTER(?o<1)", "FILTER(?o<1&&?o>0)", "<http://127.0.0.1:1/>", "<http://127.0.0.1:1/#>", "ex:", "OPTIONAL", "UNION", "MINUS",
    "BIND(1 AS ?x)", "VALUES(?x ?y){(1", "SILENT", "SERVICE",
])
# fmt: on
STORE = ox.Store()
STORE.add(
    ox.Quad(ox.NamedNode("http://x.org/s"), ox.NamedNode("http://x.org/p"), ox.Literal("1", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")))
)


def asks_another_endpoint(query: str) -> bool:
    """Whether Oxigraph turns to an endpoint; port 1 is one that it never connects to, and says so."""
    try:
        list(STORE.query(query))  # type: ignore[call-overload]
    except OSError:
        return True
    except (SyntaxError, ValueError):
        pass
    return False


def test_oxigraph_says_when_it_turns_to_an_endpoint() -> None:
    assert asks_another_endpoint("SELECT * { SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }")


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=6), st.lists(PIECES, max_size=4))
@example(["?s ?p ?o", "FILTER(?o<1)"], ["#", ">", "\n", "<http://127.0.0.1:1/>"])
@example(["?s ?p ex:", "."], ["<http://127.0.0.1:1/>"])
def test_no_service_slips_by(before: list[str], after: list[str]) -> None:
    query = f"{PREFIX}PREFIX : <http://127.0.0.1:1/> SELECT * {{ {''.join(before)}SERVICE{''.join(after)} {{ ?a ?b ?c }} }}"
    try:
        read(query)
    except (Refused, Malformed):
        return
    assert not asks_another_endpoint(query)


@pytest.mark.parametrize(
    ("form", "accept", "chosen"),
    [
        ("SELECT", "", "application/sparql-results+json"),
        ("SELECT", "*/*", "application/sparql-results+json"),
        ("ASK", "application/json", "application/json"),
        ("SELECT", "text/html, text/csv;q=0.9, */*;q=0.1", "text/csv"),
        ("SELECT", "text/*", "text/csv"),
        ("SELECT", "application/sparql-results+json;q=0, */*", "application/json"),
        ("SELECT", "text/turtle", None),
        ("SELECT", "text/csv;q=zero", None),
        ("CONSTRUCT", "text/html,application/xhtml+xml,*/*;q=0.8", "text/turtle"),
        ("CONSTRUCT", "application/ld+json", "application/ld+json"),
        ("DESCRIBE", "text/csv", None),
    ],
)
def test_chooses_a_format(form: str, accept: str, chosen: str | None) -> None:
    assert choose(form, accept) == chosen  # type: ignore[arg-type]
