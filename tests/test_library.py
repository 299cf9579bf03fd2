"""The library as an integrator uses it: entry points, errors, the two clocks, the cache."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import msgspec
import pytest

import regnav
from regnav import cache
from regnav.assessment import Assessment, NormAnswer
from regnav.compiler.statements import Record
from regnav.errors import UnknownName
from regnav.navigator import Navigator
from regnav.schemas import answer_schema, system_schema

ROOT = Path(__file__).resolve().parent.parent
SCREENING = {
    "facts": {
        "ai.system": True,
        "ai.use": ["recruitment"],
        "ai.profiles_persons": True,
        "product.law": [],
        "role.ai": ["provider"],
        "org.established": "union",
        "market.union": True,
        "market.placed_on": "not yet",
        "market.planned_on": "2028-01-10",
    }
}
TODAY = date(2026, 11, 22)


def test_the_answer_is_frozen_and_its_dictionary_is_its_json(law: Navigator) -> None:
    answer = law.assess(SCREENING, as_of=TODAY, law_as_of=TODAY)
    with pytest.raises(AttributeError):
        answer.norms[0].status = "applies"  # type: ignore[misc]
    assert answer.to_dict() == json.loads(answer.to_json())


def test_the_answer_fits_its_schema(law: Navigator) -> None:
    import jsonschema

    answer = json.loads(law.assess(SCREENING, as_of=TODAY, law_as_of=TODAY, everything=True).to_json())
    jsonschema.validate(answer, answer_schema())


def test_an_example_fits_the_schema_of_the_system_file(law: Navigator) -> None:
    import jsonschema
    import yaml

    schema = system_schema(law)
    for file in sorted((ROOT / "examples").glob("*.yaml")):
        described = json.loads(msgspec.json.encode(yaml.safe_load(file.read_text(encoding="utf-8"))))
        jsonschema.validate(described, schema)


def test_the_same_input_gives_the_same_answer(law: Navigator) -> None:
    one, two = (law.assess(SCREENING, as_of=TODAY, law_as_of=TODAY) for _ in range(2))
    assert one == two
    assert one.id != law.assess(SCREENING, as_of=date(2027, 12, 2), law_as_of=TODAY).id


def test_an_unknown_key_suggests_the_nearest(law: Navigator) -> None:
    with pytest.raises(regnav.UnknownKey) as caught:
        law.assess({"facts": {"ai.profile_persons": True}})
    assert "ai.profiles_persons" in caught.value.suggestions


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"ai.system": "maybe"}, "true or false"),
        ({"ai.use": "recruitment"}, "write a list"),
        ({"ai.use": ["recruitmnt"]}, "did you mean recruitment"),
        ({"org.employees": "many"}, "write a number"),
        ({"org.employees": -3}, "not below zero"),
        ({"org.employees": 2.5}, "whole number"),
        ({"market.placed_on": "soon"}, "write a date as"),
        ({"org.established": "moon"}, "known options are"),
    ],
)
def test_a_bad_value_says_what_to_write(law: Navigator, facts: dict[str, object], words: str) -> None:
    with pytest.raises(regnav.BadValue, match=words):
        law.assess({"facts": facts})


def test_a_contradiction_names_the_clash(law: Navigator) -> None:
    with pytest.raises(regnav.Contradiction) as caught:
        law.assess({"facts": {"ai.use.recruitment": True, "ai-act:AnnexIII-4-a": False}})
    assert any("ai.use.recruitment" in words for words in caught.value.clash)


def test_an_unknown_field_of_the_system_is_refused() -> None:
    with pytest.raises(regnav.SystemFileError, match="Facts stand below"):
        regnav.System.of({"ai.system": True})


def test_what_law_was_known_decides_what_is_said(law: Navigator) -> None:
    norm = "ai-act:15-5-resist-attacks"
    today = law.assess(SCREENING, as_of=TODAY, law_as_of=TODAY).norm(norm)
    before = law.assess(SCREENING, as_of=date(2026, 7, 1), law_as_of=date(2026, 7, 1)).norm(norm)
    assert (today.status, today.applies_from) == ("upcoming", date(2027, 12, 2))
    assert (before.status, before.applies_from) == ("upcoming", date(2026, 8, 2))


def test_strict_answers_make_no_presumption(law: Navigator) -> None:
    answer = law.assess(SCREENING, as_of=TODAY, law_as_of=TODAY, presumptions="none")
    assert answer.presumptions == ()
    assert answer.norm("ai-act:15-5-resist-attacks").status == "depends"


def test_an_answer_can_be_narrowed_to_acts(law: Navigator) -> None:
    system = {"facts": {"ai.system": True, "ai.use": ["recruitment"], "ai.profiles_persons": True, "role.ai": ["provider"], "market.union": True}}
    whole, part = (law.assess(system, "2027-12-02", "2026-11-22", acts=acts) for acts in (None, ["ai-act"]))
    assert part.norms == tuple(msgspec.structs.replace(n, missing=m.missing) for n, m in zip(of(whole, "ai-act"), part.norms, strict=True))
    assert {c.id.split(":")[0] for c in part.concepts} <= {"ai-act", "fact", "core"}
    assert {q.key.split(".")[0] for q in part.questions}.isdisjoint({"gdpr", "dora", "nis2"})
    assert part.only_acts == ("ai-act",) and whole.only_acts == ()
    assert part.id != whole.id
    assert part.to_dict() == msgspec.json.decode(msgspec.json.encode(part)), "the quick writer narrows too"
    statuses = law.statuses(system, "2027-12-02", "2026-11-22", acts=["ai-act"])
    assert {name for name, status in statuses.items() if status == "not_assessed"} == {n.id for n in law.rulebook.norms if not n.id.startswith("ai-act:")}


def test_an_act_of_a_regime_that_the_facts_do_not_reach_can_be_asked_for(law: Navigator) -> None:
    answer = law.assess({"facts": {"data.personal": True}}, "2026-11-22", "2026-11-22", acts=["pdpa-sg"])
    assert {n.instrument for n in answer.norms} == {"pdpa-sg"}
    assert [r.key for r in answer.regimes if r.assessed] == ["SG"]
    with pytest.raises(UnknownName, match="No act 'pdpa'"):
        law.assess({}, acts=["pdpa"])


def of(answer: Assessment, act: str) -> list[NormAnswer]:
    return [n for n in answer.norms if n.instrument == act]


def test_an_act_that_is_ruled_out_says_why(law: Navigator) -> None:
    said = {"data.personal": True, "gdpr.means": ["automated"], "gdpr.excluded": [], "role.gdpr": ["controller"], "org.established": "third_country"}
    near, out = (law.assess({"facts": {**said, "gdpr.targeting": t}}, "2026-11-22", "2026-11-22", acts=["gdpr", "dora"]) for t in (["offers"], []))
    assert not near.ruled_out
    (gdpr,) = out.ruled_out
    assert gdpr.key == "gdpr" and gdpr.because is not None
    assert (gdpr.because.kind, gdpr.because.value) == ("scope", "false")
    assert "gdpr.targeting" in json.dumps(out.to_dict()["ruled_out"])
    assert {c for step in [gdpr.because] for c in step.provisions} <= out.citations.keys()
    everything = law.assess({"facts": {**said, "gdpr.targeting": []}}, "2026-11-22", "2026-11-22", acts=["gdpr"], everything=True)
    assert everything.norms and not everything.ruled_out


def test_statuses_agree_with_the_whole_answer(law: Navigator) -> None:
    whole = {n.id: n.status for n in law.assess(SCREENING, as_of=TODAY, law_as_of=TODAY, everything=True).norms}
    quick = law.statuses(SCREENING, as_of=TODAY, law_as_of=TODAY)
    assert {k for k, v in quick.items() if v == "not_assessed"} == set(quick) - set(whole)
    assert {k: v for k, v in quick.items() if whole.get(k) not in {"deemed_met", None}} == {k: v for k, v in whole.items() if v != "deemed_met"}


def test_a_proof_ends_in_what_was_stated(law: Navigator) -> None:
    proof = law.why(SCREENING, "15-5-resist-attacks", as_of=TODAY, law_as_of=TODAY)

    def leaves(step: regnav.Because) -> list[regnav.Because]:
        return [leaf for below in step.because for leaf in leaves(below)] or [step]

    notes = {leaf.note for leaf in leaves(proof)}
    assert "ai.use: [recruitment]" in notes
    assert any(leaf.kind == "presumed" for leaf in leaves(proof))


def test_what_if_shows_what_moves(law: Navigator) -> None:
    comparison = law.what_if(SCREENING, {"ai.use": []}, as_of=TODAY, law_as_of=TODAY)
    gone = {n.id for n in comparison.norms if n.kind == "disappears"}
    assert "ai-act:15-5-resist-attacks" in gone


def test_turning_points_find_the_way_out_of_high_risk(law: Navigator) -> None:
    points = law.turning_points(SCREENING, as_of=TODAY, law_as_of=TODAY)
    assert {"ai.use.recruitment": False} in [p.changes for p in points]


def test_compare_law_names_the_amending_provision(law: Navigator) -> None:
    comparison = law.compare_law(SCREENING, before="2026-07-01", after=TODAY, as_of="2026-11-22")
    moved = next(n for n in comparison.norms if n.id == "ai-act:15-5-resist-attacks")
    assert moved.before is not None and moved.after is not None
    assert (moved.before.applies_from, moved.after.applies_from) == (date(2026, 8, 2), date(2027, 12, 2))
    assert any(a.id == "ai-act-omnibus:art_1_unp_1_pt_40_pt_b" or a.id.startswith("ai-act-omnibus:art_1_unp_1_pt_40") for a in moved.amended_by)


def test_a_sweep_through_time_has_an_answer_every_quarter(law: Navigator) -> None:
    for year in range(2018, 2033):
        for month in (1, 4, 7, 10):
            day = date(year, month, 1)
            answer = law.assess(SCREENING, as_of=day, law_as_of=TODAY, everything=True)
            assert len(answer.norms) == sum(law.law.regimes.of(n) in law.law.regimes.always for n in law.rulebook.norms)


def test_a_damaged_cache_is_rebuilt(law: Navigator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGNAV_CACHE", str(tmp_path))
    cache.write(law.rulebook)
    file = next(tmp_path.glob("rulebook-*.json"))
    assert cache.read(law.rulebook.digest) == law.rulebook
    file.write_bytes(file.read_bytes()[:-200])
    assert cache.read(law.rulebook.digest) is None
    assert regnav.load().rulebook == law.rulebook
    assert cache.read(law.rulebook.digest) == law.rulebook


def test_a_stale_cache_is_not_read(law: Navigator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGNAV_CACHE", str(tmp_path))
    cache.write(law.rulebook)
    assert cache.read("0" * 64) is None


# ── Controls and the baseline ───────────────────────────────────────────────


def test_a_review_outlives_better_controls_and_not_a_changed_duty() -> None:
    def lines(*more: tuple[str, str]) -> list[str]:
        norm = Record("norm")
        for name, value in (("basis", "art_3"), ("bearer", "Maker"), *more):
            norm.add(name, value)
        return norm.lines({})

    linked = (("satisfiedBy", "ledger"), ("supportedBy", "scales"), ("noControl", "None can."), ("answersThreat", "dropping"))
    assert lines(*linked) == lines()
    assert lines(("owedTo", "Keeper")) != lines()


def test_the_baseline_is_advice_and_never_a_duty(law: Navigator) -> None:
    answer = law.assess(SCREENING, as_of=TODAY)
    advice = [n for n in answer.norms if n.id.startswith("baseline:")]
    assert advice
    assert {(n.modality, n.legal_force, n.sanctions) for n in advice} == {("recommendation", "voluntary", ())}
    assert not [n.id for n in answer.norms if n.legal_force == "voluntary" and n.modality != "recommendation"]


def test_the_catalogue_holds_controls_by_the_hundred(law: Navigator) -> None:
    assert sum(entry.kind == "control" for entry in law.rulebook.catalogue.values()) >= 150


def test_an_answer_without_proofs_is_the_same_answer_and_smaller(law: Navigator) -> None:
    import msgspec

    system = {"facts": {"ai.system": True, "ai.use": ["recruitment"], "role.ai": ["provider"], "org.established": "union"}}
    whole, bare = law.assess(system, "2026-11-22"), law.assess(system, "2026-11-22", proofs=False)
    assert bare.norms == tuple(msgspec.structs.replace(n, because=None) for n in whole.norms)
    assert bare.to_json() == msgspec.json.encode(bare)
    assert len(bare.to_json()) < 0.7 * len(whole.to_json())


def test_nothing_hangs_on_a_scope_that_every_role_still_open_entails(law: Navigator) -> None:
    """An insurer is bound as a financial entity or not at all, whoever else the act addresses."""
    norms = law.assess({"facts": {"dora.entity": ["insurer"]}}, as_of="2026-11-24", acts=["dora"]).norms
    missing = {norm.id: norm.missing for norm in norms}
    assert missing["dora:6-1-framework"] == missing["dora:28-1-manage-third-party-risk"] == ("dora.special.small_insurer",)
