"""Open questions: which to ask, in which order, and how they read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from functools import cached_property

from regnav.assessment import OptionAnswer, QuestionAnswer
from regnav.engine.citations import Citations
from regnav.engine.grounds import Grounds
from regnav.engine.logic import Assignment
from regnav.rulebook import Question, Rulebook


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


class Questionnaire:
    """The questions of one law as they are shown; options are made once and shared."""

    def __init__(self, rulebook: Rulebook, citations: Citations) -> None:
        self._book = rulebook
        self._citations = citations
        self._options = {question.key: self._made(question) for question in rulebook.questions}

    @cached_property
    def by_key(self) -> dict[str, Question]:
        """The question behind each askable key: options of a list lead to the list."""
        terms, questions = self._book.terms, self._book.questions
        return {q.key: q for q in questions} | {terms[place].key: q for q in questions for place in q.facts}

    def all(self) -> tuple[QuestionAnswer, ...]:
        """Every question, in the order in which they are asked."""
        return tuple(map(self.answer, self._book.questions))

    def behind(self, acts: Collection[str]) -> tuple[QuestionAnswer, ...]:
        """The questions on which the norms of some instruments (by identifier) can hang, in the same order."""
        return tuple(map(self.answer, self._grounds.questions(acts)))

    @cached_property
    def _grounds(self) -> Grounds:
        return Grounds(self._book)

    def ranked(self, weights: Weights, known: Assignment) -> tuple[QuestionAnswer, ...]:
        """Open questions, those on which most norms hang first, norms that the facts come near to before others.

        Options that what is known rules out are not offered.
        """
        questions = self.by_key
        order = sorted(weights, key=lambda k: (*weights.before(k), questions[k].order, k))
        return tuple([self.answer(questions[key], weights[key], known) for key in order])

    def answer(self, question: Question, norms: int = 0, known: Assignment | None = None) -> QuestionAnswer:
        """A question as it is shown, without the options that what is known rules out."""
        options = self._options[question.key]
        if known is not None and options:
            options = tuple([o for place, o in zip(question.facts, options, strict=True) if not _ruled_out(known, place)])
        return QuestionAnswer(
            key=question.key,
            kind=question.kind,
            wording=question.wording or question.label,
            help=question.help,
            options=options,
            unit=question.unit,
            topic=question.topic.split(":")[-1],
            norms=norms,
            example_yes=question.example_yes,
            example_no=question.example_no,
            judgement=question.kind == "yes_no" and self._book.terms[question.facts[0]].judgement,
            also_called=question.also_called,
            provisions=self._citations.of(question.provisions),
            label=question.label,
            act=question.act,
        )

    def _made(self, question: Question) -> tuple[OptionAnswer, ...]:
        if question.kind not in {"one_of", "any_of"}:
            return ()
        return tuple(self._option(question, place) for place in question.facts)

    def _option(self, question: Question, place: int) -> OptionAnswer:
        term = self._book.terms[place]
        return OptionAnswer(
            value=term.key.removeprefix(question.key + "."),
            label=term.label,
            help=term.help or term.definition,
            example_yes=term.example_yes,
            example_no=term.example_no,
            judgement=term.judgement,
            also_called=term.also_called,
            provisions=self._citations.of(term.provisions),
        )


def _ruled_out(known: Assignment, place: int) -> bool:
    """Whether a fact is known to be false by what was stated, and not merely presumed so."""
    return known.value(place) is False and known.presumed_below(2 * place + 1) == 0
