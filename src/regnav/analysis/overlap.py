"""One piece of work for several acts: the overlaps of a system, with what each act adds, and the controls that serve several acts."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import msgspec

from regnav.assessment import NOTICE, Assessment, Engine, NormAnswer
from regnav.rulebook import Overlap, OverlapPart, Rulebook

BINDING = ("applies", "upcoming", "depends", "deemed_met")


class OverlappingNorm(msgspec.Struct, frozen=True, gc=False):
    """A norm in an overlap, as it stands for the system."""

    id: str
    label: str
    citation: str
    status: str
    applies_from: date | None


class OverlappingAct(msgspec.Struct, frozen=True):
    """The norms of one act, and what they ask beyond the others."""

    act: str
    adds: str
    norms: tuple[OverlappingNorm, ...]


class OverlapAnswer(msgspec.Struct, frozen=True):
    """One piece of work, and the acts that it serves."""

    id: str
    label: str
    summary: str
    acts: tuple[OverlappingAct, ...]


class SharedControl(msgspec.Struct, frozen=True):
    """A control that serves norms of several acts, by act."""

    id: str
    label: str
    norms: dict[str, tuple[str, ...]]


class OverlapReport(msgspec.Struct, frozen=True):
    """The overlaps of a system, those of most acts first; `acts` names each act by its key."""

    title: str
    as_of: date
    law_as_of: date
    regnav: Engine
    notice: str
    acts: dict[str, str]
    overlaps: tuple[OverlapAnswer, ...]
    controls: tuple[SharedControl, ...]


def overlaps_of(book: Rulebook, answer: Assessment) -> OverlapReport:
    """What one piece of work serves in two acts or more that bind the system or may."""
    binding = {a.id: a for a in answer.norms if a.status in BINDING and a.modality in ("obligation", "prohibition")}
    found = (_overlap(o, binding) for o in book.overlaps.values())
    return OverlapReport(
        title=answer.title,
        as_of=answer.as_of,
        law_as_of=answer.law_as_of,
        regnav=answer.regnav,
        notice=NOTICE,
        acts=answer.acts,
        overlaps=tuple(sorted((o for o in found if len(o.acts) > 1), key=lambda o: (-len(o.acts), o.label))),
        controls=tuple(_shared(book, binding)),
    )


def _overlap(overlap: Overlap, binding: dict[str, NormAnswer]) -> OverlapAnswer:
    acts = (_act(part, binding) for part in overlap.parts)
    return OverlapAnswer(overlap.id, overlap.label, overlap.summary, tuple(a for a in acts if a.norms))


def _act(part: OverlapPart, binding: dict[str, NormAnswer]) -> OverlappingAct:
    norms = [binding[n] for n in part.norms if n in binding]
    shown = tuple(OverlappingNorm(n.id, n.label, ", ".join(p.label for p in n.provisions), n.status, n.applies_from) for n in norms)
    return OverlappingAct(norms[0].instrument if norms else "", part.adds, shown)


def _shared(book: Rulebook, binding: dict[str, NormAnswer]) -> list[SharedControl]:
    """Controls that serve two acts or more, those of most acts and norms first."""
    served: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for norm in book.norms:
        if norm.id in binding:
            for control in (*norm.satisfied_by, *norm.supported_by):
                served[control][binding[norm.id].instrument].append(norm.id)
    found = [
        SharedControl(control, book.catalogue[control].label, {act: tuple(norms) for act, norms in sorted(acts.items())})
        for control, acts in served.items()
        if len(acts) > 1
    ]
    return sorted(found, key=lambda c: (-len(c.norms), -sum(map(len, c.norms.values())), c.id))
