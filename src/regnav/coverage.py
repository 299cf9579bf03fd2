"""The coverage of an act: per article its provisions, norms, concepts, reasons, and golden cases."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from regnav.checks.accounting import ArticleCoverage, coverage_matrix
from regnav.errors import UnknownName
from regnav.names import short
from regnav.navigator import Navigator

HEAD = "| Provision | Heading | Provisions | Accounted | Norms | Concepts | Rules | Reasons | Cases |\n|---|---|---|---|---|---|---|---|---|"


def rows(law: Navigator, act: str) -> list[ArticleCoverage]:
    """The articles and annexes of one act.

    Raises UnknownName when the law holds no act of that name.
    """
    found = [row for row in coverage_matrix(law=law.graph) if row.article.startswith(f"{act}:")]
    if not found:
        known = sorted({row.article.split(":")[0] for row in coverage_matrix(law=law.graph)})
        raise UnknownName("act", act, tuple(known))
    return found


def matrix(law: Navigator, act: str, cases: Path | None = None) -> str:
    """The matrix as a Markdown table; cases are counted where the checkout's test folder is there."""
    counts = case_counts(law, act, cases or law.ontology.parent / "tests" / "cases" / act)
    found = rows(law, act)
    lines = [_line(row, counts) for row in found]
    whole, done = sum(r.provisions for r in found), sum(r.accounted for r in found)
    norms = len({n for r in found for n in r.norms})
    return "\n".join([HEAD, *lines, "", f"{done} of {whole} provisions without parts are accounted for, by {norms} norms and the reasons given."])


def _line(row: ArticleCoverage, counts: Counter[str]) -> str:
    reasons = ", ".join(f"{reason.split(':')[-1]} {n}" for reason, n in row.reasons.items())
    cases = sum(counts[n] for n in row.norms)
    cells = (row.label, row.heading, row.provisions, row.accounted, len(row.norms), len(row.definitions), len(row.rules), reasons, cases)
    return f"| {' | '.join(str(c) for c in cells)} |"


def case_counts(law: Navigator, act: str, folder: Path) -> Counter[str]:
    """How many expectations of golden cases name each norm."""
    import yaml

    names = {n.id.split(":")[1]: n.id for n in law.rulebook.norms if n.id.startswith(f"{act}:")}
    counts: Counter[str] = Counter()

    def walk(value: Any) -> None:
        for part in value if isinstance(value, (list, dict)) else ():
            if isinstance(part, str) and part in names:
                counts[names[part]] += 1
        for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            if isinstance(part, (list, dict)):
                walk(part)

    for file in sorted(folder.glob("*.yaml")):
        walk(yaml.safe_load(file.read_text(encoding="utf-8")))
    return counts


def reasons_list(law: Navigator, act: str) -> str:
    """Every provision that is the basis of nothing, with its reason."""
    lines = []
    for provision, label, reason, note in law.graph.run("gates/reasons"):
        if short(str(provision)).startswith(f"{act}:"):
            lines.append(f"{label}: {reason}{f' — {note}' if note else ''}")
    return "\n".join(lines)
