"""Reads a described system: keys and values as people write them, into what the engine takes as stated."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from os import PathLike
from pathlib import Path
from typing import Any

from regnav.engine.logic import false, true
from regnav.errors import BadValue, SystemFileError, UnknownKey
from regnav.rulebook import Question, Rulebook

NOT_YET, NEVER = "not yet", "never"
FIELDS = {"title", "type", "as_of", "law_as_of", "facts"}

DateAnswer = date | str
"""A day, `not yet` or `never`."""


@dataclass(frozen=True)
class System:
    """A system as described: facts by key, everything else unknown."""

    title: str = ""
    type: str | None = None
    as_of: date | None = None
    law_as_of: date | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, source: System | Mapping[str, Any]) -> System:
        """A system from a mapping in the form of the system file.

        Raises SystemFileError for unknown fields and BadValue for dates that are none.
        """
        if isinstance(source, System):
            return source
        if not isinstance(source, Mapping):
            raise SystemFileError("A system is a mapping with `facts:` (and optional `title`, `type`, `as_of`, `law_as_of`).")
        for name in source:
            if name not in FIELDS:
                raise SystemFileError(f"Unknown field '{name}' in the system; known are {', '.join(sorted(FIELDS))}. Facts stand below `facts:`.")
        facts = source.get("facts") or {}
        if not isinstance(facts, Mapping):
            raise SystemFileError("`facts:` is a mapping of keys to values.")
        return cls(
            title=str(source.get("title") or ""),
            type=source.get("type"),
            as_of=read_day("as_of", source.get("as_of")),
            law_as_of=read_day("law_as_of", source.get("law_as_of")),
            facts={str(k): v for k, v in facts.items()},
        )

    def with_facts(self, changes: Mapping[str, Any]) -> System:
        """The same system with facts changed; None makes a fact unknown."""
        merged = {**self.facts, **changes}
        return System(self.title, self.type, self.as_of, self.law_as_of, {k: v for k, v in merged.items() if v is not None})

    def to_dict(self) -> dict[str, Any]:
        """The mapping that a system file holds, without what is not stated."""
        whole = {"title": self.title or None, "type": self.type, "as_of": self.as_of, "law_as_of": self.law_as_of, "facts": dict(self.facts)}
        return {k: v for k, v in whole.items() if v is not None}


def read_system(file: str | PathLike[str]) -> System:
    """The system in a YAML or JSON file.

    Raises SystemFileError when the file is missing or is not YAML.
    """
    import yaml

    path = Path(file)
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SystemFileError(f"There is no file {path}.") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SystemFileError(f"{path} cannot be read as YAML or JSON: {error}") from error
    return System.of(content if content is not None else {})


def read_day(key: str, value: object) -> date | None:
    """A day from a date or ISO 8601 text.

    Raises BadValue for anything else.
    """
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise BadValue(key, value, "write a date as 2027-12-02") from None


@dataclass
class Stated:
    """What the engine takes as stated: literals with the words that stated them, dates and numbers by key.

    `unlisted` is what goes without saying, unless another statement entails the opposite: the options that a list leaves out are false
    (a use that the law counts as a practice is listed with the use already), and a day of placing on the Union market says that it is supplied there.
    """

    literals: dict[int, str] = field(default_factory=dict)
    unlisted: dict[int, str] = field(default_factory=dict)
    dates: dict[str, DateAnswer] = field(default_factory=dict)
    numbers: dict[str, Decimal] = field(default_factory=dict)

    def state(self, literal: int, words: str) -> None:
        self.literals.setdefault(literal, words)

    def leave_out(self, literal: int, words: str) -> None:
        self.unlisted.setdefault(literal, words)

    def words(self, literal: int) -> str | None:
        """The words that stated a literal."""
        return self.literals.get(literal) or self.unlisted.get(literal)


class FactReader:
    """Reads facts by the keys of a rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._terms = {t.key: i for i, t in enumerate(rulebook.terms)} | {t.id: i for i, t in enumerate(rulebook.terms)}
        self.questions = {q.key: q for q in rulebook.questions}
        self.question_of = {i: q for q in rulebook.questions for i in q.facts}
        self._options: dict[str, dict[str, int]] = {}
        self._one_of = [frozenset(q.facts) for q in rulebook.questions if q.kind == "one_of"]

    def keys(self) -> list[str]:
        """All keys that a system file may use."""
        return sorted({*self.questions, *(t.key for t in self._rulebook.terms if t.kind == "fact" and ":" not in t.key)})

    def read(self, system: System) -> Stated:
        """What a system states, its type's presets first where the system says nothing of its own.

        Raises UnknownKey and BadValue.
        """
        stated = Stated()
        for key, value in system.facts.items():
            if value is not None:
                self._read_fact(stated, key, value)
        self._read_implied(stated)
        if system.type is not None:
            self._preset(stated, system.type)
        return stated

    def _read_implied(self, stated: Stated) -> None:
        """What the days stated imply, where nothing else is said of it."""
        for key, day in stated.dates.items():
            place = self.questions[key].implies
            if place is not None and isinstance(day, date) and false(place) not in stated.literals and true(place) not in stated.literals:
                stated.leave_out(true(place), f"{key}: {day}")

    def _preset(self, stated: Stated, name: str) -> None:
        kinds = self._rulebook.system_types
        if name not in kinds:
            raise UnknownKey(name, tuple(difflib.get_close_matches(name, kinds, 3)), "kind of system", "regnav types")
        own = {literal >> 1 for literal in (*stated.literals, *stated.unlisted)}
        closed = {i for facts in self._one_of if not own.isdisjoint(facts) for i in facts}
        kind = kinds[name]
        positive = [self._terms[key] for key in kind.true]
        for place in positive:
            if place not in own | closed:
                stated.state(true(place), f"{self._rulebook.terms[place].key}: true (from type {name})")
        for key in kind.false:
            for place in self._all(key):
                if place not in own and place not in positive:
                    stated.leave_out(false(place), f"{self._rulebook.terms[place].key}: false (from type {name})")

    def _all(self, key: str) -> tuple[int, ...]:
        if key in self.questions and self.questions[key].facts:
            return self.questions[key].facts
        return (self._terms[key],)

    def _read_fact(self, stated: Stated, key: str, value: Any) -> None:
        question = self.questions.get(key)
        if question is not None and question.kind != "yes_no":
            reader = {"number": self._read_number, "date": self._read_date, "one_of": self._read_one_of, "any_of": self._read_any_of}[question.kind]
            reader(stated, question, value)
        elif key in self._terms:
            if not isinstance(value, bool):
                raise BadValue(key, value, "answer true or false, or leave it out")
            place = self._terms[key]
            stated.state(true(place) if value else false(place), f"{key}: {str(value).lower()}")
        else:
            raise UnknownKey(key, self.suggest(key))

    def suggest(self, key: str) -> tuple[str, ...]:
        """The known keys nearest to a mistyped one."""
        keys = self.keys()
        found = difflib.get_close_matches(key, keys, 3, 0.6)
        tail = key.split(".")[-1]
        return tuple(dict.fromkeys([*found, *(k for k in keys if k.split(".")[-1] == tail)]))[:3]

    def _read_number(self, stated: Stated, question: Question, value: Any) -> None:
        expected = f"write a number of {question.unit}"
        if isinstance(value, bool):
            raise BadValue(question.key, value, expected)
        try:
            number = Decimal(str(value).replace("_", "").strip())
        except InvalidOperation:
            raise BadValue(question.key, value, expected) from None
        if not number.is_finite() or number < 0:
            raise BadValue(question.key, value, f"{expected}, not below zero")
        if question.integer and number != number.to_integral_value():
            raise BadValue(question.key, value, f"write a whole number of {question.unit}")
        stated.numbers[question.key] = number

    def _read_date(self, stated: Stated, question: Question, value: Any) -> None:
        if isinstance(value, str) and value.strip().lower().replace("_", " ") in {NOT_YET, NEVER}:
            stated.dates[question.key] = value.strip().lower().replace("_", " ")
            return
        try:
            day = read_day(question.key, value)
        except BadValue:
            raise BadValue(question.key, value, "write a date as 2027-12-02, `not yet` or `never`") from None
        assert day is not None
        stated.dates[question.key] = day

    def _read_one_of(self, stated: Stated, question: Question, value: Any) -> None:
        place = self._option(question, value)
        stated.state(true(place), f"{question.key}: {value}")

    def _read_any_of(self, stated: Stated, question: Question, value: Any) -> None:
        if not isinstance(value, (list, tuple, set)):
            example = value if isinstance(value, str) and value in (self._options.get(question.key) or self._read_options(question)) else "…"
            expected = f"write a list as [{example}], [] for none of these, or single keys as `{question.key}.{example.removeprefix(question.key + '.')}: true`"
            raise BadValue(question.key, value, expected)
        chosen = {self._option(question, v) for v in value}
        words = f"{question.key}: [{', '.join(str(v) for v in value)}]"
        for place in question.facts:
            if place in chosen:
                stated.state(true(place), words)
            elif true(place) not in stated.literals:
                stated.leave_out(false(place), words)

    def _option(self, question: Question, value: Any) -> int:
        options = self._options.get(question.key) or self._read_options(question)
        if str(value) not in options:
            near = difflib.get_close_matches(str(value), options, 3, 0.5)
            names = [o for o in options if not o.startswith(question.key + ".")]
            raise BadValue(question.key, value, f"did you mean {', '.join(near)}?" if near else f"known options are {', '.join(names)}")
        return options[str(value)]

    def _read_options(self, question: Question) -> dict[str, int]:
        """The options of a question by their keys, whole and without the question's own."""
        options = self._options[question.key] = {}
        for place in question.facts:
            key = self._rulebook.terms[place].key
            options[key] = options[key.removeprefix(question.key + ".")] = place
        return options

    def options(self, question: Question) -> Iterator[tuple[str, int]]:
        """The words with which a list or a one-of answer names the options."""
        for place in question.facts:
            yield self._rulebook.terms[place].key.removeprefix(question.key + "."), place
