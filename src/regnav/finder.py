"""Finds questions by words: a full-text index (SQLite's FTS5: English stems, ranked by BM25) over wording, help, examples and options."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable

import msgspec

from regnav.assessment import OptionAnswer, QuestionAnswer

WEIGHTS = (4.0, 6.0, 6.0, 2.0, 1.5, 0.5, 2.0)
"""How much a word counts in the key, the label or wording, the other words for it, the help, the example of a yes, the near miss, and the provisions cited."""
SHORT = 3
"""Words of fewer letters are left out, unless all are as short; numbers and points such as `5(b)` are words too."""


class Found(msgspec.Struct, frozen=True):
    """A question that words lead to; `options` are the values of its options that they lead to, the best first."""

    question: QuestionAnswer
    options: tuple[str, ...]


class Finder:
    """Questions by words. Every option has a line of its own in the index, so that one of sixty options is found as well as a whole question."""

    def __init__(self, questions: Iterable[QuestionAnswer]) -> None:
        self._questions = {q.key: q for q in questions}
        self._index = sqlite3.connect(":memory:", check_same_thread=False)
        self._index.execute(
            "CREATE VIRTUAL TABLE line USING fts5(key, name, also, help, yes, no, cited, question UNINDEXED, option UNINDEXED, tokenize = 'porter unicode61')"
        )
        self._index.executemany("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [line for q in self._questions.values() for line in _lines(q)])

    def find(self, words: str, limit: int = 10) -> tuple[Found, ...]:
        """The questions that fit these words best, at most `limit` of them; none when no word occurs."""
        terms = [" ".join(re.findall(r"\w+", word)) for word in words.casefold().split()]
        terms = [t for t in terms if len(t) >= SHORT or any(map(str.isdigit, t))] or [t for t in terms if t]
        if not terms:
            return ()
        asked = " OR ".join(f'"{t}"' for t in terms)
        rows = self._index.execute(f"SELECT question, option FROM line WHERE line MATCH ? ORDER BY bm25(line, {', '.join(map(str, WEIGHTS))})", (asked,))
        found: dict[str, list[str]] = {}
        for question, option in rows:
            if question in found or len(found) < limit:
                options = found.setdefault(question, [])
                if option:
                    options.append(option)
        return tuple(Found(self._questions[key], tuple(options)) for key, options in found.items())


def _lines(question: QuestionAnswer) -> Iterable[tuple[str, ...]]:
    """One line for the question and one for each of its options: the texts, and what they lead to."""
    yield (_words(question.key), question.wording, *_texts(question), question.key, "")
    for option in question.options:
        yield (_words(option.value), option.label, *_texts(option), question.key, option.value)


def _texts(thing: QuestionAnswer | OptionAnswer) -> tuple[str, ...]:
    return "; ".join(thing.also_called), thing.help, thing.example_yes, thing.example_no, "; ".join(p.label for p in thing.provisions)


def _words(key: str) -> str:
    """The words of a key, apart and in one: `deep_fake` is found by "deep fake" and by "deepfake"."""
    return f"{re.sub(r'[._]', ' ', key)} {key.replace('_', '')}"
