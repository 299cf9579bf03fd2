"""Events that the test of an act tells from broader ones: what makes an ICT-related incident major is worked out from its facts (RTS 2024/1772)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from regnav.errors import Contradiction
from regnav.incidents import Incident, IncidentReport, clocks_of
from regnav.navigator import Navigator

BANK: Mapping[str, Any] = {"dora.entity": ["credit_institution"], "dora.special": [], "role.dora": [], "nis2.entity": "essential"}
OUTAGE: Mapping[str, Any] = {**BANK, "incident.critical": ["functions"], "incident.hours": 30, "incident.clients_share": 12}
AWARE = datetime.fromisoformat("2026-12-01T10:00:00+01:00")


def report(law: Navigator, facts: Mapping[str, Any], *events: str, **known: bool) -> IncidentReport:
    return clocks_of(law, {"facts": dict(facts)}, Incident(events, AWARE, {k.replace("_", "-"): v for k, v in known.items()}), "2026-11-22")


def happened(found: IncidentReport, key: str) -> str:
    return next(e.happened for e in found.events if e.key == key)


def first_report(found: IncidentReport) -> str:
    return next(c.status for c in found.clocks if c.act == "dora-rts-2025-301" and c.stage == "initial")


def test_the_facts_of_an_incident_make_it_major_and_the_proof_says_why(law: Navigator) -> None:
    found = report(law, OUTAGE, "ict-incident")
    assert (happened(found, "major-ict-incident"), first_report(found)) == ("true", "due")
    proof = next(e.because for e in found.events if e.key == "major-ict-incident")
    assert proof is not None
    assert proof.provisions == ("dora-rts-2024-1772:art_8_par_1",)


@pytest.mark.parametrize(
    ("change", "value", "status"), [({"incident.clients_share": 10}, "unknown", "depends"), ({"incident.critical": []}, "false", "not_applicable")]
)
def test_one_threshold_leaves_it_open_and_no_critical_service_settles_it(law: Navigator, change: Mapping[str, Any], value: str, status: str) -> None:
    found = report(law, {**OUTAGE, **change}, "ict-incident")
    assert (happened(found, "major-ict-incident"), first_report(found)) == (value, status)


def test_the_facts_that_would_tell_are_named(law: Navigator) -> None:
    found = report(law, {**OUTAGE, "incident.clients_share": 10}, "ict-incident")
    missing = next(c.missing for c in found.clocks if c.act == "dora-rts-2025-301" and c.stage == "initial")
    assert missing[0] == "major-ict-incident"
    assert {"incident.clients", "incident.member_states", "incident.reputation.media"} <= set(missing)
    assert "incident.hours" not in missing


def test_payment_incidents_are_told_by_the_same_test(law: Navigator) -> None:
    assert happened(report(law, OUTAGE, "dora-payment-incident"), "dora-payment-incident.major") == "true"


def test_without_an_incident_of_the_kind_the_facts_tell_nothing(law: Navigator) -> None:
    assert "major-ict-incident" not in {e.key for e in report(law, OUTAGE, "cyber-incident").events}


@pytest.mark.parametrize(("facts", "said"), [({**OUTAGE, "incident.critical": []}, True), (OUTAGE, False)])
def test_a_statement_against_the_test_is_a_contradiction(law: Navigator, facts: Mapping[str, Any], said: bool) -> None:
    with pytest.raises(Contradiction, match=r"major-ict-incident: (yes|no); the facts of the incident"):
        report(law, facts, "ict-incident", major_ict_incident=said)


def test_the_table_says_by_which_facts(tmp_path: Path) -> None:
    file = tmp_path / "bank.yaml"
    file.write_text("facts: {dora.entity: [credit_institution], incident.critical: [intrusion], incident.access_may_lose_data: true}\n", encoding="utf-8")
    command = [sys.executable, "-m", "regnav", "incident", str(file), "--event", "ict-incident", "--aware", "2026-12-01T10:00+01:00"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    line = "Major ICT-related incident: yes (Incident that the thresholds make major: incident.critical: [intrusion]; incident.access_may_lose_data: true)"
    assert line in done.stdout.replace("\n", " ")


PAYMENTS = "dora-payment-incident.major"


@pytest.mark.parametrize(
    ("kind", "status"), [("credit_institution", "due"), ("e_money", "due"), ("insurer", "not_applicable"), ("investment_firm", "not_applicable")]
)
def test_payment_incidents_concern_four_kinds_of_entity(law: Navigator, kind: str, status: str) -> None:
    found = report(law, {**BANK, "dora.entity": [kind]}, PAYMENTS)
    assert first_report(found) == status
    barred = [c.because for c in found.clocks if "concerns others only: Credit institution, payment institution" in c.because]
    assert bool(barred) is (status == "not_applicable")


def test_an_insurer_reports_the_same_incident_where_it_is_one_of_ict(law: Navigator) -> None:
    assert first_report(report(law, {**BANK, "dora.entity": ["insurer"]}, PAYMENTS, "major-ict-incident")) == "due"


def test_to_whom_an_event_can_happen_may_be_open(law: Navigator) -> None:
    found = report(law, {"org.employees": 300}, PAYMENTS)
    missing = next(c.missing for c in found.clocks if c.act == "dora-rts-2025-301" and c.stage == "initial")
    assert first_report(found) == "depends"
    assert "dora.entity.payment_institution" in missing
