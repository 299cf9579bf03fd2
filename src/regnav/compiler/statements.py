"""Rows of the rulebook queries, gathered by node, and names made short."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from regnav.errors import OntologyError
from regnav.graph import Graph
from regnav.names import local, short

BESIDE_THE_LAW = frozenset({"review", "satisfiedBy", "supportedBy", "noControl", "answersThreat", "counterpart", "noCounterpart", "surveyRow"})
"""What a norm's block holds beside what the law says: its reviews, and the controls, threats and counterparts that we link to it.

A review judges the reading of the law (basis, bearer, condition, text, periods, items, dates), so a better link to the catalogue
does not undo it.
"""


class Record:
    """All statements about one node; properties by their local name."""

    def __init__(self, node: str) -> None:
        self.node = node
        self._values: dict[str, list[str]] = defaultdict(list)
        self._short: dict[str, tuple[str, ...]] = {}

    def add(self, name: str, value: str) -> None:
        self._values[name].append(value)
        self._short.pop(name, None)

    def all(self, name: str) -> tuple[str, ...]:
        """All values, sorted (a graph has no order)."""
        return tuple(sorted(self._values.get(name, ())))

    def one(self, name: str) -> str | None:
        """The only value, or None.

        Raises OntologyError when there are several.
        """
        values = set(self._values.get(name, ()))
        if len(values) > 1:
            raise OntologyError(f"{self.node}: {name} has {len(values)} values where one is expected")
        return next(iter(values), None)

    def text(self, name: str) -> str:
        """The only value, or an empty string."""
        return self.one(name) or ""

    def need(self, name: str) -> str:
        """The only value.

        Raises OntologyError when there is none.
        """
        value = self.one(name)
        if value is None:
            raise OntologyError(f"{self.node}: {name} is missing")
        return value

    def day(self, name: str) -> date | None:
        value = self.one(name)
        return date.fromisoformat(value) if value else None

    def number(self, name: str, default: int = 0) -> int:
        return int(self.one(name) or default)

    def short(self, name: str) -> tuple[str, ...]:
        """All values as short names."""
        found = self._short.get(name)
        if found is None:
            found = self._short[name] = tuple(short(v) for v in self.all(name))
        return found

    def types(self) -> set[str]:
        return {local(t) for t in self._values.get("type", ())}

    def lines(self, parts: dict[str, Record]) -> list[str]:
        """The block's legal content in a canonical form, parts written out, for its digest; see BESIDE_THE_LAW."""
        found = []
        for name in sorted(self._values):
            for value in self._values[name]:
                if name not in BESIDE_THE_LAW:
                    inner = parts.get(value)
                    found.append(
                        f"{name} {{{'; '.join(sorted(inner.lines({})))}}}"
                        if inner and name in {"item", "choice", "deadline", "retention"}
                        else f"{name} {value}"
                    )
        return found


class Records:
    """The records of one rulebook query, by node."""

    def __init__(self, graph: Graph, query: str) -> None:
        self._records: dict[str, Record] = {}
        for node, name, value in graph.run(f"rulebook/{query}"):
            assert node is not None and name is not None and value is not None
            self._records.setdefault(node, Record(node)).add(local(name), value)

    def __iter__(self) -> Iterator[Record]:
        return iter(sorted(self._records.values(), key=lambda r: r.node))

    def __contains__(self, node: str) -> bool:
        return node in self._records

    def __getitem__(self, node: str) -> Record:
        return self._records[node]

    def get(self, node: str) -> Record | None:
        return self._records.get(node)

    def typed(self, *names: str) -> Iterator[Record]:
        """Records of one of these types, in order of node."""
        return (r for r in self if r.types() & set(names))

    def as_dict(self) -> dict[str, Record]:
        return self._records
