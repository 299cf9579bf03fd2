"""Three-valued reasoning over the class axioms: propagation of clauses (`clauses`) on two rails.

A term is known true, known false, or unknown. The axioms become clauses (disjunctions of literals); unit propagation runs
them upwards and downwards to the fixpoint, so everything that it decides is entailed, and the clause that decided a literal
is the step of its proof. What needs a case split stays unknown: sound, slightly over-cautious.

A literal is `2 * variable` (true) or `2 * variable + 1` (false); variables 0 … n-1 are the terms, the rest are nested expressions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

UNKNOWN, STATED, PRESUMED, DATED, COUNTED = 0, -1, -2, -3, -4
"""Why a literal holds when no clause decided it: stated, presumed, by a date, by a number; or that it is not known to hold."""


def true(variable: int) -> int:
    return 2 * variable


def false(variable: int) -> int:
    return 2 * variable + 1


@dataclass(frozen=True, eq=False)
class Program:
    """Clauses of the law in one state (which versions are valid), with their occurrence lists."""

    terms: int
    variables: int
    clauses: tuple[tuple[int, ...], ...]
    origins: tuple[int, ...]
    """The term whose definition a clause comes from."""
    definitions: dict[int, tuple[int, ...]]
    """For each defined term or nested expression, the variables that its definition names."""
    codes: tuple[int, ...]
    """One more than the place, for reasons: numbers made once."""
    watches: tuple[tuple[int, ...], ...]
    """For each literal, what its clauses come to when it becomes false, in the order of the clauses: of a clause of two literals, the other
    one; of any other clause, the place of its counter from the end (a negative number), since it must be seen how many are left."""
    counted: tuple[int, ...]
    """The numbers of the clauses that are counted: the facts of a state first (clauses of one literal), then the clauses of three and more."""
    sizes: tuple[int, ...]
    """How many literals each counted clause has."""
    facts: int
    """How many of the counted clauses have one literal."""
    links: frozenset[tuple[int, ...]]
    """The clauses that make a head the same as its valid version."""

    @cached_property
    def pairs(self) -> dict[tuple[int, int], int]:
        """The number of the first clause of two literals, by its literals in either order."""
        found: dict[tuple[int, int], int] = {}
        for number, clause in enumerate(self.clauses):
            if len(clause) == 2:
                found.setdefault((clause[0], clause[1]), number)
                found.setdefault((clause[1], clause[0]), number)
        return found


class Conflict(Exception):
    """A clause of which every literal is false."""

    def __init__(self, clause: int) -> None:
        self.clause = clause


class Assignment:
    """What is known of each variable, and why.

    `reason` has for each literal UNKNOWN, the kind of leaf that it is, or what decided it: after a clause of two literals, one more than the
    literal that it follows from; after a counted clause, the number of literals less the (negative) place of its counter. Read as `truth`,
    the same list says whether a literal is known: all reasons but UNKNOWN are true in Python.
    """

    __slots__ = ("_order", "_presumed", "open", "plain", "program", "reason", "starts", "trail", "truth")

    def __init__(self, program: Program) -> None:
        self.program = program
        self.reason = [UNKNOWN] * (2 * program.variables)
        self.truth = self.reason
        self.open = list(program.sizes)
        self.trail: list[int] = []
        self.plain: Assignment | None = None
        """What was known before anything was presumed, where all presumptions were made at once."""
        self.starts: dict[int, object] = {}
        """First days worked out over this assignment, by the identity of their rules (`verdict.start`)."""
        self._presumed: dict[int, int] = {}
        self._order: list[int] | None = None

    def copy(self) -> Assignment:
        twin = Assignment.__new__(Assignment)
        twin.program = self.program
        twin.reason = self.reason.copy()
        twin.truth = twin.reason
        twin.open = self.open.copy()
        twin.trail = self.trail.copy()
        twin.plain = None
        twin.starts = {}
        twin._presumed = {}
        twin._order = None
        return twin

    def value(self, variable: int) -> bool | None:
        """True, False, or None for unknown."""
        if self.truth[2 * variable]:
            return True
        return False if self.truth[2 * variable + 1] else None

    def add(self, literals: Iterable[int], why: int = STATED) -> None:
        """Take literals as known and propagate.

        Raises Conflict when they cannot hold together; the assignment is then unusable.
        """
        reason, trail = self.reason, self.trail
        start = len(trail)
        for literal in literals:
            if not reason[literal]:
                reason[literal] = why
                trail.append(literal)
        self.propagate(start)

    def propagate(self, head: int) -> None:
        """Run the clauses from a place of the trail on; the trail grows while it is read.

        This is where the time of an assessment goes: it touches few objects and makes none, so that they stay in the processor's cache.
        """
        reason, trail, left = self.reason, self.trail, self.open
        watches, codes, learn = self.program.watches, self.program.codes, self.trail.append
        for known in islice(trail, head, None):
            why = codes[known]
            for other in watches[known]:
                if other >= 0:
                    if not reason[other]:
                        if not reason[other ^ 1]:
                            reason[other] = why
                            learn(other)
                        elif trail.index(other ^ 1) < trail.index(known):  # else it is met again when the trail reaches the other side
                            raise Conflict(self.program.pairs[known ^ 1, other])
                else:
                    remaining = left[other] - 1
                    left[other] = remaining
                    if remaining == 1:
                        self._last(other)
                    elif remaining == 0:
                        raise Conflict(self.program.counted[other])

    def _last(self, place: int) -> None:
        """Take the only literal of a counted clause that is not false as known."""
        reason = self.reason
        for literal in self.program.clauses[self.program.counted[place]]:
            if not reason[literal ^ 1]:
                if not reason[literal]:
                    reason[literal] = self.program.codes[len(reason) - place - 1]
                    self.trail.append(literal)
                break

    def clause(self, literal: int) -> int:
        """The number of the clause that decided a literal that is no leaf."""
        why = self.reason[literal]
        return self.program.pairs[(why - 1) ^ 1, literal] if why <= len(self.reason) else self.program.counted[len(self.reason) - why]

    def decided_by(self, literal: int) -> tuple[int, ...]:
        """The clause that decided a literal that is no leaf."""
        why = self.reason[literal]
        return ((why - 1) ^ 1, literal) if why <= len(self.reason) else self.program.clauses[self.program.counted[len(self.reason) - why]]

    def antecedents(self, literal: int) -> tuple[int, ...]:
        """The literals from which a clause decided this one; empty for a leaf."""
        if self.reason[literal] <= UNKNOWN:
            return ()
        return tuple([other ^ 1 for other in self.decided_by(literal) if other != literal])

    def leaves(self, literals: Iterable[int]) -> list[int]:
        """The stated, presumed, dated and counted literals on which these rest, in the order in which they became known."""
        seen: set[int] = set()
        todo = list(literals)
        while todo:
            literal = todo.pop()
            if literal not in seen:
                seen.add(literal)
                todo.extend(self.antecedents(literal))
        return [literal for literal in self.trail if literal in seen and self.reason[literal] < UNKNOWN]

    def presumed_below(self, literal: int) -> int:
        """The presumptions on which a known literal rests, as a set of bits by their order in `presumed`."""
        if self.plain is not None and self.plain.reason[literal]:
            return 0
        found = self._presumed.get(literal)
        if found is None:
            found = 1 << self.presumed.index(literal >> 1) if self.reason[literal] == PRESUMED else 0
            for other in self.antecedents(literal):
                found |= self.presumed_below(other)
            self._presumed[literal] = found
        return found

    @property
    def presumed(self) -> list[int]:
        """The terms presumed false, in the order in which they were."""
        if self._order is None:
            self._order = [literal >> 1 for literal in self.trail if self.reason[literal] == PRESUMED]
        return self._order


def fresh(program: Program) -> Assignment:
    """An assignment in which only what holds of every situation is known (a concept without a valid version is empty)."""
    assignment = Assignment(program)
    units = [clause[0] for clause in program.clauses if len(clause) == 1]
    for literal in units:
        place = program.counted.index(program.clauses.index((literal,))) - len(program.counted)
        assignment.reason[literal] = len(assignment.reason) - place
        assignment.trail.append(literal)
    assignment.propagate(0)
    return assignment
