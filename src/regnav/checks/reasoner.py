"""The HermiT gate: the law is consistent, and every class can have members on some day.

Heads without a valid version, and classes that await a public act, are left open, so that a class which is empty here is empty
by contradiction and not because the law has not filled it yet. The law is classified on each day on which a version begins or ends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from regnav.checks.material import Material
from regnav.checks.report import Finding
from regnav.names import BASE
from regnav.referee.hermit import Cones, classify
from regnav.referee.owl import export_owl

if TYPE_CHECKING:
    import rdflib


def hermit(material: Material, seconds: float = 120.0) -> list[Finding]:
    """A finding for each inconsistent state of the law and each class that is empty in a state."""
    findings: dict[str, Finding] = {}
    done: set[frozenset[object]] = set()
    for day in days(material):
        graph = export_owl(material.law, as_of=day, law_as_of=day, norms=True, open_heads=True)
        for part in by_act(graph):
            if (same := _axioms(part)) in done:
                continue
            done.add(same)
            found = classify(part, seconds)
            if not found.consistent:
                return [Finding(str(material.ontology), f"is inconsistent on {day}: no situation can exist", "", "hermit")]
            for node in found.unsatisfiable:
                what = f"can have no member on {day}: its definition contradicts itself or what stands above it"
                findings.setdefault(node, Finding(node, what, material.where(node), "hermit"))
    return sorted(findings.values(), key=lambda f: f.node)


def by_act(graph: rdflib.Graph) -> Iterator[rdflib.Graph]:
    """The classes of one act of the Union, or of one other regime, after another, each with all axioms that bear on them.

    HermiT does not finish on all acts at once.
    """
    from rdflib import OWL, RDF, URIRef

    parts: dict[str, list[str]] = {}
    for node in graph.subjects(RDF.type, OWL.Class):
        if isinstance(node, URIRef):
            parts.setdefault(_part(str(node)), []).append(str(node))
    cones = Cones(graph)
    yield from (cones.of(classes) for _, classes in sorted(parts.items()))


def _part(node: str) -> str:
    """The namespace of an act of the Union or of what all acts share; of other regimes the regime, since their acts are small."""
    space = re.sub(r"[^/#]*$", "", node)
    regime = re.match(rf"{re.escape(BASE)}(\w+)/", space)
    return regime[0] if regime and regime[1] != "eu" else space


def _axioms(part: rdflib.Graph) -> frozenset[object]:
    """What a part says, the same for parts that differ in the names of blank nodes alone."""
    from rdflib import BNode

    return frozenset(Counter(tuple("_" if isinstance(x, BNode) else x for x in triple) for triple in part).items())


def days(material: Material) -> list[date]:
    """The day before, and the day of, each entry into force that changes a version; today, if there is none."""
    changes: set[date] = set()
    for _, _, _, _, begins, _, _, ends, _ in material.run("export/owl-dated"):
        changes.update(date.fromisoformat(day) for day in (begins, ends) if day)
    if not changes:
        return [date.today()]
    return [min(changes) - timedelta(days=1), *sorted(changes)]
