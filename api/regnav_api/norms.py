"""Norms as they go over the wire."""

from __future__ import annotations

import difflib
from typing import Any

from regnav.assessment import Named
from regnav.errors import UnknownName
from regnav.navigator import Navigator
from regnav.rulebook import Norm
from regnav_api.schemas import Line, NormSheet, NormSummary


def of_act(law: Navigator, act: str | None) -> list[Norm]:
    """All norms, or those of one act by its key.

    Raises UnknownName when there is no such act.
    """
    book = law.rulebook
    keys = {i.key for i in book.instruments.values()}
    if act is not None and act not in keys:
        raise UnknownName("act", act, tuple(difflib.get_close_matches(act, keys, 3)))
    return [n for n in book.norms if act in {None, book.instruments[n.instrument].key}]


def summary(law: Navigator, norm: Norm) -> NormSummary:
    """A norm in short."""
    return NormSummary(**_fields(law, norm))


def sheet(law: Navigator, name: str) -> NormSheet:
    """Everything known of a norm.

    Raises UnknownName, with the nearest names.
    """
    norm = law.law.norms.get(name)
    if norm is None:
        raise UnknownName("norm", name, tuple(difflib.get_close_matches(name, law.law.norms, 3, 0.75)))
    return NormSheet(
        **_fields(law, norm),
        applies_to=None if norm.applies_to is None else _terms(law, (norm.applies_to,))[0],
        owed_to=_terms(law, norm.owed_to),
        stages=_local(norm.stages),
        satisfied_by=_entries(law, norm.satisfied_by),
        supported_by=_entries(law, norm.supported_by),
        threats=_entries(law, norm.threats),
        replaces=norm.replaces,
        replaced_by=law.law.replaced_by.get(norm.id, ()),
        inference=norm.inference,
        editorial=norm.editorial,
        lines=tuple(Line(*line) for line in law.show(norm.id).lines),
    )


def _fields(law: Navigator, norm: Norm) -> dict[str, Any]:
    """The fields of a summary."""
    return {
        "id": norm.id,
        "iri": norm.iri,
        "modality": norm.modality,
        "label": norm.label,
        "summary": norm.summary,
        "act": law.rulebook.instruments[norm.instrument].key,
        "legal_force": norm.force,
        "bearer": _terms(law, norm.bearers),
        "provisions": law.law.citations.of(norm.provisions),
        "topics": _local(norm.topics),
    }


def _terms(law: Navigator, places: tuple[int, ...]) -> tuple[Named, ...]:
    terms = law.rulebook.terms
    return tuple(Named(terms[p].id, terms[p].label) for p in places)


def _entries(law: Navigator, names: tuple[str, ...]) -> tuple[Named, ...]:
    catalogue = law.rulebook.catalogue
    return tuple(Named(n, catalogue[n].label if n in catalogue else n) for n in names)


def _local(names: tuple[str, ...]) -> tuple[str, ...]:
    """`topic:cybersecurity` as an answer writes it: `cybersecurity`."""
    return tuple(n.split(":")[-1] for n in names)
