"""Clocks of an incident, held against the AI Act's own (Article 73): what is due, what may be, what is replaced, and how they are printed.

Scenarios over several acts, with their instants, are in test_incident_scenarios.py.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import msgspec
import pytest
import yaml
from fastapi.testclient import TestClient

from regnav.errors import BadValue, Contradiction, MissingExtra, UnknownName
from regnav.incidents import ClockAnswer, Incident, IncidentReport, clocks_of
from regnav.incidents.clocks import named
from regnav.incidents.ics import as_ics
from regnav.incidents.instants import read_instant, read_zone
from regnav.navigator import Navigator
from regnav_api.app import create_app

BERLIN = ZoneInfo("Europe/Berlin")
AWARE = datetime(2028, 3, 1, 9, 20, tzinfo=BERLIN)  # a Wednesday
PROCTOR: dict[str, Any] = {
    "title": "A maker's exam proctor",
    "law_as_of": "2026-11-01",
    "facts": {
        "ai.system": True,
        "ai.use": ["exam_monitoring"],
        "ai.practice": [],
        "ai.transparency": [],
        "ai.own_gpai_model": False,
        "ai.integrates_model": False,
        "ai.for_public_authorities": False,
        "role.ai": ["provider"],
        "org.established": "third_country",
        "org.kind": [],
        "org.authority": [],
        "org.financial_institution": False,
        "market.union": True,
        "market.output_in_union": True,
        "market.placed_on": "2028-01-10",
        "market.changed_on": "never",
        "product.law": [],
    },
}
EVENT = "ai-serious-incident"
NARROWER = ("death", "health", "critical-infrastructure", "fundamental-rights", "property-or-environment", "widespread")
REPORTS = {
    "": "ai-act:73-2-within-15-days",
    "death": "ai-act:73-4-within-10-days",
    "critical-infrastructure": "ai-act:73-3-within-2-days-infrastructure",
    "widespread": "ai-act:73-3-within-2-days-widespread",
    "fundamental-rights": "ai-act:73-9-within-15-days",
}
COMPLETE = "ai-act:73-5-complete-report"


def with_facts(**facts: Any) -> dict[str, Any]:
    """The proctor with other facts; a dot is written as two underscores."""
    return PROCTOR | {"facts": PROCTOR["facts"] | {key.replace("__", "."): value for key, value in facts.items()}}


def happened(**kinds: bool) -> dict[str, bool]:
    """Which of the narrower events happened; those not named did not."""
    return {f"{EVENT}.{kind}": kinds.get(kind.replace("-", "_"), False) for kind in NARROWER}


def clocks(
    law: Navigator, system: dict[str, Any] = PROCTOR, aware: datetime = AWARE, known: dict[str, bool] | None = None, **more: Any
) -> dict[str, ClockAnswer]:
    incident = Incident((EVENT,), aware, happened() if known is None else known, **more)
    return {c.id: c for c in clocks_of(law, system, incident).clocks}


# ── the statuses ────────────────────────────────────────────────────────────


def test_a_serious_incident_is_due_in_15_days(law: Navigator) -> None:
    found = clocks(law)[REPORTS[""]]
    assert (found.status, found.act, found.stage, found.period, found.missing) == ("due", "ai-act", "initial", "P15D", ())
    assert found.due == found.due_safe == datetime(2028, 3, 16, 23, 59, 59, tzinfo=BERLIN)
    assert found.to.startswith("market surveillance authorities")
    assert found.rule.startswith("15 days after becoming aware: ")
    assert [p.id for p in found.provisions] == ["ai-act:art_73_par_2"]
    assert found.because == "AI Act Art. 73(1), AI Act Art. 73(2) binds"


@pytest.mark.parametrize(
    ("kind", "due", "safe"),
    [
        ("death", "2028-03-13T23:59:59", "2028-03-11T23:59:59"),  # the tenth day is a Saturday
        ("critical-infrastructure", "2028-03-03T23:59:59", "2028-03-03T23:59:59"),
        ("widespread", "2028-03-03T23:59:59", "2028-03-03T23:59:59"),
    ],
)
def test_a_shorter_period_takes_the_place_of_the_general_one(law: Navigator, kind: str, due: str, safe: str) -> None:
    found = clocks(law, known=happened(**{kind.replace("-", "_"): True}))
    shorter, general = found[REPORTS[kind]], found[REPORTS[""]]
    assert shorter.status == "due"
    assert (shorter.due, shorter.due_safe) == tuple(datetime.fromisoformat(t).replace(tzinfo=BERLIN) for t in (due, safe))
    assert general.status == "replaced"
    assert "the shorter period of AI Act Art. 73" in general.because


def test_what_did_not_happen_is_not_due(law: Navigator) -> None:
    found = clocks(law)
    for kind in ("death", "critical-infrastructure", "widespread"):
        clock = found[REPORTS[kind]]
        assert (clock.status, clock.due, clock.because) == ("not_applicable", None, "this did not happen, as stated")


def test_what_is_not_known_may_be_due_and_is_named(law: Navigator) -> None:
    found = clocks(law, known={})
    assert found[REPORTS[""]].status == "due", "a shorter period that may count replaces nothing"
    for kind in ("death", "critical-infrastructure", "widespread"):
        clock = found[REPORTS[kind]]
        assert (clock.status, clock.missing) == ("depends", (f"{EVENT}.{kind}",))
        assert clock.due is not None, "the instant is shown all the same"


def test_a_fact_that_is_not_stated_is_named_too(law: Navigator) -> None:
    found = clocks(law, with_facts(market__union=None))[REPORTS[""]]
    assert (found.status, found.missing) == ("depends", ("market.union",))


def test_a_report_without_a_number_of_days_says_how_promptly(law: Navigator) -> None:
    found = clocks(law)[COMPLETE]
    assert (found.status, found.due, found.due_safe, found.stage) == ("due", None, None, "final")
    assert found.rule == "after the first report; the act sets no day"


@pytest.mark.parametrize(
    ("facts", "aware"),
    [
        ({"ai__use": []}, AWARE),  # no high-risk system
        ({"role__ai": ["deployer"]}, AWARE),  # the provider reports
        ({}, datetime(2027, 12, 1, 9, 0, tzinfo=BERLIN)),  # the day before Article 73 applies
    ],
)
def test_where_the_norm_does_not_bind_nothing_is_due(law: Navigator, facts: dict[str, Any], aware: datetime) -> None:
    found = clocks(law, with_facts(**facts), aware)[REPORTS[""]]
    assert (found.status, found.due) == ("not_applicable", None)
    assert "AI Act Art. 73(1)" in found.because


def test_on_the_first_day_of_application_the_report_is_due(law: Navigator) -> None:
    assert clocks(law, aware=datetime(2027, 12, 2, 0, 0, tzinfo=BERLIN))[REPORTS[""]].status == "due"


def test_a_provider_under_equivalent_rules_reports_breaches_of_rights_alone(law: Navigator) -> None:
    limited = with_facts(ai__equivalent_incident_reporting=True)
    found = clocks(law, limited, known=happened(fundamental_rights=True))
    assert found[REPORTS["fundamental-rights"]].status == "due"
    assert found[REPORTS[""]].status == "not_applicable"
    assert clocks(law, limited)[REPORTS["fundamental-rights"]].status == "not_applicable"


def test_holidays_move_the_end_and_never_the_strictest_count(law: Navigator) -> None:
    aware = datetime(2028, 12, 10, 9, 0, tzinfo=BERLIN)  # 15 days later is Christmas Day, a Monday
    plain, german, listed = (clocks(law, aware=aware, holidays=h)[REPORTS[""]] for h in (None, "DE", ["2028-12-25", "2028-12-26", "2028-12-27"]))
    assert [c.due.date().isoformat() for c in (plain, german, listed) if c.due] == ["2028-12-25", "2028-12-27", "2028-12-28"]
    assert {c.due_safe for c in (plain, german, listed)} == {datetime(2028, 12, 25, 23, 59, 59, tzinfo=BERLIN)}


def test_clocks_that_are_due_come_first_and_by_their_instant(law: Navigator) -> None:
    report = clocks_of(law, PROCTOR, Incident((EVENT,), AWARE, {f"{EVENT}.death": True, f"{EVENT}.health": False}))
    statuses = [c.status for c in report.clocks]
    assert statuses == sorted(statuses, key=["due", "depends", "replaced", "not_applicable"].index)
    for status in set(statuses):
        dues = [c.due for c in report.clocks if c.status == status and c.due]
        assert dues == sorted(dues)
    words = {e.key: e.happened for e in report.events}
    assert (words[EVENT], words[f"{EVENT}.death"], words[f"{EVENT}.health"], words[f"{EVENT}.widespread"]) == ("true", "true", "false", "unknown")


# ── what is refused ─────────────────────────────────────────────────────────


def test_an_event_is_found_by_its_key_its_last_word_or_with_other_hyphens(law: Navigator) -> None:
    death = named(law.rulebook, ("ai-serious-incident.death",))
    assert named(law.rulebook, ("ai_serious_incident.death",)) == death
    assert named(law.rulebook, ("death",)) == death


@pytest.mark.parametrize(("key", "suggested"), [("ai-serious-incidnt", "ai-serious-incident"), ("fatality", "personal-data-breach")])
def test_an_unknown_event_is_answered_with_suggestions(law: Navigator, key: str, suggested: str) -> None:
    with pytest.raises(UnknownName, match=f"No event '{key}'") as caught:
        clocks_of(law, PROCTOR, Incident((key,), AWARE))
    assert suggested in caught.value.suggestions


def test_an_event_that_happened_without_the_broader_one_is_a_contradiction(law: Navigator) -> None:
    with pytest.raises(Contradiction, match="one event includes the other"):
        clocks_of(law, PROCTOR, Incident((f"{EVENT}.death",), AWARE, {EVENT: False}))


@pytest.mark.parametrize(
    "incident",
    [
        Incident((), AWARE),
        Incident((EVENT,), AWARE.replace(tzinfo=None)),
        Incident((EVENT,), AWARE, classified=datetime(2028, 3, 1, 12, 0)),
        Incident((EVENT,), AWARE, initial_report=AWARE - timedelta(minutes=1)),
    ],
)
def test_an_incident_that_cannot_be_counted_is_refused(law: Navigator, incident: Incident) -> None:
    with pytest.raises(BadValue, match="is not understood"):
        clocks_of(law, PROCTOR, incident)


def test_a_report_made_at_the_moment_of_awareness_is_counted(law: Navigator) -> None:
    assert clocks(law, initial_report=AWARE)[REPORTS[""]].status == "due"


@pytest.mark.parametrize("text", ["yesterday", "2028-02-30T09:00+01:00", ""])
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="an instant such as"):
        read_instant("aware", text)


def test_an_instant_needs_a_zone_from_somewhere() -> None:
    assert read_instant("aware", "2028-03-01T09:20+01:00", BERLIN) == AWARE
    assert read_instant("aware", "2028-03-01T09:20", BERLIN) == AWARE
    assert read_instant("aware", "2028-03-01T09:20", local=True).tzinfo is not None
    with pytest.raises(BadValue, match="names no offset"):
        read_instant("aware", "2028-03-01T09:20")
    with pytest.raises(BadValue, match="Europe/Berlin"):
        read_zone("Europe/Atlantis")


# ── the calendar ────────────────────────────────────────────────────────────


def report(law: Navigator, **known: bool) -> IncidentReport:
    return clocks_of(law, PROCTOR, Incident((EVENT,), AWARE, {f"{EVENT}.{k}": v for k, v in known.items()}))


def test_the_calendar_holds_every_report_that_is_due_or_may_be(law: Navigator) -> None:
    found = report(law, death=True)
    events = icalendar.Calendar.from_ical(as_ics(found)).walk("VEVENT")
    dated = [c for c in found.clocks if c.due and c.status in ("due", "depends")]
    assert len(events) == len(dated) > 2
    for event, clock in zip(events, dated, strict=True):
        assert event.decoded("dtend") == clock.due
        assert str(event["summary"]).startswith("Due: " if clock.status == "due" else "May be due: ")
        assert clock.to in str(event["description"])
        (alarm,) = event.walk("VALARM")
        assert clock.due is not None and clock.due_safe is not None
        assert clock.due + alarm.decoded("trigger") == clock.due_safe - timedelta(hours=2)
    assert len({str(e["uid"]) for e in events}) == len(events)
    assert as_ics(found) == as_ics(report(law, death=True))


def test_without_the_package_the_calendar_says_what_to_install(law: Navigator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingExtra, match=r"regnav\[calendar\]"):
        as_ics(report(law))
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(MissingExtra, match=r"regnav\[calendar\]"):
        clocks(law, holidays="DE")


# ── the command line ────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The system as a file."""
    path = tmp_path_factory.mktemp("systems") / "proctor.yaml"
    path.write_text(yaml.safe_dump(PROCTOR), encoding="utf-8")
    return path


