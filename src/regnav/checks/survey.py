"""The gate for the regime survey: every row of it is carried by the ontology, or left out for a reason that is written down.

`ontology/shapes/survey-rows.txt` lists the rows of the survey of regimes outside the four acts of the European Union, one a line; a
line that starts with `!` is left out, with the reason after `#`. A statement carries a row by `rn:surveyRow`.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from regnav.checks.material import Material
from regnav.checks.report import Finding


class Row(NamedTuple):
    """A row of the survey, whether it is left out, and why."""

    id: str
    left_out: bool
    reason: str


def survey_rows(ontology: Path) -> list[Row]:
    """The rows of the survey, in its order; none where the ontology keeps no such list."""
    file = ontology / "shapes" / "survey-rows.txt"
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return [_row(line) for line in lines if line.strip() and not line.startswith("#")]


def _row(line: str) -> Row:
    name, _, reason = line.partition("#")
    return Row(name.strip().removeprefix("!"), line.startswith("!"), reason.strip())


def survey(material: Material) -> list[Finding]:
    """A finding for each row that nothing carries, that is carried and left out, that is left out without a reason, or that does not exist."""
    rows = {row.id: row for row in survey_rows(material.ontology)}
    carried: dict[str, list[str]] = {}
    for node, name in material.run("gates/survey"):
        carried.setdefault(str(name), []).append(str(node))
    found = [
        Finding(nodes[0], f"carries the row {name}, which the survey does not have", material.where(nodes[0]), "survey")
        for name, nodes in carried.items()
        if name not in rows
    ]
    for row in rows.values():
        fault = _fault(row, row.id in carried)
        if fault:
            found.append(Finding(row.id, fault, "shapes/survey-rows.txt", "survey"))
    return sorted(found, key=lambda f: f.node)


def _fault(row: Row, carried: bool) -> str:
    if carried and row.left_out:
        return f"the row {row.id} is carried and marked as left out"
    if not carried and not row.left_out:
        return f"nothing carries the row {row.id}, and it is not marked as left out"
    return f"the row {row.id} is left out without a reason" if row.left_out and not row.reason else ""
