"""The same facts with other versions of a few concepts: only what hangs on the exchange is worked out again.

A version stands for its head through links, clauses of one or two literals. Where links are exchanged, everything that rests on the old ones
is forgotten, what still follows otherwise is found again, and the new ones are run from there. Propagation has one fixpoint, so the values are
those of propagating everything anew; only the order in which they are found can differ, and with it the proofs.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from functools import lru_cache

from regnav.engine.logic import PRESUMED, UNKNOWN, Assignment, Conflict, Program


def exchanged(old: Assignment, program: Program, stated: Container[int], presumed: Sequence[int] = ()) -> Assignment | None:
    """An assignment carried over to a program with other links, with these literals presumed; None where what is stated itself rests on a link.

    Raises Conflict when it cannot hold together.
    """
    gone, come = _links(old.program, program)
    lost = _resting(old, gone, presumed)
    if any(literal in stated for literal in lost):
        return None
    new = old.copy()
    new.program = program
    new.open[: old.program.facts] = program.sizes[: program.facts]
    new.trail = [literal for literal in old.trail if literal not in lost]
    for literal in lost:
        new.reason[literal] = UNKNOWN
        for other in program.watches[literal]:
            if other < 0:
                new.open[other] += 1
    start = len(new.trail)
    for literal in lost:
        _find_again(new, literal)
    for link in come:
        _link(new, link)
    for literal in presumed:
        if not new.reason[literal]:
            _learn(new, literal, PRESUMED)
    new.propagate(start)
    return new


@lru_cache(maxsize=256)
def _links(old: Program, new: Program) -> tuple[tuple[tuple[int, ...], ...], tuple[tuple[int, ...], ...]]:
    """The links that are gone, and those that are new."""
    return tuple(sorted(old.links - new.links)), tuple(sorted(new.links - old.links))


def _resting(old: Assignment, gone: Iterable[tuple[int, ...]], presumed: Sequence[int]) -> dict[int, None]:
    """The literals that rest on a link that is gone, or on a presumption that is not made."""
    lost = dict.fromkeys(literal for link in gone for literal in link if old.reason[literal] > UNKNOWN and set(old.decided_by(literal)) == set(link))
    lost.update(dict.fromkeys({2 * term + 1 for term in old.presumed}.difference(presumed)))
    todo = list(lost)
    for literal in todo:
        for other in old.program.watches[literal]:
            follows = (other,) if other >= 0 else old.program.clauses[old.program.counted[other]]
            why = literal + 1 if other >= 0 else len(old.reason) - other
            for last in follows:
                if old.reason[last] == why and last not in lost:
                    lost[last] = None
                    todo.append(last)
    return lost


def _find_again(new: Assignment, literal: int) -> None:
    """Learn a literal that still follows from what is known."""
    for other in new.program.watches[literal ^ 1]:
        if other >= 0 and new.reason[other ^ 1]:
            _learn(new, literal, (other ^ 1) + 1)
        elif other < 0 and new.open[other] == 1:
            _learn(new, literal, len(new.reason) - other)


def _link(new: Assignment, link: tuple[int, ...]) -> None:
    """Run a new link over what is known."""
    left = [literal for literal in link if not new.reason[literal ^ 1]]
    if not left:
        raise Conflict(new.program.clauses.index(link))
    if len(left) == 1:
        fallen = next((literal for literal in link if literal != left[0]), None)
        place = new.program.counted.index(new.program.clauses.index(link)) - len(new.program.counted) if fallen is None else 0
        _learn(new, left[0], len(new.reason) - place if fallen is None else (fallen ^ 1) + 1)


def _learn(new: Assignment, literal: int, why: int) -> None:
    if not new.reason[literal]:
        new.reason[literal] = why
        new.trail.append(literal)
