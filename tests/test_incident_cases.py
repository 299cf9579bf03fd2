"""Incidents as guidance puts them, with instants worked out by hand; a case says which clock stands where, and until when."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from regnav.incidents import ClockAnswer, Incident, clocks_of
from regnav.navigator import Navigator

CLINIC: Mapping[str, Any] = {"role.gdpr": ["controller"], "data.personal": True, "gdpr.means": ["automated"], "org.established": "union"}
PROCESSOR = {**CLINIC, "role.gdpr": ["processor"]}
BANK: Mapping[str, Any] = {**CLINIC, "dora.entity": ["credit_institution"], "dora.special": [], "nis2.entity": "essential"}
BROKER: Mapping[str, Any] = {
    "dora.entity": ["insurance_intermediary"],
    "dora.special": [],
    "dora.weekend": [],
    "org.employees": 300,
    "org.turnover": 80_000_000,
    "org.balance_sheet": 60_000_000,
}
ROUTER: Mapping[str, Any] = {
    "cra.product": True,
    "cra.connects": True,
    "cra.commercial": True,
    "cra.excluded": [],
    "product.law": [],
    "role.cra": ["manufacturer"],
    "market.union": True,
    "market.placed_on": "2022-03-01",
    "org.employees": 8,
}
STEWARD: Mapping[str, Any] = {
    "cra.product": True,
    "cra.connects": True,
    "cra.excluded": [],
    "product.law": [],
    "role.cra": ["steward"],
    "cra.open_source": True,
    "cra.steward_develops": True,
    "cra.steward_systems": False,
    "market.union": True,
}
UTILITY: Mapping[str, Any] = {
    "au.critical_infrastructure": ["responsible"],
    "au.turnover_over_3m": True,
    "market.in": ["australia"],
    "org.in": ["australia"],
}
AUSTRALIAN_BANK: Mapping[str, Any] = {"au.apra_regulated": True, "market.in": ["australia"], "org.in": ["australia"]}
SHOP_SG: Mapping[str, Any] = {
    "role.gdpr": ["controller"],
    "data.personal": True,
    "org.kind": [],
    "market.in": ["singapore"],
    "org.in": ["singapore"],
}
BANK_SG: Mapping[str, Any] = {"sg.finance": ["bank"], "sg.critical_system": True, "market.in": ["singapore"], "org.in": ["singapore"]}
RECRUITER: Mapping[str, Any] = {
    "ai.system": True,
    "ai.use": ["recruitment"],
    "ai.practice": [],
    "role.ai": ["provider"],
    "org.established": "union",
    "market.union": True,
    "market.placed_on": "2028-01-10",
    "product.law": [],
}

BERLIN, SYDNEY, SINGAPORE = "Europe/Berlin", "Australia/Sydney", "Asia/Singapore"


def found(law: Navigator, facts: Mapping[str, Any], events: str, aware: str, zone: str = BERLIN, **more: Any) -> dict[str, ClockAnswer]:
    where = ZoneInfo(zone)
    moments = {k: datetime.fromisoformat(v).replace(tzinfo=where) for k, v in more.items() if isinstance(v, str) and k != "holidays"}
    rest = {k: v for k, v in more.items() if k not in moments}
    incident = Incident(tuple(events.split()), datetime.fromisoformat(aware).replace(tzinfo=where), **moments, **rest)
    return {c.id: c for c in clocks_of(law, {"facts": dict(facts)}, incident, "2026-11-22").clocks}


def stand(clock: ClockAnswer) -> str:
    """Its status and the last minute, as the cases write it."""
    return f"{clock.status} {clock.due:%Y-%m-%dT%H:%M}" if clock.due else clock.status


@pytest.mark.parametrize(
    ("facts", "events", "aware", "more", "wanted"),
    [
        pytest.param(
            CLINIC,
            "personal-data-breach.risk",
            "2026-12-24T16:30",
            {"holidays": "DE"},
            {"gdpr:33-1-within-72-hours": "due 2026-12-27T17:00", "gdpr:34-1-without-delay": "depends", "gdpr:33-2-without-delay": "not_applicable"},
            id="a stick lost on Christmas Eve: hours run through holidays (EDPB 9/2022 par. 31)",
        ),
        pytest.param(
            CLINIC,
            "personal-data-breach",
            "2026-12-01T09:10",
            {"known": {"risk": False}},
            {"gdpr:33-1-within-72-hours": "not_applicable", "gdpr:33-4-no-further-delay": "not_applicable", "gdpr:34-1-without-delay": "not_applicable"},
            id="an encrypted backup stolen while a copy is at hand (EDPB 01/2021 case 10)",
        ),
        pytest.param(
            PROCESSOR,
            "personal-data-breach",
            "2026-12-01T09:10",
            {},
            {"gdpr:33-2-without-delay": "due", "gdpr:33-1-within-72-hours": "not_applicable"},
            id="a processor tells the controller alone (EDPB 9/2022 par. 43)",
        ),
        pytest.param(
            {**CLINIC, "nis2.entity": "essential"},
            "personal-data-breach.high_risk significant-incident",
            "2026-11-20T08:00",
            {},
            {
                "nis2:23-4-a-24-hours": "due 2026-11-21T09:00",
                "gdpr:33-1-within-72-hours": "due 2026-11-23T09:00",
                "nis2:23-4-d-one-month": "due 2026-12-23T23:59",
                "gdpr:34-1-without-delay": "due",
            },
            id="ransomware in a hospital: both acts, neither in place of the other (EDPB 01/2021 case 3)",
        ),
        pytest.param(
            CLINIC,
            "personal-data-breach.risk",
            "2026-10-24T01:30",
            {},
            {"gdpr:33-1-within-72-hours": "due 2026-10-27T01:00"},
            id="the clocks go back within the 72 hours: elapsed time counts",
        ),
        pytest.param(
            CLINIC,
            "data-subject-request.access",
            "2026-01-31T10:00",
            {},
            {"gdpr:12-3-month-to-answer": "due 2026-03-02T23:59"},
            id="a request of 31 January: the month ends on 28 February, a Saturday (EDPB 01/2022 par. 160)",
        ),
        pytest.param(
            CLINIC,
            "data-subject-request",
            "2026-03-05T10:00",
            {"holidays": "DE"},
            {"gdpr:12-3-month-to-answer": "due 2026-04-07T23:59"},
            id="a request of 5 March: the month ends at Easter (EDPB 01/2022 par. 160)",
        ),
        pytest.param(
            PROCESSOR,
            "data-subject-request",
            "2026-03-05T10:00",
            {},
            {"gdpr:12-3-month-to-answer": "not_applicable"},
            id="the month binds the controller, not the processor",
        ),
        pytest.param(
            ROUTER,
            "exploited-vulnerability",
            "2026-09-11T08:15",
            {},
            {"cra:14-2-a-24-hours": "due 2026-09-12T09:00", "cra:14-2-b-72-hours": "due 2026-09-14T09:00", "cra:14-2-c-14-days": "depends"},
            id="a router sold since 2022 by a micro firm (CRA FAQ 5.3)",
        ),
        pytest.param(
            ROUTER,
            "exploited-vulnerability",
            "2026-09-10T23:59",
            {},
            {"cra:14-2-a-24-hours": "not_applicable", "cra:14-8-timely": "not_applicable"},
            id="known a minute before the first day (CRA FAQ 5.3)",
        ),
        pytest.param(
            ROUTER,
            "product-incident",
            "2026-12-01T09:00",
            {"known": {"severe-product-incident": False}},
            {"cra:14-4-a-24-hours": "not_applicable", "cra:14-8-timely": "not_applicable"},
            id="an incident that is not severe leaves nothing open (CRA Art. 14(5))",
        ),
        pytest.param(
            STEWARD,
            "exploited-vulnerability",
            "2028-01-10T08:15",
            {},
            {"cra:14-2-a-24-hours": "due 2028-01-11T09:00", "cra:14-2-b-72-hours": "due 2028-01-13T09:00"},
            id="a foundation that develops too (CRA Art. 24(3))",
        ),
        pytest.param(
            {**STEWARD, "cra.steward_develops": False},
            "exploited-vulnerability",
            "2028-01-10T08:15",
            {},
            {"cra:14-2-a-24-hours": "not_applicable"},
            id="a foundation that only funds (CRA Art. 24(3))",
        ),
        pytest.param(
            {**STEWARD, "cra.steward_develops": False, "cra.steward_systems": True},
            "severe-product-incident",
            "2028-01-10T08:15",
            {},
            {"cra:14-4-a-24-hours": "due 2028-01-11T09:00", "cra:24-3-timely": "due", "cra:14-8-timely": "not_applicable"},
            id="an attack on the build servers of a foundation (CRA Art. 24(3))",
        ),
        pytest.param(
            STEWARD,
            "exploited-vulnerability",
            "2027-12-10T08:15",
            {},
            {"cra:14-2-a-24-hours": "not_applicable"},
            id="Article 24 applies from 11 December 2027 only",
        ),
        pytest.param(
            BANK,
            "major-ict-incident",
            "2026-11-20T20:00",
            {"classified": "2026-11-21T09:00"},
            {"dora-rts-2025-301:5-1-4-hours": "due 2026-11-21T14:00"},
            id="a bank on a Saturday has no relief (RTS 2025/301 Art. 5(5))",
        ),
        pytest.param(
            BROKER,
            "major-ict-incident",
            "2026-11-20T20:00",
            {"classified": "2026-11-21T09:00"},
            {"dora-rts-2025-301:5-1-4-hours": "due 2026-11-23T12:00"},
            id="a broker has until noon of Monday (RTS 2025/301 Art. 5(4))",
        ),
        pytest.param(
            {"dora.entity": ["payment_institution"], "dora.special": [], "nis2.entity": "none", "dora.weekend": []},
            "dora-payment-incident.major-clients",
            "2026-11-20T20:00",
            {"classified": "2026-11-21T09:00"},
            {"dora:23-without-delay": "due", "dora-rts-2025-301:5-1-4-hours": "due 2026-11-23T12:00"},
            id="money sent twice by hand at a payment institution: its customers are told as those of ICT incidents are (DORA Art. 19(3) and 23)",
        ),
        pytest.param(
            {"dora.entity": ["credit_institution", "insurance_intermediary"], "dora.special": ["post_giro"], "org.employees": 5000},
            "dora-payment-incident.major-clients",
            "2026-11-20T20:00",
            {"classified": "2026-11-21T09:00"},
            {"dora:23-without-delay": "not_applicable", "dora-rts-2025-301:5-1-4-hours": "not_applicable"},
            id="the giro of a post office that sells insurance has no payment incident under DORA (Art. 2(3)(f) and 23)",
        ),
        pytest.param(
            BANK,
            "ict-incident",
            "2026-11-20T20:00",
            {"known": {"major-ict-incident": False}},
            {"dora-rts-2025-301:5-1-4-hours": "not_applicable", "dora-rts-2025-301:5-1-one-month": "not_applicable"},
            id="an incident that turned out not to be major (RTS 2024/1772)",
        ),
        pytest.param(
            BANK,
            "significant-incident",
            "2026-11-20T20:00",
            {},
            {
                "nis2:23-4-a-24-hours": "replaced 2026-11-21T21:00",
                "dora-rts-2025-301:5-1-4-hours": "depends 2026-11-21T21:00",
                "gdpr:33-1-within-72-hours": "depends 2026-11-23T21:00",
            },
            id="a bank that calls it a cyber incident sees the clocks of DORA and the GDPR (DORA Art. 1(2))",
        ),
        pytest.param(
            BANK,
            "personal-data-breach.high_risk",
            "2026-12-01T10:05",
            {},
            {"gdpr:33-1-within-72-hours": "due 2026-12-04T11:00", "dora-rts-2025-301:5-1-4-hours": "depends 2026-12-02T11:00"},
            id="a breach at a bank may be a major incident too (DORA Art. 19)",
        ),
        pytest.param(
            {"nis2.entity": "essential", "nis2.trust_services": False},
            "significant-incident.ongoing",
            "2026-11-18T10:20",
            {"handled": "2027-01-29T12:00"},
            {
                "nis2:23-4-e-when-final-due": "due 2026-12-21T23:59",
                "nis2:23-4-d-one-month": "replaced 2026-12-21T23:59",
                "nis2:23-4-e-month-after-handling": "due 2027-03-01T23:59",
            },
            id="an incident that goes on: progress first, the final report a month after its end (NIS2 Art. 23(4)(e))",
        ),
        pytest.param(
            {"nis2.entity": "essential", "nis2.trust_services": True},
            "significant-incident",
            "2026-11-18T10:20",
            {},
            {"nis2:23-4-trust-24-hours": "due 2026-11-19T11:00", "nis2:23-4-b-72-hours": "not_applicable"},
            id="a trust service provider notifies within a day (NIS2 Art. 23(4))",
        ),
        pytest.param(
            RECRUITER,
            "ai-serious-incident.death",
            "2028-02-19T09:20",
            {},
            {
                "ai-act:73-4-within-10-days": "due 2028-02-29T23:59",
                "ai-act:73-2-within-15-days": "replaced 2028-03-06T23:59",
                "ai-act:73-5-complete-report": "due",
            },
            id="ten days that end on the leap day (AI Act Art. 73(4))",
        ),
        pytest.param(
            {**RECRUITER, "ai.equivalent_incident_reporting": True},
            "ai-serious-incident.property-or-environment",
            "2028-03-01T09:20",
            {"known": {"fundamental-rights": False}},
            {"ai-act:73-2-within-15-days": "not_applicable", "ai-act:73-5-complete-report": "not_applicable"},
            id="no first report, and so none that completes it (AI Act Art. 73(5) and (9))",
        ),
    ],
)
def test_in_the_union(law: Navigator, facts: Mapping[str, Any], events: str, aware: str, more: dict[str, Any], wanted: dict[str, str]) -> None:
    answer = found(law, facts, events, aware, **more)
    assert {name: stand(answer[name]) for name in wanted} == wanted


@pytest.mark.parametrize(
    ("facts", "events", "aware", "zone", "more", "wanted"),
    [
        pytest.param(
            SHOP_SG,
            "personal-data-breach.sg_notifiable",
            "2026-11-10T10:00",
            SINGAPORE,
            {"classified": "2026-11-20T15:00"},
            {"pdpa-sg:26D-within-3-days": "due 2026-11-23T23:59", "pdpa-sg:26D-2-with-or-after-commission": "depends"},
            id="600 people in Singapore: three calendar days after the assessment (PDPA s 26D)",
        ),
        pytest.param(
            SHOP_SG,
            "personal-data-breach.sg_significant_harm",
            "2026-11-10T10:00",
            SINGAPORE,
            {},
            {"pdpa-sg:26D-within-3-days": "due", "pdpa-sg:26D-2-with-or-after-commission": "due"},
            id="the notices to Commission and individuals stand alike (PDPA s 26D)",
        ),
        pytest.param(
            BANK_SG,
            "cyber-incident",
            "2026-11-10T10:05",
            SINGAPORE,
            {},
            {"fsm-n05:one-hour": "depends 2026-11-10T11:05"},
            id="a bank in Singapore has an hour if the impact is severe (FSM-N05)",
        ),
        pytest.param(
            AUSTRALIAN_BANK,
            "cyber-incident",
            "2026-11-10T10:05",
            SYDNEY,
            {"known": {"au_security_notifiable": True}},
            {
                "cps-234:35-72-hours": "due 2026-11-13T10:05",
                "cps-230:33-72-hours": "depends 2026-11-13T10:05",
                "cps-230:42-24-hours": "depends 2026-11-11T10:05",
            },
            id="an attack on an Australian bank may be an operational incident too (CPS 230 par. 33 and 42)",
        ),
        pytest.param(
            UTILITY,
            "cyber-incident.au_soci_significant ransom-payment",
            "2026-11-10T10:05",
            SYDNEY,
            {},
            {
                "soci-act:30BC-12-hours": "due 2026-11-10T22:05",
                "soci-act:30BC-84-hours": "due 2026-11-14T10:05",
                "soci-act:30BD-72-hours": "replaced 2026-11-13T10:05",
                "cyber-security-act-au:27-72-hours": "due 2026-11-13T10:05",
            },
            id="power cut off by ransomware, and a ransom paid (SOCI Act s 30BC)",
        ),
        pytest.param(
            UTILITY,
            "cyber-incident.au_soci_relevant",
            "2026-11-10T10:05",
            SYDNEY,
            {"known": {"au_soci_significant": False}},
            {
                "soci-act:30BD-72-hours": "due 2026-11-13T10:05",
                "soci-act:30BC-12-hours": "not_applicable",
                "cyber-security-act-au:27-72-hours": "depends 2026-11-13T10:05",
            },
            id="the same attack while power still flows (SOCI Act s 30BD)",
        ),
        pytest.param(
            {**SHOP_SG, "market.in": ["thailand"], "org.in": ["thailand"]},
            "personal-data-breach.high_risk",
            "2026-12-21T10:05",
            "Asia/Bangkok",
            {},
            {"pdpa-th:37-4-within-72-hours": "due 2026-12-24T10:05", "pdpa-th:37-4-people-without-delay": "due"},
            id="a high risk in Thailand: regulator and people (PDPA s 37(4))",
        ),
        pytest.param(
            {**SHOP_SG, "market.in": ["india"], "org.in": ["india"]},
            "personal-data-breach",
            "2027-05-12T10:05",
            "Asia/Kolkata",
            {},
            {"dpdp-rules:7-within-72-hours": "not_applicable"},
            id="the day before the Indian rule on breaches starts (DPDP Rules r 7)",
        ),
    ],
)
def test_abroad(law: Navigator, facts: Mapping[str, Any], events: str, aware: str, zone: str, more: dict[str, Any], wanted: dict[str, str]) -> None:
    answer = found(law, facts, events, aware, zone, **more)
    assert {name: stand(answer[name]) for name in wanted} == wanted


def test_without_the_classification_the_strictest_count_is_from_the_awareness(law: Navigator) -> None:
    clock = found(law, SHOP_SG, "personal-data-breach.sg_notifiable", "2026-11-10T10:00", SINGAPORE)["pdpa-sg:26D-within-3-days"]
    assert (clock.status, clock.due, clock.missing) == ("due", None, ("classified",))
    assert clock.due_safe is not None
    assert clock.due_safe.isoformat() == "2026-11-13T23:59:59+08:00"
    assert clock.runs_from == "the organisation concludes that the breach is notifiable"


def test_what_may_have_happened_too_is_named_where_the_act_surely_binds_alone(law: Navigator) -> None:
    clock = found(law, BANK, "cyber-incident", "2026-11-20T20:00")["gdpr:33-1-within-72-hours"]
    assert clock.missing == ("personal-data-breach.risk",)
    assert clock.because.endswith("binds if this happened: 'Personal data breach, unless unlikely to result in a risk'")
    few = {"nis2.entity": "essential", "nis2.trust_services": False}
    assert not [c for c in found(law, few, "cyber-incident", "2026-11-20T20:00") if not c.startswith("nis2:")]
    denied = found(law, BANK, "cyber-incident", "2026-11-20T20:00", known={"personal-data-breach": False})
    assert "gdpr:33-1-within-72-hours" not in denied


def test_the_events_can_be_listed() -> None:
    done = subprocess.run([sys.executable, "-m", "regnav", "incident", "--list-events"], capture_output=True, text=True, check=True)
    assert "\npersonal-data-breach  Personal data breach\n  personal-data-breach.au_serious_harm  " in done.stdout