def run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "regnav", "incident", *map(str, words)], capture_output=True, text=True, check=False)


WHEN = ("--event", EVENT, "--aware", "2028-03-01T09:20", "--zone", "Europe/Berlin")


def test_json_is_the_librarys_report(law: Navigator, file: Path) -> None:
    done = run(file, *WHEN, "--death", "--no-widespread", "--is-not", "health", "--holidays", "2028-03-13", "--format", "json")
    known = {f"{EVENT}.death": True, f"{EVENT}.widespread": False, f"{EVENT}.health": False}
    expected = clocks_of(law, PROCTOR, Incident((EVENT,), AWARE, known, holidays=["2028-03-13"]))
    assert json.loads(done.stdout) == json.loads(msgspec.json.encode(expected))
    first = json.loads(done.stdout)["clocks"][0]
    assert first.keys() >= {
        "id",
        "act",
        "provisions",
        "to",
        "stage",
        "due",
        "due_safe",
        "from_event",
        "period",
        "rule",
        "status",
        "missing",
        "items",
        "because",
    }
    assert datetime.fromisoformat(first["due"]).utcoffset() == timedelta(hours=1)


def test_the_table_says_what_is_due_when_and_to_whom(file: Path) -> None:
    printed = run(file, *WHEN, "--death").stdout
    due, rest = printed.split("May be due")
    assert "Mon 2028-03-13 23:59+01:00  Report a death at once" in due
    assert "strictest count: Sat 2028-03-11 23:59+01:00" in due
    assert "to market surveillance authorities" in due
    assert f"missing: {EVENT}.widespread" in rest
    assert "Replaced" in rest
    assert "no holidays given" in printed
    assert "not legal advice" in printed


