"""Golden cases of incidents: YAML that reads like a sentence, with instants worked out by hand.

    systems:
      clinic: {role.gdpr: [controller], data.personal: true, …}

    cases:
      - case: A stick lost on Christmas Eve; hours run through holidays
        because: Art. 33(1) GDPR; EDPB Guidelines 9/2022, paragraph 31
        system: clinic
        events: [personal-data-breach.risk]
        aware: 2026-12-24T16:30
        holidays: DE
        due: {gdpr:33-1-within-72-hours: 2026-12-27T17:00}
        depends: {gdpr:34-1-without-delay: [personal-data-breach.high_risk]}

`with` changes facts of the system. `aware`, `classified`, `handled`, `fix_available` are local times in `zone` (Europe/Berlin, unless another is named);
`known` says of narrower events whether they happened. The expectations are the words for how a clock stands: `due`, `depends`, `replaced` (with the last
minute; `no instant` where the act gives none or it cannot be known yet; or a list of what must be named as missing) and `not`, a list:
these clocks do not run, shown or not.
`strictest` gives the earliest last minute that any count of the period leads to; `silent` lists acts of which no clock is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from regnav.incidents import ClockAnswer, Incident, clocks_of
from regnav.navigator import Navigator

FOLDER = Path(__file__).parent / "incidents"
AS_OF = "2026-11-22"
INSTANTS = ("aware", "classified", "handled", "fix_available")
STANDS = ("due", "depends", "replaced")
WORDS = {"case", "because", "system", "with", "events", "known", "zone", "holidays", *INSTANTS}
EXPECTATIONS = {*STANDS, "not", "strictest", "silent"}


@dataclass(frozen=True)
class IncidentCase:
    """One incident at one system, and how the clocks must stand."""

    file: str
    name: str
    facts: Mapping[str, Any]
    incident: Incident
    expected: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.file}: {self.name}"


def read_incidents(folder: Path = FOLDER) -> list[IncidentCase]:
    """All cases, in order.

    Raises ValueError for an unknown word, a missing reason, no expectation or a name used twice.
    """
    found: dict[str, IncidentCase] = {}
    for file in sorted(folder.glob("*.yaml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        for entry in content["cases"]:
            name, unknown = entry["case"], set(entry) - WORDS - EXPECTATIONS
            if unknown or name in found or not entry.get("because") or not EXPECTATIONS & set(entry):
                raise ValueError(f"{file.name}: '{name}': unknown words {sorted(unknown)}, a name used twice, no `because` or nothing expected")
            found[name] = _case(file.stem, entry, content["systems"])
    return list(found.values())


def _case(file: str, entry: Mapping[str, Any], systems: Mapping[str, Mapping[str, Any]]) -> IncidentCase:
    zone = ZoneInfo(entry.get("zone", "Europe/Berlin"))
    instants = {word: datetime.fromisoformat(str(entry[word])).replace(tzinfo=zone) for word in INSTANTS if word in entry}
    rest = {word: entry[word] for word in ("known", "holidays") if word in entry}
    facts = {key: value for key, value in {**systems[entry["system"]], **entry.get("with", {})}.items() if value is not None}
    expected = {word: wanted for word, wanted in entry.items() if word in EXPECTATIONS}
    return IncidentCase(file, entry["case"], facts, Incident(tuple(entry["events"]), **instants, **rest), expected)


def clocks(law: Navigator, case: IncidentCase) -> dict[str, ClockAnswer]:
    """The clocks of a case, by identifier."""
    return {clock.id: clock for clock in clocks_of(law, {"facts": dict(case.facts)}, case.incident, AS_OF).clocks}


def faults(law: Navigator, case: IncidentCase) -> list[str]:
    """In what the clocks differ from what the case expects; empty when it holds."""
    found = clocks(law, case)
    strange = [f"there is no clock {name}" for word, wanted in case.expected.items() if word != "silent" for name in wanted if name not in law.rulebook.clocks]
    return strange or [fault for word, wanted in case.expected.items() for fault in _faults(found, word, wanted)]


def _faults(found: Mapping[str, ClockAnswer], word: str, wanted: Any) -> Iterator[str]:
    if word == "silent":
        yield from (f"{name} is shown ({clock.status})" for name, clock in found.items() if name.split(":")[0] in wanted)
        return
    status = "not_applicable" if word == "not" else word
    for name in wanted:
        clock = found.get(name)
        if clock is None:
            yield from () if word == "not" else (f"{name} is not shown",)
        elif word == "strictest":
            yield from _instant(name, clock.due_safe, wanted[name])
        elif clock.status != status:
            yield f"{name} is {clock.status} (missing {', '.join(clock.missing) or 'nothing'}), not {status}"
        elif isinstance(wanted, Mapping):
            yield from _detail(clock, wanted[name])


def _detail(clock: ClockAnswer, wanted: Any) -> Iterator[str]:
    """The last minute, or what must be named as missing."""
    if isinstance(wanted, list):
        yield from (f"{clock.id} does not name {key} as missing, only {', '.join(clock.missing)}" for key in wanted if key not in clock.missing)
        return
    yield from _instant(clock.id, clock.due, wanted)


def _instant(name: str, found: datetime | None, wanted: str) -> Iterator[str]:
    shown = f"{found:%Y-%m-%dT%H:%M}" if found else "no instant"
    if shown != wanted:
        yield f"{name} ends at {shown}, not {wanted}"
