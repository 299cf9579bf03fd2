"""The SHACL gate: what a single block must have, each fault with a message that teaches the mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from regnav.checks.material import Material
from regnav.checks.report import Finding

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node


def shapes(material: Material) -> list[Finding]:
    """Every fault against `ontology/shapes`, the innermost message first where one fault breaks several shapes."""
    import pyshacl
    import rdflib

    shape_graph = rdflib.Graph()
    for file in sorted((material.ontology / "shapes").glob("*.ttl")):
        shape_graph.parse(file)
    conforms, results, _ = pyshacl.validate(material.triples, shacl_graph=shape_graph, inplace=True, do_owl_imports=False)
    if conforms:
        return []
    assert isinstance(results, rdflib.Graph)
    return sorted(_findings(material, shape_graph, results), key=lambda f: (f.node, f.message))


def _findings(material: Material, shape_graph: rdflib.Graph, results: rdflib.Graph) -> set[Finding]:
    from rdflib import RDF, SH, Literal

    found = set()
    for result in results.subjects(RDF.type, SH.ValidationResult):
        focus, message, value = (
            results.value(result, SH.focusNode),
            results.value(result, SH.resultMessage),
            results.value(result, SH.value),
        )
        assert focus is not None
        owner = _owner(material.triples, focus)
        shown = f" (here: {str(value)[:80]})" if isinstance(value, Literal) or (value is not None and value != focus and str(value).startswith("http")) else ""
        rule = _rule(shape_graph, results.value(result, SH.sourceShape))
        inside = "" if owner == str(focus) else "in a part of this block: "
        found.add(Finding(owner, f"{inside}{message}{shown}", material.where(owner), rule))
    return found


def _owner(graph: rdflib.Graph, node: Node) -> str:
    """The named block that a blank node belongs to; the node itself when it has a name."""
    from rdflib import BNode

    seen: set[Node] = set()
    while isinstance(node, BNode) and node not in seen:
        seen.add(node)
        node = next(graph.subjects(None, node), node)
    return str(node)


def _rule(shape_graph: rdflib.Graph, shape: Node | None) -> str:
    """The local name of the named shape that a (nameless) part of a shape belongs to."""
    return _owner(shape_graph, shape).rsplit("#", 1)[-1] if shape is not None else ""
