"""The breaches of the EDPB's Guidelines 01/2021 and 9/2022: noted in every case, notified and told to people as far as the risk goes."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from regnav.incidents import Incident, IncidentReport, clocks_of
from regnav.navigator import Navigator

BREACH = "personal-data-breach"
CONTROLLER = {"data.personal": True, "gdpr.means": ["automated"], "role.gdpr": ["controller"], "org.established": "union", "org.kind": []}
AWARE = datetime(2026, 11, 23, 9, 10, tzinfo=ZoneInfo("Europe/Brussels"))
UNLIKELY, RISK, HIGH = {"risk": False}, {"risk": True, "high_risk": False}, {"high_risk": True}
AUTHORITY, PEOPLE, PUBLIC = "gdpr:33-1-within-72-hours", "gdpr:34-1-without-delay", "gdpr:34-3-in-its-place"


def report(law: Navigator, known: dict[str, bool], facts: dict[str, object] | None = None) -> IncidentReport:
    incident = Incident((BREACH,), AWARE, {f"{BREACH}.{word}": value for word, value in known.items()})
    return clocks_of(law, {"facts": CONTROLLER | (facts or {})}, incident, "2026-11-22")


def statuses(found: IncidentReport) -> dict[str, str]:
    return {c.id: c.status for c in found.clocks}


def besides(found: IncidentReport) -> set[str]:
    return {n.id for n in found.besides}


@pytest.mark.parametrize(
    ("known", "facts"),
    [
        pytest.param(UNLIKELY, {}, id="1: ransomware, encrypted data, a backup, nothing taken"),
        pytest.param(RISK, {}, id="2: ransomware on a farm without a proper backup, days of delay"),
        pytest.param(HIGH, {"gdpr.special": ["health"]}, id="3: ransomware in a hospital, operations put off"),
        pytest.param(HIGH, {}, id="4: ransomware at a transport company, data taken, no backup"),
        pytest.param(HIGH, {}, id="5: applications for jobs taken from a website"),
        pytest.param(UNLIKELY, {}, id="6: hashed and salted passwords taken from a cooking site"),
        pytest.param(HIGH, {}, id="7: stolen credentials tried out at a bank"),
        pytest.param(RISK, {}, id="8: business data copied by a leaving employee"),
        pytest.param(UNLIKELY, {}, id="9: a list sent to a trusted insurance agent"),
        pytest.param(UNLIKELY, {}, id="10: stolen tablets, encrypted and wiped"),
        pytest.param(HIGH, {}, id="11: a stolen notebook, not encrypted, 100 000 customers"),
        pytest.param(HIGH, {"gdpr.means": ["filing_system"], "gdpr.special": ["health"]}, id="12: a stolen paper log of a clinic for addicts"),
        pytest.param(UNLIKELY, {}, id="13: two parcels of shoes mixed up"),
        pytest.param(HIGH, {"org.kind": ["public_authority"]}, id="14: social security numbers mailed to all job seekers"),
        pytest.param(UNLIKELY, {}, id="15: a list of participants mailed to an old course"),
        pytest.param(RISK, {}, id="16: two letters of a car insurer in one envelope"),
        pytest.param(HIGH, {"gdpr.communications_service": True}, id="17: a caller takes over a telephone customer's mail"),
        pytest.param(HIGH, {"gdpr.employment": True}, id="18: mails of a supermarket chain forwarded for months"),
    ],
)
def test_a_case_of_the_guidelines(law: Navigator, known: dict[str, bool], facts: dict[str, object]) -> None:
    found = report(law, known, facts)
    notified, told = known is not UNLIKELY, known is HIGH
    got = statuses(found)
    assert (got[AUTHORITY] == "due", got[PEOPLE] == "due") == (notified, told)
    assert {got[AUTHORITY], got[PEOPLE]} <= {"due", "not_applicable"}
    assert "gdpr:33-5-document-breaches" in besides(found)
    assert ("gdpr:34-3-data-protected" in besides(found)) == told


@pytest.mark.parametrize(
    ("known", "authority", "people"),
    [
        pytest.param(UNLIKELY, "not_applicable", "not_applicable", id="i: a stolen key with an encrypted archive"),
        pytest.param({"risk": True}, "due", "depends", id="ii: data taken from an online service"),
        pytest.param(UNLIKELY, "not_applicable", "not_applicable", id="iii: some minutes without power at a call centre"),
        pytest.param({"risk": True}, "due", "depends", id="v: a bank statement sent to the wrong customer"),
        pytest.param(HIGH, "due", "due", id="vi: names, passwords and purchases of a marketplace published"),
        pytest.param(HIGH, "due", "due", id="viii: a hospital without its files for 30 hours"),
        pytest.param({"high_risk": False}, "depends", "not_applicable", id="x: addresses open to all in a mail of advertising, no high risk"),
    ],
)
def test_an_example_of_the_annex_on_notification(law: Navigator, known: dict[str, bool], authority: str, people: str) -> None:
    found = report(law, known)
    got = statuses(found)
    assert (got[AUTHORITY], got[PEOPLE]) == (authority, people)
    assert "gdpr:33-5-document-breaches" in besides(found)


def test_while_the_risk_is_not_weighed_both_may_be_due_and_the_breach_is_noted(law: Navigator) -> None:
    found = report(law, {})
    assert {statuses(found)[c] for c in (AUTHORITY, PEOPLE, PUBLIC)} == {"depends"}
    assert besides(found) == {"gdpr:33-5-document-breaches"}


def test_whom_no_letter_reaches_the_public_notice_tells_in_place_of_the_letters(law: Navigator) -> None:
    got = statuses(report(law, {"disproportionate_effort": True}))
    assert (got[AUTHORITY], got[PEOPLE], got[PUBLIC]) == ("due", "replaced", "due")
    got = statuses(report(law, {"high_risk": True, "disproportionate_effort": False}))
    assert (got[AUTHORITY], got[PEOPLE], got[PUBLIC]) == ("due", "due", "not_applicable")


def test_a_host_whose_code_opened_its_clients_data_tells_them_and_notes_nothing_of_its_own(law: Navigator) -> None:
    found = report(law, HIGH, {"role.gdpr": ["processor"]})
    assert {c for c, status in statuses(found).items() if status == "due"} == {"gdpr:33-2-without-delay"}
    assert "gdpr:33-5-document-breaches" not in besides(found)
