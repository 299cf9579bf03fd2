"""Lists of questions: by act, and narrowed to what the norms of an act can hang on."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from regnav.cli.question_list import markdown, short
from regnav.errors import UnknownName
from regnav.navigator import Navigator


@pytest.mark.parametrize("act", ["ai-act", "cra", "gdpr", "dora", "nis2", "privacy-act", "ai-law-vn"])
def test_what_an_answer_asks_about_an_act_is_among_its_questions(law: Navigator, act: str) -> None:
    listed = {q.key for q in law.questions(acts=[act])}
    kinds: list[str | None] = [None, *law.rulebook.system_types][::5]
    for kind in kinds:
        answer = law.assess({"type": kind, "facts": {}} if kind else {"facts": {}}, "2026-11-22", presumptions="none", acts=[act], proofs=False)
        assert {q.key for q in answer.questions} <= listed


def test_what_other_acts_ask_is_left_out(law: Navigator) -> None:
    cra, gdpr = ({q.key for q in law.questions(acts=[act])} for act in ("cra", "gdpr"))
    assert {"cra.product", "market.placed_on", "market.planned_on"} <= cra
    assert not {key for key in cra if key.startswith(("gdpr.", "dora.", "au.", "incident."))}
    assert "gdpr.special" in gdpr - cra
    assert cra | gdpr == {q.key for q in law.questions(acts=["cra", "gdpr"])}


def test_the_facts_of_incidents_belong_to_the_act_that_tests_them(law: Navigator) -> None:
    assert "incident.hours" in {q.key for q in law.questions(acts=["dora"])}


def test_the_list_keeps_the_order_of_the_whole_one(law: Navigator) -> None:
    listed = [q.key for q in law.questions(acts=["dora"])]
    assert listed == [q.key for q in law.questions() if q.key in set(listed)]


def test_words_find_only_what_the_act_hangs_on(law: Navigator) -> None:
    found = [f.question.key for f in law.find_questions("children", acts=["gdpr"])]
    assert found
    assert set(found) <= {q.key for q in law.questions(acts=["gdpr"])}


def test_an_unknown_act_is_refused_with_the_acts_there_are(law: Navigator) -> None:
    with pytest.raises(UnknownName, match=r"No act 'xyzzy'\. There are .*ai-act"):
        law.questions(acts=["xyzzy"])


def test_questions_stand_under_their_act_the_shared_ones_first(law: Navigator) -> None:
    lines = short(law.questions(), law.act_labels).split("\n")
    headings = [line for line in lines if line in {"Shared by many acts", *law.act_labels.values()}]
    assert headings[:5] == ["Shared by many acts", "AI Act", "CRA", "GDPR", "DORA"]
    assert len(headings) == len(set(headings))
    assert lines.index("CRA") < next(i for i, line in enumerate(lines) if line.startswith("cra.product ")) < lines.index("GDPR")
    document = markdown(law.questions(), law.act_labels)
    assert document.index("\n## DORA\n") < document.index("\n### dora.entity\n")


def test_the_service_narrows_the_questions_to_an_act(client: TestClient, law: Navigator) -> None:
    found = client.get("/v1/questions", params={"act": "cra", "limit": 200}).json()["items"]
    assert [q["key"] for q in found] == [q.key for q in law.questions(acts=["cra"])][: len(found)]
    assert {q["act"] for q in found} >= {"", "ai-act", "cra"}
    assert client.get("/v1/questions", params={"act": "xyzzy"}).json()["status"] == 404
