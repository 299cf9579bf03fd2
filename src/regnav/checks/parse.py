"""The first gate: every Turtle file is read."""

from __future__ import annotations

import pyoxigraph as ox

from regnav.checks.material import Material
from regnav.checks.report import Finding


def parse(material: Material) -> list[Finding]:
    """Load all files into the store; a finding for each file that is no Turtle."""
    findings = []
    for file in material.files:
        name = file.relative_to(material.ontology).as_posix()
        try:
            material.law.store.bulk_load(path=str(file), format=ox.RdfFormat.TURTLE)
        except (SyntaxError, UnicodeDecodeError) as error:
            line = getattr(error, "lineno", None)
            findings.append(Finding(name, str(error), f"{name}:{line}" if line else name))
    if not material.files:
        findings.append(Finding(str(material.ontology), "holds no Turtle file; name the ontology folder"))
    return findings
