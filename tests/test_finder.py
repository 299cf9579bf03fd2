"""Questions found by words, and the help that every question and option carries."""

from __future__ import annotations

import pytest

from regnav.cli.question_list import markdown, matches, short
from regnav.finder import Finder
from regnav.navigator import Navigator


@pytest.mark.parametrize(
    ("words", "question", "option"),
    [
        ("emotions of pupils", "ai.practice", "emotions_work_education"),
        ("credit scores", "ai.use", "credit_scoring"),
        ("smart lock", "cra.category", "smart_home_security"),
        ("deepfake", "ai.transparency", "deep_fake"),
        ("Drones!", "product.law", "unmanned_aircraft"),
        ("cookie", "data.communications", None),
        ("chatbot", "ai.transparency", "interacts"),
        ("credit scoring", "ai.use", "credit_scoring"),
        ("bank", "dora.entity", "credit_institution"),
        ("startup", "org.employees", None),
        ("Annex III point 5(b)", "ai.use", "credit_scoring"),
    ],
)
def test_words_lead_to_the_question_and_the_option(law: Navigator, words: str, question: str, option: str | None) -> None:
    found = {f.question.key: f.options for f in law.find_questions(words, limit=5)}
    assert question in found
    assert option is None or option == found[question][0]


@pytest.mark.parametrize(
    ("words", "question", "option"),
    [
        ("facial recognition", "ai.use", "remote_identification"),
        ("live facial recognition", "ai.practice", "real_time_identification"),
        ("applicant tracking system", "ai.use", "recruitment"),
        ("CV screening", "ai.use", "recruitment"),
        ("résumé parsing", "ai.use", "recruitment"),
        ("dark patterns", "ai.practice", "manipulation"),
        ("nudifier", "ai.practice", "intimate_imagery"),
        ("CSAM", "ai.practice", "child_abuse_material"),
        ("unacceptable risk", "ai.practice", None),
        ("mortgage", "ai.use", "credit_scoring"),
        ("buy now pay later", "ai.use", "credit_scoring"),
        ("welfare", "ai.use", "public_benefits"),
        ("bossware", "ai.use", "worker_monitoring"),
        ("invigilation", "ai.use", "exam_monitoring"),
        ("plagiarism", "ai.use", "exam_monitoring"),
        ("grooming", "ai.practice", None),
        ("tattoo", "ai.transparency", "biometric_categorisation"),
        ("hallucination", "ai.transparency", "synthetic_content"),
        ("recidivism", "ai.use", "offending_risk"),
        ("1:1 matching", "ai.verification_only", None),
        ("foundation model", "gpai.model", None),
        ("LLM", "gpai.model", None),
        ("fine-tuning", "role.ai", "model_provider"),
        ("RAG", "ai.integrates_model", None),
        ("generative AI", "ai.transparency", "synthetic_content"),
        ("face swap", "ai.transparency", "deep_fake"),
        ("conversational AI", "ai.transparency", "interacts"),
        ("sentiment analysis", "ai.emotions_from_other_data", None),
        ("GPU hours", "gpai.training_compute", None),
        ("FRIA", "data.dpia_covers_rights", None),
        ("headcount", "org.employees", None),
        ("elevator", "product.law", "lifts"),
        ("UAV", "product.law", "unmanned_aircraft"),
        ("exoskeleton", "product.law", "machinery"),
        ("SaMD", "product.law", "medical_devices"),
        ("NAS", "cra.product", None),
        ("doorbell", "cra.category", "smart_home_security"),
        ("antivirus", "cra.category", "anti_malware"),
        ("HSM", "cra.category", "security_box"),
        ("eSIM", "cra.category", "smartcard"),
        ("bug bounty", "role.cra", "finder"),
        ("white label", "role.cra", "own_name"),
        ("SBOM", "cra.misses_requirements", None),
        ("self-assessment", "cra.procedure", "internal_control"),
        ("e-bike", "cra.powered_cycle", None),
        ("DPIA", "gdpr.high_risk", None),
        ("SCCs", "gdpr.transfer_ground", "commission_clauses"),
        ("BCR", "gdpr.transfer_ground", "corporate_rules"),
        ("Data Privacy Framework", "gdpr.transfer_ground", "adequacy"),
        ("cookie banner", "gdpr.legal_basis", "consent"),
        ("ePrivacy", "data.communications", None),
        ("webshop", "gdpr.targeting", "offers"),
        ("data processing agreement", "role.gdpr", "processor"),
        ("background check", "gdpr.criminal_data", None),
        ("CCTV", "gdpr.public_area_monitoring", None),
        ("fintech", "dora.entity", None),
        ("neobank", "dora.entity", None),
        ("robo-adviser", "dora.entity", "investment_firm"),
        ("insurtech", "dora.entity", "insurer"),
        ("bitcoin", "dora.entity", "crypto_asset"),
        ("open banking", "dora.entity", "account_information"),
        ("cloud provider", "dora.entity", "ict_provider"),
        ("hyperscaler", "role.dora", "critical_provider"),
        ("TIBER-EU", "dora.tlpt_identified", None),
        ("e-signature", "nis2.trust_services", None),
        ("GPS", "vn.location_data", None),
        ("PCBU", "au.nsw_undertaking", None),
    ],
)
def test_words_of_the_trade_lead_to_the_question_and_the_option(law: Navigator, words: str, question: str, option: str | None) -> None:
    """Acronyms and everyday words that neither the law nor our own wording uses."""
    found = {f.question.key: f.options for f in law.find_questions(words, limit=5)}
    assert question in found
    assert option is None or option == found[question][0]


