"""Errors that regnav raises, each with a message that says what to do.

RegnavError
├── OntologyError          the law on disk cannot be compiled
├── SystemFileError        a described system cannot be read
│   ├── UnknownKey         a key that the ontology does not know (with suggestions)
│   ├── BadValue           a value of the wrong kind for its key
│   └── Contradiction      facts that cannot hold together
├── UnknownName            no such norm, provision, concept, type or query
├── BadQuery               a query that is refused or malformed
└── MissingExtra           an optional package that this needs is not installed
"""

from __future__ import annotations


class RegnavError(Exception):
    """Anything that regnav refuses; `str()` is a sentence for the user."""


class OntologyError(RegnavError):
    """The ontology or a query file cannot be compiled; the message names the node at fault."""


class SystemFileError(RegnavError):
    """A described system cannot be read."""


class UnknownKey(SystemFileError):
    """A key that the ontology does not know."""

    def __init__(self, key: str, suggestions: tuple[str, ...] = (), kind: str = "fact", listed_by: str = "regnav questions") -> None:
        self.key = key
        self.suggestions = suggestions
        hint = f" Did you mean {', '.join(suggestions)}?" if suggestions else f" `{listed_by}` lists what there is."
        super().__init__(f"Unknown {kind} '{key}'.{hint}")


class BadValue(SystemFileError):
    """A value of the wrong kind for its key."""

    def __init__(self, key: str, value: object, expected: str) -> None:
        self.key = key
        super().__init__(f"'{key}: {value}' is not understood: {expected}.")


class Contradiction(SystemFileError):
    """Stated facts that cannot hold together under the law's definitions."""

    def __init__(self, clash: tuple[str, ...], rule: str, provisions: tuple[str, ...] = ()) -> None:
        self.clash = clash
        self.rule = rule
        self.provisions = provisions
        where = f" ({', '.join(provisions)})" if provisions else ""
        super().__init__(f"These statements cannot all hold: {'; '.join(clash)}. They clash in: {rule}{where}. Correct or leave out one of them.")


FEW = 8
"""Up to how many names are asked after; more of them are told."""


class UnknownName(RegnavError):
    """No such norm, provision, concept, control, type or query."""

    def __init__(self, kind: str, name: str, suggestions: tuple[str, ...] = ()) -> None:
        self.name = name
        self.suggestions = suggestions
        names = ", ".join(suggestions)
        hint = "" if not suggestions else f" Did you mean {names}?" if len(suggestions) <= FEW else f" There are {names}."
        super().__init__(f"No {kind} '{name}'.{hint}")


class BadQuery(RegnavError):
    """A query that is refused or malformed."""


class MissingExtra(RegnavError):
    """An optional package that this needs is not installed."""

    def __init__(self, extra: str, purpose: str) -> None:
        self.extra = extra
        super().__init__(f"To use {purpose}, install the extra: pip install 'regnav[{extra}]'.")
