"""The gate for periods: where the official text gives a number of hours, days, months …, the norm has a deadline or a retention.

`ontology/shapes/provisions-with-periods.txt` lists those provisions (written once by `scripts/periods.py` from the official texts,
which are not kept here, and read through by eye); a line that starts with `!` was read and holds no period that binds the bearer
of a norm.
"""

from __future__ import annotations

from regnav.checks.material import Material
from regnav.checks.names import lines_of
from regnav.checks.report import Finding

BASE = "https://w3id.org/regnav/"


def periods(material: Material) -> list[Finding]:
    """A finding for each norm on a listed provision for which no deadline, retention or clock is written."""
    file = material.ontology / "shapes" / "provisions-with-periods.txt"
    listed = {BASE + line for line in lines_of([file]) if not line.startswith("!")} if file.is_file() else set()
    written = {there for (there,) in material.run("gates/periods-written")}
    found = []
    for norm, provision in material.run("gates/periods"):
        if provision in listed and not {norm, provision} & written:
            found.append(
                Finding(
                    str(norm),
                    f"rests on {provision}, whose text gives a period, and has no deadline or retention",
                    material.where(str(norm)),
                    "periods",
                )
            )
    return sorted(found, key=lambda f: (f.node, f.message))
