"""Regimes side by side: which are assessed, what a cell says, what is new in each place, and the formats."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest

from regnav.comparison import ComparedNorm, RegimeComparison, to_csv, to_jsonld, to_markdown, to_xlsx
from regnav.comparison.cells import hours, strictest
from regnav.comparison.forces import FORCES, rank
from regnav.errors import BadValue, UnknownName
from regnav.navigator import Navigator
from regnav.pictures import heat_map_svg, timeline_svg

TODAY = "2026-11-22"
SCREENING: Mapping[str, Any] = {
    "title": "CV screening goes abroad",
    "facts": {
        "ai.system": True,
        "gpai.model": False,
        "ai.use": ["recruitment"],
        "ai.profiles_persons": True,
        "role.ai": ["provider"],
        "org.established": "union",
        "org.kind": [],
        "market.union": True,
        "market.placed_on": "2026-01-15",
        "market.in": ["germany", "australia", "singapore", "vietnam"],
        "org.in": [],
        "data.personal": True,
        "role.gdpr": ["processor"],
        "gdpr.means": ["automated"],
    },
}
"""A provider that takes a tool which screens applications from Germany to Sydney, Singapore and Hanoi."""


@pytest.fixture(scope="module")
def whole(law: Navigator) -> RegimeComparison:
    return law.compare(as_of=TODAY, law_as_of=TODAY)


@pytest.fixture(scope="module")
def abroad(law: Navigator) -> RegimeComparison:
    return law.compare(SCREENING, as_of=TODAY, law_as_of=TODAY)


# ── which regimes an answer covers ──────────────────────────────────────────


def assessed(law: Navigator, facts: Mapping[str, Any], **more: Any) -> set[str]:
    return {r.key for r in law.assess({"facts": facts}, as_of=TODAY, law_as_of=TODAY, **more).regimes if r.assessed}


def test_what_says_nothing_of_other_countries_is_assessed_in_the_union_alone(law: Navigator) -> None:
    assert assessed(law, {"ai.system": True}) == law.law.regimes.always & set(law.law.regimes.all) & _written(law)
    answer = law.assess({"facts": {"ai.system": True}}, as_of=TODAY, everything=True)
    assert {law.law.regimes.of(law.law.norms[n.id]) for n in answer.norms} <= law.law.regimes.always
    assert {r.label for r in answer.regimes if not r.assessed} >= {"Australia", "Singapore", "Vietnam"}


def _written(law: Navigator) -> set[str]:
    """The regimes that have norms."""
    return {law.law.regimes.of(n) for n in law.rulebook.norms}


def test_a_country_named_opens_its_regime_and_what_lies_around_it(law: Navigator) -> None:
    assert {"EU", "SG", "ASEAN"} <= assessed(law, {"market.in": ["singapore"]})
    assert "AU" not in assessed(law, {"market.in": ["singapore"]})
    assert "AU" in assessed(law, {"org.in": ["australia"]})


def test_a_regime_can_be_asked_for_by_key_or_name(law: Navigator) -> None:
    assert assessed(law, {}, regimes=["vietnam"]) == {"VN"}
    assert assessed(law, {}, regimes=["eu", "Sg"]) == {"EU", "SG"}
    assert assessed(law, {}, regimes=["all"]) == _written(law)
    with pytest.raises(UnknownName, match="Atlantis"):
        law.assess({"facts": {}}, regimes=["Atlantis"])


def test_statuses_say_of_a_regime_left_out_that_it_is_not_assessed(law: Navigator) -> None:
    quick = law.statuses({"facts": {"ai.system": True}}, TODAY)
    regimes = law.law.regimes
    assert {status for name, status in quick.items() if regimes.of(law.law.norms[name]) not in regimes.always} == {"not_assessed"}


def test_no_norm_of_another_regime_reaches_what_never_goes_there(law: Navigator) -> None:
    """Scopes entail a gateway: with all of them false, nothing of the regime can apply."""
    facts = {"market.in": [], "org.in": []}
    answer = law.assess({"facts": facts}, as_of=TODAY, law_as_of=TODAY, regimes=["all"])
    stray = [n.id for n in answer.norms if law.law.regimes.of(law.law.norms[n.id]) not in law.law.regimes.always]
    assert not stray


# ── what is proposed, superseded, withdrawn ─────────────────────────────────


def test_proposals_are_marked_and_never_counted_as_law(law: Navigator, whole: RegimeComparison) -> None:
    proposed = [n for n in whole.norms.values() if n.force == "proposed"]
    assert proposed
    assert all(n.since is None and n.standing == "proposed" for n in proposed)
    answer = law.assess({"facts": {"market.in": ["singapore"], "org.in": ["singapore"]}}, as_of=TODAY, law_as_of=TODAY)
    of_proposals = {n.status for n in answer.norms if n.legal_force == "proposed"}
    assert of_proposals <= {"proposed"}


def test_a_superseded_standard_gives_way_on_the_day_of_its_successor(law: Navigator) -> None:
    old = "voluntary-ai-safety-standard"
    before = law.compare(regimes=["AU"], as_of="2025-10-20", law_as_of="2025-10-20")
    after = law.compare(regimes=["AU"], as_of="2025-10-21", law_as_of="2025-10-21")
    assert {n.force for n in before.norms.values() if n.id.startswith(old)} == {"voluntary"}
    assert {n.force for n in after.norms.values() if n.id.startswith(old)} == {"superseded"}


def test_a_paper_is_a_proposal_until_it_is_withdrawn(law: Navigator) -> None:
    paper = "mandatory-guardrails"
    early = law.compare(regimes=["AU"], as_of="2025-01-15", law_as_of="2025-01-15")
    late = law.compare(regimes=["AU"], as_of=TODAY, law_as_of=TODAY)
    assert {n.force for n in early.norms.values() if n.id.startswith(paper)} == {"proposed"}
    assert {n.force for n in late.norms.values() if n.id.startswith(paper)} == {"withdrawn"}


def test_what_nobody_had_published_is_not_shown(law: Navigator) -> None:
    early = law.compare(as_of="2023-01-01", law_as_of="2023-01-01")
    assert not [n for n in early.norms if n.startswith(("ai-act:", "ai-law-vn:"))]


# ── the matrix ──────────────────────────────────────────────────────────────


def test_every_topic_has_a_verdict_in_every_regime(whole: RegimeComparison) -> None:
    assert [(c.topic, c.regime) for c in whole.cells] == [(t.id, r.key) for t in whole.topics for r in whole.regimes]
    for cell in whole.cells:
        assert cell.force in {*FORCES, "none"}
        assert bool(cell.gap) == (cell.force not in {"binding", "supervisory"}), cell
        assert (cell.force == "none") == (not cell.norms)


def test_a_cell_states_its_strongest_force_and_only_norms_of_it(whole: RegimeComparison) -> None:
    for cell in whole.cells:
        held = [whole.norms[name] for name in cell.norms]
        if held:
            assert cell.force == min((n.force for n in held), key=rank)
            leading = [n for n in held if n.force == cell.force]
            assert sum(cell.forces.values()) == len(held)
            assert cell.forces[cell.force] == len(leading)
            assert set(cell.required) <= {n.label for n in leading}
            assert cell.since == min((n.since for n in leading if n.since), default=None)


def test_the_first_day_is_one_that_some_system_can_have(whole: RegimeComparison) -> None:
    """No high-risk system begins with the general date, since each falls under Annex I or III."""
    norm = whole.norms["ai-act:15-5-resist-attacks"]
    assert norm.dates == (date(2027, 12, 2), date(2028, 8, 2))


def test_incident_reports_have_their_strictest_clock(whole: RegimeComparison) -> None:
    clock = whole.cell("incident-reporting", "SG").clock
    assert clock is not None
    assert clock.within == "PT1H"
    assert whole.cell("incident-reporting", "EU").clock is not None


def test_sanctions_stand_in_the_currency_of_the_law(whole: RegimeComparison) -> None:
    currencies = {s.currency for c in whole.cells if c.regime == "AU" for s in c.sanctions if s.maximum}
    assert currencies == {"AUD"}


def test_the_matrix_is_narrowed_by_regime_topic_and_force(law: Navigator) -> None:
    found = law.compare(regimes=["EU", "AU"], topics=["incident-reporting"], forces=["binding"], as_of=TODAY)
    assert [r.key for r in found.regimes] == ["EU", "AU", "AU-NSW"]
    assert [t.id for t in found.topics] == ["incident-reporting"]
    assert {n.force for n in found.norms.values()} == {"binding"}
    with pytest.raises(UnknownName, match="weather"):
        law.compare(topics=["weather"])
    with pytest.raises(BadValue, match="holy"):
        law.compare(forces=["holy"])


def test_periods_are_ordered_by_their_length() -> None:
    assert sorted(["P1M", "PT72H", "P2D", "P1Y", "PT6H"], key=hours) == ["PT6H", "P2D", "PT72H", "P1M", "P1Y"]
    assert strictest([]) is None


# ── one system everywhere at once ───────────────────────────────────────────


def test_a_tool_that_goes_abroad_learns_what_is_new_in_each_place(abroad: RegimeComparison) -> None:
    new: dict[str, list[ComparedNorm]] = {}
    for norm in abroad.norms.values():
        if norm.novelty in {"new", "adds"}:
            new.setdefault(norm.regime, []).append(norm)
    assert {"AU", "SG", "VN"} <= set(new)
    assert {r.key for r in abroad.regimes} >= {"EU", "DE", "AU", "SG", "VN", "ASEAN"}
    assert all(n.novelty == "" for n in abroad.norms.values() if n.regime == "EU")
    assert any(n.force == "binding" for n in new["VN"])


def test_covered_means_met_at_home_as_strictly_and_as_bindingly(abroad: RegimeComparison) -> None:
    for norm in abroad.norms.values():
        if norm.novelty == "covered":
            homes = [(c, abroad.norms[c.id]) for c in norm.counterparts if c.id in abroad.norms and c.regime == "EU"]
            assert any(
                c.degree in {"equivalent", "narrower"} and n.status in {"applies", "upcoming", "deemed_met"} and rank(n.force) <= rank(norm.force)
                for c, n in homes
            )


def test_columns_count_what_the_norms_say(abroad: RegimeComparison) -> None:
    for regime in abroad.regimes:
        mine = [n for n in abroad.norms.values() if n.regime == regime.key]
        counted = (regime.norms, regime.new, regime.adds, regime.covered, regime.open)
        assert counted == (len(mine), *(sum(n.novelty == word for n in mine) for word in ("new", "adds", "covered", "open")))


# ── formats ─────────────────────────────────────────────────────────────────


def test_csv_has_a_row_for_each_cell_and_says_the_force_before_the_content(whole: RegimeComparison) -> None:
    rows = list(csv.reader(io.StringIO(to_csv(whole))))
    assert len(rows) == len(whole.cells) + 1
    assert rows[0].index("force") < rows[0].index("required")
    assert {row[2] for row in rows[1:]} <= {*FORCES, "none"}


def test_markdown_shows_the_matrix_and_what_is_new(abroad: RegimeComparison) -> None:
    text = to_markdown(abroad)
    assert "## New in Australia" in text
    assert "BINDING: " in text
    assert "not legal advice" in text


def test_the_workbook_opens_with_its_sheets(abroad: RegimeComparison) -> None:
    with zipfile.ZipFile(io.BytesIO(to_xlsx(abroad))) as book:
        names = ElementTree.fromstring(book.read("xl/workbook.xml"))
        sheets = [s.attrib["name"] for s in names.iter() if s.tag.endswith("}sheet")]
    assert sheets == ["Matrix", "Cells", "Norms", "About"]


def test_jsonld_uses_the_identifiers_of_the_graph(law: Navigator, abroad: RegimeComparison) -> None:
    document = json.loads(to_jsonld(abroad, law.rulebook))
    known = {n.iri for n in law.rulebook.norms}
    assert {n["@id"] for n in document["@included"]} <= known
    assert len(document["skos:member"]) == len(abroad.cells)
    import pyoxigraph as ox

    triples = list(ox.parse(input=json.dumps(document), format=ox.RdfFormat.JSON_LD))
    assert any(t.predicate.value.endswith("legalForce") for t in triples)


@pytest.mark.parametrize("draw", [heat_map_svg, timeline_svg])
def test_pictures_name_every_regime_and_say_force_in_letters(whole: RegimeComparison, draw: Any) -> None:
    text = draw(whole)
    ElementTree.fromstring(text)
    names = [r.key if draw is heat_map_svg else r.label for r in whole.regimes]
    assert all(f">{name}<" in text for name in names)
    assert "binding" in text
    assert "voluntary" in text
    assert draw(whole) == text, "the same picture for the same comparison"
