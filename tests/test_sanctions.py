"""Fines as answered: which block of Articles 75c and 99 to 101 reaches a norm, and which cap counts for whom."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

import pytest

from regnav.assessment import SanctionAnswer
from regnav.navigator import Navigator

Facts = dict[str, Any]

LATER, TODAY = date(2028, 10, 1), date(2026, 11, 22)
BEFORE = date(2026, 7, 23)
"""The last day on which the amendment was not yet published."""

OTHERS: Facts = {"org.kind": [], "org.authority": [], "org.publicly_controlled": False, "org.group": []}
SCREENER: Facts = {
    "ai.system": True,
    "ai.use": ["recruitment"],
    "ai.practice": [],
    "ai.transparency": [],
    "product.law": [],
    "ai.own_gpai_model": False,
    "role.ai": ["provider"],
    "org.established": "union",
    "market.union": True,
    "market.placed_on": "2028-01-10",
    **OTHERS,
}
CLASSROOM: Facts = {**SCREENER, "ai.use": [], "ai.practice": ["emotions_work_education"]}
"""A system that reads emotions of pupils: Article 5(1)(f)."""
MODEL: Facts = {
    "gpai.model": True,
    "gpai.placed_on": "2026-03-01",
    "gpai.training_compute": 20_000_000_000_000_000_000_000_000,
    "role.ai": ["model_provider"],
    "org.established": "union",
    "market.union": True,
    **OTHERS,
}

SME: Facts = {"org.employees": 100, "org.turnover": 10_000_000, "org.balance_sheet": 8_000_000}
SMC: Facts = {"org.employees": 500, "org.turnover": 120_000_000, "org.balance_sheet": 100_000_000}
LARGE: Facts = {"org.employees": 5000, "org.turnover": 2_000_000_000, "org.balance_sheet": 1_000_000_000}


def fines(
    law: Navigator, norm: str, facts: Facts, *, as_of: date = LATER, law_as_of: date = TODAY, presumptions: Literal["default", "none"] = "default"
) -> dict[str, SanctionAnswer]:
    """The sanctions of a norm, by their name."""
    answer = law.assess({"facts": facts}, as_of=as_of, law_as_of=law_as_of, presumptions=presumptions, everything=True)
    return {s.id.removeprefix("ai-act:"): s for s in answer.norm(norm).sanctions}


# ── Article 99(4), (6) and (6a): which of amount and share is the cap ───────


@pytest.mark.parametrize(("size", "cap"), [(SME, "lower"), (SMC, "lower"), (LARGE, "higher"), ({}, "unknown"), ({"org.employees": 500}, "unknown")])
def test_the_cap_for_operators_hangs_on_the_size(law: Navigator, size: Facts, cap: str) -> None:
    (fine,) = fines(law, "16-b-name-and-address", SCREENER | size).values()
    assert (fine.id, fine.combine) == ("ai-act:fine-operators", cap)
    assert (fine.maximum, fine.turnover_share) == (Decimal(15_000_000), Decimal(3))


@pytest.mark.parametrize(("size", "cap"), [(SME, "lower"), (SMC, "higher"), (LARGE, "higher")])
def test_before_the_amendment_only_smes_had_the_lower_cap(law: Navigator, size: Facts, cap: str) -> None:
    (fine,) = fines(law, "16-b-name-and-address", SCREENER | size, law_as_of=BEFORE).values()
    assert (fine.id, fine.combine) == ("ai-act:fine-operators-2024", cap)


def test_an_sme_within_a_group_has_no_other_cap_by_its_own_numbers_alone(law: Navigator) -> None:
    """The numbers are asked with those of partners and linked enterprises, so the group itself decides nothing."""
    (fine,) = fines(law, "16-b-name-and-address", SCREENER | SME | {"org.group": ["linked"]}).values()
    assert fine.combine == "lower"


def test_an_enterprise_held_by_public_bodies_is_no_sme(law: Navigator) -> None:
    (fine,) = fines(law, "16-b-name-and-address", SCREENER | SME | {"org.publicly_controlled": True}).values()
    assert fine.combine == "higher"


# ── Article 99(3): prohibited practices ─────────────────────────────────────


@pytest.mark.parametrize(("size", "cap"), [(SME, "lower"), (SMC, "higher"), (LARGE, "higher"), ({}, "unknown")])
def test_small_mid_caps_get_no_relief_for_prohibited_practices(law: Navigator, size: Facts, cap: str) -> None:
    (fine,) = fines(law, "5-1-f-emotions", CLASSROOM | size).values()
    assert (fine.id, fine.combine) == ("ai-act:fine-prohibited-practices", cap)
    assert (fine.maximum, fine.turnover_share) == (Decimal(35_000_000), Decimal(7))


def test_prohibitions_applied_half_a_year_before_their_fines(law: Navigator) -> None:
    answer = law.assess({"facts": CLASSROOM | LARGE}, as_of=TODAY, law_as_of=TODAY).norm("5-1-f-emotions")
    assert (answer.applies_from, answer.sanctions[0].applies_from) == (date(2025, 2, 2), date(2025, 8, 2))


# ── Article 99(4): what it lists, and what it does not ──────────────────────


def test_the_requirements_are_fined_through_article_16(law: Navigator) -> None:
    assert set(fines(law, "15-5-resist-attacks", SCREENER)) == {"fine-operators"}


@pytest.mark.parametrize("norm", ["17-1-quality-management", "20-1-corrective-action", "43-2-internal-control", "47-1-draw-up-declaration", "49-1-register"])
def test_so_is_what_article_16_sends_to(law: Navigator, norm: str) -> None:
    assert set(fines(law, norm, SCREENER)) == {"fine-operators"}


@pytest.mark.parametrize(
    ("norm", "role"),
    [
        ("4-1-literacy-2026", "provider"),
        ("72-1-monitoring-system", "provider"),
        ("73-1-report-incident", "provider"),
        ("27-1-assess-impact", "deployer"),
        ("86-1-explain-decision", "deployer"),
    ],
)
def test_what_no_block_lists_has_no_maximum_in_the_act(law: Navigator, norm: str, role: str) -> None:
    """Articles 4, 27, 72, 73 and 86 are left to national law (Article 99(1))."""
    more = {"role.ai": [role], "org.kind": ["public_law_body"], "ai.significant_decisions": True}
    answer = law.assess({"facts": SCREENER | more}, as_of=LATER, law_as_of=TODAY)
    assert answer.norm(norm).status == "applies"
    assert answer.norm(norm).sanctions == ()


def test_the_representative_is_fined_and_the_appointment_is_not(law: Navigator) -> None:
    represented = SCREENER | {"role.ai": ["authorised_representative"]}
    assert set(fines(law, "22-3-perform-mandate", represented)) == {"fine-operators"}
    assert fines(law, "22-1-appoint-representative", SCREENER | {"org.established": "third_country"}) == {}


def test_point_da_came_with_the_amendment(law: Navigator) -> None:
    replaced = SCREENER | {"role.ai": ["initial_provider"], "role.ruled_out_high_risk": False}
    assert fines(law, "25-2-hand-over-2024", replaced, law_as_of=BEFORE) == {}
    assert set(fines(law, "25-2-hand-over-2026", replaced)) == {"fine-operators"}


def test_bad_answers_to_authorities_have_a_fine_of_their_own(law: Navigator) -> None:
    (fine,) = fines(law, "21-2-access-to-logs", SCREENER | SMC).values()
    assert (fine.id, fine.maximum, fine.turnover_share, fine.combine) == ("ai-act:fine-information", Decimal(7_500_000), Decimal(1), "lower")


def test_showing_conformity_falls_under_both(law: Navigator) -> None:
    """Article 16(k) and Article 21(1) are one duty: refusing it is fined by Article 99(4), answering it badly by Article 99(5)."""
    assert set(fines(law, "21-1-demonstrate-conformity", SCREENER)) == {"fine-operators", "fine-information"}


def test_a_wrong_classification_is_fined_from_the_day_of_article_80(law: Navigator) -> None:
    held = SCREENER | {"ai.claims_not_high_risk": True, "ai.limited_task": ["procedural"], "ai.profiles_persons": False}
    (fine,) = fines(law, "80-4-bring-into-compliance", held).values()
    assert (fine.id, fine.applies_from) == ("ai-act:fine-misclassification", date(2027, 12, 2))


def test_a_notified_body_is_fined(law: Navigator) -> None:
    assert set(fines(law, "34-1-verify-conformity", SCREENER | {"role.ai": ["notified_body"]})) == {"fine-operators"}


# ── Article 75c: the AI Office ──────────────────────────────────────────────


@pytest.mark.parametrize("norm", ["4-1-literacy-2026", "72-1-monitoring-system", "75-1a-report-to-ai-office"])
def test_under_the_ai_office_every_breach_has_a_maximum(law: Navigator, norm: str) -> None:
    (fine,) = fines(law, norm, SCREENER | SMC | {"ai.own_gpai_model": True}).values()
    assert (fine.id, fine.combine, fine.applies_from) == ("ai-act:fine-ai-office", "lower", date(2026, 8, 2))


def test_what_article_99_4_lists_is_not_fined_twice(law: Navigator) -> None:
    own = SCREENER | {"ai.own_gpai_model": True}
    for norm in ("15-5-resist-attacks", "16-b-name-and-address", "11-1-annex-iv-content", "43-2-internal-control", "47-2-declaration-content"):
        assert set(fines(law, norm, own)) == {"fine-operators"}, norm
    assert set(fines(law, "5-1-f-emotions", CLASSROOM | {"ai.own_gpai_model": True})) == {"fine-prohibited-practices"}


def test_only_a_demand_by_decision_is_compelled_day_by_day(law: Navigator) -> None:
    own = SCREENER | {"ai.own_gpai_model": True}
    assert set(fines(law, "75a-3-supply-information", own)) == {"fine-ai-office", "fine-ai-office-information", "periodic-penalty-ai-office"}
    assert set(fines(law, "75a-3-answer-truthfully", own)) == {"fine-ai-office-information"}


def test_penalty_payments_have_a_share_and_no_amount(law: Navigator) -> None:
    payment = fines(law, "75b-keep-commitments", SCREENER | {"ai.own_gpai_model": True})["periodic-penalty-ai-office"]
    assert (payment.maximum, payment.turnover_share, payment.combine) == (None, Decimal(5), "")


def test_by_the_law_of_2024_the_ai_office_had_no_fines(law: Navigator) -> None:
    assert fines(law, "72-1-monitoring-system", SCREENER | {"ai.own_gpai_model": True}, law_as_of=BEFORE) == {}


# ── Article 100: Union bodies ───────────────────────────────────────────────

AGENCY: Facts = {"org.kind": ["union_body"], "org.publicly_controlled": True, "role.ai": ["deployer"]}


def test_union_bodies_have_fines_of_their_own(law: Navigator) -> None:
    (fine,) = fines(law, "26-1-follow-instructions", SCREENER | AGENCY).values()
    assert (fine.id, fine.maximum, fine.turnover_share, fine.combine) == ("ai-act:fine-union-bodies", Decimal(750_000), None, "")
    (fine,) = fines(law, "5-1-f-emotions", CLASSROOM | AGENCY).values()
    assert (fine.id, fine.maximum) == ("ai-act:fine-union-bodies-prohibited-practices", Decimal(1_500_000))


def test_union_bodies_are_fined_for_what_article_99_does_not_list_too(law: Navigator) -> None:
    assert set(fines(law, "4-1-literacy-2026", SCREENER | AGENCY)) == {"fine-union-bodies"}


def test_while_the_kind_of_body_is_unknown_both_fines_are_shown_with_their_condition(law: Navigator) -> None:
    unknown = {k: v for k, v in (SCREENER | {"role.ai": ["deployer"]}).items() if k not in OTHERS}
    found = fines(law, "26-1-follow-instructions", unknown, presumptions="none")
    assert {name: fine.offender and fine.offender.id for name, fine in found.items()} == {
        "fine-operators": "ai-act:OffenderUnderArticle99",
        "fine-union-bodies": "ai-act:UnionBody",
    }


def test_a_known_offender_is_not_named_as_a_condition(law: Navigator) -> None:
    assert all(fine.offender is None for fine in fines(law, "26-1-follow-instructions", SCREENER | {"role.ai": ["deployer"]}).values())


# ── Article 101: providers of general-purpose AI models ─────────────────────


@pytest.mark.parametrize("size", [SME, SMC, LARGE, {}])
def test_providers_of_models_have_one_cap_for_all_sizes(law: Navigator, size: Facts) -> None:
    (fine,) = fines(law, "53-1-c-copyright-policy", MODEL | size).values()
    assert (fine.id, fine.combine) == ("ai-act:fine-model-providers", "higher")
    assert (fine.maximum, fine.turnover_share) == (Decimal(15_000_000), Decimal(3))


@pytest.mark.parametrize("law_as_of", [BEFORE, TODAY])
def test_fines_on_models_came_a_year_after_the_duties(law: Navigator, law_as_of: date) -> None:
    answer = law.assess({"facts": MODEL}, as_of=TODAY, law_as_of=law_as_of).norm("53-1-c-copyright-policy")
    assert (answer.applies_from, answer.sanctions[0].applies_from) == (date(2025, 8, 2), date(2026, 8, 2))


@pytest.mark.parametrize("norm", ["91-5-supply-information", "92-5-give-access", "93-1-take-measures"])
def test_requests_of_the_commission_are_fined(law: Navigator, norm: str) -> None:
    assert set(fines(law, norm, MODEL)) == {"fine-model-providers"}


def test_broken_commitments_on_a_model_are_not_listed(law: Navigator) -> None:
    assert fines(law, "93-3-keep-commitments", MODEL) == {}


def test_the_representative_of_a_model_provider_is_not_fined(law: Navigator) -> None:
    assert fines(law, "91-5-supply-information", MODEL | {"role.ai": ["gpai_representative"]}) == {}


# ── Rights ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("facts", [SCREENER | {"ai.own_gpai_model": True}, SCREENER | AGENCY, MODEL], ids=["AI Office", "Union body", "model"])
def test_rights_and_advice_carry_no_fine(law: Navigator, facts: Facts) -> None:
    answer = law.assess({"facts": facts}, as_of=LATER, law_as_of=TODAY)
    free = [n for n in answer.norms if n.modality in {"permission", "recommendation"}]
    assert free
    assert [n.id for n in free if n.sanctions] == []
