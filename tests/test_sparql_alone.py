"""`queries/obligations.rq` answers the main question in SPARQL alone: its rows are the engine's.

Where facts are open the query cannot say *depends*: it must then list every norm that applies, and none that surely does not.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pyoxigraph as ox
import pytest

from case_files import Case, read_cases
from regnav.assessment import NormAnswer
from regnav.named_queries import term
from regnav.names import short
from regnav.navigator import Navigator
from regnav.system import System

KNOWN = date(2026, 11, 22)
SAMPLED = 80
NODE = "https://w3id.org/regnav/test/situation"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

CASES = [c for c in read_cases() if "clash" not in c.expected and not c.options]
CHOSEN = random.Random(1689).sample(CASES, min(SAMPLED, len(CASES)))


@contextmanager
def situation_in_graph(law: Navigator, case: Case) -> Iterator[None]:
    """The situation of a case as a node with all its classes on the day judged."""
    found = law.assessor.situation(System.of(case.system), case.as_of, case.law_as_of or KNOWN, True, frozenset())
    assignment = found.stretches[0].assignment
    quads = [ox.Quad(ox.NamedNode(NODE), TYPE, ox.NamedNode(t.iri)) for i, t in enumerate(law.rulebook.terms) if assignment.value(i)]
    law.graph.store.extend(quads)
    try:
        yield
    finally:
        for quad in quads:
            law.graph.store.remove(quad)


def first_days(norm: NormAnswer) -> set[str]:
    """The day from which a norm applies, and where it hangs on open facts the others too: the query takes what is not stated as false."""
    assert norm.because is not None
    open_days = {str(step.date) for step in norm.because.because if step.kind == "start" and step.value == "unknown"}
    return {str(norm.applies_from), *open_days}


@pytest.mark.parametrize("case", CHOSEN, ids=str)
def test_sparql_alone_gives_the_engines_norms(law: Navigator, case: Case) -> None:
    known = case.law_as_of or KNOWN
    answer = law.assess(case.system, as_of=case.as_of, law_as_of=known, everything=True)
    applies = {n.id for n in answer.norms if n.status in {"applies", "deemed_met"}}
    open_ = {n.id for n in answer.norms if n.status == "depends"}
    text = (law.queries_folder / "obligations.rq").read_text(encoding="utf-8")
    parameters = {"situation": NODE, "asOf": case.as_of.isoformat(), "lawAsOf": known.isoformat()}
    with situation_in_graph(law, case):
        table = law.graph.table(text, {k: term(v, {}) for k, v in parameters.items()})
    rows = {short(str(row[table.names.index("norm")])): row[table.names.index("from")] for row in table.rows}
    assert sorted(applies - set(rows)) == [], "norms that apply and that the query does not list"
    assert sorted(set(rows) - applies - open_) == [], "norms that the query lists and that do not apply"
    begun = {n.id: first_days(n) for n in answer.norms if n.status == "applies"}
    assert {n: day for n, day in rows.items() if n in begun and day not in begun[n]} == {}, "norms that the query dates otherwise"
