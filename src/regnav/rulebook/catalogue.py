"""What stands beside the law: controls and threats, events with the clocks that they start, kinds of system."""

from __future__ import annotations

from datetime import time
from typing import Literal

import msgspec

from regnav.rulebook.basics import Validity


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A control, threat, consequence or event type."""

    id: str
    kind: Literal["control", "threat", "consequence", "event", "clock"]
    label: str
    summary: str
    broader: tuple[str, ...]
    references: tuple[str, ...]
    consequences: tuple[str, ...]
    provisions: tuple[str, ...]


class Event(msgspec.Struct, frozen=True, gc=False):
    """What can happen again and again; `key` names it to a user, an event without one is never asked for.

    `broader` events happen with it, `related` ones may. `recognised_by` is the class of situations (a place among the terms) that tells this event
    from its broader ones, `concerns` that in which it counts at all.
    """

    id: str
    key: str
    label: str
    summary: str
    broader: tuple[str, ...]
    related: tuple[str, ...]
    provisions: tuple[str, ...]
    recognised_by: int | None = None
    concerns: int | None = None


class Limit(msgspec.Struct, frozen=True, gc=False):
    """A period (ISO 8601) after a moment, named by key and in words; it does not count once the moment `lapses_after` comes later than its end."""

    within: str
    after: str
    after_label: str
    lapses_after: str
    provisions: tuple[str, ...]


class Clock(msgspec.Struct, frozen=True):
    """What an event starts: a report to `addressee` by the earliest of its limits, as the norms named demand it."""

    id: str
    label: str
    events: tuple[str, ...]
    stage: str
    limits: tuple[Limit, ...]
    promptness: str
    runs_from: str
    addressee: str
    not_twice: str
    provisions: tuple[str, ...]
    norms: tuple[str, ...]
    extended_by: tuple[str, ...]
    ends_at: time | None
    validity: Validity


class SystemType(msgspec.Struct, frozen=True, gc=False):
    """A ready-made kind of system; the facts are keys, a question's key under `false` closes the question."""

    key: str
    label: str
    summary: str
    topic: str
    true: tuple[str, ...]
    false: tuple[str, ...]
