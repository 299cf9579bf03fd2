"""How questions look: a short list of keys, or each with its help and examples."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from regnav.assessment import OptionAnswer, QuestionAnswer

if TYPE_CHECKING:
    from regnav.finder import Found

JUDGEMENT = "The law leaves this to a judgement that you have to make and give reasons for."
WIDEST = 120
"""Columns of the longest line; longer ones are hard to read."""
SHARED = "Shared by many acts"
NOTHING = "No question has these words; regnav questions lists all. What happens (a breach, an attack, a request) is an event: regnav incident --list-events."
FOOT = "Help and examples: regnav questions WORD… finds by words, regnav show KEY shows one, --act KEY leaves out other acts, --format markdown has all."


def short(found: Iterable[QuestionAnswer], acts: Mapping[str, str]) -> str:
    """A line for each question and each option; under the label of their act where labels are given."""
    lines = []
    for label, questions in _by_act(found, acts):
        lines += ["", label, ""] if label else []
        for question in questions:
            lines.append(_head(question))
            lines += [f"    {o.value}: {o.label}" for o in question.options]
    return "\n".join([*lines, "", FOOT]).lstrip("\n") if lines else "Nothing is open."


def _by_act(found: Iterable[QuestionAnswer], acts: Mapping[str, str]) -> list[tuple[str, list[QuestionAnswer]]]:
    """The questions by the label of their act, those that many acts share first; all together where no labels are given."""
    blocks: dict[str, list[QuestionAnswer]] = {SHARED: []} if acts else {}
    for question in found:
        blocks.setdefault(acts.get(question.act, SHARED) if acts else "", []).append(question)
    return [(label, questions) for label, questions in blocks.items() if questions]


def matches(found: Sequence[Found]) -> str:
    """Questions that words lead to: the options that they lead to with help and examples, the others by their values alone."""
    blocks = []
    for match in found:
        options = {o.value: o for o in match.question.options}
        lines = [_head(match.question), *explained(match.question, "  ")]
        for value in match.options:
            option = options.pop(value)
            lines += [f"    {value}: {option.label}", *explained(option, "      ")]
        if options:
            lines += _wrapped("other options", ", ".join(options), "    ")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) or NOTHING


def markdown(found: Iterable[QuestionAnswer], acts: Mapping[str, str]) -> str:
    """A document of questions by their act, with help and examples; `acts` gives the labels."""
    lines = ["# Questions", ""]
    for label, questions in _by_act(found, acts):
        lines += [f"## {label}", ""] if label else []
        for question in questions:
            lines += [f"### {question.key}", "", f"{question.wording} ({_kind(question)})", ""]
            lines += [text for sentence in _sentences(question) for text in (sentence, "")]
            lines += [f"- `{o.value}`: {' '.join((_sentence(o.label), *_sentences(o)))}" for o in question.options]
            lines += [""] if question.options else []
    return "\n".join(lines).rstrip() + "\n"


def explained(thing: QuestionAnswer | OptionAnswer, indent: str) -> list[str]:
    """The help, the examples and the provisions of a question or an option, a line or more each."""
    cited = ", ".join(p.label for p in thing.provisions)
    return [line for name, text in (*_texts(thing), ("see", cited)) if text for line in _wrapped(name, text, indent)]


def _texts(thing: QuestionAnswer | OptionAnswer) -> Iterable[tuple[str, str]]:
    """What explains a question or an option, each with a word that says what it is."""
    yield "also called", ", ".join(thing.also_called)
    yield "", thing.help
    yield "yes", thing.example_yes
    yield "no", thing.example_no
    yield "", JUDGEMENT if thing.judgement else ""


def _head(question: QuestionAnswer) -> str:
    return f"{question.key}  ({_kind(question)}) {question.wording}{f' ({question.norms} norms)' if question.norms else ''}"


def _kind(question: QuestionAnswer) -> str:
    return question.kind.replace("_", " ") + (f" [{question.unit}]" if question.unit else "")


def _wrapped(name: str, text: str, indent: str) -> list[str]:
    width = min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns)
    return textwrap.wrap(f"{name}: {text}" if name else text, width, initial_indent=indent, subsequent_indent=indent + ("  " if name else ""))


def _sentences(thing: QuestionAnswer | OptionAnswer) -> list[str]:
    """The same as sentences of a document, the provisions with their links."""
    cited = ", ".join(f"[{p.label}]({p.url})" if p.url else p.label for p in thing.provisions)
    return [_sentence(f"{name.capitalize()}: {text}" if name else text) for name, text in (*_texts(thing), ("see", cited)) if text]


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?")) else f"{text}."