@pytest.mark.parametrize("words", ["", " ", "?!", 'xyzzyx "quoted" OR', "NEAR(", "*"])
def test_odd_words_find_nothing_or_little_and_break_nothing(law: Navigator, words: str) -> None:
    assert len(law.find_questions(words)) <= 10


def test_the_number_of_questions_is_limited_and_options_are_not_repeated(law: Navigator) -> None:
    found = law.find_questions("the system", limit=3)
    assert len(found) == 3
    assert all(len(set(f.options)) == len(f.options) for f in found)


def test_only_what_is_open_for_a_system_is_found(law: Navigator) -> None:
    said = {"facts": {"ai.system": False, "cra.product": False}}
    everywhere, here = law.find_questions("smart lock"), law.find_questions("smart lock", said)
    assert "cra.category" in {f.question.key for f in everywhere}
    assert {f.question.key for f in here} < {q.key for q in law.questions(said)}
    assert "cra.category" not in {f.question.key for f in here}


def test_every_choice_has_help_an_example_and_a_near_miss(law: Navigator) -> None:
    """What the ontology says of a fact reaches whoever is asked for it."""
    for question in law.questions():
        assert question.help, question.key
        assert question.options or question.kind in {"number", "date"} or (question.example_yes and question.example_no), question.key
        for option in question.options:
            assert option.help and option.example_yes and option.example_no, f"{question.key}.{option.value}"


def test_a_judgement_that_the_law_asks_for_is_marked(law: Navigator) -> None:
    marked = {q.key for q in law.questions() if q.judgement} | {f"{q.key}.{o.value}" for q in law.questions() for o in q.options if o.judgement}
    assert marked == {t.key for t in law.rulebook.terms if t.judgement}
    assert len(marked) > 30


def test_help_and_examples_are_printed_where_words_lead(law: Navigator) -> None:
    printed = matches(law.find_questions("emotions of pupils", limit=1))
    assert "emotions_work_education: Infers emotions of people at work or in education" in printed
    assert "      yes: " in printed and "      no: " in printed
    assert "other options: " in printed
    assert matches(()).startswith("No question has these words")


def test_the_document_of_questions_holds_what_the_list_leaves_out(law: Navigator) -> None:
    questions = [q for q in law.questions() if q.key == "cra.connects"]
    assert questions[0].help in markdown(questions, {})
    assert f"No: {questions[0].example_no}" in markdown(questions, {})
    assert questions[0].help not in short(questions, {})
    assert short((), {}) == "Nothing is open."


def test_a_finder_of_no_questions_finds_none() -> None:
    assert Finder(()).find("anything") == ()


def test_regimes_that_facts_have_to_open_stand_behind_and_come_forward_by_name(law: Navigator) -> None:
    away = {i.key for i in law.rulebook.instruments.values() if i.jurisdiction not in law.law.regimes.always}
    assert not [f.question.key for f in law.find_questions("chatbot", limit=3) if f.question.act in away]
    assert [f.question.key for f in law.find_questions("bank under MAS notice", limit=5) if f.question.act in away]


def test_where_no_question_has_the_words_events_are_pointed_to() -> None:
    assert "--list-events" in matches(())
