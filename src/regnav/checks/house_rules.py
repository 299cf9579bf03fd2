"""The rules of the house that are queries: one gate for each file in `queries/checks`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from regnav.checks.material import Material
from regnav.checks.report import Finding
from regnav.errors import BadQuery


@dataclass(frozen=True, slots=True)
class HouseRule:
    """A query that must return no row; each row is a node at fault and what is wrong with it."""

    name: str
    summary: str
    mend: str
    text: str

    def findings(self, material: Material) -> list[Finding]:
        """The faults, in order of node."""
        rows = material.law.select(self.text)
        return sorted(
            (Finding(str(node), str(message), material.where(str(node)), self.name) for node, message in rows),
            key=lambda f: (f.node, f.message),
        )


def house_rules(queries: Path) -> list[HouseRule]:
    """All rules, by name."""
    return [read_rule(file) for file in sorted((queries / "checks").glob("*.rq"))]


def read_rule(file: Path) -> HouseRule:
    """A rule from its file.

    Raises BadQuery when the header lacks its summary (why the rule exists) or mend (what to do).
    """
    text = file.read_text(encoding="utf-8")
    header = dict(line[2:].strip().split(":", 1) for line in text.splitlines() if line.startswith("#+") and ":" in line)
    if not {"summary", "mend"} <= header.keys():
        raise BadQuery(f"{file.name}: the header needs '#+ summary:' (why the rule exists) and '#+ mend:' (how a fault is mended).")
    return HouseRule(file.stem, header["summary"].strip(), header["mend"].strip(), text)
