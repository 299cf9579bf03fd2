"""The coverage matrix: for each article and annex, what accounts for its provisions.

The rule itself is the query `checks/accounted`: a provision without parts is the basis or the definition of something, or says
why it is not; a provision with parts is accounted for when it is so marked itself or when all its parts are. Nothing is inherited
from above.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from regnav.checks.report import short
from regnav.graph import Graph


@dataclass(frozen=True, slots=True)
class ArticleCoverage:
    """How the provisions of one article or annex are accounted for; `provisions` counts those without parts."""

    article: str
    label: str
    heading: str
    provisions: int
    accounted: int
    open: tuple[str, ...]
    norms: tuple[str, ...]
    definitions: tuple[str, ...]
    rules: tuple[str, ...]
    reasons: dict[str, int]


class Accounts:
    """The provisions of all acts as trees, with what accounts for each."""

    def __init__(self, law: Graph) -> None:
        self.parent: dict[str, str | None] = {}
        self.label: dict[str, str] = {}
        self.kind: dict[str, str] = {}
        self.heading: dict[str, str] = {}
        self.parts: dict[str, list[str]] = defaultdict(list)
        self.marks: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for provision, parent, label, kind, heading in law.run("gates/provisions"):
            node = str(provision)
            self.parent[node], self.label[node], self.kind[node], self.heading[node] = (
                parent,
                label or short(node),
                kind or "",
                heading or "",
            )
            if parent:
                self.parts[parent].append(node)
        for provision, how, what in law.run("gates/coverage"):
            self.marks[str(provision)].add((str(how), str(what)))

    def accounted(self, provision: str) -> bool:
        """Whether the provision is marked itself, or has parts and all of them are accounted for."""
        if self.marks.get(provision):
            return True
        parts = self.parts.get(provision, [])
        return bool(parts) and all(map(self.accounted, parts))

    def inside(self, provision: str) -> Iterator[str]:
        """The provision and everything in it."""
        yield provision
        for part in self.parts.get(provision, []):
            yield from self.inside(part)

    def article(self, provision: str) -> ArticleCoverage:
        """The coverage of one article, annex, or other part of an act."""
        everything = list(self.inside(provision))
        leaves = [p for p in everything if not self.parts.get(p)]
        found: dict[str, set[str]] = defaultdict(set)
        reasons: dict[str, int] = defaultdict(int)
        for part in everything:
            for how, what in self.marks.get(part, ()):
                found[how].add(short(what))
                if how == "reason":
                    reasons[short(what)] += 1
        still_open = tuple(self.label[p] for p in leaves if not self.accounted(p))
        return ArticleCoverage(
            article=short(provision),
            label=self.label[provision],
            heading=self.heading[provision],
            provisions=len(leaves),
            accounted=len(leaves) - len(still_open),
            open=still_open,
            norms=tuple(sorted(found["norm"] | found["item"])),
            definitions=tuple(sorted(found["definition"])),
            rules=tuple(sorted(found["rule"])),
            reasons=dict(sorted(reasons.items())),
        )


def coverage_matrix(ontology: Path | None = None, queries: Path | None = None, law: Graph | None = None) -> list[ArticleCoverage]:
    """One row for each article and annex of every act, in the order of their identifiers' numbers."""
    from regnav.data import ontology_folder, queries_folder

    law = law or Graph.load(ontology or ontology_folder(), queries or queries_folder())
    accounts = Accounts(law)
    articles = [p for p, kind in accounts.kind.items() if kind in {"article", "annex"}]
    return [accounts.article(p) for p in sorted(articles, key=_order)]


def _order(provision: str) -> tuple[str, int, str, int, str]:
    """Sorts `art_4` before `art_4a` before `art_10`, and annexes by their Roman number."""
    import re

    act, _, name = provision.rpartition("/")
    match = re.match(r"(?:art|s)_(\d+)(\w*)", name)
    if match:
        return act, 0, "", int(match[1]), match[2]
    return act, 1, name, _roman(name.rpartition("_")[2]), ""


def _roman(text: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}.get(letter, 0) for letter in text]
    return sum(-v if any(later > v for later in values[i + 1 : i + 2]) else v for i, v in enumerate(values))
