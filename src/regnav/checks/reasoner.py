"""The HermiT gate: the law is consistent, and every class can have members on some day.

Heads without a valid version, and classes that await a public act, are left open, so that a class which is empty here is empty
by contradiction and not because the law has not filled it yet. The law is classified on each day on which a version begins or ends.
"""

from __future__ import annotations

from datetime import date, timedelta

from regnav.checks.material import Material
from regnav.checks.report import Finding
from regnav.referee.hermit import classify
from regnav.referee.owl import export_owl


def hermit(material: Material, seconds: float = 120.0) -> list[Finding]:
    """A finding for each inconsistent state of the law and each class that is empty in a state."""
    findings: dict[str, Finding] = {}
    for day in days(material):
        graph = export_owl(material.law, as_of=day, law_as_of=day, norms=True, open_heads=True)
        found = classify(graph, seconds)
        if not found.consistent:
            return [Finding(str(material.ontology), f"is inconsistent on {day}: no situation can exist", "", "hermit")]
        for node in found.unsatisfiable:
            findings.setdefault(
                node,
                Finding(
                    node,
                    f"can have no member on {day}: its definition contradicts itself or what stands above it",
                    material.where(node),
                    "hermit",
                ),
            )
    return sorted(findings.values(), key=lambda f: f.node)


def days(material: Material) -> list[date]:
    """The day before, and the day of, each entry into force that changes a version; today, if there is none."""
    changes: set[date] = set()
    for _, _, _, _, begins, _, _, ends, _ in material.run("export/owl-dated"):
        changes.update(date.fromisoformat(day) for day in (begins, ends) if day)
    if not changes:
        return [date.today()]
    return [min(changes) - timedelta(days=1), *sorted(changes)]
