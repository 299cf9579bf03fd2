"""What the gates look at: the Turtle files, the store they are loaded into, and where each block stands."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from regnav.data import turtle_files
from regnav.graph import Graph, Row

if TYPE_CHECKING:
    import rdflib

_PREFIX = re.compile(r"^@prefix\s+([\w-]*):\s*<([^>]*)>", re.MULTILINE)
_BLOCK = re.compile(r"^(?:([\w-]*):([^\s;,]+)|<([^>\s]+)>)(?=\s)")


class Material:
    """An ontology folder and a queries folder, read once for all gates."""

    def __init__(self, ontology: Path, queries: Path) -> None:
        self.ontology = ontology
        self.queries = queries
        self.files = turtle_files(ontology)
        self.law = Graph(ox.Store(), queries)

    def run(self, name: str) -> list[Row]:
        """Rows of a query file, such as `gates/uses`."""
        return self.law.run(name)

    @cached_property
    def triples(self) -> rdflib.Graph:
        """The law as an rdflib graph, which pyshacl needs."""
        import rdflib

        data = self.law.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        return rdflib.Graph().parse(data=data, format="nt")

    def where(self, node: str) -> str:
        """File and line of a block (`acts/eu/ai-act/norms.ttl:120`), or an empty string."""
        return self._places.get(node, "")

    @cached_property
    def _places(self) -> dict[str, str]:
        places: dict[str, str] = {}
        for file in self.files:
            for node, line in blocks(file.read_text(encoding="utf-8")):
                places.setdefault(node, f"{file.relative_to(self.ontology).as_posix()}:{line}")
        return places


def blocks(turtle: str) -> list[tuple[str, int]]:
    """The nodes that open a block at the start of a line, with their line numbers."""
    prefixes = dict(_PREFIX.findall(turtle))
    found = []
    for number, line in enumerate(turtle.splitlines(), 1):
        match = _BLOCK.match(line)
        if match and (match[3] or match[1] in prefixes):
            found.append((match[3] or prefixes[match[1]] + match[2], number))
    return found
