"""What an answer about an incident holds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from regnav.assessment import Because, Citation, Engine

ClockStatus = Literal["due", "depends", "replaced", "not_applicable"]
Modality = Literal["obligation", "prohibition", "permission", "recommendation"]


class ClockAnswer(msgspec.Struct, frozen=True):
    """One report or notice; of a permission, one that may be made so (in phases, by the public).

    `due` is the last instant under the rule named, `due_safe` the earliest that any count gives (hours from the minute, no move to
    a working day); both have a time zone and are None while the moment that the clock runs from is unknown. Where that moment is the
    classification, which cannot come before the awareness, `due_safe` counts from the awareness; the status is then "due" if the event
    happened, since what has to be judged first has been judged at some time. A moment that may still lie ahead makes it "depends".
    `rule` says how `due` was counted, `runs_from` from when in the words of the act concerned, `promptness` what the act asks beside
    or in place of a period ("immediately"). `period` is ISO 8601, `missing` lists what would settle a clock that depends: keys of
    facts, keys of events, or names of moments.
    """

    id: str
    act: str
    label: str
    provisions: tuple[Citation, ...]
    to: str
    stage: str
    due: datetime | None
    due_safe: datetime | None
    from_event: str
    runs_from: str
    period: str
    promptness: str
    rule: str
    status: ClockStatus
    missing: tuple[str, ...]
    items: tuple[str, ...]
    not_twice: str
    because: str
    modality: Modality = "obligation"


class EventAnswer(msgspec.Struct, frozen=True):
    """An event, and whether it happened; `because` is the proof where the test of an act, and no statement, tells it from a broader one."""

    key: str
    label: str
    happened: Literal["true", "false", "unknown"]
    summary: str
    provisions: tuple[Citation, ...]
    because: Because | None = None


class BesidesAnswer(msgspec.Struct, frozen=True, gc=False):
    """A norm that binds and that what happened sets in motion, without a clock: a record to keep, an exception from a notice."""

    id: str
    act: str
    label: str
    modality: Modality
    summary: str
    provisions: tuple[Citation, ...]


class IncidentReport(msgspec.Struct, frozen=True):
    """The clocks that an incident starts, those that are due first, and what it sets in motion besides; instants are ISO 8601 with their offset."""

    title: str
    aware: datetime
    law_as_of: date
    regnav: Engine
    notice: str
    holidays: tuple[date, ...]
    holidays_given: bool
    events: tuple[EventAnswer, ...]
    clocks: tuple[ClockAnswer, ...]
    besides: tuple[BesidesAnswer, ...]
