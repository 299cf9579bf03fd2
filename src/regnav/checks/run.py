"""Runs all gates in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from regnav.checks.cycles import cycles
from regnav.checks.house_rules import house_rules
from regnav.checks.material import Material
from regnav.checks.names import borrowed_names, identifiers
from regnav.checks.parse import parse
from regnav.checks.periods import periods
from regnav.checks.reasoner import hermit as hermit_gate
from regnav.checks.report import CheckReport, Finding, Gate
from regnav.checks.shapes import shapes
from regnav.checks.survey import survey
from regnav.data import ontology_folder, queries_folder
from regnav.referee.hermit import NoJava, ReasonerFailed


@dataclass(frozen=True, slots=True)
class _Check:
    name: str
    summary: str
    mend: str
    run: Callable[[Material], list[Finding]]


PARSE = _Check("parse", "Every Turtle file is read.", "Mend the line that is named; a full stop or semicolon is missing most often.", parse)

WRITTEN_IN_PYTHON = (
    _Check("shapes", "Every block has what its kind needs (SHACL, ontology/shapes).", "Each message says what to write.", shapes),
    _Check(
        "cycles",
        "No definition goes round in a circle; the engine could never settle it.",
        "Take one of the named classes out of another's definition.",
        cycles,
    ),
    _Check(
        "borrowed-names",
        "Every borrowed IRI exists in its vocabulary.",
        "Correct the name, or add it to ontology/links/borrowed-names once you have seen it there.",
        borrowed_names,
    ),
    _Check(
        "identifiers",
        "Every reference to another body's catalogue exists in it.",
        "Correct the identifier, or add it to ontology/shapes/identifiers once you have seen it there.",
        identifiers,
    ),
    _Check(
        "periods",
        "Where the text gives a period, the norm has a deadline or a retention.",
        "Write rn:deadline or rn:retention; or mark the line with ! in provisions-with-periods.txt if the period binds no bearer.",
        periods,
    ),
    _Check(
        "survey",
        "Every row of the regime survey is carried by a statement (rn:surveyRow), or left out for a reason.",
        "Write what the row says and name it there by rn:surveyRow; or mark its line with ! in shapes/survey-rows.txt and say why after #.",
        survey,
    ),
)

HERMIT = _Check(
    "hermit",
    "The law is consistent and every class can have members (HermiT).",
    "Look at the definition of the class and at the disjointness of its parts.",
    hermit_gate,
)


def run_checks(
    ontology: Path | None = None,
    queries: Path | None = None,
    hermit: bool | None = None,
    progress: Callable[[Gate], None] | None = None,
) -> CheckReport:
    """Run every gate over an ontology folder (default: regnav's own) and report.

    `hermit`: True demands the reasoner (no Java is then a failure), False leaves it out, None runs it when Java is there. `progress`
    is called with each gate as it is done. When a file does not parse, the other gates are skipped.
    """
    material = Material(ontology or ontology_folder(), queries or queries_folder())
    gates = []
    for gate in _gates(material, hermit):
        gates.append(gate)
        if progress is not None:
            progress(gate)
    return CheckReport(tuple(gates))


def _gates(material: Material, hermit: bool | None) -> Iterator[Gate]:
    first = _run(PARSE, material)
    yield first
    checks = _checks(material)
    if first.status == "failed":
        yield from (_skipped(check, "not run, since a file could not be read") for check in (*checks, HERMIT))
        return
    yield from (_run(check, material) for check in checks)
    yield _hermit(material, hermit)


def _checks(material: Material) -> list[_Check]:
    rules = [_Check(rule.name, rule.summary, rule.mend, rule.findings) for rule in house_rules(material.queries)]
    return [*WRITTEN_IN_PYTHON[:1], *rules, *WRITTEN_IN_PYTHON[1:]]


def _run(check: _Check, material: Material) -> Gate:
    start = perf_counter()
    try:
        findings = tuple(check.run(material))
    except ModuleNotFoundError as error:
        return _failed(check, f"needs {error.name}: pip install 'regnav[checks]'")
    return Gate(check.name, "failed" if findings else "ok", check.summary, check.mend, findings, perf_counter() - start)


def _hermit(material: Material, wanted: bool | None) -> Gate:
    if wanted is False:
        return _skipped(HERMIT, "left out, as asked")
    try:
        return _run(HERMIT, material)
    except NoJava as error:
        if wanted is None:
            return _skipped(HERMIT, str(error))
        return _failed(HERMIT, str(error))
    except ReasonerFailed as error:
        return _failed(HERMIT, str(error))


def _skipped(check: _Check, note: str) -> Gate:
    return Gate(check.name, "skipped", check.summary, check.mend, note=note)


def _failed(check: _Check, message: str) -> Gate:
    return Gate(check.name, "failed", check.summary, check.mend, (Finding(check.name, message, "", check.name),))
