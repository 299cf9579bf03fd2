"""The JSON Schemas: of the answer, generated from its types, and of the system file, generated from the ontology."""

from __future__ import annotations

import inspect
from typing import Any

import msgspec

from regnav.assessment import Assessment
from regnav.navigator import Navigator
from regnav.rulebook import Question
from regnav.system import NEVER, NOT_YET

VERSION = "1"
"""Version of the answer's schema: adding is free, changing or removing makes a new one."""

NUMBER = r"^[0-9][0-9_]*(\.[0-9]+)?([eE][+]?[0-9]+)?$"
"""Numbers as YAML leaves them when it takes 3e25 for text."""

DAY = {"type": "string", "format": "date"}


def answer_schema() -> dict[str, Any]:
    """JSON Schema of the JSON answer."""
    schema: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(msgspec.json.schema(Assessment)))
    for definition in schema["$defs"].values():
        definition["description"] = inspect.cleandoc(definition.get("description", ""))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"https://w3id.org/regnav/schema/answer-{VERSION}", **schema}


def system_schema(law: Navigator) -> dict[str, Any]:
    """JSON Schema of the system file: every key with its wording, so that an editor can help."""
    facts: dict[str, Any] = {}
    for question in law.rulebook.questions:
        facts[question.key] = _question(law, question)
        if question.kind == "any_of":
            for place in question.facts:
                term = law.rulebook.terms[place]
                facts[term.key] = {
                    "type": ["boolean", "null"],
                    "title": term.label,
                    "description": _told(term.help or term.definition, term.example_yes, term.example_no),
                }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://w3id.org/regnav/schema/system-1",
        "title": "A described system",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "title": {"type": "string"},
            "type": {"enum": [None, *law.rulebook.system_types]},
            "as_of": DAY,
            "law_as_of": DAY,
            "facts": {
                "type": "object",
                "properties": dict(sorted(facts.items())),
                "patternProperties": {"^[a-z0-9-]+:": {"type": ["boolean", "null"]}},
                "additionalProperties": False,
            },
        },
    }


def _question(law: Navigator, question: Question) -> dict[str, Any]:
    told = _told(f"{question.wording} {question.help}".strip(), question.example_yes, question.example_no)
    words = {"title": question.label or question.wording, "description": told}
    if question.kind == "yes_no":
        return {"type": ["boolean", "null"], **words}
    if question.kind == "number":
        number = {"type": "integer" if question.integer else "number", "minimum": 0}
        return {"anyOf": [number, {"type": "string", "pattern": NUMBER}, {"type": "null"}], **words}
    if question.kind == "date":
        return {"anyOf": [DAY, {"enum": [NOT_YET, NEVER, None]}], **words}
    names = [o.value for o in law.law.questionnaire.answer(question).options]
    if question.kind == "one_of":
        return {"enum": [*names, None], **words}
    return {"type": ["array", "null"], "items": {"enum": [*names, *(f"{question.key}.{n}" for n in names)]}, **words}


def _told(text: str, example_yes: str, example_no: str) -> str:
    """A description with its examples."""
    return " ".join(filter(None, (text, example_yes and f"Yes: {example_yes}", example_no and f"No: {example_no}")))