def test_the_calendar_is_printed_for_a_calendar(file: Path) -> None:
    done = run(file, *WHEN, "--death", "--format", "ics")
    assert icalendar.Calendar.from_ical(done.stdout).walk("VEVENT")


def test_where_no_clock_runs_the_table_says_so(tmp_path: Path) -> None:
    (tmp_path / "nothing.yaml").write_text("facts: {ai.system: false, gpai.model: false}\n", encoding="utf-8")
    printed = run(tmp_path / "nothing.yaml", *WHEN).stdout
    assert "No clock runs" in printed
    assert "Not due (" in printed


def test_the_table_names_a_few_of_many_missing_facts(tmp_path: Path) -> None:
    (tmp_path / "open.yaml").write_text("facts: {ai.system: true, role.ai: [provider]}\n", encoding="utf-8")
    printed = run(tmp_path / "open.yaml", *WHEN).stdout
    assert "more (--format json lists them)" in printed
    assert "No clock runs" not in printed


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--event", "ai-serious-incidnt", "--aware", "2028-03-01T09:20"], "Did you mean ai-serious-incident"),
        (["--event", EVENT, "--aware", "yesterday"], "an instant such as"),
        (["--event", EVENT, "--aware", "2028-03-01T09:20", "--zone", "Mars"], "a time zone such as"),
        (["--event", EVENT, "--aware", "2028-03-01T09:20", "--holidays", "XX"], "a country such as DE"),
        (["--event", EVENT, "--aware", "2028-03-01T09:20", "--holidays", "2028-13-01"], "a day such as"),
        (["--event", f"{EVENT}.death", "--aware", "2028-03-01T09:20", "--is-not", EVENT], "cannot all hold"),
    ],
)
def test_bad_input_says_what_to_do(file: Path, words: list[str], said: str) -> None:
    done = run(file, *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


# ── the service ─────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def client(law: Navigator) -> Iterator[TestClient]:
    with TestClient(create_app(law)) as client:
        yield client


REQUEST: dict[str, Any] = PROCTOR | {"events": [EVENT], "aware": "2028-03-01T09:20", "zone": "Europe/Berlin", "known": {f"{EVENT}.death": True}}


def test_the_service_gives_the_librarys_report(client: TestClient, law: Navigator) -> None:
    response = client.post("/v1/incidents", json=REQUEST | {"holidays": ["2028-03-13"]})
    assert response.status_code == 200, response.text
    expected = clocks_of(law, PROCTOR, Incident((EVENT,), AWARE, {f"{EVENT}.death": True}, holidays=["2028-03-13"]))
    assert response.content == msgspec.json.encode(expected)


@pytest.mark.parametrize(
    ("change", "name", "members"),
    [
        ({"events": ["ai-serious-incidnt"]}, "unknown-name", {"suggestions": ["ai-serious-incident"]}),
        ({"events": []}, "invalid-body", {}),
        ({"aware": "2028-03-01T09:20", "zone": None}, "bad-value", {"key": "aware"}),
        ({"zone": "Mars"}, "bad-value", {"key": "zone"}),
        ({"holidays": "XX"}, "bad-value", {"key": "holidays"}),
        ({"holidays": [""]}, "bad-value", {"key": "holidays"}),
        ({"holidays": ["DE"]}, "bad-value", {"key": "holidays"}),
        ({"initial_report": "2028-03-01T09:00"}, "bad-value", {"key": "initial_report"}),
        ({"events": [f"{EVENT}.death"], "known": {EVENT: False}}, "contradiction", {}),
        ({"facts": {"ai.sistem": True}}, "unknown-fact", {"key": "ai.sistem"}),
        ({"when": "now"}, "invalid-body", {}),
    ],
)
def test_an_incident_that_is_not_understood_is_a_problem(client: TestClient, change: dict[str, Any], name: str, members: dict[str, Any]) -> None:
    response = client.post("/v1/incidents", json=REQUEST | change)
    assert (response.status_code, response.headers["content-type"]) == (422, "application/problem+json")
    found = response.json()
    assert found["type"].endswith(f"/{name}")
    for key, value in members.items():
        assert set(value) <= set(found[key]) if isinstance(value, list) else found[key] == value


def test_events_are_listed_with_their_narrower_ones(client: TestClient, law: Navigator) -> None:
    found = client.get("/v1/events?limit=1000").json()
    keys = [e["key"] for e in found["items"]]
    assert keys == sorted(e.key for e in law.rulebook.events.values() if e.key)
    assert {f"{EVENT}.{kind}" for kind in NARROWER} | {EVENT} <= set(keys)
    assert found["total"] == len(keys)


@pytest.mark.parametrize("address", ["/v1/control-plans", "/v1/overlaps"])
def test_plans_and_overlaps_are_the_librarys(client: TestClient, law: Navigator, address: str) -> None:
    from regnav.analysis.control_plan import control_plan
    from regnav.analysis.overlap import overlaps_of

    body = PROCTOR | {"as_of": "2028-03-01"}
    answer = law.assess(body)
    expected = control_plan(law.rulebook, answer) if address.endswith("plans") else overlaps_of(law.rulebook, answer)
    assert client.post(address, json=body).content == msgspec.json.encode(expected)


def test_a_plan_takes_in_what_is_asked_for(client: TestClient) -> None:
    body = {"as_of": "2028-03-01", "law_as_of": "2026-11-01", "facts": {"ai.system": True, "role.ai": ["provider"], "org.established": "union"}}
    plain, more = (client.post("/v1/control-plans", json=body | extra).json() for extra in ({}, {"depending": True, "voluntary": True}))
    assert plain["left_out"] > more["left_out"] == 0
    assert len(plain["controls"]) < len(more["controls"])
    assert client.post("/v1/overlaps", json=body | {"depend": True}).status_code == 422
