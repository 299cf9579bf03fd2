"""The HermiT gate: the law is consistent, and every class can have members on some day.

Heads without a valid version, and classes that await a public act, are left open, so that a class which is empty here is empty
by contradiction and not because the law has not filled it yet. The law is classified on each day on which a version begins or ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from regnav.checks.material import Material
from regnav.checks.report import Finding
from regnav.referee.hermit import classify, cone
from regnav.referee.owl import export_owl

if TYPE_CHECKING:
    import rdflib


def hermit(material: Material, seconds: float = 120.0) -> list[Finding]:
    """A finding for each inconsistent state of the law and each class that is empty in a state."""
    findings: dict[str, Finding] = {}
    for day in days(material):
        graph = export_owl(material.law, as_of=day, law_as_of=day, norms=True, open_heads=True)
        for part in by_act(graph):
            found = classify(part, seconds)
            if not found.consistent:
                return [Finding(str(material.ontology), f"is inconsistent on {day}: no situation can exist", "", "hermit")]
            for node in found.unsatisfiable:
                what = f"can have no member on {day}: its definition contradicts itself or what stands above it"
                findings.setdefault(node, Finding(node, what, material.where(node), "hermit"))
    return sorted(findings.values(), key=lambda f: f.node)


def by_act(graph: rdflib.Graph) -> Iterator[rdflib.Graph]:
    """The classes of one act after another, each with all axioms that bear on them: HermiT does not finish on all acts at once."""
    from rdflib import OWL, RDF, URIRef

    acts: dict[str, list[str]] = {}
    for node in graph.subjects(RDF.type, OWL.Class):
        if isinstance(node, URIRef):
            acts.setdefault(re.sub(r"[^/#]*$", "", str(node)), []).append(str(node))
    yield from (cone(graph, classes) for _, classes in sorted(acts.items()))


def days(material: Material) -> list[date]:
    """The day before, and the day of, each entry into force that changes a version; today, if there is none."""
    changes: set[date] = set()
    for _, _, _, _, begins, _, _, ends, _ in material.run("export/owl-dated"):
        changes.update(date.fromisoformat(day) for day in (begins, ends) if day)
    if not changes:
        return [date.today()]
    return [min(changes) - timedelta(days=1), *sorted(changes)]
