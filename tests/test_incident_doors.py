"""The clocks of an incident through the command line and the service, beside the plans and overlaps that the service gives as well."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import msgspec
import pytest
import yaml
from fastapi.testclient import TestClient

from proctor import AWARE, EVENT, NARROWER, PROCTOR
from regnav.incidents import Incident, clocks_of
from regnav.navigator import Navigator

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
        "runs_from",
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


def test_what_may_be_done_is_not_told_as_due(tmp_path: Path) -> None:
    facts = "facts: {data.personal: true, gdpr.means: [automated], role.gdpr: [controller], org.established: union}\n"
    (tmp_path / "clinic.yaml").write_text(facts, encoding="utf-8")
    printed = run(tmp_path / "clinic.yaml", "--event", "personal-data-breach.risk", "--aware", "2026-12-24T10:00+01:00").stdout
    due, rest = printed.split("Open to you (1)")
    assert "Due (1)" in due
    assert "May give the information in phases" in rest
    assert "May give the information in phases" not in due


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


def test_the_table_names_what_has_no_clock_and_says_why_none_runs(tmp_path: Path) -> None:
    facts = "data.personal: true, gdpr.means: [automated], role.gdpr: [controller], org.established: union"
    (tmp_path / "shop.yaml").write_text(f"facts: {{{facts}}}\n", encoding="utf-8")
    printed = run(tmp_path / "shop.yaml", "--event", "personal-data-breach", "--is-not", "risk", *WHEN[2:]).stdout
    assert "No clock runs: by what is stated, nothing happened that would start one." in printed
    assert "Also set in motion, without a clock of its own (1)\n  Document every breach  [GDPR Art. 33(5)]" in printed
    printed = run(tmp_path / "shop.yaml", "--event", "data-subject-request.access", *WHEN[2:]).stdout
    assert "8 more of the same act (--format json lists them)" in printed


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
