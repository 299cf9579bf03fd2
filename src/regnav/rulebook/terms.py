"""Classes of situations, the axioms between them, and the questions that are asked of a user."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from regnav.rulebook.basics import TermIndex, Validity


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
    """A class of situations; `empty` says that nothing can belong to it until a public act fills it.

    `help`, the two examples (a yes and a near miss) and other words for it help to state a fact.
    """

    id: str
    iri: str
    key: str
    label: str
    kind: Literal["fact", "concept"]
    role: bool
    provisions: tuple[str, ...]
    definition: str
    help: str
    example_yes: str
    example_no: str
    also_called: tuple[str, ...]
    judgement: bool
    headline: bool
    empty: bool
    version_of: TermIndex | None
    validity: Validity
    number_test: NumberTest | None
    date_test: DateTest | None
    presumption: Presumption | None


class Question(msgspec.Struct, frozen=True):
    """How one or several facts are asked. `facts` are the options, or the one fact of a yes/no question.

    `implies` is the fact that a day given as the answer implies, unless something else is stated of it. `act` is the key of the instrument whose
    question it is; it is empty where many acts share it.
    """

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
    also_called: tuple[str, ...] = ()
    act: str = ""
    implies: TermIndex | None = None
