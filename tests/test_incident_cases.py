"""Incidents as guidance puts them: the cases of `incidents/`, and the words with which two of them are explained."""

from __future__ import annotations

import subprocess
import sys

import pytest

from incident_files import IncidentCase, clocks, faults, read_incidents
from regnav.navigator import Navigator

CASES = {case.name: case for case in read_incidents()}


@pytest.mark.parametrize("case", CASES.values(), ids=str)
def test_the_clocks_stand_as_the_case_says(law: Navigator, case: IncidentCase) -> None:
    assert not faults(law, case)


def test_a_period_that_has_not_begun_names_what_it_runs_from(law: Navigator) -> None:
    case = CASES["While nobody has assessed the breach, the strictest count runs from the awareness"]
    assert clocks(law, case)["pdpa-sg:26D-within-3-days"].runs_from == "the organisation concludes that the breach is notifiable"


def test_a_clock_that_hangs_on_another_event_names_it(law: Navigator) -> None:
    case = CASES["An attack at a bank may be a breach of personal data too"]
    clock = clocks(law, case)["gdpr:33-1-within-72-hours"]
    assert clock.because.endswith("binds if this happened: 'Personal data breach, unless unlikely to result in a risk'")


def test_the_events_can_be_listed() -> None:
    done = subprocess.run([sys.executable, "-m", "regnav", "incident", "--list-events"], capture_output=True, text=True, check=True)
    assert "\npersonal-data-breach  Personal data breach\n  personal-data-breach.au_serious_harm  " in done.stdout
