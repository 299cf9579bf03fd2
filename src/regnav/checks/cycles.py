"""The gate against circular definitions: a class that is defined, in the end, by itself has no meaning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

from regnav.checks.material import Material
from regnav.checks.report import Finding, short


def cycles(material: Material) -> list[Finding]:
    """One finding for each circle of definitions, and for each circle of classes above one another."""
    rows = [(str(node), str(used), how) for node, used, how in material.run("gates/uses")]
    defined = ((node, used) for node, used, how in rows if how != "above")
    above = ((node, used) for node, used, how in rows if how == "above")
    found = [_finding(material, ring, "is defined by way of itself") for ring in rings(defined)]
    return found + [_finding(material, ring, "stands above itself") for ring in rings(above)]


def rings(edges: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The circles of a graph, each as the nodes along it; circles that share an edge are reported one at a time."""
    below: dict[str, set[str]] = defaultdict(set)
    for node, used in edges:
        below[node].add(used)
    found = []
    while True:
        try:
            TopologicalSorter(below).prepare()
        except CycleError as error:
            ring = error.args[1]
            found.append(sorted(set(ring)))
            below[ring[1]].discard(ring[0])
        else:
            return sorted(found)


def _finding(material: Material, ring: list[str], what: str) -> Finding:
    names = ", ".join(short(node) for node in ring)
    return Finding(ring[0], f"{what}; the circle is made of {names}", material.where(ring[0]), "cycles")
