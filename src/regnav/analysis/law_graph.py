"""Norms and what they stand on, as a directed graph: an edge leads from what is used to what uses it.

Nodes are short identifiers with a `kind` (provision, term, scope, norm, rule, exemption, sanction, relation, control, clock, overlap, type …) and
a `label`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regnav.errors import MissingExtra
from regnav.rulebook import ApplicationRule, Exemption, Expression, Norm, Relation, Rulebook, Sanction, Term

if TYPE_CHECKING:
    import networkx as nx

Edge = tuple[str, str]


def law_graph(book: Rulebook) -> nx.DiGraph[str]:
    """The whole rulebook as a graph.

    Raises MissingExtra when the package `networkx` is not installed.
    """
    try:
        import networkx as nx
    except ImportError:
        raise MissingExtra("analysis", "graphs of the law") from None
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from((p.id, {"kind": "provision", "label": p.label}) for p in book.provisions.values())
    graph.add_nodes_from((f"scope of {i.id}", {"kind": "scope", "label": f"Scope of {i.label}"}) for i in book.instruments.values())
    graph.add_nodes_from((t.id, {"kind": "term", "label": t.label}) for t in book.terms)
    graph.add_nodes_from((n.id, {"kind": "norm", "label": n.label}) for n in book.norms)
    graph.add_nodes_from((r.id, {"kind": "rule", "label": r.label}) for r in book.rules)
    graph.add_nodes_from((e.id, {"kind": "exemption", "label": e.label}) for e in book.exemptions)
    graph.add_nodes_from((s.id, {"kind": "sanction", "label": s.label}) for s in book.sanctions.values())
    graph.add_nodes_from((r.id, {"kind": "relation", "label": r.label}) for r in book.relations.values())
    graph.add_nodes_from((o.id, {"kind": "overlap", "label": o.label}) for o in book.overlaps.values())
    graph.add_nodes_from((e.id, {"kind": e.kind, "label": e.label}) for e in book.catalogue.values())
    graph.add_nodes_from((f"type:{t.key}", {"kind": "type", "label": t.label}) for t in book.system_types.values())
    graph.add_edges_from(edge for edge in _edges(book) if edge[0] in graph and edge[1] in graph)
    return graph


def _edges(book: Rulebook) -> Iterator[Edge]:
    yield from ((p.parent, p.id) for p in book.provisions.values() if p.parent)
    yield from _term_edges(book)
    yield from ((book.terms[i.scope].id, f"scope of {i.id}") for i in book.instruments.values() if i.scope is not None)
    for norm in book.norms:
        yield from _norm_edges(book, norm)
    dated: list[ApplicationRule | Exemption | Sanction | Relation] = [*book.rules, *book.exemptions, *book.sanctions.values(), *book.relations.values()]
    for part in dated:
        yield from ((p, part.id) for p in part.provisions)
    for rule in book.rules:
        yield from ((book.terms[t].id, rule.id) for t in (rule.governs,) if t is not None)
    for exemption in book.exemptions:
        yield book.terms[exemption.when].id, exemption.id
    for relation in book.relations.values():
        yield from ((book.terms[t].id, relation.id) for t in (relation.when, relation.provided) if t is not None)
    yield from ((norm, clock.id) for clock in book.clocks.values() for norm in clock.norms)
    yield from ((norm, overlap.id) for overlap in book.overlaps.values() for part in overlap.parts for norm in part.norms)
    keys = {t.key: t.id for t in book.terms if t.key}
    for kind in book.system_types.values():
        yield from ((keys[k], f"type:{kind.key}") for k in (*kind.true, *kind.false) if k in keys)


def _term_edges(book: Rulebook) -> Iterator[Edge]:
    """A concept stands on its provisions and on the terms of its definition; a head on its versions."""
    for term in book.terms:
        yield from ((p, term.id) for p in term.provisions)
        if term.version_of is not None:
            yield term.id, book.terms[term.version_of].id
    for axiom in book.axioms:
        yield from ((used.id, book.terms[axiom.term].id) for used in _used(book, axiom.expression))


def _used(book: Rulebook, expression: Expression) -> Iterator[Term]:
    if expression.op == "term":
        yield book.terms[expression.term]
    for part in expression.parts:
        yield from _used(book, part)


def _norm_edges(book: Rulebook, norm: Norm) -> Iterator[Edge]:
    parts = (*norm.provisions, *(p for i in (*norm.items, *norm.choices) for p in i.provisions))
    yield from ((p, norm.id) for p in parts)
    terms = (*norm.bearers, *(t for t in (norm.applies_to,) if t is not None))
    yield from ((book.terms[t].id, norm.id) for t in terms)
    yield f"scope of {norm.instrument}", norm.id
    yield from ((book.rules[c.rule].id, norm.id) for c in norm.rules)
    yield from ((book.exemptions[e].id, norm.id) for e in norm.exemptions)
    yield from ((norm.id, s) for s in norm.sanctions)
    yield from ((r, norm.id) for r in norm.relations)
    yield from ((norm.id, c) for c in (*norm.satisfied_by, *norm.supported_by))
