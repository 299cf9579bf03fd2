"""Norms by act: what binds and what is advice; acts of which nothing is decided yet share a line with what they wait for, instead of hundreds of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

from regnav.assessment import Assessment, NormAnswer

HEADINGS = {
    "applies": "Applies today",
    "upcoming": "Will apply",
    "deemed_met": "Applies, deemed met",
    "depends": "Depends on facts not stated",
    "proposed": "Proposed, not law",
    "ended": "Ended",
    "not_applicable": "Does not apply",
}
"""How a norm stands, in the order in which an answer tells it."""
MANY = 4
"""From how many norms on an act that is open as a whole is said in one line."""
SHOWN = 3
"""How many of the questions are named."""
SAME = 2
"""How many of the questions named two acts share, so that they are said to wait for the same: an act and its delegated acts do."""


class Wait(NamedTuple):
    """Acts that wait for the same questions: each with how many of its norms wait, and the questions of the first, most telling first."""

    acts: tuple[tuple[str, int], ...]
    questions: tuple[str, ...]


def binding(answer: Assessment) -> list[NormAnswer]:
    """What binds or permits; advice is no law."""
    return [n for n in answer.norms if n.modality != "recommendation"]


def advice_in(answer: Assessment) -> list[NormAnswer]:
    """Recommendations that fit the system."""
    return [n for n in answer.norms if n.modality == "recommendation" and n.status == "applies"]


def act_name(answer: Assessment, key: str) -> str:
    """The name of an act, as citations begin with it, and how it binds where nothing of it is binding law."""
    forces = {n.legal_force for n in answer.norms if n.instrument == key}
    return ", ".join((answer.acts.get(key, key), *sorted(forces if "binding" not in forces else ())))


def open_acts(norms: Iterable[NormAnswer]) -> frozenset[str]:
    """Acts of which nothing is decided yet: all of their norms depend on facts not stated."""
    return frozenset(act for act, found in by_act(norms).items() if len(found) >= MANY and all(n.status == "depends" for n in found))


def waits(answer: Assessment, norms: Sequence[NormAnswer]) -> list[Wait]:
    """The open acts among these norms of an answer, put together with those that wait for the same."""
    open_ = open_acts(norms)
    rooms = frozenset(q.key for q in answer.questions if q.options)
    sharing = Counter(question for question, _ in {(question, norm.instrument) for norm in answer.norms for question in _asked(norm, rooms)})
    found: list[tuple[set[str], Wait]] = []
    for act, waiting in by_act(norms).items():
        if act in open_:
            first = _first(waiting, rooms, sharing)
            place = next((n for n, (seen, _) in enumerate(found) if len(seen.intersection(first)) >= SAME), None)
            if place is None:
                found.append((set(first), Wait(((act, len(waiting)),), first)))
            else:
                seen, wait = found[place]
                found[place] = (seen | set(first), Wait((*wait.acts, (act, len(waiting))), wait.questions))
    return [wait for _, wait in found]


def _first(norms: Sequence[NormAnswer], rooms: Container[str], sharing: Counter[str]) -> tuple[str, ...]:
    """The questions that most norms of an act wait for, its own facts before those that other acts ask for too."""
    here = Counter(question for norm in norms for question in _asked(norm, rooms))
    return tuple(sorted(here, key=lambda question: (-here[question] * 10 // len(norms), sharing[question], question))[:SHOWN])


def _asked(norm: NormAnswer, rooms: Container[str]) -> set[str]:
    """The questions behind the facts that a norm waits for; `rooms` are those with options."""
    return {room if (room := key.rsplit(".", 1)[0]) in rooms else key for key in norm.missing}


def by_act(norms: Iterable[NormAnswer]) -> dict[str, list[NormAnswer]]:
    """Norms by the key of their act, in the order in which they come."""
    found: dict[str, list[NormAnswer]] = {}
    for norm in norms:
        found.setdefault(norm.instrument, []).append(norm)
    return found
