"""The ontology passes its own gates, HermiT included."""

from __future__ import annotations

from conftest import TEST_ALL
from regnav.checks import as_text, run_checks


def test_every_gate_is_green() -> None:
    report = run_checks(hermit=True if TEST_ALL else None)
    assert report.ok, as_text(report)
