"""The graph of the law in an embedded Oxigraph store, asked only through query files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from regnav.data import turtle_files
from regnav.errors import BadQuery, OntologyError

Row = tuple[str | None, ...]


class Table(NamedTuple):
    """The answer to a SELECT query."""

    names: tuple[str, ...]
    rows: list[Row]


class Graph:
    """The law as triples. `run` asks a query file; nothing else in the library reads a triple."""

    def __init__(self, store: ox.Store, queries: Path) -> None:
        self.store = store
        self.queries = queries

    @classmethod
    def load(cls, ontology: Path, queries: Path, progress: Callable[[Path], None] | None = None) -> Graph:
        """Parse all Turtle files.

        Raises OntologyError, naming file and line, when one does not parse.
        """
        store = ox.Store()
        for file in turtle_files(ontology):
            if progress is not None:
                progress(file)
            try:
                store.bulk_load(path=str(file), format=ox.RdfFormat.TURTLE)
            except SyntaxError as error:
                raise OntologyError(f"{file}: {error}") from error
        return cls(store, queries)

    def run(self, name: str) -> list[Row]:
        """Rows of the query file `name` (such as `rulebook/norms`), IRIs, literals and blank nodes as text."""
        return self.select((self.queries / f"{name}.rq").read_text(encoding="utf-8"))

    def select(self, text: str) -> list[Row]:
        """Rows of a SELECT query given as text.

        Raises BadQuery when it is malformed or no SELECT.
        """
        return self.table(text).rows

    def table(self, text: str, bindings: Mapping[str, ox.NamedNode | ox.Literal] | None = None) -> Table:
        """Rows of a SELECT query with the names of its columns, some variables bound beforehand.

        Raises BadQuery when it is malformed or no SELECT.
        """
        substitutions: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {ox.Variable(k): v for k, v in (bindings or {}).items()}
        try:
            found = self.store.query(text, substitutions=substitutions)
        except (SyntaxError, ValueError) as error:
            raise BadQuery(str(error)) from error
        if not isinstance(found, ox.QuerySolutions):
            raise BadQuery("Only SELECT queries give rows.")
        names = tuple(variable.value for variable in found.variables)
        return Table(names, [tuple(map(_text, solution)) for solution in found])


def _text(term: object) -> str | None:
    if isinstance(term, (ox.NamedNode, ox.Literal)):
        return term.value
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    return None if term is None else str(term)
