"""Instants and time zones from text."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from regnav.errors import BadValue

EXAMPLE = "an instant such as 2026-12-24T16:30+01:00"


def read_zone(name: str | None) -> ZoneInfo | None:
    """A time zone by its name in the IANA database.

    Raises BadValue for a name that is none.
    """
    try:
        return ZoneInfo(name) if name else None
    except (OSError, KeyError, ValueError):
        raise BadValue("zone", name, "a time zone such as Europe/Berlin") from None


def read_instant(name: str, text: str, zone: ZoneInfo | None = None, local: bool = False) -> datetime:
    """An instant from ISO 8601, in the zone given, else with its own offset; `local` takes one without offset as of this machine's zone.

    Raises BadValue for other text, or where nothing says which zone is meant.
    """
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise BadValue(name, text, EXAMPLE) from None
    if read.tzinfo is not None:
        return read.astimezone(zone) if zone else read
    if zone is None and not local:
        raise BadValue(name, text, f"{EXAMPLE}; it names no offset, and no zone is given")
    return read.replace(tzinfo=zone) if zone else read.astimezone()
