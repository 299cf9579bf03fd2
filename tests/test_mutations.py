"""The golden cases bite: a condition dropped, a bearer swapped or a date moved by a day makes at least one of them fail.

200 seeded mutations of the rulebook. A dropped condition that the others entail changes nothing and is drawn again.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

import msgspec
import pytest
import z3

from case_files import REACHED, Case, among, full, law_of, read_cases, regimes_of
from regnav.engine.law import Group, Law
from regnav.engine.logic import Program
from regnav.engine.regimes import Selection
from regnav.engine.verdict import Verdict, Verdicts
from regnav.errors import Contradiction
from regnav.navigator import Navigator
from regnav.rulebook import Axiom, Covering, Expression, Norm, Relation, Rulebook, Sanction
from regnav.system import System

MUTATIONS = 200
KNOWN = date(2026, 11, 22)
CASES = read_cases()


class Mutation(msgspec.Struct, frozen=True):
    """What was changed, and the changed rulebook."""

    what: str
    rulebook: Rulebook


# ── what can go wrong ───────────────────────────────────────────────────────


def drop_condition(law: Law, rng: random.Random) -> Mutation | None:
    """A concept without one of its conditions; None when the others entail it."""
    book = law.rulebook
    places = [i for i, a in enumerate(book.axioms) if a.equivalent and a.expression.op in {"and", "or"} and len(a.expression.parts) > 1]
    place = rng.choice(places)
    axiom = book.axioms[place]
    number = rng.randrange(len(axiom.expression.parts))
    parts = axiom.expression.parts
    rest = (*parts[:number], *parts[number + 1 :])
    if _redundant(law, axiom, parts[number], rest):
        return None
    changed = msgspec.structs.replace(axiom, expression=Expression(axiom.expression.op, parts=rest))
    axioms = (*book.axioms[:place], changed, *book.axioms[place + 1 :])
    return Mutation(f"{book.terms[axiom.term].id} without part {number + 1}", msgspec.structs.replace(book, axioms=axioms))


def _redundant(law: Law, axiom: Axiom, part: Expression, rest: tuple[Expression, ...]) -> bool:
    """Whether the other conditions entail the one dropped or, in a union, it entails one of them: then nothing changes.

    The definition itself is no reason for that, since the mutation changes it.
    """
    clauses = _clauses(law)
    one, others = clauses.formula(part), [clauses.formula(p) for p in rest]
    difference = [*others, z3.Not(one)] if axiom.expression.op == "and" else [one, *map(z3.Not, others)]
    return not clauses.possible(difference, undefined=axiom.term)


class _Clauses:
    """Clauses of the law in a SAT solver; a term can be left undefined."""

    def __init__(self, program: Program) -> None:
        self._variables = [z3.Bool(f"v{i}") for i in range(program.variables)]
        self._defined = {term: z3.Bool(f"definition {term}") for term in program.origins}
        self._solver = z3.SolverFor("QF_FD")
        literals = [literal for variable in self._variables for literal in (variable, z3.Not(variable))]
        for clause, term in zip(program.clauses, program.origins, strict=True):
            self._solver.add(z3.Implies(self._defined[term], z3.Or([literals[x] for x in clause])))

    def formula(self, expression: Expression) -> Any:
        """An expression of the law as a formula."""
        if expression.op == "term":
            return self._variables[expression.term]
        made = {"not": z3.Not, "and": z3.And, "or": z3.Or}[expression.op]
        return made(*map(self.formula, expression.parts))

    def possible(self, formulas: list[Any], undefined: int | None = None) -> bool:
        """Whether some situation meets the formulas, also when one term has no definition."""
        definitions = [guard for term, guard in self._defined.items() if term != undefined]
        return bool(self._solver.check(*definitions, *formulas) != z3.unsat)


@cache
def _clauses(law: Law) -> _Clauses:
    """What holds in every state of the law: heads are cut off from their versions, and what awaits a public act is open."""
    book = law.rulebook
    terms = tuple(msgspec.structs.replace(t, version_of=None, empty=False) for t in book.terms)
    timeless = Law(msgspec.structs.replace(book, terms=terms))
    return _Clauses(timeless.program(timeless.state((), KNOWN, frozenset()))[0])


def swap_bearer(law: Law, rng: random.Random) -> Mutation | None:
    """A norm that binds somebody else; None when the two roles are the same, by their definitions or in its class."""
    book = law.rulebook
    place = rng.randrange(len(book.norms))
    norm = book.norms[place]
    roles = sorted({b for n in book.norms for b in n.bearers} - set(norm.bearers))
    bearers = (rng.choice(roles), *norm.bearers[1:])
    if norm.bearers and _same(law, norm.applies_to, norm.bearers[0], bearers[0]):
        return None
    norms = (*book.norms[:place], msgspec.structs.replace(norm, bearers=bearers), *book.norms[place + 1 :])
    return Mutation(f"{norm.id} borne by {book.terms[bearers[0]].id}", msgspec.structs.replace(book, norms=norms))


def _same(law: Law, applies_to: int | None, role: int, other: int) -> bool:
    """Whether nobody (in a class, if given) can have one of two roles without the other."""
    clauses = _clauses(law)
    one, two = (clauses.formula(Expression("term", term)) for term in (role, other))
    within = [clauses.formula(Expression("term", applies_to))] if applies_to is not None else []
    return not clauses.possible([*within, z3.Xor(one, two)])


def move_date(law: Law, rng: random.Random) -> Mutation | None:
    """A rule, the end of an exemption, or a date test a day earlier or later."""
    book = law.rulebook
    day = timedelta(days=rng.choice([-1, 1]))
    kind = rng.choice(["rule", "exemption", "test"])
    if kind == "rule":
        place = rng.randrange(len(book.rules))
        rule = book.rules[place]
        if place not in _dating(book) or max(rule.start, rule.start + day) <= _entered(book, place):
            return None  # it gives nothing its day, before or after the move
        rules = (*book.rules[:place], msgspec.structs.replace(rule, start=rule.start + day), *book.rules[place + 1 :])
        return Mutation(f"{rule.id} moved by {day.days}", msgspec.structs.replace(book, rules=rules))
    if kind == "exemption":
        place = rng.choice([i for i, e in enumerate(book.exemptions) if e.until])
        exemption = book.exemptions[place]
        assert exemption.until is not None
        moved = msgspec.structs.replace(exemption, until=exemption.until + day)
        return Mutation(
            f"{exemption.id} moved by {day.days}", msgspec.structs.replace(book, exemptions=(*book.exemptions[:place], moved, *book.exemptions[place + 1 :]))
        )
    first = min(instrument.published for instrument in book.instruments.values())  # a day before all law stands for any day at all
    place = rng.choice([i for i, t in enumerate(book.terms) if t.date_test and t.date_test.day > first])
    term = book.terms[place]
    assert term.date_test is not None
    test = msgspec.structs.replace(term.date_test, day=term.date_test.day + day)
    terms = (*book.terms[:place], msgspec.structs.replace(term, date_test=test), *book.terms[place + 1 :])
    return Mutation(f"{term.id} moved by {day.days}", msgspec.structs.replace(book, terms=terms))


def _entered(book: Rulebook, place: int) -> date:
    """The first day on which something that a rule dates enters into force; nothing of it starts earlier."""
    dated = (thing for thing in _dated(book) if any(covering.rule == place for covering in thing.rules))
    entered = (book.instruments[thing.validity.introduced_by].in_force for thing in dated)
    return min((day or date.min for day in entered), default=date.min)


def _dating(book: Rulebook) -> set[int]:
    """The rules that give something its day.

    The others cover only provisions without a norm, such as amendments of other acts, or lie above a rule that is there whenever they are and governs all.
    """
    return {c.rule for thing in _dated(book) for c in thing.rules if not any(_eclipses(book, c, other) for other in thing.rules)}


def _eclipses(book: Rulebook, covering: Covering, other: Covering) -> bool:
    rule, deeper = book.rules[covering.rule], book.rules[other.rule]
    return other.depth > covering.depth and deeper.governs is None and deeper.validity == rule.validity


def _dated(book: Rulebook) -> tuple[Norm | Sanction | Relation, ...]:
    return (*book.norms, *book.sanctions.values(), *book.relations.values())


KINDS: tuple[Callable[[Law, random.Random], Mutation | None], ...] = (drop_condition, drop_condition, swap_bearer, move_date)


# ── whether a case notices ──────────────────────────────────────────────────


def notices(navigator: Navigator, case: Case) -> bool:
    """Whether a case fails; verdicts only, which is quicker than whole answers."""
    navigator = law_of(navigator, case)
    law = navigator.law
    readings = navigator.chosen(case.options.get("use_readings", ()))
    try:
        situation = navigator.assessor.situation(
            System.of(case.system),
            case.as_of,
            case.law_as_of or KNOWN,
            case.options.get("presumptions", "default") == "default",
            readings,
            Selection(regimes_of(navigator, case)),
        )
    except Contradiction:
        return "clash" not in case.expected
    values = situation.stretches[0].assignment
    for name, wanted in case.expected.get("concepts", {}).items():
        value = values.value(law.terms[among(case.act, name, law.terms)])
        if {True: "true", False: "false", None: "unknown"}[value] != str(wanted).lower():
            return True
    return any(_stands_otherwise(navigator, situation, case, word) for word in (*REACHED, "not", "dates", "readings"))


def _stands_otherwise(navigator: Navigator, situation: Any, case: Case, word: str) -> bool:
    law = navigator.law
    wanted = case.expected.get(word, ())
    if not wanted:
        return False
    verdicts = Verdicts(law, situation)
    groups = _groups(law)
    for norm in wanted:
        place, group = groups[full(case.act, norm)]
        if word == "readings":
            for reading, status in wanted[norm].items():
                other = situation.under(navigator.law.readings(navigator.chosen([reading])))
                if navigator.assessor.workshop.fragments.status(place, Verdicts(law, other).of(group)) != status:
                    return True
            continue
        found = verdicts.of(group)
        if word == "dates":
            if [str(d) for d in found.dates] != [str(d) for d in wanted[norm]]:
                return True
        elif _differs(found, navigator.assessor.workshop.fragments.status(place, found), word, wanted, norm):
            return True
    return False


@lru_cache(maxsize=2)
def _groups(law: Law) -> dict[str, tuple[int, Group]]:
    """The place and the group of each norm."""
    return {law.rulebook.norms[p].id: (p, group) for group, places in law.groups for p in places}


def _differs(found: Verdict, status: str, word: str, wanted: Any, norm: str) -> bool:
    """Whether a verdict, with its status for one norm, is not the one that a case expects; `ended` needs the whole answer and is left to the other tests."""
    if word == "ended":
        return False
    if status != {"not": "not_applicable"}.get(word, word):
        return True
    return word in {"applies", "upcoming"} and isinstance(wanted, dict) and found.applies_from != wanted[norm]


def drawn(law: Law) -> Iterator[Mutation]:
    """The seeded mutations."""
    rng = random.Random(20261122)
    count = 0
    while count < MUTATIONS:
        mutation = rng.choice(KINDS)(law, rng)
        if mutation is not None:
            count += 1
            yield mutation


@pytest.mark.slow
def test_the_cases_bite(law: Navigator) -> None:
    assert not [str(case) for case in CASES if notices(law, case)], "a case that fails without a mutation notices nothing"
    survivors = []
    for mutation in drawn(law.law):
        mutant = Navigator(mutation.rulebook, law.ontology, law.queries_folder)
        act, _, name = mutation.what.split()[0].partition(":")
        for case in sorted(CASES, key=lambda c: (name not in str(c.expected), c.act != act)):  # those that name it, then its act's, notice soonest
            if notices(mutant, case):
                break
        else:
            survivors.append(mutation.what)
    assert not survivors, f"{len(survivors)} of {MUTATIONS} mutations go unnoticed:\n" + "\n".join(survivors)
