"""The engine against its referee: what the class axioms entail, by a SAT solver and by HermiT.

The referee reads the OWL export and never the compiled rulebook. Facts are drawn with a fixed seed.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS

import regnav
from regnav.checks.reasoner import by_act
from regnav.data import ontology_folder, queries_folder
from regnav.errors import Contradiction
from regnav.graph import Graph
from regnav.navigator import Navigator
from regnav.referee import Exact, classify, dated_facts, entailments, export_owl
from regnav.referee.exact import Inconsistent
from regnav.referee.hermit import Situation, cone, read_classification
from regnav.referee.java import java
from regnav.referee.owl import date_tests
from regnav.system import System

SITUATIONS = 2000
CLOCKS = [  # as_of, law_as_of: before and after the amendment of 2026, and the same day under the older law
    (date(2025, 8, 2), date(2025, 8, 2)),
    (date(2026, 7, 26), date(2026, 7, 1)),
    (date(2026, 11, 22), date(2026, 11, 22)),
    (date(2026, 12, 1), date(2026, 7, 1)),
    (date(2028, 9, 1), date(2026, 11, 22)),
]
NUMBERS = [
    0,
    5,
    9,
    10,
    49,
    50,
    249,
    250,
    749,
    750,
    2_000_000,
    10_000_000,
    43_000_000,
    50_000_000,
    150_000_000,
    10**22,
    10**25,
    10**25 + 1,
    10**27,
]
DAYS = [
    date(2023, 5, 1),
    date(2025, 8, 1),
    date(2025, 8, 2),
    date(2026, 8, 1),
    date(2026, 8, 2),
    date(2026, 11, 1),
    date(2027, 8, 2),
    date(2027, 12, 1),
    date(2027, 12, 2),
    date(2028, 8, 2),
]

needs_java = pytest.mark.skipif(java() is None and not os.environ.get("REGNAV_TEST_ALL"), reason="needs Java")


@dataclass(frozen=True)
class Drawn:
    """A random situation: facts by key for the engine, and the same by IRI for the referee."""

    facts: dict[str, object]
    stated: dict[str, bool]
    numbers: dict[str, Decimal]
    dates: dict[str, date | None]
    implied: set[str]


@pytest.fixture(scope="module")
def navigator() -> Navigator:
    return regnav.load()


@pytest.fixture(scope="module")
def law() -> Graph:
    return Graph.load(ontology_folder(), queries_folder())


def draw(navigator: Navigator, rng: random.Random) -> Drawn:
    """Some facts yes, more of them no, and now and then a concept, a number and a date."""
    facts: dict[str, object] = {}
    drawn = Drawn(facts, {}, {}, {}, set())
    terms = navigator.rulebook.terms
    asked = [t for t in terms if t.kind == "fact" and t.date_test is None and t.number_test is None]
    concepts = [t for t in terms if t.kind == "concept" and t.version_of is None and t.date_test is None and t.number_test is None]
    chosen = rng.sample(asked, rng.randint(0, min(60, len(asked)))) + rng.sample(concepts, rng.choice([0, 0, 0, 1, 2]))
    for term in chosen:
        facts[term.key] = drawn.stated[term.iri] = rng.random() < 0.35
    for question in navigator.rulebook.questions:
        if question.kind == "number" and rng.random() < 0.4:
            drawn.numbers[question.iri] = Decimal(rng.choice(NUMBERS))
            facts[question.key] = str(drawn.numbers[question.iri])
        if question.kind == "date" and rng.random() < 0.4:
            drawn.dates[question.iri] = day = rng.choice([*DAYS, None])
            if day is not None and question.implies is not None:
                drawn.implied.add(terms[question.implies].iri)
            facts[question.key] = "never" if day is None else day.isoformat()
    return drawn


@pytest.fixture(scope="module")
def compared(navigator: Navigator, law: Graph) -> dict[str, list[str]]:
    """Engine and referee over all drawn situations: what was decided, missed, wrong; contradictions found, missed, invented."""
    found: dict[str, list[str]] = {name: [] for name in ("decided", "missed", "wrong", "clash found", "clash missed", "clash invented")}
    rng = random.Random(20261122)
    for as_of, law_as_of in CLOCKS:
        exact = Exact(export_owl(law, as_of, law_as_of))
        order = dated_facts(law, {}, as_of)
        for number in range(SITUATIONS // len(CLOCKS)):
            drawn = draw(navigator, rng)
            for kind, what in compare(navigator, law, exact, drawn, as_of, law_as_of, order):
                found[kind].append(f"{as_of} no. {number}: {what}")
    return found


def compare(navigator: Navigator, law: Graph, exact: Exact, drawn: Drawn, as_of: date, law_as_of: date, order: dict[str, bool]) -> Iterator[tuple[str, str]]:
    """Engine and referee on one situation, class by class."""
    known = set(exact.classes)
    dated = {**order, **dated_facts(law, drawn.dates, as_of)}
    stated = {**{k: v for k, v in dated.items() if k in known}, **drawn.stated}
    for iri in drawn.implied:  # what a day says goes without saying, unless the opposite is entailed
        if iri not in drawn.stated and exact.consistent({**stated, iri: True}, drawn.numbers):
            stated[iri] = True
    try:
        truth = exact.values(stated, drawn.numbers)
    except Inconsistent:
        truth = None
    try:
        situation = navigator.assessor.situation(System(facts=drawn.facts), as_of, law_as_of, False, frozenset())
    except Contradiction as error:
        # The engine looks at later days too; a clash on one of them is a clash of the description.
        yield ("clash found" if truth is None or later_clash(law, drawn, as_of, law_as_of) else "clash invented"), str(error)
        return
    if truth is None:
        yield "clash missed", ", ".join(f"{k}: {v}" for k, v in drawn.facts.items())
        return
    assignment = situation.stretches[0].assignment
    for place, term in enumerate(navigator.rulebook.terms):
        if term.iri not in known:
            continue
        engine, entailed = assignment.value(place), truth[term.iri]
        if entailed is not None:
            yield (
                ("decided" if engine == entailed else "missed" if engine is None else "wrong"),
                f"{term.id} is {entailed}, engine says {engine}",
            )
        elif engine is not None:
            yield "wrong", f"{term.id} is open, engine says {engine}"


def later_clash(law: Graph, drawn: Drawn, as_of: date, law_as_of: date) -> bool:
    """Whether the facts clash on a later day on which the law, or what the dates make of it, has changed."""
    tested = {day for _, _, day in date_tests(law).values()}
    changed = {date.fromisoformat(str(row[i])) for row in law.run("export/owl-dated") for i in (3, 7) if row[i]}
    days = sorted({*tested, *changed, *(day for day in drawn.dates.values() if day)})
    for day in (day for day in days if day > as_of):
        exact = Exact(export_owl(law, day, law_as_of))
        dated = {k: v for k, v in dated_facts(law, drawn.dates, day, as_of).items() if k in exact.classes}
        if not exact.consistent({**dated, **drawn.stated}, drawn.numbers):
            return True
    return False


# ── Engine and exact referee ────────────────────────────────────────────────


def test_engine_never_contradicts_an_entailment(compared: dict[str, list[str]]) -> None:
    assert compared["wrong"] == []
    assert len(compared["decided"]) > 10 * SITUATIONS


def test_engine_leaves_at_most_one_decided_value_in_two_hundred_unknown(compared: dict[str, list[str]]) -> None:
    decided = len(compared["decided"]) + len(compared["missed"])
    assert len(compared["missed"]) <= 0.005 * decided, compared["missed"][:20]


def test_engine_finds_contradictions_and_invents_none(compared: dict[str, list[str]]) -> None:
    assert compared["clash invented"] == []
    assert len(compared["clash missed"]) <= 0.02 * len(compared["clash found"]) + 1, compared["clash missed"][:5]


# ── HermiT and exact referee ────────────────────────────────────────────────


@needs_java
@pytest.mark.parametrize("clocks", CLOCKS[1:3])
def test_hermit_and_exact_find_the_same_empty_classes(law: Graph, clocks: tuple[date, date]) -> None:
    graph = export_owl(law, *clocks, norms=True)
    found = [classify(part) for part in by_act(graph)]
    assert all(part.consistent for part in found)
    assert sorted(set().union(*(part.unsatisfiable for part in found))) == Exact(graph).unsatisfiable()


@needs_java
def test_hermit_and_exact_agree_on_sampled_situations(navigator: Navigator, law: Graph) -> None:
    rng = random.Random(7)
    graph = export_owl(law, *CLOCKS[2])
    exact = Exact(graph)
    known = set(exact.classes)
    concepts = [t.iri for t in navigator.rulebook.terms if t.kind == "concept" and t.iri in known]
    for target in rng.sample(concepts, min(6, len(concepts))):
        cases = []
        while len(cases) < 8:
            drawn = draw(navigator, rng)
            if exact.consistent(drawn.stated, drawn.numbers):
                cases.append(drawn)
        answers = entailments(graph, [Situation(c.stated, c.numbers) for c in cases], target)
        assert answers == [exact.value(target, c.stated, c.numbers) for c in cases], target


# ── The export, on a small law ──────────────────────────────────────────────

SMALL = (Path(__file__).parent / "small-law.ttl").read_text(encoding="utf-8")
BASE = "https://w3id.org/regnav/eu/small/"
OLD, NEW = (date(2026, 7, 1), date(2026, 7, 1)), (date(2026, 8, 2), date(2026, 8, 2))


@pytest.fixture(scope="module")
def small() -> Graph:
    import pyoxigraph as ox

    store = ox.Store()
    store.load(SMALL.encode(), format=ox.RdfFormat.TURTLE)
    return Graph(store, queries_folder())


def iri(name: str) -> str:
    return BASE + name


def test_head_is_its_valid_version_and_empty_without_one(small: Graph) -> None:
    old, new = Exact(export_owl(small, *OLD)), Exact(export_owl(small, *NEW))
    facts = {iri("A"): True, iri("Few"): True}
    assert old.value(iri("Head"), facts) is True
    assert new.value(iri("Head"), facts) is False
    assert (old.unsatisfiable(), new.unsatisfiable()) == ([iri("Late")], [iri("Head")])
    assert iri("Head-2024") not in new.classes
    assert Exact(export_owl(small, *NEW, open_heads=True)).unsatisfiable() == []


def test_unpublished_instrument_is_not_known(small: Graph) -> None:
    assert Exact(export_owl(small, date(2026, 12, 1), date(2026, 7, 1))).value(iri("Late"), {iri("A"): False}) is False
    assert Exact(export_owl(small, date(2026, 7, 26), date(2026, 7, 26))).value(iri("Late"), {iri("A"): False}) is False
    assert Exact(export_owl(small, date(2026, 7, 27), date(2026, 7, 27))).value(iri("Late"), {iri("A"): False}) is True


def test_numbers_are_present_or_absent_and_whole(small: Graph) -> None:
    exact = Exact(export_owl(small, *NEW))
    assert exact.value(iri("Few"), {}, {iri("n"): 9}) is True
    assert exact.value(iri("Few"), {}, {iri("n"): 10}) is False
    assert exact.value(iri("Many"), {iri("Few"): False}) is None, "the number may be absent"
    assert exact.value(iri("Many"), {iri("Few"): True}) is False, "one number only"
    assert not exact.consistent({iri("Few"): True, iri("Many"): True})


def test_days_order_the_date_tests(small: Graph) -> None:
    exact = Exact(export_owl(small, *NEW))
    assert exact.value(iri("Before2027"), {iri("Before2026"): True}) is True
    assert exact.value(iri("From2028"), {iri("Before2027"): True}) is False
    stated = dated_facts(small, {iri("d"): date(2027, 1, 1)}, date(2026, 8, 2))
    assert stated == {iri("Before2026"): False, iri("Before2027"): True, iri("From2028"): False}


def test_default_reading_unless_another_is_chosen(small: Graph) -> None:
    assert Exact(export_owl(small, *NEW)).value(iri("Read"), {iri("A"): True}) is True
    assert Exact(export_owl(small, *NEW, readings={iri("two")})).value(iri("Read"), {iri("A"): True}) is False


def test_disjoint_facts_and_contradictions(small: Graph) -> None:
    exact = Exact(export_owl(small, *NEW))
    assert exact.value(iri("B"), {iri("A"): True}) is False
    assert exact.value(iri("B"), {iri("A"): False}) is None
    with pytest.raises(Inconsistent):
        exact.value(iri("Few"), {iri("A"): True, iri("B"): True})
    with pytest.raises(Inconsistent):
        exact.values({iri("A"): True, iri("B"): True})


def test_one_at_a_time_and_all_at_once_agree(small: Graph) -> None:
    exact = Exact(export_owl(small, *NEW, norms=True))
    for facts in ({}, {iri("A"): True}, {iri("1-duty"): True}, {iri("Few"): False, iri("B"): True}):
        assert exact.values(facts) == {name: exact.value(name, facts) for name in exact.classes}


def test_norm_is_scope_and_bearer_and_condition(small: Graph) -> None:
    exact = Exact(export_owl(small, *NEW, norms=True))
    assert exact.value(iri("1-duty"), {iri("A"): True, iri("Few"): True}) is True
    assert exact.value(iri("1-duty"), {iri("B"): True, iri("Few"): True}) is False, "outside the scope"
    assert exact.value(iri("1-duty"), {iri("A"): True}) is None


def test_export_holds_classes_labels_and_nothing_of_ours(small: Graph) -> None:
    graph = export_owl(small, *NEW, norms=True)
    types = set(graph.objects(None, RDF.type))
    assert types <= {
        OWL.Class,
        OWL.Ontology,
        OWL.Restriction,
        OWL.DatatypeProperty,
        OWL.FunctionalProperty,
        OWL.AllDisjointClasses,
        RDFS.Datatype,
    }
    ours = {str(p) for p in graph.predicates() if str(p).startswith("https://w3id.org/regnav")}
    assert ours == set()
    assert (rdflib.URIRef(iri("A")), RDFS.label, rdflib.Literal("A", lang="en")) in graph


@needs_java
def test_hermit_agrees_on_the_small_law(small: Graph) -> None:
    graph = export_owl(small, *NEW)
    found = classify(graph)
    assert found.consistent
    assert found.unsatisfiable == {iri("Head")}
    cases = [Situation({iri("A"): True}, {iri("n"): Decimal(5)}), Situation({iri("Before2026"): True}), Situation({iri("B"): True})]
    assert entailments(graph, cases, iri("Few")) == [True, None, None]
    assert entailments(graph, cases, iri("Before2027")) == [None, True, None]
    assert entailments(graph, cases, iri("InScope")) == [True, None, False]
    with pytest.raises(ValueError, match="cannot exist"):
        entailments(graph, [Situation({iri("A"): True, iri("B"): True})], iri("Few"))


def test_cone_takes_what_bears_on_a_class_and_leaves_the_rest(small: Graph) -> None:
    names = {str(s) for s in cone(export_owl(small, *NEW), [iri("InScope")]).subjects(RDF.type, OWL.Class) if isinstance(s, rdflib.URIRef)}
    assert names == {iri("InScope"), iri("A"), "https://w3id.org/regnav/core#Situation"}


def test_hermit_output_is_closed_upwards() -> None:
    found = read_classification(
        "SubClassOf( <a> <b> )\nEquivalentClasses( <b> <c> )\nSubClassOf( <c> <d> )\nEquivalentClasses( <http://www.w3.org/2002/07/owl#Nothing> <e> )\n"
    )
    assert found.above["a"] >= {"b", "c", "d"}
    assert found.unsatisfiable == {"e"}
