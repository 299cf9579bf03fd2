"""Incidents over several acts, with instants worked out by hand from the acts' own texts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from regnav.incidents import ClockAnswer, Incident, clocks_of
from regnav.navigator import Navigator
from regnav.system import System, read_system

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
BERLIN = ZoneInfo("Europe/Berlin")

# Whit Monday, 25 May 2026, is a public holiday in Germany; 22 May is the Friday before it.
AWARE = datetime(2026, 5, 22, 15, 10, tzinfo=BERLIN)
CLASSIFIED = datetime(2026, 5, 22, 17, 20, tzinfo=BERLIN)
PAYMENT_INSTITUTION: Mapping[str, Any] = {
    "dora.entity": ["payment_institution"],
    "dora.special": [],
    "dora.weekend": [],
    "org.turnover": 80_000_000,
    "org.balance_sheet": 60_000_000,
}


def bank() -> System:
    return read_system(EXAMPLES / "credit-scoring-bank.yaml")


def camera() -> System:
    return read_system(EXAMPLES / "baby-monitor.yaml").with_facts({"market.placed_on": "2026-01-15", "market.planned_on": None})


def clocks(law: Navigator, system: System, incident: Incident) -> dict[str, ClockAnswer]:
    return {c.id: c for c in clocks_of(law, system, incident).clocks}


def instants(clock: ClockAnswer) -> tuple[str, str]:
    assert clock.due is not None and clock.due_safe is not None
    return clock.due.isoformat(), clock.due_safe.isoformat()


def test_a_breach_at_a_bank_that_is_a_major_incident_on_the_friday_before_a_holiday(law: Navigator) -> None:
    found = clocks(law, bank(), Incident(("personal-data-breach", "major-ict-incident"), AWARE, {"risk": True}, CLASSIFIED, holidays="DE"))
    wanted = {
        "dora-rts-2025-301:5-1-4-hours": ("2026-05-22T22:00:00+02:00", "2026-05-22T21:20:00+02:00"),
        "gdpr:33-1-within-72-hours": ("2026-05-25T16:00:00+02:00", "2026-05-25T15:10:00+02:00"),
        "dora-rts-2025-301:5-1-72-hours": ("2026-05-25T23:00:00+02:00", "2026-05-25T21:20:00+02:00"),
        "dora-rts-2025-301:5-1-one-month": ("2026-06-25T23:59:59+02:00", "2026-06-25T23:59:59+02:00"),
    }
    assert {name: instants(found[name]) for name in wanted} == wanted
    assert all(found[name].status == "due" and found[name].rule for name in wanted)
    assert found["gdpr:34-1-without-delay"].missing == ("personal-data-breach.high_risk",)
    assert found["dora:19-3-without-delay"].status == "depends"


def test_a_payment_institution_has_until_noon_of_the_next_working_day(law: Navigator) -> None:
    system = bank().with_facts(PAYMENT_INSTITUTION)
    second, last = "dora-rts-2025-301:5-1-72-hours", "dora-rts-2025-301:5-1-one-month"
    found = clocks(law, system, Incident(("major-ict-incident",), AWARE, classified=CLASSIFIED, holidays="DE"))
    assert instants(found[second]) == ("2026-05-26T12:00:00+02:00", "2026-05-25T21:20:00+02:00")
    assert instants(found[last]) == ("2026-06-26T23:59:59+02:00", "2026-06-25T23:59:59+02:00")
    unaware = clocks(law, system, Incident(("major-ict-incident",), AWARE, classified=CLASSIFIED))
    assert instants(unaware[second])[0] == "2026-05-25T23:00:00+02:00"
    bound = clocks(law, system.with_facts({"dora.weekend": ["nis2_entity"]}), Incident(("major-ict-incident",), AWARE, classified=CLASSIFIED, holidays="DE"))
    assert instants(bound[second])[0] == "2026-05-25T23:00:00+02:00"


@pytest.mark.parametrize(
    ("classified", "due"),
    [
        (None, "2026-05-23T16:00:00+02:00"),  # at the latest 24 hours after becoming aware
        (datetime(2026, 5, 23, 10, 30, tzinfo=BERLIN), "2026-05-23T15:00:00+02:00"),
        (datetime(2026, 5, 23, 14, 0, tzinfo=BERLIN), "2026-05-23T16:00:00+02:00"),
        (datetime(2026, 5, 24, 9, 30, tzinfo=BERLIN), "2026-05-24T14:00:00+02:00"),  # later than a day: four hours alone
    ],
)
def test_the_first_notice_waits_for_the_classification_a_day_at_most(law: Navigator, classified: datetime | None, due: str) -> None:
    found = clocks(law, bank(), Incident(("major-ict-incident",), AWARE, classified=classified))["dora-rts-2025-301:5-1-4-hours"]
    assert instants(found)[0] == due
    assert found.missing == (() if classified else ("classified",))


def test_an_incident_not_yet_classified_depends(law: Navigator) -> None:
    found = clocks(law, bank(), Incident(("ict-incident",), AWARE))
    assert found["dora-rts-2025-301:5-1-4-hours"].status == "depends"
    assert "major-ict-incident" in found["dora-rts-2025-301:5-1-4-hours"].missing


def test_a_breach_without_risk_is_not_notified(law: Navigator) -> None:
    found = clocks(law, bank(), Incident(("personal-data-breach",), AWARE, {"personal-data-breach.risk": False}))
    assert found["gdpr:33-1-within-72-hours"].status == "not_applicable"
    assert found["gdpr:34-1-without-delay"].status == "not_applicable"
    open_risk = clocks(law, bank(), Incident(("personal-data-breach",), AWARE))["gdpr:33-1-within-72-hours"]
    assert (open_risk.status, open_risk.missing) == ("depends", ("personal-data-breach.risk",))
    assert instants(open_risk)[0] == "2026-05-25T16:00:00+02:00"


def test_the_notices_of_a_maker_begin_on_11_september_2026(law: Navigator) -> None:
    before = clocks(law, camera(), Incident(("exploited-vulnerability",), datetime(2026, 9, 10, 9, 0, tzinfo=BERLIN)))
    assert {c.status for c in before.values()} == {"not_applicable"}
    found = clocks(law, camera(), Incident(("exploited-vulnerability",), datetime(2026, 9, 11, 9, 0, tzinfo=BERLIN)))
    assert instants(found["cra:14-2-a-24-hours"]) == ("2026-09-12T10:00:00+02:00", "2026-09-12T09:00:00+02:00")
    assert instants(found["cra:14-2-b-72-hours"]) == ("2026-09-14T10:00:00+02:00", "2026-09-14T09:00:00+02:00")
    assert (found["cra:14-2-c-14-days"].status, found["cra:14-2-c-14-days"].missing) == ("depends", ("fix_available",))


def test_the_final_report_of_a_maker_runs_from_the_fix(law: Navigator) -> None:
    fixed = datetime(2026, 12, 11, 12, 0, tzinfo=BERLIN)  # 14 days later is Christmas Day, a Friday; Monday is the next working day
    incident = Incident(("exploited-vulnerability",), datetime(2026, 12, 10, 9, 0, tzinfo=BERLIN), fix_available=fixed, holidays="DE")
    assert instants(clocks(law, camera(), incident)["cra:14-2-c-14-days"]) == ("2026-12-28T23:59:59+01:00", "2026-12-25T23:59:59+01:00")


def test_a_severe_incident_and_one_whose_severity_is_open(law: Navigator) -> None:
    aware = datetime(2028, 1, 31, 9, 30, tzinfo=BERLIN)
    severe = clocks(law, camera(), Incident(("severe-product-incident",), aware))
    assert instants(severe["cra:14-4-c-one-month"])[0] == "2028-03-03T23:59:59+01:00"
    made = clocks(law, camera(), Incident(("severe-product-incident",), aware, intermediate_report=datetime(2028, 1, 31, 18, 0, tzinfo=BERLIN)))
    assert instants(made["cra:14-4-c-one-month"])[0] == "2028-02-29T23:59:59+01:00"
    unclear = clocks(law, camera(), Incident(("product-incident",), aware))["cra:14-4-a-24-hours"]
    assert (unclear.status, unclear.missing) == ("depends", ("severe-product-incident",))


# ── Whom a deployer, a model provider and a tester have to warn under the AI Act ──

HIRING_TOOL: Mapping[str, Any] = {
    "ai.system": True,
    "role.ai": ["deployer"],
    "org.established": "union",
    "market.union": True,
    "market.placed_on": "2028-01-10",
    "ai.use": ["recruitment"],
    "ai.practice": [],
    "ai.transparency": [],
    "product.law": [],
}
LARGE_MODEL: Mapping[str, Any] = {
    "ai.system": False,
    "gpai.model": True,
    "role.ai": ["model_provider"],
    "org.established": "union",
    "market.union": True,
    "gpai.training_compute": 3 * 10**25,
    "gpai.placed_on": "2026-02-01",
}
NOTICED = datetime(2028, 3, 1, 10, 0, tzinfo=BERLIN)


def serious(law: Navigator, facts: Mapping[str, Any], *narrower: str) -> dict[str, ClockAnswer]:
    happened = ("ai-serious-incident", *(f"ai-serious-incident.{n}" for n in narrower))
    return clocks(law, System(facts=facts), Incident(happened, NOTICED))


def test_a_deployer_tells_the_provider_at_once_and_the_authority_only_in_its_place(law: Navigator) -> None:
    found = serious(law, HIRING_TOOL)
    at_once = found["ai-act:26-5-incident-at-once"]
    assert (at_once.status, at_once.due, at_once.promptness) == ("due", None, "immediately")
    assert found["ai-act:26-5-within-15-days"].missing == ("ai-serious-incident.provider-unreachable",)
    assert found["ai-act:73-2-within-15-days"].status == "not_applicable"


def test_a_deployer_who_cannot_reach_the_provider_after_a_death_has_ten_days(law: Navigator) -> None:
    found = serious(law, HIRING_TOOL, "provider-unreachable-death")
    assert instants(found["ai-act:26-5-within-10-days"]) == ("2028-03-13T23:59:59+01:00", "2028-03-11T23:59:59+01:00")
    assert found["ai-act:26-5-within-15-days"].status == "replaced"


def test_the_provider_of_a_model_with_systemic_risk_reports_without_undue_delay(law: Navigator) -> None:
    found = serious(law, LARGE_MODEL)["ai-act:55-1-c-without-undue-delay"]
    assert (found.status, found.due, found.missing) == ("due", None, ())
    smaller = {**LARGE_MODEL, "gpai.training_compute": 10**24, "gpai.high_impact": False}
    assert serious(law, smaller)["ai-act:55-1-c-without-undue-delay"].status == "not_applicable"


def test_an_incident_in_a_test_under_real_conditions_is_reported_in_the_times_of_article_73(law: Navigator) -> None:
    tested = {**HIRING_TOOL, "role.ai": ["prospective_provider"], "market.placed_on": "not yet", "test.setting": ["real_world"]}
    assert serious(law, tested)["ai-act:60-7-as-article-73"].status == "due"
