"""What hangs on a provision, norm, concept, fact or control: what a change of it would touch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import msgspec

from regnav.analysis.law_graph import law_graph
from regnav.errors import UnknownName
from regnav.rulebook import Rulebook

KINDS = {
    "norm": "Norms",
    "term": "Concepts and facts",
    "scope": "Scopes of acts",
    "rule": "Dates of application",
    "exemption": "Exemptions",
    "sanction": "Sanctions",
    "relation": "Relations to other acts",
    "clock": "Clocks of incidents",
    "overlap": "Work shared with other acts",
    "control": "Controls",
    "type": "Kinds of system",
}
"""What can hang on something, in the order in which it is shown, with its name."""

REACHES_ALL = ("scope", "rule", "exemption")
"""What covers whole acts or chapters: followed only from its own provision, else everything would hang on every definition that it names."""


class Touched(msgspec.Struct, frozen=True, gc=False):
    """One thing that hangs on what was asked, with the number of steps between them and the step before it."""

    id: str
    label: str
    steps: int
    through: str


class Impact(msgspec.Struct, frozen=True):
    """Everything that hangs on one identifier, by kind, the nearest first; `cases` are golden cases that name one of its norms."""

    id: str
    label: str
    touched: dict[str, tuple[Touched, ...]]
    cases: tuple[str, ...]
    cases_known: bool


def impact(book: Rulebook, name: str, cases: Mapping[str, frozenset[str]] | None = None) -> Impact:
    """What hangs on an identifier.

    The walk follows provisions down to their parts, definitions up to what uses them, and ends at controls, sanctions, clocks and kinds of system.
    `cases` maps a case to the norms that it names. Raises UnknownName when the law has no such identifier, MissingExtra without networkx.
    """
    graph = law_graph(book)
    import networkx as nx

    if name not in graph:
        raise UnknownName("provision, norm, concept or control", name)
    near = {name, *graph.successors(name)}
    reach = nx.subgraph_view(graph, filter_edge=lambda before, _: graph.nodes[before]["kind"] not in REACHES_ALL or before in near)
    tree = nx.bfs_tree(reach, name)
    depth = nx.shortest_path_length(tree, name)
    touched: dict[str, list[Touched]] = defaultdict(list)
    for node in tree:
        if node != name:
            before = next(iter(tree.predecessors(node)))
            touched[graph.nodes[node]["kind"]].append(Touched(node, graph.nodes[node]["label"], int(depth[node]), before))
    norms = {t.id for t in touched["norm"]} | {name}
    return Impact(
        id=name,
        label=graph.nodes[name]["label"],
        touched={kind: tuple(sorted(touched[kind], key=lambda t: (t.steps, t.id))) for kind in KINDS if touched[kind]},
        cases=tuple(sorted(case for case, named in (cases or {}).items() if named & norms)),
        cases_known=cases is not None,
    )


def cases_of_checkout(book: Rulebook, folder: Path) -> dict[str, frozenset[str]] | None:
    """The golden cases of a checkout with the norms that each names; None where there is no such folder.

    The folder of a case is its act; norms of that act are named without it.
    """
    import yaml

    if not folder.is_dir():
        return None
    norms = {n.id for n in book.norms}
    found: dict[str, frozenset[str]] = {}
    for file in sorted(folder.rglob("*.yaml")):
        for case in yaml.safe_load(file.read_text(encoding="utf-8")) or ():
            if isinstance(case, dict):
                words = {name for word in _words(case) for name in (word, f"{file.parent.name}:{word}")}
                found[f"{file.parent.name}/{file.stem}: {case.get('case', '')}"] = frozenset(words & norms)
    return found


def _words(value: object) -> list[str]:
    """Every string in a nested value."""
    if isinstance(value, str):
        return [value]
    parts = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    return [word for part in parts for word in _words(part)]
