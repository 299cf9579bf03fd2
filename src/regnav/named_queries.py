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

PREFIXES = {
    "ai-act": f"{BASE}eu/ai-act/",
    "aia": f"{BASE}eu/ai-act/",
    "rn": f"{BASE}core#",
    "fact": f"{BASE}fact#",
    "topic": f"{BASE}topic#",
    "stage": f"{BASE}stage#",
    "control": f"{BASE}control#",
    "threat": f"{BASE}threat#",
}


@dataclass(frozen=True)
class NamedQuery:
    """A query file: its name, what it answers, its parameters with their descriptions, and an example."""

    name: str
    summary: str
    parameters: Mapping[str, str]
    example: Mapping[str, str]
    text: str = field(repr=False)

    def run(self, graph: Graph, parameters: Mapping[str, str]) -> list[dict[str, str | None]]:
        """Rows by variable name.

        Raises BadQuery for a parameter that the query does not have.
        """
        for name in parameters:
            if name not in self.parameters:
                known = ", ".join(self.parameters) or "none"
                raise BadQuery(f"The query {self.name} has no parameter '{name}'; it has: {known}.")
        found = graph.table(self.text, {k: term(v) for k, v in parameters.items()})
        return [dict(zip(found.names, row, strict=True)) for row in found.rows]


def term(value: str) -> ox.NamedNode | ox.Literal:
    """An IRI for `ai-act:art_4` or a full IRI, else a plain literal."""
    prefix, _, local = value.partition(":")
    if prefix in PREFIXES and local:
        return ox.NamedNode(PREFIXES[prefix] + local)
    return ox.NamedNode(value) if value.startswith(("http://", "https://")) else ox.Literal(value)


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
    return NamedQuery(file.stem, str(header["summary"]), parameters, {str(k): str(v) for k, v in (header.get("example") or {}).items()}, text)
