"""The law as plain OWL 2 DL: the classes and axioms valid on a day, for reasoners and for Protégé.

A head is equivalent to its valid version and empty when it has none; versions that are not valid are left out. A date test is a
primitive class, since reasoners refuse xsd:date; what the days entail about one another is stated (before May implies before
June). The types and annotations of regnav are left out, save labels: their punning makes HermiT thirty times slower.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from regnav.data import ontology_folder, queries_folder
from regnav.graph import Graph

if TYPE_CHECKING:
    import rdflib

ONTOLOGY = "https://w3id.org/regnav/export/owl"
SITUATION = "https://w3id.org/regnav/core#Situation"

DateTests = dict[str, tuple[str, str, date]]
"""Per test: the date fact, `before` or `onOrAfter`, and the day."""


def export_owl(
    law: Graph | None = None,
    as_of: date | None = None,
    law_as_of: date | None = None,
    readings: Collection[str] = (),
    norms: bool = False,
    open_heads: bool = False,
) -> rdflib.Graph:
    """The axioms valid on `as_of` among the instruments published by `law_as_of` (both default to today).

    `readings` replaces the defaults of their open points. With `norms`, each norm is a class too: scope, bearers and condition in
    one. With `open_heads`, a head without a valid version, or a class that awaits a public act, is left primitive instead of empty,
    so that an unsatisfiable class is a fault.
    """
    law = law or Graph.load(ontology_folder(), queries_folder())
    today = date.today()
    valid = Validity(law, as_of or today, law_as_of or today, readings)
    graph = _axioms(law)
    for version in valid.dropped:
        _drop(graph, version)
    _add_heads(graph, valid, open_heads)
    _add_date_order(graph, date_tests(law))
    if norms:
        _add_norms(graph, law, valid)
    return graph


def load_law(ontology: Path | None = None, queries: Path | None = None) -> Graph:
    """The law on disk, ready for export."""
    return Graph.load(ontology or ontology_folder(), queries or queries_folder())


class Validity:
    """Which versions are valid on a day, and which norms."""

    def __init__(self, law: Graph, as_of: date, law_as_of: date, readings: Collection[str]) -> None:
        self._as_of, self._law_as_of = as_of, law_as_of
        taken = taken_readings(law, readings)
        self.versions: dict[str, list[str]] = {}
        self.dropped: set[str] = set()
        self.invalid: set[str] = set()
        holds: dict[str, bool] = {}
        heads: dict[str, str] = {}
        reading_of: dict[str, set[str]] = defaultdict(set)
        for node, head, introduced, published, in_force, ended, end_published, end_in_force, reading in law.run("export/owl-dated"):
            started = introduced is None or self._in_force(published, in_force)
            over = ended is not None and self._in_force(end_published, end_in_force)
            holds[str(node)] = started and not over
            if reading:
                reading_of[str(node)].add(reading)
            if head:
                heads[str(node)] = head
                self.versions.setdefault(head, [])
        for node, held in holds.items():
            under = reading_of.get(node)
            if not held or (under and not under & taken):
                self.invalid.add(node)
        for version, head in sorted(heads.items()):
            if version in self.invalid:
                self.dropped.add(version)
            else:
                self.versions[head].append(version)

    def _in_force(self, published: str | None, in_force: str | None) -> bool:
        """Whether an instrument with these days is known and in force; one whose publication is not established is known from its entry into force."""
        if in_force is None:
            return False
        return date.fromisoformat(published or in_force) <= self._law_as_of and date.fromisoformat(in_force) <= self._as_of


def taken_readings(law: Graph, chosen: Collection[str]) -> set[str]:
    """One reading of each open point: a chosen one, else the default."""
    points: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for point, reading, default in law.run("export/owl-readings"):
        points[str(point)].append((str(reading), default == "true"))
    taken = set()
    for known in points.values():
        picked = {reading for reading, _ in known if reading in chosen}
        taken |= picked or {reading for reading, default in known if default}
    return taken


def date_tests(law: Graph) -> DateTests:
    """All date tests."""
    return {str(test): (str(fact), str(side), date.fromisoformat(str(day))) for test, fact, side, day in law.run("export/owl-date-tests") if day}


def dated_facts(law: Graph, dates: Mapping[str, date | None], as_of: date, judged_on: date | None = None) -> dict[str, bool]:
    """What stated dates (None: never) make of the date tests on a day, by the IRI of the test.

    "Before D" needs the event to lie before D; "on or after D" also needs it to have happened by `as_of`, so it is false on every
    earlier day. An event that follows one that never happens never happens. One of which nothing is stated but a planned day, later than the
    day that is judged (`judged_on`, by default `as_of`), happens on that day, and what follows it is taken never to happen.
    """
    dates = dict(dates)
    for fact, planned in law.run("export/owl-planned-days"):
        day = dates.get(str(planned))
        if str(fact) not in dates and day is not None and day > (judged_on or as_of):
            dates[str(fact)] = day
            dates |= {str(f): None for f, follows in law.run("export/owl-date-facts") if follows == fact and str(f) not in dates}
    for fact, follows in law.run("export/owl-date-facts"):
        if str(fact) not in dates and dates.get(str(follows), as_of) is None:
            dates[str(fact)] = None
    stated = {}
    for test, (fact, side, day) in date_tests(law).items():
        if fact in dates:
            event = dates[fact]
            stated[test] = event is not None and (event < day if side == "before" else day <= event <= as_of)
        elif side == "onOrAfter" and as_of < day:
            stated[test] = False
    return stated


def _axioms(law: Graph) -> rdflib.Graph:
    import pyoxigraph as ox
    import rdflib

    found = law.store.query((law.queries / "export" / "owl-axioms.rq").read_text(encoding="utf-8"))
    assert isinstance(found, ox.QueryTriples)
    data = found.serialize(format=ox.RdfFormat.N_TRIPLES)
    graph = rdflib.Graph()
    graph.bind("owl", rdflib.OWL)
    graph.parse(data=data or b"", format="nt")
    graph.add((rdflib.URIRef(ONTOLOGY), rdflib.RDF.type, rdflib.OWL.Ontology))
    graph.add((rdflib.URIRef(SITUATION), rdflib.RDF.type, rdflib.OWL.Class))
    _drop_unused(graph)
    return graph


def _drop(graph: rdflib.Graph, version: str) -> None:
    """Take a class and its expressions out."""
    import rdflib

    todo: list[rdflib.term.Node] = [rdflib.URIRef(version)]
    while todo:
        node = todo.pop()
        todo.extend(o for o in graph.objects(node) if isinstance(o, rdflib.BNode))
        graph.remove((node, None, None))


def _drop_unused(graph: rdflib.Graph) -> None:
    """Take out expressions and lists that belong to no class of situations."""
    import rdflib

    roots = {s for s in graph.subjects() if isinstance(s, rdflib.URIRef)} | set(graph.subjects(rdflib.OWL.members, None))
    reached: set[rdflib.term.Node] = set()
    todo = list(roots)
    while todo:
        node = todo.pop()
        if node not in reached:
            reached.add(node)
            todo.extend(o for o in graph.objects(node) if isinstance(o, rdflib.BNode))
    for node in set(graph.subjects()) - reached:
        graph.remove((node, None, None))


def _add_heads(graph: rdflib.Graph, valid: Validity, open_heads: bool) -> None:
    from rdflib import OWL, RDFS, URIRef

    if open_heads:
        for empty in (OWL.equivalentClass, RDFS.subClassOf):
            graph.remove((None, empty, OWL.Nothing))

    for head, versions in valid.versions.items():
        for version in versions:
            graph.add((URIRef(head), OWL.equivalentClass, URIRef(version)))
        if not versions and not open_heads:
            graph.add((URIRef(head), OWL.equivalentClass, OWL.Nothing))


def _add_date_order(graph: rdflib.Graph, tests: DateTests) -> None:
    """Neighbouring days are enough; the rest follows."""
    from rdflib import OWL, RDFS, URIRef

    present = {test: known for test, known in tests.items() if (URIRef(test), None, None) in graph}
    for fact in {fact for fact, _, _ in present.values()}:
        before = sorted((day, test) for test, (f, side, day) in present.items() if f == fact and side == "before")
        after = sorted((day, test) for test, (f, side, day) in present.items() if f == fact and side == "onOrAfter")
        for (day, one), (later, two) in pairwise(before):
            graph.add((URIRef(one), RDFS.subClassOf, URIRef(two)))
            if day == later:
                graph.add((URIRef(two), RDFS.subClassOf, URIRef(one)))
        for (day, one), (later, two) in pairwise(after):
            graph.add((URIRef(two), RDFS.subClassOf, URIRef(one)))
            if day == later:
                graph.add((URIRef(one), RDFS.subClassOf, URIRef(two)))
        for day, one in before:
            apart = next((two for later, two in after if later >= day), None)
            if apart:
                graph.add((URIRef(one), OWL.disjointWith, URIRef(apart)))


def _add_norms(graph: rdflib.Graph, law: Graph, valid: Validity) -> None:
    """Each valid norm as a class: scope and one of its bearers and its condition."""
    from rdflib import OWL, RDF, RDFS, Literal, URIRef

    bearers: dict[str, set[str]] = defaultdict(set)
    rest: dict[str, tuple[str | None, str | None, str | None]] = {}
    for norm, bearer, condition, scope, label in law.run("export/owl-norms"):
        bearers[str(norm)].add(str(bearer))
        rest[str(norm)] = (condition, scope, label)
    for norm in sorted(bearers.keys() - valid.invalid):
        condition, scope, label = rest[norm]
        node = URIRef(norm)
        graph.add((node, RDF.type, OWL.Class))
        graph.add((node, RDFS.subClassOf, URIRef(SITUATION)))
        if label:
            graph.add((node, RDFS.label, Literal(label, lang="en")))
        parts = [_join(graph, OWL.unionOf, [URIRef(b) for b in sorted(bearers[norm])]), *(URIRef(c) for c in (scope, condition) if c)]
        graph.add((node, OWL.equivalentClass, _join(graph, OWL.intersectionOf, parts)))


def _join(graph: rdflib.Graph, operator: rdflib.URIRef, parts: Iterable[rdflib.URIRef | rdflib.BNode]) -> rdflib.URIRef | rdflib.BNode:
    """The union or intersection of classes; the class itself where there is only one."""
    import rdflib
    from rdflib.collection import Collection as TripleList

    members = list(parts)
    if len(members) == 1:
        return members[0]
    node, cells = rdflib.BNode(), rdflib.BNode()
    TripleList(graph, cells, list(members))
    graph.add((node, rdflib.RDF.type, rdflib.OWL.Class))
    graph.add((node, operator, cells))
    return node
