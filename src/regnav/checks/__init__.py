"""The gates of `regnav check`: what must hold before the law is compiled.

`run_checks()` gives a `CheckReport` of gates. Rules of the house that can be a query are files in `queries/checks`, what a
single block must have are SHACL shapes in `ontology/shapes`; this package runs both and adds what neither can say.
"""

from __future__ import annotations

from regnav.checks.accounting import ArticleCoverage, coverage_matrix
from regnav.checks.report import CheckReport, Finding, Gate, as_text
from regnav.checks.run import run_checks

__all__ = ["ArticleCoverage", "CheckReport", "Finding", "Gate", "as_text", "coverage_matrix", "run_checks"]
