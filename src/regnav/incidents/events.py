"""What happened: an event happens with every broader one; of the narrower ones it is known or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from regnav.assessment import Because
from regnav.errors import Contradiction
from regnav.incidents.recognition import Finding, Findings
from regnav.rulebook import Event, Rulebook


@dataclass(frozen=True, slots=True)
class Happened:
    """Whether each event happened: True, False, or absent while unknown."""

    book: Rulebook
    given: tuple[str, ...]
    values: Mapping[str, bool]
    findings: Findings

    @classmethod
    def of(cls, book: Rulebook, events: Iterable[str], known: Mapping[str, bool], findings: Findings) -> Happened:
        """Settles broader events upwards and what did not happen downwards; of what happened, the tests of the acts tell the narrower kinds.

        Raises Contradiction when an event is said to have happened and a broader one not, or its test says otherwise.
        """
        given = tuple(dict.fromkeys((*events, *(e for e, value in known.items() if value))))
        values = {wider: True for event in given for wider in (event, *wider_events(book, event))}
        for event, value in known.items():
            if not value and values.get(event):
                raise Contradiction((f"{book.events[event].key}: no", f"{', '.join(book.events[g].key for g in given)}: yes"), "one event includes the other")
            if not value:
                values |= {narrow: False for narrow in book.events if narrow == event or event in wider_events(book, narrow)}
        for event, found in findings.recognised.items():
            if found.value is not None and any(values.get(wider) for wider in book.events[event].broader):
                _settle(book, event, found, values)
        return cls(book, given, values, findings)

    def relevant(self) -> Iterator[Event]:
        """The events given, what is broader and what is narrower, in the order of their keys."""
        near = {w for g in self.given for w in (g, *wider_events(self.book, g))}
        found = [e for e in self.book.events.values() if e.id in near or set(self.given) & set(wider_events(self.book, e.id))]
        return iter(sorted(found, key=lambda e: (e.key, e.id)))

    def related(self) -> frozenset[str]:
        """What may have happened too: the events related to those given or to broader ones, with all that is narrower."""
        families = {r for g in self.given for w in (g, *wider_events(self.book, g)) for r in self.book.events[w].related}
        return frozenset(e for e in self.book.events if e in families or families & set(wider_events(self.book, e)))

    def any(self, events: Iterable[str]) -> bool | None:
        """Whether one of them happened, to somebody to whom it can."""
        values = [self._counts(e) for e in events]
        return True if True in values else None if None in values else False

    def _counts(self, event: str) -> bool | None:
        value = self.values.get(event)
        bounds = [test.value for test in self._bounds(event)]
        return False if value is False or False in bounds else None if None in bounds else value

    def _bounds(self, event: str) -> list[Finding]:
        """To whom an event, and so every broader one, can happen."""
        return [self.findings.concerned[e] for e in (event, *wider_events(self.book, event)) if e in self.findings.concerned]

    def barred(self, events: Iterable[str]) -> Because | None:
        """Why none of the events counts that are said to have happened: they happen to others only."""
        return next((test.because for e in events if self.values.get(e) for test in self._bounds(e) if test.value is False), None)

    def word(self, event: str) -> Literal["true", "false", "unknown"]:
        value = self.values.get(event)
        return "unknown" if value is None else "true" if value else "false"

    def open_keys(self, events: Iterable[str]) -> tuple[str, ...]:
        """The keys of those that are unknown, and of the facts by which an act tells them."""
        events = [e for e in events if self._counts(e) is None]
        unknown = [e for e in events if self.values.get(e) is None]
        facts = [key for e in unknown if e in self.findings.recognised for key in self.findings.recognised[e].missing]
        facts += [key for e in events for test in self._bounds(e) if test.value is None for key in test.missing]
        return tuple(dict.fromkeys((*(self.book.events[e].key or e for e in unknown), *facts)))

    def because(self, event: str) -> Because | None:
        """Why the test of an act says that an event happened or did not; None where no test settled it."""
        found = self.findings.recognised.get(event)
        return found.because if found is not None and found.value is not None and found.value is self.values.get(event) else None

    def family(self, event: str) -> str:
        """The broadest event above one: reports of one family belong to one incident."""
        return min((event, *wider_events(self.book, event)), key=lambda e: len(wider_events(self.book, e)))

    def narrower(self, these: Iterable[str], those: Iterable[str]) -> bool:
        """Whether each of these lies below one of those."""
        wide = set(those)
        return all(wide & set(wider_events(self.book, e)) for e in these)


def _settle(book: Rulebook, event: str, found: Finding, values: dict[str, bool]) -> None:
    """Takes what the test of an act says of an event."""
    if values.get(event, found.value) is not found.value:
        said, tested = ("yes", "no") if values[event] else ("no", "yes")
        key = book.events[event].key or event
        raise Contradiction((f"{key}: {said}", f"the facts of the incident, by the test of the act: {tested}"), book.events[event].label)
    values[event] = bool(found.value)
    if not found.value:
        values |= {narrow: False for narrow in book.events if event in wider_events(book, narrow)}


def wider_events(book: Rulebook, event: str) -> tuple[str, ...]:
    """All events broader than one, nearest first."""
    found: list[str] = []
    todo = list(book.events[event].broader)
    while todo:
        wider = todo.pop(0)
        if wider not in found:
            found.append(wider)
            todo.extend(book.events[wider].broader)
    return tuple(found)
