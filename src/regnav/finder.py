"""Finds questions by words: a full-text index (SQLite's FTS5, ranked by BM25) over label, wording, other words, help, examples, provisions and options."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterable

import msgspec

from regnav.assessment import OptionAnswer, QuestionAnswer

FIELDS = {"key": 4.0, "name": 6.0, "also": 6.0, "help": 2.0, "yes": 1.5, "no": 0.5, "cited": 2.0}
"""What is searched, and how much a word counts there: the key, the label or wording, other words for it, help, examples, provisions."""
INDEXES = {"stems": "porter unicode61", "words": "unicode61"}
"""Every line stands in two indexes, by English stems and as it is written: a word found in both counts twice, and `ATS` is not taken for `at`."""
COMMON = frozenset(
    re.findall(r"\w+", "a an and as at be by do does for from has have if in is it its not of on or our that the this to us we what which who with you your")
)
"""Words that say nothing of what is looked for."""
AWAY = 0.5
"""How much a question of a regime that facts have to open first counts, against those that always concern a system."""


class Found(msgspec.Struct, frozen=True):
    """A question that words lead to; `options` are the values of its options that they lead to, the best first."""

    question: QuestionAnswer
    options: tuple[str, ...]


class Finder:
    """Questions by words. Every option has a line of its own in the index, so that one of sixty options is found as well as a whole question.

    Questions of the acts `away` (by key) stand behind others that fit as well.
    """

    def __init__(self, questions: Iterable[QuestionAnswer], away: Collection[str] = ()) -> None:
        self._questions = {q.key: q for q in questions}
        lines = [(*line, AWAY if q.act in away else 1.0) for q in self._questions.values() for line in _lines(q)]
        self._index = sqlite3.connect(":memory:", check_same_thread=False)
        for name, tokenize in INDEXES.items():
            self._index.execute(
                f"CREATE VIRTUAL TABLE {name} USING fts5({', '.join(FIELDS)}, question UNINDEXED, option UNINDEXED, weight UNINDEXED, tokenize = '{tokenize}')"
            )
            self._index.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * (len(FIELDS) + 3))})", lines)
        weights = ", ".join(map(str, FIELDS.values()))
        parts = (f"SELECT rowid AS line, question, option, bm25({name}, {weights}) * weight AS score FROM {name} WHERE {name} MATCH :asked" for name in INDEXES)
        self._query = f"SELECT question, option FROM ({' UNION ALL '.join(parts)}) GROUP BY line ORDER BY SUM(score), line"

    def find(self, words: str, limit: int = 10) -> tuple[Found, ...]:
        """The questions that fit these words best, at most `limit` of them; none when no word occurs."""
        terms = [" ".join(re.findall(r"\w+", word)) for word in words.casefold().split()]
        asked = " OR ".join(f'"{term}"' for term in terms if term and term not in COMMON)
        if not asked:
            return ()
        found: dict[str, list[str]] = {}
        for question, option in self._index.execute(self._query, {"asked": asked}):
            if question in found or len(found) < limit:
                options = found.setdefault(question, [])
                if option:
                    options.append(option)
        return tuple(Found(self._questions[key], tuple(options)) for key, options in found.items())


def _lines(question: QuestionAnswer) -> Iterable[tuple[str, ...]]:
    """One line for the question and one for each of its options: the texts, and what they lead to."""
    yield (_words(question.key), f"{question.label} {question.wording}", *_texts(question), question.key, "")
    for option in question.options:
        yield (_words(option.value), option.label, *_texts(option), question.key, option.value)


def _texts(thing: QuestionAnswer | OptionAnswer) -> tuple[str, ...]:
    return "; ".join(thing.also_called), thing.help, thing.example_yes, thing.example_no, "; ".join(p.label for p in thing.provisions)


def _words(key: str) -> str:
    """The words of a key, apart and in one: `deep_fake` is found by "deep fake" and by "deepfake"."""
    return f"{re.sub(r'[._]', ' ', key)} {key.replace('_', '')}"
