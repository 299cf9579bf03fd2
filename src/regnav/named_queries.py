"""Named queries: a question is a file. A YAML header in `#+` comments, then plain SPARQL.

A parameter is an ordinary variable that is also selected, so the answer repeats the question; nothing is pasted into text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from regnav.errors import BadQuery
from regnav.graph import Graph
from regnav.names import BASE
from regnav.rulebook import Rulebook

SHARED = {"rn": f"{BASE}core#", **{name: f"{BASE}{name}#" for name in ("fact", "topic", "stage", "control", "threat", "consequence", "system-type")}}


def prefixes(rulebook: Rulebook) -> dict[str, str]:
    """The prefixes of short names: one for each act, and those that all acts share."""
    return {i.key: i.iri[: i.iri.rfind("/") + 1] for i in rulebook.instruments.values()} | SHARED


@dataclass(frozen=True)
class NamedQuery:
    """A query file: its name, what it answers, what that is good for, its parameters with their descriptions, and an example."""

    name: str
    summary: str
    use: str
    parameters: Mapping[str, str]
    example: Mapping[str, str]
    text: str = field(repr=False)

    def run(self, graph: Graph, parameters: Mapping[str, str], prefixes: Mapping[str, str]) -> list[dict[str, str | None]]:
        """Rows by variable name; values of parameters may use these prefixes.

        Raises BadQuery for a parameter that the query does not have, or a value that is no IRI though it looks like one.
        """
        for name in parameters:
            if name not in self.parameters:
                known = ", ".join(self.parameters) or "none"
                raise BadQuery(f"The query {self.name} has no parameter '{name}'; it has: {known}.")
        found = graph.table(self.text, {k: term(v, prefixes) for k, v in parameters.items()})
        return [dict(zip(found.names, row, strict=True)) for row in found.rows]


def term(value: str, prefixes: Mapping[str, str]) -> ox.NamedNode | ox.Literal:
    """An IRI for `ai-act:art_4` or a full IRI, else a plain literal.

    Raises BadQuery for a value that looks like an IRI and is none.
    """
    prefix, _, local = value.partition(":")
    try:
        if prefix in prefixes and local:
            return ox.NamedNode(prefixes[prefix] + local)
        return ox.NamedNode(value) if value.startswith(("http://", "https://")) else ox.Literal(value)
    except ValueError as error:
        raise BadQuery(f"{error}.") from error


def read_queries(folder: Path) -> dict[str, NamedQuery]:
    """The named queries of a folder; those of the compiler and of the checks lie in folders below it and are not named queries."""
    return {file.stem: read_query(file) for file in sorted(folder.glob("*.rq"))}


def read_query(file: Path) -> NamedQuery:
    """A query file.

    Raises BadQuery when its header is no YAML mapping.
    """
    import yaml

    text = file.read_text(encoding="utf-8")
    header: Any = yaml.safe_load("\n".join(line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+")))
    if not isinstance(header, dict) or "summary" not in header:
        raise BadQuery(f"{file}: the header needs a `#+ summary:`")
    parameters = {str(k): str(v) for k, v in (header.get("parameters") or {}).items()}
    return NamedQuery(
        file.stem, str(header["summary"]), str(header.get("use", "")), parameters, {str(k): str(v) for k, v in (header.get("example") or {}).items()}, text
    )
