"""What stands beside the norms: instruments, provisions, readings, touched law, guidance, controls, kinds of system."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from regnav.compiler.containment import Structure
from regnav.compiler.statements import Record, Records
from regnav.compiler.terms import Vocabulary
from regnav.errors import OntologyError
from regnav.graph import Graph
from regnav.names import local, short
from regnav.rulebook import Counterpart, Entry, Guidance, Instrument, OpenPoint, Overlap, OverlapPart, Provision, Reading, Regime, SystemType, TouchedLaw

KINDS: dict[str, Literal["control", "threat", "consequence", "event", "clock"]] = {
    "Control": "control",
    "Threat": "threat",
    "Consequence": "consequence",
    "EventType": "event",
    "Clock": "clock",
}


DEGREES: dict[str, Literal["equivalent", "narrower", "broader", "partial"]] = {
    "Equivalent": "equivalent",
    "Narrower": "narrower",
    "Broader": "broader",
    "Partial": "partial",
}


def instrument_homes(records: Records) -> dict[str, str]:
    """Namespace → short name of the instrument whose statements live there (the act itself, not what amends it)."""
    return {r.node[: r.node.rfind("/") + 1]: short(r.node) for r in records if local(r.node) == "act"}


def ends(records: Records) -> dict[str, str]:
    """Instrument → the one at whose entry into force it was superseded or withdrawn as a whole."""
    return {short(r.node): short(end) for r in records if (end := r.one("endedBy"))}


def regimes(records: Records, words: Vocabulary) -> dict[str, Regime]:
    """Regimes by the notation that instruments name, in their order."""
    found = sorted(records.typed("Regime"), key=lambda r: r.number("order"))
    return {r.need("notation"): _regime(r, records, words) for r in found}


def _regime(record: Record, records: Records, words: Vocabulary) -> Regime:
    wider = record.one("broader")
    return Regime(
        key=record.need("notation"),
        label=record.need("prefLabel"),
        order=record.number("order"),
        part_of=records[wider].need("notation") if wider else "",
        gateways=words.many(record, "gateway"),
    )


def instruments(records: Records, words: Vocabulary) -> dict[str, Instrument]:
    return {short(r.node): _instrument(r, words) for r in records}


def _instrument(record: Record, words: Vocabulary) -> Instrument:
    ended_by = record.one("endedBy")
    in_force = record.day("first_date_entry_in_force")
    published = record.day("date_publication") or in_force
    if published is None:
        raise OntologyError(f"{record.node}: give the day of publication or of entry into force")
    return Instrument(
        id=short(record.node),
        iri=record.node,
        key=record.need("notation"),
        label=record.need("prefLabel"),
        title=record.text("title"),
        published=published,
        in_force=in_force,
        force=local(record.one("legalForce") or "Binding").lower(),
        former_force=local(record.text("formerForce")).lower(),
        ended_by=short(ended_by) if ended_by else None,
        jurisdiction=record.text("jurisdiction"),
        url=next(iter(record.all("seeAlso")), ""),
        amends=record.short("amends"),
        scope=words.optional(record, "scope"),
    )


def whole_texts(records: Records) -> dict[str, str]:
    """Root provision → the instrument whose text it is: an act is its own root, an amending act names its root as the same."""
    return {root: short(r.node) for r in records for root in (short(r.node), *r.short("exactMatch"))}


def provisions(records: Records, structure: Structure, known: dict[str, Instrument], roots: dict[str, str]) -> dict[str, Provision]:
    """Provisions by short name, each with the citation of its act."""
    texts = {root: known[name] for root, name in roots.items()}
    return {short(r.node): _provision(r, structure, texts) for r in records}


def _provision(record: Record, structure: Structure, known: dict[str, Instrument]) -> Provision:
    name = short(record.node)
    root = structure.ancestors(name)[-1]
    act = known.get(root)
    parent = record.one("is_part_of")
    introduced, ended, reason = record.one("introducedBy"), record.one("endedBy"), record.one("accountedFor")
    own = record.text("label")
    return Provision(
        id=name,
        label=(act.label if root == name else f"{act.label} {own}") if act else own or name,
        url=next(iter(record.all("seeAlso")), ""),
        parent=short(parent) if parent else None,
        instrument=root,
        heading=record.text("heading"),
        introduced_by=short(introduced) if introduced else None,
        ended_by=short(ended) if ended else None,
        amending=record.short("amendingProvision"),
        accounted_for=local(reason) if reason else None,
    )


def open_points(records: Records) -> tuple[OpenPoint, ...]:
    found = []
    for record in records.typed("OpenPoint"):
        readings = sorted((_reading(records[node]) for node in record.all("reading")), key=lambda r: (not r.default, r.id))
        found.append(OpenPoint(short(record.node), record.text("prefLabel"), record.text("definition"), record.short("basis"), tuple(readings)))
    return tuple(found)


def _reading(record: Record) -> Reading:
    return Reading(
        short(record.node), record.text("prefLabel"), record.text("definition"), record.text("heldBy"), record.all("source"), record.one("default") == "true"
    )


def counterparts(graph: Graph) -> tuple[Counterpart, ...]:
    """Counterparts in the order of their norms."""
    found = []
    for norm, match, other, degree, confidence, note, status in graph.run("rulebook/counterparts"):
        kind = DEGREES[local(str(degree))]
        found.append(Counterpart(short(str(norm)), short(str(other)), local(str(match)), kind, Decimal(str(confidence)), str(note), status or "draft"))
    return tuple(sorted(found, key=lambda c: (c.norm, c.other)))


def overlaps(records: Records) -> dict[str, Overlap]:
    """Overlaps by identifier, their parts in the order of their norms."""
    return {
        short(r.node): Overlap(
            short(r.node),
            r.text("prefLabel"),
            r.text("definition"),
            tuple(sorted((OverlapPart(records[n].short("serves"), records[n].text("note")) for n in r.all("part")), key=lambda p: p.norms)),
        )
        for r in records.typed("Overlap")
    }


def touched_law(records: Records, words: Vocabulary) -> tuple[TouchedLaw, ...]:
    return tuple(
        TouchedLaw(
            short(r.node),
            r.text("prefLabel"),
            r.text("definition"),
            r.short("basis"),
            words.optional(r, "when"),
            "Opening" in r.types(),
            next(iter((*r.all("seeAlso"), *r.all("source"))), ""),
        )
        for r in records.typed("TouchedLaw", "Opening")
    )


def guidance(records: Records) -> dict[str, Guidance]:
    return {
        short(r.node): Guidance(
            short(r.node), r.text("prefLabel"), r.text("definition"), local(r.need("state")), r.text("date"), next(iter(r.all("seeAlso")), "")
        )
        for r in records.typed("Guidance")
    }


def entries(records: Records) -> dict[str, Entry]:
    return {short(r.node): _entry(r) for r in records.typed(*KINDS)}


def _entry(record: Record) -> Entry:
    return Entry(
        id=short(record.node),
        kind=next(KINDS[t] for t in sorted(record.types()) if t in KINDS),
        label=record.text("prefLabel"),
        summary=record.text("definition"),
        broader=record.short("broader"),
        references=record.all("externalReference"),
        consequences=record.short("consequence"),
        provisions=(*record.short("definedIn"), *record.short("basis")),
    )


def system_types(records: Records, keys: dict[str, str]) -> dict[str, SystemType]:
    """Kinds of system by key; `keys` gives the stable key of each fact and question IRI."""
    found = {}
    for record in records.typed("SystemType"):
        key = record.need("notation")
        found[key] = SystemType(
            key,
            record.text("prefLabel"),
            record.text("definition"),
            next(iter(record.short("topic")), ""),
            tuple(keys[iri] for iri in record.all("presetTrue")),
            tuple(keys[iri] for iri in record.all("presetFalse")),
        )
    return found
