"""Clocks of an incident, held against the AI Act's own (Article 73): what is due, what may be, what is replaced, and how they are printed.

Scenarios over several acts, with their instants, are in test_incident_scenarios.py.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from typing import Any

import icalendar
import pytest

from proctor import AWARE, BERLIN, COMPLETE, EVENT, PROCTOR, REPORTS, clocks, happened, with_facts
from regnav.errors import BadValue, Contradiction, MissingExtra, UnknownName
from regnav.incidents import Incident, IncidentReport, clocks_of
from regnav.incidents.clocks import named
from regnav.incidents.ics import as_ics
from regnav.incidents.instants import read_instant, read_zone
from regnav.navigator import Navigator

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
    found = clocks(law, with_facts(market__union=None, market__placed_on="not yet"))[REPORTS[""]]
    assert (found.status, found.missing) == ("depends", ("market.union",))


def test_a_report_without_a_number_of_days_says_how_promptly(law: Navigator) -> None:
    found = clocks(law)[COMPLETE]
    assert (found.status, found.due, found.due_safe, found.stage) == ("due", None, None, "final")
    assert found.promptness == "after the first report; the act sets no day"


def test_a_clock_with_a_day_says_too_what_the_act_asks_beside_it(law: Navigator) -> None:
    found = clocks(law, known=happened(death=True))[REPORTS["death"]]
    assert found.promptness.startswith("immediately once a causal relationship")
    assert found.rule.startswith("10 days after becoming aware")


def test_what_has_no_period_and_is_due_at_once_comes_first(law: Navigator) -> None:
    school = with_facts(role__ai=["deployer"])
    report = clocks_of(law, school, Incident((EVENT,), AWARE, {f"{EVENT}.provider-unreachable": True}))
    due = [c.id for c in report.clocks if c.status == "due"]
    assert due == ["ai-act:26-5-incident-at-once", "ai-act:26-5-within-15-days", "ai-act:26-5-complete-report"]


@pytest.mark.parametrize(("day", "status"), [(1, "not_applicable"), (2, "depends")])
def test_what_may_apply_later_only_is_not_due_whatever_is_missing(law: Navigator, day: int, status: str) -> None:
    """The day before Article 73 can reach a system of Annex III, and the day itself, for a provider of whose market nothing is known."""
    found = clocks(law, with_facts(market__union=None, market__placed_on="not yet"), datetime(2027, 12, day, 9, 0, tzinfo=BERLIN))[REPORTS[""]]
    assert found.status == status
    if status == "not_applicable":
        assert found.because == "AI Act Art. 73(1), AI Act Art. 73(2) does not apply before 2027-12-02, if at all"
        assert (found.due, found.missing) == (None, ())


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
    first = with_facts(market__placed_on="2027-12-02")
    assert clocks(law, first, aware=datetime(2027, 12, 2, 0, 0, tzinfo=BERLIN))[REPORTS[""]].status == "due"


def test_before_the_first_supply_no_report_is_due(law: Navigator) -> None:
    assert clocks(law, aware=datetime(2028, 1, 9, 12, 0, tzinfo=BERLIN))[REPORTS[""]].status == "not_applicable"
    assert clocks(law, aware=datetime(2028, 1, 10, 12, 0, tzinfo=BERLIN))[REPORTS[""]].status == "due"


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
