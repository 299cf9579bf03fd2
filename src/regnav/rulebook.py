"""The rulebook: the law as compiled from the graph, in plain immutable objects.

Terms (facts, concepts, roles, tests) are referred to by their place in `Rulebook.terms`; everything else by its short
identifier, `<act>:<local name>` (`ai-act:art_15_par_5`). Days are `datetime.date`.
"""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Literal

import msgspec

FORMAT = 3
"""Version of this layout; a cache written under another one is rebuilt."""

TermIndex = int


class Validity(msgspec.Struct, frozen=True, gc=False):
    """From the entry into force of one instrument to that of another, under certain readings."""

    introduced_by: str
    ended_by: str | None = None
    readings: tuple[str, ...] = ()


class Regime(msgspec.Struct, frozen=True, gc=False):
    """The law of a jurisdiction. With gateways it is assessed where one of these facts holds, or on request; `part_of` names the wider regime."""

    key: str
    label: str
    order: int
    part_of: str
    gateways: tuple[TermIndex, ...]


class Instrument(msgspec.Struct, frozen=True, gc=False):
    """An act or guide with the class of situations inside its scope. `in_force` is None for what is proposed, was withdrawn, or awaits its commencement.

    `force` is how it stands today; `former_force` how it bound, or that it was proposed, before it was superseded or withdrawn.
    """

    id: str
    iri: str
    key: str
    label: str
    title: str
    published: date
    in_force: date | None
    force: str
    former_force: str
    ended_by: str | None
    jurisdiction: str
    url: str
    amends: tuple[str, ...]
    scope: TermIndex | None
    note: str


