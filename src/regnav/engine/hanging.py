"""What norms hang on: the facts not stated that would decide them, and the presumptions on which their status rests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from regnav.engine.conditions import members
from regnav.engine.law import Group
from regnav.engine.logic import Assignment
from regnav.engine.missing import Below, OpenFacts
from regnav.engine.questions import Weights
from regnav.engine.timeline import Situation
from regnav.engine.verdict import Alike, Verdict
from regnav.engine.windows import start


class Hanging:
    """What the norms of one situation hang on; `weights` counts the norms behind each open question once `missing` has been asked for."""

    def __init__(self, facts: OpenFacts, situation: Situation) -> None:
        self._facts = facts
        self._situation = situation
        self._law = situation.law
        self._questions = situation.law.questionnaire.by_key
        self.weights = Weights()
        self._datings: dict[tuple[int, date, int], tuple[int, int]] = {}
        self._keys: dict[tuple[int, int], tuple[str, ...]] = {}

    def missing(self, classes: Sequence[Alike]) -> dict[int, tuple[str, ...]]:
        """For each group that depends, or whose date is open, the facts that would decide it: those whose question decides most norms first."""
        masks: dict[int, int] = {}
        for alike in classes:
            result = alike.verdict
            if result.decisive.value is None or len(result.dates) > 1:
                facts = self._facts.below(result.decisive.stretch.assignment)
                for number in members(alike.groups):
                    group = self._law.groups[number][0]
                    masks[number] = self._dating(group, result)[0] | self._open_mask(group, facts)
        asked = {mask: self._facts.keys(mask) for mask in set(masks.values())}
        self._weigh(masks, asked)
        urgency = {key: place for place, key in enumerate(sorted({key for keys in asked.values() for key in keys}, key=self._urgency))}
        order = {mask: tuple(sorted(keys, key=urgency.__getitem__)) for mask, keys in asked.items()}
        return {number: order[mask] for number, mask in masks.items()}

    def _weigh(self, masks: dict[int, int], asked: dict[int, tuple[str, ...]]) -> None:
        """Counts the norms that hang on each question, given the open facts of each group and the keys of each set of open facts."""
        truth, groups, questions = self._situation.stretches[0].assignment.truth, self._law.groups, self._questions
        waiting: dict[tuple[int, bool], int] = {}
        for number, mask in masks.items():
            group, places = groups[number]
            near = any(truth[2 * variable] for variable in (*group.bearers, group.applies_to) if variable is not None)
            waiting[mask, near] = waiting.get((mask, near), 0) + len(places)
        for (mask, near), norms in waiting.items():
            for name in {questions[key].key for key in asked[mask]}:
                self.weights.add(name, norms, near)

    def _urgency(self, key: str) -> tuple[int, int, int, str]:
        question = self._questions[key]
        return *self.weights.before(question.key), question.order, key

    def _open_mask(self, group: Group, facts: Below) -> int:
        """The open facts on which the condition of a group hangs, as bits."""
        truth = facts.assignment.truth
        mask = 0
        if group.applies_to is not None:
            mask |= facts.mask(group.applies_to)
        if group.scope is not None and not self._scope_follows(group, facts.assignment):
            mask |= facts.mask(group.scope)
        if not any(truth[2 * b] for b in group.bearers):
            for variable in group.bearers:
                mask |= facts.mask(variable)
        return mask

    def _scope_follows(self, group: Group, assignment: Assignment) -> bool:
        """Whether whoever is in the class, or in any role that is still open, is in scope too, so that nothing hangs on the scope beside them."""
        scope, program = group.scope, assignment.program
        assert scope is not None
        if group.applies_to is not None and self._law.entails(program, group.applies_to, scope):
            return True
        roles = [role for role in group.bearers if not assignment.truth[2 * role + 1]]
        return bool(roles) and all(self._law.entails(program, role, scope) for role in roles)

    def _dating(self, group: Group, result: Verdict) -> tuple[int, int]:
        """The open facts, and the presumptions, on which rules and exemptions hang; the same for groups that stand alike."""
        step = result.decisive
        assignment = step.stretch.assignment
        key = (group.dating, step.day, id(step.stretch))
        found = self._datings.get(key)
        if found is None:
            facts = self._facts.below(assignment)
            begin = start(self._law.levels(group.rules, step.stretch.state), assignment)
            exemptions = self._law.exemptions(group, step.stretch.state)
            open_ = _union(facts.mask(v) for v in (*begin.open, *(when for when, until, _ in exemptions if until is None or step.day < until)))
            found = self._datings[key] = (open_, _union(_presumed(assignment, v) for v in (*begin.used, *(when for when, _, _ in exemptions))))
        return found

    def presumptions(self, group: Group, result: Verdict) -> tuple[str, ...]:
        """The presumptions on which the status of a group rests, by key."""
        assignment = result.decisive.stretch.assignment
        if not assignment.presumed:
            return ()
        mask = self._dating(group, result)[1]
        if group.scope is not None:
            mask |= _presumed(assignment, group.scope)
        if group.applies_to is not None:
            mask |= _presumed(assignment, group.applies_to)
        bearer = next((b for b in group.bearers if assignment.truth[2 * b]), None)
        if bearer is not None:
            mask |= assignment.presumed_below(2 * bearer)
        return self._presumption_keys(assignment, mask)

    def _presumption_keys(self, assignment: Assignment, mask: int) -> tuple[str, ...]:
        found = self._keys.get((id(assignment), mask))
        if found is None:
            terms, order = self._law.rulebook.terms, assignment.presumed
            found = self._keys[id(assignment), mask] = tuple([terms[order[n]].key for n in members(mask)])
        return found


def _presumed(assignment: Assignment, variable: int) -> int:
    """The presumptions on which the value of a variable rests, as bits; none while it is unknown."""
    value = assignment.value(variable)
    return 0 if value is None else assignment.presumed_below(2 * variable + (not value))


def _union(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found
