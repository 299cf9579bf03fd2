"""Exact entailment over the exported axioms, decided by a SAT solver.

Every condition of the law is a boolean combination of named classes and tests of functional number properties, all about one
situation. So entailment in OWL is entailment in propositional logic with numbers: a class holds of a situation when no way of
filling in what is not stated makes it false. A number property is a number that may be absent; a restriction holds when it is
present and inside the bounds.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from regnav.errors import OntologyError

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

Number = int | float | Decimal


class Inconsistent(Exception):
    """Stated facts that no situation can have together."""


class Exact:
    """Decides what stated facts entail, under the axioms of an exported graph."""

    def __init__(self, graph: rdflib.Graph) -> None:
        import z3

        self._z3 = z3
        self._graph = graph
        self._classes: dict[str, Any] = {}
        self._numbers: dict[str, tuple[Any, Any]] = {}
        self._solver = z3.Solver()
        self._add_axioms()

    # ── questions ───────────────────────────────────────────────────────────

    def value(self, class_iri: str, stated: Mapping[str, bool] | None = None, numbers: Mapping[str, Number] | None = None) -> bool | None:
        """True or False when the stated facts entail it, None when they leave it open.

        Raises Inconsistent when the stated facts cannot hold together.
        """
        z3 = self._z3
        facts = self._facts(stated or {}, numbers or {})
        variable = self._class(class_iri)
        can_hold = self._solver.check(*facts, variable) == z3.sat
        can_fail = self._solver.check(*facts, z3.Not(variable)) == z3.sat
        if not can_hold and not can_fail:
            raise Inconsistent("the stated facts contradict the axioms")
        return None if can_hold and can_fail else can_hold

    def values(self, stated: Mapping[str, bool] | None = None, numbers: Mapping[str, Number] | None = None) -> dict[str, bool | None]:
        """The value of every class at once, much quicker than one at a time.

        Raises Inconsistent when the stated facts cannot hold together.
        """
        z3 = self._z3
        self._solver.push()
        try:
            self._solver.add(*self._facts({}, numbers or {}))
            status, implied = self._solver.consequences(self._facts(stated or {}, {}), list(self._classes.values()))
        finally:
            self._solver.pop()
        if status != z3.sat:
            raise Inconsistent("the stated facts contradict the axioms")
        found: dict[str, bool | None] = dict.fromkeys(self.classes)
        for implication in implied:
            literal = implication.arg(1)
            negative = z3.is_not(literal)
            found[(literal.arg(0) if negative else literal).decl().name()] = not negative
        return found

    def consistent(self, stated: Mapping[str, bool] | None = None, numbers: Mapping[str, Number] | None = None) -> bool:
        """Whether some situation has all stated facts."""
        return bool(self._solver.check(*self._facts(stated or {}, numbers or {})) == self._z3.sat)

    def unsatisfiable(self) -> list[str]:
        """The classes that no situation can belong to."""
        return sorted(iri for iri, variable in self._classes.items() if self._solver.check(variable) == self._z3.unsat)

    @property
    def classes(self) -> list[str]:
        """All named classes of the export, in order."""
        return sorted(self._classes)

    def _facts(self, stated: Mapping[str, bool], numbers: Mapping[str, Number]) -> list[Any]:
        """What is stated, as formulas.

        Raises KeyError for a class or number that the export does not know.
        """
        found = [self._classes[iri] if value else self._z3.Not(self._classes[iri]) for iri, value in stated.items()]
        for iri, number in numbers.items():
            present, variable = self._number(iri)
            found += [present, variable == self._constant(number)]
        return found

    # ── axioms ──────────────────────────────────────────────────────────────

    def _add_axioms(self) -> None:
        from rdflib import OWL, RDF, RDFS, URIRef

        z3, graph = self._z3, self._graph
        for node in graph.subjects(RDF.type, OWL.Class):
            if isinstance(node, URIRef):
                self._class(str(node))
        for iri in list(self._classes):
            node = URIRef(iri)
            for other in graph.objects(node, OWL.equivalentClass):
                self._solver.add(self._class(iri) == self._formula(other))
            for other in graph.objects(node, RDFS.subClassOf):
                self._solver.add(z3.Implies(self._class(iri), self._formula(other)))
            for other in graph.objects(node, OWL.disjointWith):
                self._solver.add(z3.Not(z3.And(self._class(iri), self._formula(other))))
        for members in graph.objects(None, OWL.members):
            group = [self._formula(member) for member in graph.items(members)]
            self._solver.add(z3.AtMost(*group, 1))
        self._solver.add(self._class("https://w3id.org/regnav/core#Situation"))

    def _formula(self, node: Node) -> Any:
        """A class expression as a formula."""
        from rdflib import OWL, URIRef

        z3, graph = self._z3, self._graph
        if node == OWL.Nothing:
            return z3.BoolVal(False)
        if node == OWL.Thing:
            return z3.BoolVal(True)
        if isinstance(node, URIRef):
            return self._class(str(node))
        if (whole := graph.value(node, OWL.intersectionOf)) is not None:
            return z3.And([self._formula(part) for part in graph.items(whole)])
        if (whole := graph.value(node, OWL.unionOf)) is not None:
            return z3.Or([self._formula(part) for part in graph.items(whole)])
        if (inner := graph.value(node, OWL.complementOf)) is not None:
            return z3.Not(self._formula(inner))
        return self._restriction(node)

    def _restriction(self, node: Node) -> Any:
        """A number test: the number is present and inside the bounds."""
        from rdflib import OWL, XSD

        z3, graph = self._z3, self._graph
        prop, data = graph.value(node, OWL.onProperty), graph.value(node, OWL.someValuesFrom)
        facets = graph.value(data, OWL.withRestrictions) if data is not None else None
        if prop is None or facets is None:
            raise OntologyError(f"the exact referee reads intersections, unions, complements and number restrictions only, not {node}")
        present, variable = self._number(str(prop))
        bounds = [present]
        for facet in graph.items(facets):
            for kind, bound in graph.predicate_objects(facet):
                constant = self._constant(Decimal(str(bound)))
                compared: dict[Node, Any] = {
                    XSD.minInclusive: variable >= constant,
                    XSD.minExclusive: variable > constant,
                    XSD.maxInclusive: variable <= constant,
                    XSD.maxExclusive: variable < constant,
                }
                bounds.append(compared[kind])
        return z3.And(bounds)

    def _class(self, iri: str) -> Any:
        if iri not in self._classes:
            self._classes[iri] = self._z3.Bool(iri)
        return self._classes[iri]

    def _number(self, iri: str) -> tuple[Any, Any]:
        """Whether the number is present, and the number: whole, or real, as its range says."""
        from rdflib import RDFS, XSD, URIRef

        if iri not in self._numbers:
            whole = (URIRef(iri), RDFS.range, XSD.integer) in self._graph
            self._numbers[iri] = (self._z3.Bool(f"{iri} present"), self._z3.Int(iri) if whole else self._z3.Real(iri))
        return self._numbers[iri]

    def _constant(self, number: Number) -> Any:
        exact = Fraction(str(number)) if isinstance(number, float) else Fraction(number)
        return self._z3.IntVal(exact.numerator) if exact.denominator == 1 else self._z3.RealVal(exact)
