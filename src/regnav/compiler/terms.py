"""Terms, class axioms and questions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from regnav.compiler.containment import reading_order
from regnav.compiler.statements import Record, Records
from regnav.errors import OntologyError
from regnav.graph import Graph
from regnav.names import local, short
from regnav.rulebook import Axiom, DateTest, Expression, NumberTest, Presumption, Question, Term, Validity

ROOTS = {"https://w3id.org/regnav/core#Situation", "http://www.w3.org/2002/07/owl#Thing"}
NOTHING = "http://www.w3.org/2002/07/owl#Nothing"


class Vocabulary:
    """Compiles the classes of situations; `index` gives the place of each IRI."""

    def __init__(self, graph: Graph, instruments: dict[str, str], ends: dict[str, str]) -> None:
        """`instruments` are at home in which namespace, and `ends` says which of them another one has ended."""
        self._instruments = instruments
        self._ends = ends
        self._records = Records(graph, "terms")
        self._asked = Records(graph, "questions")
        self._rules = Records(graph, "application")
        self._expressions = Records(graph, "expressions")
        self._facets = Records(graph, "facets")
        self._cells = {str(node): (str(first), str(rest)) for node, first, rest in graph.run("rulebook/lists")}
        self._groups = [str(members) for _, members in graph.run("rulebook/disjoint-groups")]
        self.index = {r.node: i for i, r in enumerate(r for r in self._records if not r.node.startswith("_:"))}

    def at(self, iri: str, user: str) -> int:
        """The place of a class.

        Raises OntologyError naming `user` when no such class is declared.
        """
        try:
            return self.index[iri]
        except KeyError:
            raise OntologyError(f"{user} names {iri}, which is no fact, concept, role or date test") from None

    def optional(self, record: Record, name: str) -> int | None:
        iri = record.one(name)
        return None if iri is None else self.at(iri, record.node)

    def many(self, record: Record, name: str) -> tuple[int, ...]:
        return tuple(self.at(iri, record.node) for iri in record.all(name))

    def validity(self, record: Record) -> Validity:
        """When a dated statement is valid; by default as long as its own instrument."""
        introduced = record.one("introducedBy")
        ended = record.one("endedBy")
        home = self.home(record.node)
        return Validity(short(introduced) if introduced else home, short(ended) if ended else self._ends.get(home), record.short("underReading"))

    def home(self, node: str) -> str:
        """The instrument of a node by its namespace; empty for what all acts share."""
        return self._instruments.get(node[: node.rfind("/") + 1], "")

    # ── terms ───────────────────────────────────────────────────────────────

    def terms(self) -> tuple[Term, ...]:
        return tuple(self._term(self._records[iri]) for iri in self.index)

    def _term(self, record: Record) -> Term:
        types = record.types()
        key = record.one("notation")
        return Term(
            id=short(record.node),
            iri=record.node,
            key=key or short(record.node),
            label=record.one("prefLabel") or local(record.node),
            kind="fact" if "Fact" in types else "concept",
            role="Role" in types,
            provisions=record.short("definedIn"),
            definition=record.text("definition"),
            help=record.text("help"),
            example_yes=record.text("exampleYes"),
            example_no=record.text("exampleNo"),
            also_called=record.all("altLabel"),
            judgement=record.one("judgement") == "true",
            headline=record.one("headline") == "true",
            empty=NOTHING in record.all("subClassOf"),
            version_of=self.optional(record, "versionOf"),
            validity=self.validity(record),
            number_test=self._number_test(record),
            date_test=self._date_test(record) if "DateTest" in types else None,
            presumption=_presumption(record),
        )

    def _date_test(self, record: Record) -> DateTest:
        before = record.one("before")
        return DateTest(self._key(record.need("dateFact")), self._day(before or record.need("onOrAfter")), before is not None)

    def _day(self, value: str) -> date:
        rule = self._rules.get(value)
        return date.fromisoformat(rule.need("from") if rule else value)

    def _key(self, iri: str) -> str:
        return self._asked[iri].need("notation")

    def _number_test(self, record: Record) -> NumberTest | None:
        node = record.one("equivalentClass")
        expression = self._expressions.get(node) if node else None
        fact = expression.one("onProperty") if expression else None
        if fact is None or expression is None:
            return None
        datatype = self._expressions[expression.need("someValuesFrom")]
        facets = [(local(p), Decimal(v)) for cell in self._list(datatype.need("withRestrictions")) for p, v in self._facets_of(cell)]
        bounds: dict[str, Decimal] = dict(facets)
        return NumberTest(
            fact=self._key(fact),
            low=bounds.get("minInclusive", bounds.get("minExclusive")),
            low_open="minExclusive" in bounds,
            high=bounds.get("maxInclusive", bounds.get("maxExclusive")),
            high_open="maxExclusive" in bounds,
        )

    def _facets_of(self, node: str) -> list[tuple[str, str]]:
        record = self._facets[node]
        return [(name, value) for name in ("minInclusive", "minExclusive", "maxInclusive", "maxExclusive") for value in record.all(name)]

    # ── axioms ──────────────────────────────────────────────────────────────

    def axioms(self) -> tuple[Axiom, ...]:
        found = []
        for iri, place in self.index.items():
            record = self._records[iri]
            for value in record.all("equivalentClass"):
                if not self._is_restriction(value):
                    found.append(Axiom(place, True, self._expression(value, iri)))
            for value in record.all("subClassOf"):
                if value not in ROOTS and value != NOTHING:
                    found.append(Axiom(place, False, self._expression(value, iri)))
            for value in record.all("disjointWith"):
                found.append(Axiom(place, False, Expression("not", parts=(self._expression(value, iri),))))
        return tuple(sorted(found, key=lambda a: (a.term, repr(a))))  # anonymous nodes come in no fixed order

    def disjoint(self) -> tuple[tuple[int, ...], ...]:
        """Groups of pairwise disjoint terms."""
        return tuple(sorted(tuple(self.at(iri, "owl:AllDisjointClasses") for iri in self._list(members)) for members in self._groups))

    def _is_restriction(self, node: str) -> bool:
        record = self._expressions.get(node)
        return record is not None and record.one("onProperty") is not None

    def _expression(self, node: str, user: str) -> Expression:
        if not node.startswith("_:"):
            return Expression("term", self.at(node, user))
        record = self._expressions.get(node)
        if record is None:
            raise OntologyError(f"{user}: an empty or unknown class expression")
        if (inner := record.one("complementOf")) is not None:
            return Expression("not", parts=(self._expression(inner, user),))
        operators: tuple[tuple[str, Literal["and", "or"]], ...] = (("intersectionOf", "and"), ("unionOf", "or"))
        for name, op in operators:
            if (head := record.one(name)) is not None:
                return Expression(op, parts=tuple(self._expression(part, user) for part in self._list(head)))
        raise OntologyError(
            f"{user}: only intersections, unions, complements and named classes are understood here; give a number restriction a name of its own"
        )

    def _list(self, head: str) -> list[str]:
        found = []
        while head in self._cells:
            first, head = self._cells[head]
            found.append(first)
        return found

    # ── questions ───────────────────────────────────────────────────────────

    def questions(self) -> tuple[Question, ...]:
        alone = [self._yes_no(self._records[iri]) for iri in self.index if self._records[iri].one("wording")]
        grouped = [self._grouped(r) for r in self._asked.typed("Question")]
        values = [self._value(r) for r in self._asked.typed("NumberFact", "DateFact")]
        return tuple(sorted((*alone, *grouped, *values), key=lambda q: (q.order, q.key)))

    def _yes_no(self, record: Record) -> Question:
        return self._question(record, "yes_no", facts=(self.index[record.node],))

    def _grouped(self, record: Record) -> Question:
        options = sorted(record.all("option"), key=self._place)
        kind: Literal["one_of", "any_of"] = "one_of" if local(record.need("kind")) == "OneOf" else "any_of"
        return self._question(record, kind, facts=tuple(self.at(iri, record.node) for iri in options))

    def _place(self, option: str) -> tuple[object, ...]:
        """Options stand in their own order, else in that of the provisions that define them."""
        record = self._records.get(option)
        if record is None:
            return (999,)
        return (record.number("order", 999), min(map(reading_order, record.short("definedIn")), default=("~",)), option)

    def _value(self, record: Record) -> Question:
        if "NumberFact" in record.types():
            return self._question(record, "number", unit=local(record.text("unit")), integer=local(record.text("range")) == "integer")
        planned = record.one("plannedAs")
        follows = tuple(self._key(f) for f in record.all("follows"))
        return self._question(record, "date", planned_as=self._key(planned) if planned else None, follows=follows)

    def _question(
        self,
        record: Record,
        kind: Literal["yes_no", "one_of", "any_of", "number", "date"],
        facts: tuple[int, ...] = (),
        unit: str = "",
        integer: bool = False,
        planned_as: str | None = None,
        follows: tuple[str, ...] = (),
    ) -> Question:
        return Question(
            key=record.need("notation"),
            kind=kind,
            wording=record.text("wording"),
            help=record.text("help"),
            example_yes=record.text("exampleYes"),
            example_no=record.text("exampleNo"),
            topic=next(iter(record.short("topic")), ""),
            order=record.number("order", 999),
            facts=facts,
            iri=record.node,
            label=record.text("prefLabel"),
            unit=unit,
            integer=integer,
            planned_as=planned_as,
            follows=follows,
            provisions=record.short("definedIn"),
            also_called=record.all("altLabel"),
            implies=self.optional(record, "dayImplies"),
            act=self.home(record.node).split(":")[0],
        )


def _presumption(record: Record) -> Presumption | None:
    presumed, usually = record.one("presumedFalse"), record.one("usuallyFalse")
    if presumed:
        return Presumption("presumed_false", short(presumed), record.text("presumptionNote"))
    return Presumption("usually_false", short(usually), record.text("presumptionNote")) if usually else None