class Provision(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A numbered part of an instrument; `label` is the whole citation ("AI Act Art. 15(5)")."""

    id: str
    label: str
    url: str
    parent: str | None
    instrument: str
    heading: str
    introduced_by: str | None
    ended_by: str | None
    amending: tuple[str, ...]
    accounted_for: str | None


class Expression(msgspec.Struct, frozen=True, array_like=True):
    """A class expression: a named term, a complement, an intersection or a union."""

    op: Literal["term", "not", "and", "or"]
    term: TermIndex = -1
    parts: tuple[Expression, ...] = ()


class Axiom(msgspec.Struct, frozen=True, array_like=True):
    """`term` is equivalent to, or a subclass of, `expression`."""

    term: TermIndex
    equivalent: bool
    expression: Expression


class NumberTest(msgspec.Struct, frozen=True, gc=False):
    """An interval of a number fact; None is an open end."""

    fact: str
    low: Decimal | None = None
    low_open: bool = False
    high: Decimal | None = None
    high_open: bool = False

    def holds(self, number: Decimal) -> bool:
        """Whether the number lies in the interval."""
        above = self.low is None or number > self.low or (number == self.low and not self.low_open)
        below = self.high is None or number < self.high or (number == self.high and not self.high_open)
        return above and below


class DateTest(msgspec.Struct, frozen=True, gc=False):
    """A date fact before a day, or on or after it."""

    fact: str
    day: date
    before: bool


class Presumption(msgspec.Struct, frozen=True, gc=False):
    """Why a term is taken as false where the stated facts leave it open."""

    kind: Literal["presumed_false", "usually_false"]
    provision: str
    note: str


class Term(msgspec.Struct, frozen=True):
    """A class of situations; `empty` says that nothing can belong to it until a public act fills it."""

    id: str
    iri: str
    key: str
    label: str
    kind: Literal["fact", "concept"]
    role: bool
    provisions: tuple[str, ...]
    definition: str
    judgement: bool
    headline: bool
    empty: bool
    version_of: TermIndex | None
    validity: Validity
    number_test: NumberTest | None
    date_test: DateTest | None
    presumption: Presumption | None


class Question(msgspec.Struct, frozen=True):
    """How one or several facts are asked. `facts` are the options, or the one fact of a yes/no question."""

    key: str
    kind: Literal["yes_no", "one_of", "any_of", "number", "date"]
    wording: str
    help: str
    example_yes: str
    example_no: str
    topic: str
    order: int
    facts: tuple[TermIndex, ...] = ()
    iri: str = ""
    label: str = ""
    unit: str = ""
    integer: bool = False
    planned_as: str | None = None
    follows: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()


class Period(msgspec.Struct, frozen=True, gc=False):
    """A deadline or a retention period; `within` is an ISO 8601 duration, `on` a calendar day."""

    id: str
    label: str
    provisions: tuple[str, ...]
    within: str
    on: date | None
    runs_from: str
    promptness: str
    addressee: str
    validity: Validity


class Item(msgspec.Struct, frozen=True, gc=False):
    """A part that a norm's list demands, or an alternative."""

    order: int
    label: str
    provisions: tuple[str, ...]
    validity: Validity


class Covering(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """That an application rule covers a norm, and how deep in the act the covering part lies."""

    depth: int
    rule: int


class Norm(msgspec.Struct, frozen=True):
    """What a role must, must not, may, or is advised to do.

    `caveats` say how far the reading can be trusted, `sources` where it was read; both are told of laws whose text is not kept here.
    """

    id: str
    iri: str
    modality: Literal["obligation", "prohibition", "permission", "recommendation"]
    label: str
    summary: str
    instrument: str
    force: str
    provisions: tuple[str, ...]
    bearers: tuple[TermIndex, ...]
    owed_to: tuple[TermIndex, ...]
    applies_to: TermIndex | None
    topics: tuple[str, ...]
    stages: tuple[str, ...]
    moment: str
    triggers: tuple[str, ...]
    deadlines: tuple[Period, ...]
    retentions: tuple[Period, ...]
    items: tuple[Item, ...]
    choices: tuple[Item, ...]
    satisfied_by: tuple[str, ...]
    supported_by: tuple[str, ...]
    no_control: str
    threats: tuple[str, ...]
    replaces: tuple[str, ...]
    inference: str
    note: str
    caveats: tuple[str, ...]
    sources: tuple[str, ...]
    no_counterpart: str
    editorial: str
    digest: str
    validity: Validity
    rules: tuple[Covering, ...]
    exemptions: tuple[int, ...]
    sanctions: tuple[str, ...]
    relations: tuple[str, ...]
    guidance: tuple[str, ...]


class ApplicationRule(msgspec.Struct, frozen=True):
    """Starts what it covers on `start`, for the situations that it governs (all, when None)."""

    id: str
    label: str
    provisions: tuple[str, ...]
    governs: TermIndex | None
    start: date
    validity: Validity


class Exemption(msgspec.Struct, frozen=True):
    """Switches what it covers off while `when` holds, until a day (for good, when None)."""

    id: str
    label: str
    provisions: tuple[str, ...]
    when: TermIndex
    until: date | None
    validity: Validity


class Sanction(msgspec.Struct, frozen=True):
    """The highest fine; `maximum` in `currency` (ISO 4217), `turnover_share` in per cent of annual turnover; what is no number stands in `note`."""

    id: str
    label: str
    provisions: tuple[str, ...]
    maximum: Decimal | None
    currency: str
    turnover_share: Decimal | None
    combine: str
    lower_for: tuple[TermIndex, ...]
    offender: TermIndex | None
    note: str
    validity: Validity
    rules: tuple[Covering, ...]


class Relation(msgspec.Struct, frozen=True):
    """A link between acts: open while `when` holds, in effect once `provided` is shown too."""

    id: str
    label: str
    summary: str
    effect: str
    provisions: tuple[str, ...]
    when: TermIndex | None
    provided: TermIndex | None
    only_topics: tuple[str, ...]
    covered: tuple[str, ...]
    validity: Validity
    rules: tuple[Covering, ...]


class Counterpart(msgspec.Struct, frozen=True, gc=False):
    """That `norm` matches `other`, a norm of another regime: by a SKOS property, to a degree, with what differs.

    `confidence` says how sure the mapping is (0 to 1), `editorial` whether a second reader has judged it.
    """

    norm: str
    other: str
    match: str
    degree: Literal["equivalent", "narrower", "broader", "partial"]
    confidence: Decimal
    note: str
    editorial: str


class OverlapPart(msgspec.Struct, frozen=True, gc=False):
    """The norms of one act that a piece of work serves, and what they ask beyond the others."""

    norms: tuple[str, ...]
    adds: str


class Overlap(msgspec.Struct, frozen=True):
    """One piece of work that serves norms of several acts."""

    id: str
    label: str
    summary: str
    parts: tuple[OverlapPart, ...]


class Reading(msgspec.Struct, frozen=True, gc=False):
    """One reading of an open point."""

    id: str
    label: str
    summary: str
    held_by: str
    sources: tuple[str, ...]
    default: bool


class OpenPoint(msgspec.Struct, frozen=True):
    """Where informed readers differ."""

    id: str
    label: str
    question: str
    provisions: tuple[str, ...]
    readings: tuple[Reading, ...]


class TouchedLaw(msgspec.Struct, frozen=True):
    """Law that the facts reach and that regnav does not assess, or that national law may fill."""

    id: str
    label: str
    summary: str
    provisions: tuple[str, ...]
    when: TermIndex | None
    opening: bool
    url: str


class Guidance(msgspec.Struct, frozen=True, gc=False):
    """A guideline, code or standard that serves norms without binding."""

    id: str
    label: str
    summary: str
    state: str
    date: str
    url: str


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A control, threat, consequence or event type."""

    id: str
    kind: Literal["control", "threat", "consequence", "event", "clock"]
    label: str
    summary: str
    broader: tuple[str, ...]
    references: tuple[str, ...]
    consequences: tuple[str, ...]
    provisions: tuple[str, ...]


class Event(msgspec.Struct, frozen=True, gc=False):
    """What can happen again and again; `key` names it to a user, an event without one is never asked for. `broader` events happen with it."""

    id: str
    key: str
    label: str
    summary: str
    broader: tuple[str, ...]
    provisions: tuple[str, ...]


class Limit(msgspec.Struct, frozen=True, gc=False):
    """A period (ISO 8601) after a moment, named by key and in words; it does not count once the moment `lapses_after` comes later than its end."""

    within: str
    after: str
    after_label: str
    lapses_after: str
    provisions: tuple[str, ...]


class Clock(msgspec.Struct, frozen=True):
    """What an event starts: a report to `addressee` by the earliest of its limits, as the norms named demand it."""

    id: str
    label: str
    events: tuple[str, ...]
    stage: str
    limits: tuple[Limit, ...]
    promptness: str
    addressee: str
    not_twice: str
    provisions: tuple[str, ...]
    norms: tuple[str, ...]
    extended_by: tuple[str, ...]
    ends_at: time | None
    validity: Validity


class SystemType(msgspec.Struct, frozen=True, gc=False):
    """A ready-made kind of system; the facts are keys, a question's key under `false` closes the question."""

    key: str
    label: str
    summary: str
    topic: str
    true: tuple[str, ...]
    false: tuple[str, ...]


class Rulebook(msgspec.Struct, frozen=True):
    """Everything that the engine knows of the law."""

    format: int
    digest: str
    checked_to: date
    regimes: dict[str, Regime]
    instruments: dict[str, Instrument]
    provisions: dict[str, Provision]
    terms: tuple[Term, ...]
    axioms: tuple[Axiom, ...]
    disjoint: tuple[tuple[TermIndex, ...], ...]
    questions: tuple[Question, ...]
    norms: tuple[Norm, ...]
    rules: tuple[ApplicationRule, ...]
    exemptions: tuple[Exemption, ...]
    sanctions: dict[str, Sanction]
    relations: dict[str, Relation]
    counterparts: tuple[Counterpart, ...]
    overlaps: dict[str, Overlap]
    open_points: tuple[OpenPoint, ...]
    touched_law: tuple[TouchedLaw, ...]
    guidance: dict[str, Guidance]
    catalogue: dict[str, Entry]
    system_types: dict[str, SystemType]
    events: dict[str, Event]
    clocks: dict[str, Clock]
    labels: dict[str, str]


def encode(rulebook: Rulebook) -> bytes:
    """The rulebook as JSON, for the cache."""
    return msgspec.json.encode(rulebook)


def decode(data: bytes) -> Rulebook:
    """The rulebook from JSON.

    Raises msgspec.DecodeError or msgspec.ValidationError when the bytes are damaged.
    """
    return msgspec.json.decode(data, type=Rulebook)
