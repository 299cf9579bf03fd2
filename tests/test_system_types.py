"""The ready-made kinds of system: each loads, fits every role, is what its case says, and makes the interview short.

What each kind is stands in `cases/*/system-types.yaml` and is tested with the other cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

import pytest

from case_files import read_cases
from regnav.assessment import QuestionAnswer
from regnav.engine.interviewer import Interviewer
from regnav.errors import Contradiction
from regnav.navigator import Navigator
from regnav.system import System

DAY = date(2026, 11, 22)
KINDS = sorted(str(case.system["type"]) for case in read_cases() if case.file == "system-types")
ROLE_QUESTION = "role.ai"

ENTERPRISE: Mapping[str, Any] = {
    "org.established": "union",
    "org.kind": [],
    "org.authority": [],
    "org.employees": 120,
    "org.turnover": 20_000_000,
    "org.balance_sheet": 15_000_000,
    "org.publicly_controlled": False,
    "org.group": [],
    "market.union": True,
    "market.placed_on": "not yet",
    "market.planned_on": date(2028, 9, 1),
    "market.changed_on": "not yet",
}
"""A medium-sized enterprise in the Union, with a system that is not yet on the market."""
USERS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "ai-act": {
        "provider": {"role.ai": ["provider"]},
        "deployer": {"role.ai": ["deployer"], "market.placed_on": date(2028, 1, 10)},
        "importer": {"role.ai": ["importer"]},
    },
    "cra": {
        "manufacturer": {"role.cra": ["manufacturer"]},
        "importer": {"role.cra": ["importer"]},
        "distributor": {"role.cra": ["distributor"]},
    },
    "gdpr": {
        "controller": {"role.gdpr": ["controller"]},
        "joint controller": {"role.gdpr": ["joint_controller"]},
        "processor": {"role.gdpr": ["processor"]},
    },
    "dora": {
        "bank": {"dora.entity": ["credit_institution"], "dora.special": []},
        "insurer": {"dora.entity": ["insurer"], "dora.special": []},
        "supplier": {"dora.entity": ["ict_provider"], "dora.special": []},
    },
}
"""Who uses the kinds of an act, and what such a user knows beside the facts of any enterprise."""
NO_PART: Mapping[str, Any] = {"role.ai": [], "role.gdpr": [], "role.cra": [], "role.dora": [], "dora.entity": [], "nis2.entity": "none"}
"""What sets an act aside, so that the interview is measured on the act that a kind is about."""
ASKED_BY: Mapping[str, set[str]] = {"ai-act": {"role.ai"}, "cra": {"role.cra"}, "gdpr": {"role.gdpr"}, "dora": {"role.dora", "dora.entity"}}
ENOUGH, ANSWERS = 0.95, 15
OF_AN_ACT = sorted((case.act, str(case.system["type"])) for case in read_cases() if case.file == "system-types" and case.act in USERS)


def test_the_kinds_are_many_and_each_has_its_case(law: Navigator) -> None:
    assert len(law.types()) >= 40
    assert sorted(kind.key for kind in law.types()) == KINDS


def test_a_kind_says_what_it_is(law: Navigator) -> None:
    told = [kind.summary for kind in law.types()]
    assert all(text.endswith(".") for text in told)
    assert len(set(told)) == len(told)


def test_a_kind_says_nothing_of_its_user(law: Navigator) -> None:
    """Role, place and day are the user's to state; only the notified body is its own subject."""
    told = [(kind.key, key) for kind in law.types() for key in (*kind.true, *kind.false) if key.startswith(("role.", "org.", "market."))]
    assert told == [("notified-body", "role.ai.notified_body")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_fits_every_role(law: Navigator, kind: str) -> None:
    roles = next(q for q in law.questions() if q.key == ROLE_QUESTION).options
    for role in roles:
        try:
            law.statuses(System(type=kind, facts={ROLE_QUESTION: [role.value]}), DAY, DAY)
        except Contradiction as clash:
            pytest.fail(f"{kind} in the hands of {role.value}: {clash}")


@pytest.mark.parametrize(("act", "kind"), OF_AN_ACT)
def test_fifteen_answers_are_enough(law: Navigator, act: str, kind: str) -> None:
    """They settle the norms of the act that the kind is about, not only those of all acts taken together."""
    for name, known in USERS[act].items():
        settled, asked = interview(law, act, kind, {**ENTERPRISE, **known}, Random(f"{kind} {name}"))
        assert settled >= ENOUGH, f"{name}: {settled:.1%} of the norms settled after {', '.join(asked)}"


def interview(law: Navigator, act: str, kind: str, known: Mapping[str, Any], coin: Random) -> tuple[float, list[str]]:
    """The share of the act's norms settled once enough are, or after the last answer allowed; and what was asked."""
    system = System(type=kind, facts={key: value for key, value in NO_PART.items() if key not in ASKED_BY[act]})
    interviewer = law.interviewer(system, DAY, DAY)
    asked: list[str] = []
    while share_settled(law, act, system) < ENOUGH and len(asked) < ANSWERS:
        question = interviewer.next_question(system, frozenset(asked))
        if question is None:
            break
        asked.append(question.key)
        system = answered(interviewer, system, question, known, coin)
    return share_settled(law, act, system), asked


def share_settled(law: Navigator, act: str, system: System) -> float:
    """The share of the norms of an act whose status hangs on no open fact."""
    own = [status for norm, status in law.statuses(system, DAY, DAY).items() if norm.startswith(f"{act}:")]
    return 1 - own.count("depends") / len(own)


def answered(interviewer: Interviewer, system: System, question: QuestionAnswer, known: Mapping[str, Any], coin: Random) -> System:
    """The system with an answer to one more question; unchanged when the answer contradicts what was said before."""
    answer = known[question.key] if question.key in known else toss(question, coin)
    changed = system.with_facts({question.key: answer})
    try:
        interviewer.settled(changed)
    except Contradiction:
        return system
    return changed


def toss(question: QuestionAnswer, coin: Random) -> Any:
    """An answer by chance: of many options about one, and of two either."""
    if question.kind == "yes_no":
        return coin.random() < 0.5
    if question.kind == "any_of":
        return [option.value for option in question.options if coin.random() < 1 / len(question.options)]
    if question.kind == "one_of":
        return coin.choice(question.options).value
    return "not yet" if question.kind == "date" else 100
