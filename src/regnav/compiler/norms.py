"""Norms with their parts, and the rules, exemptions, sanctions and relations that reach them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Literal

from regnav.compiler.containment import Coverers, Structure, reading_order
from regnav.compiler.statements import Record, Records
from regnav.compiler.terms import Vocabulary
from regnav.graph import Graph
from regnav.names import local, short
from regnav.rulebook import ApplicationRule, Covering, Exemption, Instrument, Item, Norm, Period, Relation, Sanction, Validity

MODALITIES: dict[str, Literal["obligation", "prohibition", "permission", "recommendation"]] = {
    "Obligation": "obligation",
    "Prohibition": "prohibition",
    "Permission": "permission",
    "Recommendation": "recommendation",
}


class NormCompiler:
    """Compiles norms and everything that covers them by containment."""

    def __init__(self, graph: Graph, words: Vocabulary, structure: Structure, provisions: Records, instruments: dict[str, Instrument]) -> None:
        self._words = words
        self._structure = structure
        self._instruments = instruments
        self._norms = Records(graph, "norms")
        self._parts = Records(graph, "norm-parts")
        self._guidance = Coverers(structure, list(Records(graph, "catalogue").typed("Guidance")), covers="serves")
        self._reviews = _reviews(graph)
        application = Records(graph, "application")
        self._rules = Coverers(structure, list(application.typed("ApplicationRule")))
        self._exemptions = Coverers(structure, list(application.typed("Exemption")))
        self._sanctions = Coverers(structure, list(application.typed("Sanction")))
        self._relations = Coverers(structure, list(application.typed("Relation")))
        self._incorporating: dict[str, list[str]] = defaultdict(list)
        self._restated: dict[str, list[str]] = defaultdict(list)
        for record in provisions:
            for target in record.short("incorporates"):
                self._incorporating[target].append(short(record.node))
            for norm in record.short("restates"):
                self._restated[norm].append(short(record.node))

    # ── what covers ─────────────────────────────────────────────────────────

    def rules(self) -> tuple[ApplicationRule, ...]:
        return tuple(
            ApplicationRule(
                short(r.node),
                r.text("prefLabel"),
                r.short("basis"),
                self._words.optional(r, "governs"),
                date.fromisoformat(r.need("from")),
                r.short("replaces"),
                self._words.validity(r),
            )
            for r in self._rules.records
        )

    def exemptions(self) -> tuple[Exemption, ...]:
        return tuple(
            Exemption(short(r.node), r.text("prefLabel"), r.short("basis"), self._words.at(r.need("when"), r.node), r.day("until"), self._words.validity(r))
            for r in self._exemptions.records
        )

    def sanctions(self) -> dict[str, Sanction]:
        return {short(r.node): self._sanction(r) for r in self._sanctions.records}

    def _sanction(self, record: Record) -> Sanction:
        return Sanction(
            id=short(record.node),
            label=record.text("prefLabel"),
            provisions=record.short("basis"),
            maximum=_decimal(record.one("maximum")),
            currency=record.one("currency") or "EUR",
            turnover_share=_decimal(record.one("turnoverShare")),
            combine=local(record.text("combine")).lower(),
            lower_for=self._words.many(record, "lowerFor"),
            offender=self._words.optional(record, "offender"),
            note=" ".join((*record.all("definition"), *record.all("note"))),
            validity=self._words.validity(record),
            rules=self._coverings(record.short("basis")),
        )

    def relations(self) -> dict[str, Relation]:
        bases = {b for norm in self._norms for b in (*norm.short("basis"), *self._item_bases(norm))}
        covered: dict[int, list[str]] = defaultdict(list)
        for provision in sorted(bases):
            for place in self._relations.depths(provision):
                covered[place].append(provision)
        return {short(r.node): self._relation(r, tuple(covered[place])) for place, r in enumerate(self._relations.records)}

    def _relation(self, record: Record, covered: tuple[str, ...]) -> Relation:
        basis = record.short("basis")
        return Relation(
            id=short(record.node),
            label=record.text("prefLabel"),
            summary=record.text("definition"),
            effect=local(record.need("effect")),
            provisions=basis,
            when=self._words.optional(record, "when"),
            provided=self._words.optional(record, "provided"),
            only_topics=record.short("onlyTopic"),
            covered=covered,
            validity=self._words.validity(record),
            rules=self._coverings(basis),
        )

    def _item_bases(self, norm: Record) -> list[str]:
        return [b for node in norm.all("item") for b in self._parts[node].short("basis")]

    def _coverings(self, basis: tuple[str, ...]) -> tuple[Covering, ...]:
        """The rules that cover a norm, the deepest first."""
        found = (Covering(depth, place) for place, depth in self._rules.any(basis).items())
        return tuple(sorted(found, key=lambda c: (-c.depth, c.rule)))

    # ── norms ───────────────────────────────────────────────────────────────

    def norms(self) -> tuple[Norm, ...]:
        """Every norm, in the order in which its act prints its first basis."""
        found = [self._norm(r) for r in self._norms]
        return tuple(sorted(found, key=lambda n: (min(map(reading_order, n.provisions)), n.id)))

    def _norm(self, record: Record) -> Norm:
        basis = record.short("basis")
        home = self._words.home(record.node)
        force = record.one("legalForce")
        topics = record.short("topic")
        return Norm(
            id=short(record.node),
            iri=record.node,
            modality=next(MODALITIES[t] for t in sorted(record.types()) if t in MODALITIES),
            label=record.text("prefLabel"),
            summary=record.text("definition"),
            instrument=home,
            force=local(force).lower() if force else self._instruments[home].former_force or self._instruments[home].force,
            provisions=basis,
            bearers=self._words.many(record, "bearer"),
            owed_to=self._words.many(record, "owedTo"),
            applies_to=self._words.optional(record, "appliesTo"),
            topics=topics,
            stages=record.short("lifecycleStage"),
            moment=record.text("moment"),
            triggers=record.short("trigger"),
            deadlines=self._periods(record, "deadline"),
            retentions=self._periods(record, "retention"),
            items=self._items(record, "item"),
            choices=self._items(record, "choice"),
            satisfied_by=record.short("satisfiedBy"),
            supported_by=record.short("supportedBy"),
            no_control=record.text("noControl"),
            threats=record.short("answersThreat"),
            replaces=record.short("replaces"),
            inference=record.text("inference"),
            note=record.text("scopeNote"),
            caveats=tuple(n for n in record.all("editorialNote") if not n.startswith("Same controls")),
            sources=record.all("source"),
            no_counterpart=record.text("noCounterpart"),
            editorial=self._editorial(record),
            digest=self.digest(record),
            validity=self._words.validity(record),
            rules=self._coverings(basis),
            exemptions=tuple(sorted({*self._exemptions.naming(short(record.node)), *self._exemptions.all(basis)})),
            sanctions=() if "Permission" in record.types() or "Recommendation" in record.types() else self._sanctions_of(record, basis),
            relations=self._relations_of(record, basis),
            guidance=self._guidance_of(record, basis),
        )

    def _relations_of(self, record: Record, basis: tuple[str, ...]) -> tuple[str, ...]:
        """Relations that cover the norm, and bear on one of its topics where they are about some only."""
        topics = set(record.short("topic"))
        found = (self._relations.records[place] for place in sorted(self._relations.any(basis)))
        return tuple(short(r.node) for r in found if not r.short("onlyTopic") or topics & set(r.short("onlyTopic")))

    def _sanctions_of(self, record: Record, basis: tuple[str, ...]) -> tuple[str, ...]:
        """Sanctions that cover the norm directly, through a provision that restates it, or through one that incorporates a part that holds it."""
        name = short(record.node)
        holding = (part for provision in basis for part in self._structure.ancestors(provision))
        reached = [*basis, *self._restated.get(name, ()), *(source for part in holding for source in self._incorporating.get(part, ()))]
        found = (self._sanctions.records[place] for place in sorted(self._sanctions.any(reached)))
        return tuple(short(s.node) for s in found if name not in s.short("except"))

    def _guidance_of(self, record: Record, basis: tuple[str, ...]) -> tuple[str, ...]:
        places = sorted({*self._guidance.naming(short(record.node)), *self._guidance.any(basis)})
        return tuple(short(self._guidance.records[place].node) for place in places)

    def _items(self, record: Record, name: str) -> tuple[Item, ...]:
        found = [self._parts[node] for node in record.all(name)]
        items = [Item(p.number("order"), p.text("prefLabel"), p.short("basis"), self._inherited(p, record)) for p in found]
        return tuple(sorted(items, key=lambda i: (i.order, i.provisions, i.label)))

    def _periods(self, record: Record, name: str) -> tuple[Period, ...]:
        return tuple(self._period(self._parts[node], record) for node in record.all(name))

    def _period(self, part: Record, norm: Record) -> Period:
        return Period(
            id="" if part.node.startswith("_:") else short(part.node),
            label=part.text("prefLabel"),
            provisions=part.short("basis") or norm.short("basis"),
            within=part.text("within"),
            on=part.day("on"),
            runs_from=part.text("runsFrom"),
            promptness=part.text("promptness"),
            addressee=part.text("addressee"),
            validity=self._inherited(part, norm),
        )

    def _inherited(self, part: Record, norm: Record) -> Validity:
        """A part is valid like its norm, unless it says otherwise."""
        own, whole = self._words.validity(part), self._words.validity(norm)
        return Validity(
            introduced_by=own.introduced_by if part.one("introducedBy") else whole.introduced_by,
            ended_by=own.ended_by or whole.ended_by,
            readings=own.readings or whole.readings,
        )

    def digest(self, record: Record) -> str:
        """SHA-256 (hex) of the legal content of a norm's block with its parts, without its controls and threats; what a review is bound to."""
        return hashlib.sha256("\n".join(sorted(record.lines(self._parts.as_dict()))).encode()).hexdigest()

    def _editorial(self, record: Record) -> str:
        reviews = [r for r in self._reviews.get(record.node, ()) if r[1] == self.digest(record)]
        return max(reviews, key=lambda r: EDITORIAL.index(r[0]))[0] if reviews else EDITORIAL[0]


EDITORIAL = ("draft", "second-reader", "reviewed")
"""Editorial statuses, in rising order."""


def _reviews(graph: Graph) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for norm, status, _day, digest in graph.run("rulebook/reviews"):
        found.setdefault(str(norm), []).append((str(status), str(digest)))
    return found


def _decimal(value: str | None) -> Decimal | None:
    return Decimal(value) if value is not None else None
