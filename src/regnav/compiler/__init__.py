"""Compiles the graph into the rulebook, only through the query files in `queries/rulebook/`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from regnav.compiler import catalogue, incidents
from regnav.compiler.containment import Structure
from regnav.compiler.norms import NormCompiler
from regnav.compiler.remarks import remarks
from regnav.compiler.statements import Records
from regnav.compiler.terms import Vocabulary
from regnav.graph import Graph
from regnav.names import short
from regnav.rulebook import FORMAT, Instrument, Rulebook

__all__ = ["compile_rulebook"]


def compile_rulebook(graph: Graph, digest: str) -> Rulebook:
    """The rulebook of a graph; `digest` names the law that it was compiled from.

    Raises OntologyError, naming the node, for anything that the engine does not understand.
    """
    instrument_records = Records(graph, "instruments")
    provision_records = Records(graph, "provisions")
    others = Records(graph, "catalogue")
    structure = Structure(provision_records)
    words = Vocabulary(graph, catalogue.instrument_homes(instrument_records), catalogue.ends(instrument_records))
    instruments = catalogue.instruments(instrument_records, words)
    norms = NormCompiler(graph, words, structure, provision_records, instruments)
    terms, questions = words.terms(), words.questions()
    every_norm = norms.norms()
    keys = {t.iri: t.key for t in terms} | {q.iri: q.key for q in questions}
    return Rulebook(
        format=FORMAT,
        digest=digest,
        checked_to=_checked_to(graph, instruments.values()),
        regimes=catalogue.regimes(others, words),
        instruments=instruments,
        provisions=catalogue.provisions(provision_records, structure, instruments, catalogue.whole_texts(instrument_records)),
        terms=terms,
        axioms=words.axioms(),
        disjoint=words.disjoint(),
        questions=questions,
        norms=every_norm,
        rules=norms.rules(),
        exemptions=norms.exemptions(),
        sanctions=norms.sanctions(),
        relations=norms.relations(),
        counterparts=catalogue.counterparts(graph),
        overlaps=catalogue.overlaps(others),
        open_points=catalogue.open_points(Records(graph, "readings")),
        touched_law=catalogue.touched_law(others, words),
        guidance=catalogue.guidance(others),
        catalogue=catalogue.entries(others),
        system_types=catalogue.system_types(others, keys),
        events=incidents.events(others, words),
        clocks=incidents.clocks(others, words, every_norm),
        remarks=remarks(Records(graph, "remarks")),
        labels={short(str(node)): str(label) for node, label in graph.run("rulebook/labels")},
    )


def _checked_to(graph: Graph, instruments: Iterable[Instrument]) -> date:
    """The day up to which the state of the law was checked: as the ontology says, at least the newest publication."""
    said = [date.fromisoformat(str(row[0])) for row in graph.run("rulebook/header")]
    return max([*said, *(i.published for i in instruments)], default=date.min)
