"""Open questions: which to ask, in which order, and how they read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from regnav.assessment import OptionAnswer, QuestionAnswer
from regnav.engine.law import Law
from regnav.engine.logic import Assignment
from regnav.rulebook import Question


def by_key(law: Law) -> dict[str, Question]:
    """The question behind each askable key: options of a list lead to the list."""
    found = {q.key: q for q in law.rulebook.questions}
    for question in law.rulebook.questions:
        for place in question.facts:
            found[law.rulebook.terms[place].key] = question
    return found


class Weights:
    """How many norms hang on each open question, by its key: all of them, and those that the facts come near to.

    A norm is near when what is known makes somebody its bearer or puts the system into its class. These count first, so that who
    describes an AI system and its provider is asked about that, and not about a bank or a drug that might be there as well.
    """

    def __init__(self) -> None:
        self._all: Counter[str] = Counter()
        self._near: Counter[str] = Counter()

    def add(self, key: str, norms: int, near: bool) -> None:
        """Counts norms that hang on a question."""
        self._all[key] += norms
        self._near[key] += norms if near else 0

    def __getitem__(self, key: str) -> int:
        return self._all[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def before(self, key: str) -> tuple[int, int]:
        """What puts a question before others: the smaller, the earlier."""
        return -self._near[key], -self._all[key]


def rank(law: Law, questions: Mapping[str, Question], weights: Weights, known: Assignment) -> tuple[QuestionAnswer, ...]:
    """Open questions, those on which most norms hang first, norms that the facts come near to before others.

    Options that what is known rules out are not offered.
    """
    order = sorted(weights, key=lambda k: (*weights.before(k), questions[k].order, k))
    return tuple(answer(law, questions[key], weights[key], known) for key in order)


def answer(law: Law, question: Question, norms: int = 0, known: Assignment | None = None) -> QuestionAnswer:
    """A question as it is shown, without the options that what is known rules out."""
    return QuestionAnswer(
        key=question.key,
        kind=question.kind,
        wording=question.wording or question.label,
        help=question.help,
        options=tuple(options(law, question, known)),
        unit=question.unit,
        topic=question.topic.split(":")[-1],
        norms=norms,
        example_yes=question.example_yes,
        example_no=question.example_no,
        judgement=question.kind == "yes_no" and law.rulebook.terms[question.facts[0]].judgement,
    )


def options(law: Law, question: Question, known: Assignment | None = None) -> list[OptionAnswer]:
    """The answers to a question of several options, without those ruled out."""
    if question.kind not in {"one_of", "any_of"}:
        return []
    terms = [law.rulebook.terms[place] for place in question.facts if known is None or not _ruled_out(known, place)]
    return [OptionAnswer(t.key.removeprefix(question.key + "."), t.label, t.help or t.definition, t.example_yes, t.example_no, t.judgement) for t in terms]


def _ruled_out(known: Assignment, place: int) -> bool:
    """Whether a fact is known to be false by what was stated, and not merely presumed so."""
    return known.value(place) is False and known.presumed_below(2 * place + 1) == 0
