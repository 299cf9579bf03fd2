"""Reads a query before it runs: which form it has, and whether it asks for something that is refused.

This gives a good message early; the wall behind it is the worker, which can open neither file nor connection. It reads tokens as SPARQL 1.1
section 19 writes them, and is strict where Oxigraph is lenient: keywords may touch their neighbours there (`1SERVICE`, `SERVICE:x`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
FORMS: dict[str, Form] = {"SELECT": "SELECT", "ASK": "ASK", "CONSTRUCT": "CONSTRUCT", "DESCRIBE": "DESCRIBE"}
UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"}

TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+|\#[^\r\n]*)
      | (?P<iri><(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
      | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3} | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
      | (?P<variable>[?$]\w+)
      | (?P<word>[\w.-]*+)(?P<local>:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])*)?)
      | (?P<bare>[\w.-]++)
      | (?P<other>[^"'\\])""",
    re.VERBOSE | re.DOTALL,
)


ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:[^\\]*>")
"""An IRI that needs no base and no unescaping."""


class NotRun(Exception):
    """A query that does not run, with the sentence that says why."""


class Refused(NotRun):
    """A query that asks for something that is refused."""


class Malformed(NotRun):
    """A query that is no SPARQL."""


@dataclass(frozen=True)
class Query:
    """A query that may run: its form, its text, and the prefixes that it declares."""

    form: Form
    text: str
    prefixes: Mapping[str, str] = field(default_factory=dict)


def read(text: str) -> Query:
    """The query in a text.

    Raises Refused for an update, SERVICE or FROM, Malformed when it begins like no query.
    """
    tokens = list(_tokens(text))
    form = _form(tokens)
    for kind, token in tokens:
        _check(kind, token.upper())
    return Query(form, text, _prefixes(tokens))


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Kind and text of each token, without space; a prefixed name gives its prefix."""
    place = 0
    while place < len(text):
        found = TOKEN.match(text, place)
        if found is None:
            raise Malformed(f"A string that does not end, or a stray backslash, at character {place + 1}.")
        place = found.end()
        if found["local"] is not None:
            yield "prefix", found["word"]
        elif found.lastgroup != "space":
            yield str(found.lastgroup), found[0]


def _form(tokens: list[tuple[str, str]]) -> Form:
    """The form, by the first keyword after the prologue."""
    words = (token.upper() for kind, token in tokens if kind == "bare")
    first = next((w for w in words if w not in {"PREFIX", "BASE"}), "")
    if first in UPDATES:
        raise Refused("This endpoint only reads: updates are refused.")
    if first not in FORMS:
        raise Malformed("A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE after its prefixes.")
    return FORMS[first]


def _check(kind: str, token: str) -> None:
    if (kind in {"bare", "prefix"} and "SERVICE" in token) or (kind == "iri" and _hides_service(token)):
        raise Refused("SERVICE is refused: this endpoint asks no other one.")
    if kind == "bare" and "FROM" in re.split(r"[.-]", token):
        raise Refused("FROM is refused: there is one graph, the law, and every query asks it.")


def _hides_service(iri: str) -> bool:
    """Whether what looks like an IRI may be a comparison that ends before a SERVICE: `FILTER(?a<1)SERVICE#>`."""
    return "SERVICE" in iri.partition(")")[2]


def _prefixes(tokens: list[tuple[str, str]]) -> dict[str, str]:
    """The prefixes that a query declares, for writing its results."""
    found = {}
    for (_, keyword), (kind, prefix), (value, iri) in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if keyword.upper() == "PREFIX" and (kind, value) == ("prefix", "iri") and ABSOLUTE.fullmatch(iri):
            found[prefix] = iri[1:-1]
    return found
