"""The interview on a terminal: one question at a time, the most useful first; the file is saved after every answer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml

from regnav.assessment import QuestionAnswer
from regnav.cli.question_list import explained
from regnav.errors import SystemFileError
from regnav.navigator import Navigator
from regnav.system import System

HELP = "Answer, or: ? for help, ? and a number for help with that option, u if you do not know, q to stop."


def run(law: Navigator, system: System, file: Path, as_of: str | None, law_as_of: str | None, acts: list[str] | None) -> None:
    """Ask until nothing is open or the user stops; every answer is in `file` at once."""
    interviewer = law.interviewer(system, as_of, law_as_of, acts)
    skip: set[str] = set()
    while (question := interviewer.next_question(system, frozenset(skip))) is not None:
        print(f"\n[{interviewer.settled(system):.0%} of the norms settled]")
        answer = _ask(question)
        if answer is STOP:
            break
        if answer is UNKNOWN:
            skip.add(question.key)
            continue
        changed = system.with_facts({question.key: answer})
        try:
            interviewer.settled(changed)
        except SystemFileError as error:
            print(f"Not taken: {error}", file=sys.stderr)
            continue
        system = changed
        save(system, file)
    print(f"\n{interviewer.settled(system):.0%} of the norms are settled. The answers are in {file}; `regnav assess {file}` shows what applies.")
    save(system, file)


def save(system: System, file: Path) -> None:
    """Write a system file, whole or not at all."""
    part = file.with_suffix(file.suffix + ".part")
    part.write_text(yaml.safe_dump(system.to_dict(), sort_keys=False, allow_unicode=True), encoding="utf-8")
    part.replace(file)


STOP, UNKNOWN = object(), object()


def _ask(question: QuestionAnswer) -> Any:
    print(f"{question.wording}  [{question.key}]")
    for number, option in enumerate(question.options, 1):
        print(f"  {number:>2}  {option.label}")
    print(_hint(question), HELP)
    while True:
        try:
            said = input("> ").strip()
        except (EOFError, KeyboardInterrupt):
            return STOP
        if said == "q":
            return STOP
        if said == "u":
            return UNKNOWN
        if said.startswith("?"):
            print(_help(question, said[1:].strip()))
            continue
        try:
            return read_answer(question, said)
        except ValueError as error:
            print(error)


def _help(question: QuestionAnswer, asked: str) -> str:
    """Help with the question, or with the option of a number."""
    if not asked:
        return "\n".join(explained(question, "  ")) or "  No further help."
    try:
        option = next(o for o in question.options if o.value == _option(question, asked))
    except ValueError as error:
        return str(error)
    return "\n".join([f"  {option.label}", *explained(option, "    ")])


def _hint(question: QuestionAnswer) -> str:
    return {
        "yes_no": "y or n.",
        "one_of": "A number.",
        "any_of": "Numbers with commas, 0 for none.",
        "number": f"A number of {question.unit}.",
        "date": "A date such as 2027-12-02, 'not yet' or 'never'.",
    }[question.kind]


def read_answer(question: QuestionAnswer, said: str) -> Any:
    """The value that an answer states.

    Raises ValueError, with what to do, for an answer that does not fit.
    """
    if question.kind == "yes_no":
        words = {"y": True, "yes": True, "true": True, "n": False, "no": False, "false": False}
        if said.lower() not in words:
            raise ValueError("Please answer y or n.")
        return words[said.lower()]
    if question.kind in {"one_of", "any_of"}:
        chosen = [_option(question, part) for part in said.replace(" ", "").split(",") if part not in {"", "0"}]
        if question.kind == "any_of":
            return chosen
        if len(chosen) != 1:
            raise ValueError("Please choose one number.")
        return chosen[0]
    return said


def _option(question: QuestionAnswer, part: str) -> str:
    if part.isdigit() and 1 <= int(part) <= len(question.options):
        return question.options[int(part) - 1].value
    raise ValueError(f"Please choose numbers from 1 to {len(question.options)}.")
