"""A comparison as JSON-LD, with the IRIs of the graph: each cell links its topic, its regime and its norms."""

from __future__ import annotations

import json
from typing import Any

from regnav.comparison.cells import Cell
from regnav.comparison.entries import ComparedNorm
from regnav.comparison.matrix import RegimeComparison
from regnav.names import BASE
from regnav.rulebook import Rulebook

EU = "eu/"
"""Where amending acts lie that have provisions and no norms, terms or instruments of that name: all are of the Union."""

CONTEXT: dict[str, Any] = {
    "rn": f"{BASE}core#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "label": "skos:prefLabel",
    "note": "skos:note",
    "topic": {"@id": "rn:topic", "@type": "@id"},
    "regime": {"@id": "rn:jurisdiction", "@type": "@id"},
    "force": {"@id": "rn:legalForce", "@type": "@id"},
    "basis": {"@id": "rn:basis", "@type": "@id"},
    "since": {"@id": "rn:from", "@type": "xsd:date"},
    "norms": {"@id": "dct:hasPart", "@type": "@id"},
    "source": {"@id": "dct:source", "@type": "@id"},
    "asOf": {"@id": "dct:valid", "@type": "xsd:date"},
    "lawAsOf": {"@id": "rn:checkedTo", "@type": "xsd:date"},
    **{name: {"@id": f"skos:{name}", "@type": "@id"} for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")},
}


def to_jsonld(found: RegimeComparison, book: Rulebook) -> str:
    """The comparison as a JSON-LD document; identifiers are those of the graph."""
    norms = {n.id: n.iri for n in book.norms}
    spaces = _namespaces(book)
    matches: dict[str, dict[str, list[str]]] = {}
    for c in book.counterparts:
        if c.norm in found.norms and c.other in norms:
            matches.setdefault(c.norm, {}).setdefault(c.match, []).append(norms[c.other])
    document = {
        "@context": CONTEXT,
        "@type": "skos:Collection",
        "label": found.title or "Regimes by topic",
        "asOf": found.as_of.isoformat(),
        "lawAsOf": found.law_as_of.isoformat(),
        "note": found.notice,
        "skos:member": [_cell(cell, norms) for cell in found.cells],
        "@included": [_norm(norm, norms[norm.id], spaces, matches.get(norm.id, {})) for norm in found.norms.values()],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _cell(cell: Cell, norms: dict[str, str]) -> dict[str, Any]:
    said = {
        "@type": "skos:Collection",
        "topic": f"{BASE}topic#{cell.topic}",
        "regime": _regime(cell.regime),
        "force": _force(cell.force) if cell.force != "none" else None,
        "since": cell.since.isoformat() if cell.since else None,
        "norms": [norms[name] for name in cell.norms],
        "note": cell.gap,
    }
    return {key: value for key, value in said.items() if value}


def _norm(norm: ComparedNorm, iri: str, spaces: dict[str, str], matches: dict[str, list[str]]) -> dict[str, Any]:
    said = {
        "@id": iri,
        "@type": f"rn:{norm.modality.capitalize()}",
        "label": norm.label,
        "note": norm.summary,
        "regime": _regime(norm.regime),
        "force": _force(norm.force),
        "topic": [f"{BASE}topic#{t}" for t in norm.topics],
        "since": norm.since.isoformat() if norm.since else None,
        "basis": [spaces[p.id.split(":", 1)[0]] + p.id.split(":", 1)[1] for p in norm.provisions],
        "source": list(norm.sources),
        **matches,
    }
    return {key: value for key, value in said.items() if value}


def _namespaces(book: Rulebook) -> dict[str, str]:
    """The namespace of each prefix of short names: those of the norms, the terms and the instruments."""
    named = [(n.id, n.iri) for n in book.norms] + [(t.id, t.iri) for t in book.terms] + [(i.id, i.iri) for i in book.instruments.values()]
    found = {name.split(":", 1)[0]: iri[: max(iri.rfind("/"), iri.rfind("#")) + 1] for name, iri in named}
    unnamed = {p.split(":", 1)[0] for p in book.provisions} - set(found)
    return found | {prefix: f"{BASE}{EU}{prefix}/" for prefix in unnamed}


def _regime(key: str) -> str:
    return f"{BASE}regime#{key.lower()}"


def _force(force: str) -> str:
    return f"rn:{force.capitalize()}"
