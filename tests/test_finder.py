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
        ("Annex III point 5(b)", "ai.use", "credit_scoring"),
    ],
)
def test_words_lead_to_the_question_and_the_option(law: Navigator, words: str, question: str, option: str | None) -> None:
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
    assert questions[0].help in markdown(questions)
    assert f"No: {questions[0].example_no}" in markdown(questions)
    assert questions[0].help not in short(questions)
    assert short(()) == "Nothing is open."


def test_a_finder_of_no_questions_finds_none() -> None:
    assert Finder(()).find("anything") == ()
