"""Every golden case holds; every norm is reached by one and missed by its twin."""

from __future__ import annotations

import pytest

from case_files import REACHED, Case, ask, faults, full, inside, read_cases
from regnav.navigator import Navigator

CASES = read_cases()
BY_NAME = {case.name: case for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(law: Navigator, case: Case) -> None:
    found = faults(law, case)
    assert not found, "\n".join(found)


def reached(law: Navigator, case: Case) -> set[str]:
    """The norms that a case names as reached, one by one or by a part of the act with its count."""
    named = {full(case.act, n) for word in REACHED for n in case.expected.get(word, ())}
    parts = [full(case.act, p) for p in case.expected.get("counts", ())]
    if parts:
        answer = ask(law, case)
        standing = [n for n in answer.norms if n.status in {"applies", "upcoming"}]
        named |= {n.id for n in standing if any(inside(law, p.id, part) for p in n.provisions for part in parts)}
    return named


def missed(case: Case) -> set[str]:
    """The norms that a case misses by one fact or one day."""
    return {full(case.act, n) for n in case.expected.get("not", ())} if case.like and case.changes == 1 else set()


def test_every_norm_is_reached_and_missed(law: Navigator) -> None:
    hits = {case.name: reached(law, case) for case in CASES}
    reach = set().union(*hits.values())
    miss = set()
    for case in CASES:
        if case.like:
            miss |= missed(case) & hits[case.like]
    norms = {n.id for n in law.rulebook.norms}
    assert not sorted(norms - reach), "no case reaches these norms"
    assert not sorted(norms - miss), "no case misses these norms by one fact or day"
