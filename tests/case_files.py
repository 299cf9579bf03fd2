"""Golden cases: YAML that reads like a sentence, in boundary pairs.

    - case: A tool that screens applicants is high-risk from 2 December 2027
      because: Annex III point 4(a); Art. 113, third paragraph, point (c)(i)
      as_of: 2026-11-22
      facts: {ai.system: true, …}
      upcoming: {15-5-resist-attacks: 2027-12-02}

    - case: The same tool without recruitment
      like: A tool that screens applicants is high-risk from 2 December 2027
      with: {ai.use: []}
      not: [15-5-resist-attacks]

Expectations: `applies`, `upcoming` (with days), `depends` (with facts that must be named), `ended`, `deemed_met`, `proposed`, `not`, `concepts`,
`counts` (norms of a chapter or section that apply or will), `elsewhere` and `untouched` (other law), `presumes`, `dates` (possible days),
`readings`, `items` (how many a norm lists), `routes` (of a norm's relations to other acts: open, unknown or closed), `remaining` (how many items
a route leaves to be done) and `clash` (facts that contradict one another).

The folder names the act of a case. What belongs to another act is named in full: `gdpr:35-1-carry-out`. A case is assessed under the European
Union, the regimes that its facts reach, and always the regime of its act, so that what it says of that act is never left out.

`supposing` names awaited concepts (no harmonised standard is cited yet) that the case takes as if the public act were there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from regnav.assessment import Assessment
from regnav.errors import Contradiction
from regnav.navigator import Navigator
from regnav.system import System

FOLDER = Path(__file__).parent / "cases"
WORDS = {"case", "because", "as_of", "law_as_of", "facts", "type", "like", "with", "presumptions", "use_readings", "supposing"}
EXPECTATIONS = {
    "applies",
    "upcoming",
    "depends",
    "ended",
    "deemed_met",
    "proposed",
    "not",
    "concepts",
    "counts",
    "elsewhere",
    "untouched",
    "presumes",
    "dates",
    "readings",
    "items",
    "routes",
    "remaining",
    "clash",
}
REACHED = {"applies", "upcoming", "depends", "deemed_met", "proposed", "ended"}


@dataclass(frozen=True)
class Case:
    """One golden case with the facts of the case that it is like already merged in."""

    act: str
    file: str
    name: str
    like: str | None
    changes: int
    system: Mapping[str, Any]
    as_of: date
    law_as_of: date | None
    options: Mapping[str, Any]
    expected: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.file}: {self.name}"


def full(act: str, name: str) -> str:
    """The identifier that a case means: of its own act, unless it is written in full."""
    return name if ":" in name else f"{act}:{name}"


def among(act: str, name: str, ids: Collection[str]) -> str:
    """The identifier that a case means among those that there are; one of its own act goes first."""
    own = full(act, name)
    return own if own in ids else next((i for i in ids if i.split(":")[1] == name), own)


def read_cases(folder: Path = FOLDER) -> list[Case]:
    """All cases, in order.

    Raises ValueError for an unknown word, a missing reason or a case that is like no other.
    """
    raw: dict[str, dict[str, Any]] = {}
    origin: dict[str, Path] = {}
    for file in sorted(folder.rglob("*.yaml")):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8")) or []:
            name = entry["case"]
            unknown = set(entry) - WORDS - EXPECTATIONS
            if unknown or name in raw or "because" not in entry:
                raise ValueError(f"{file.name}: '{name}': unknown words {sorted(unknown)}, a name used twice, or no `because`")
            raw[name], origin[name] = entry, file
    return [_case(name, raw, origin[name]) for name in raw]


def _case(name: str, raw: Mapping[str, dict[str, Any]], file: Path) -> Case:
    entry = raw[name]
    merged = _merged(name, raw)
    return Case(
        act=file.parent.name,
        file=file.stem,
        name=name,
        like=entry.get("like"),
        changes=_changes(entry, _merged(entry["like"], raw)) if "like" in entry else 0,
        system=_system(merged, file.parent.name),
        as_of=merged["as_of"],
        law_as_of=merged.get("law_as_of"),
        options={k: merged[k] for k in ("presumptions", "use_readings", "supposing") if k in merged},
        expected={k: v for k, v in entry.items() if k in EXPECTATIONS},
    )


def _system(merged: Mapping[str, Any], act: str) -> dict[str, Any]:
    facts = {**merged["facts"], **{full(act, name): True for name in merged.get("supposing", ())}}
    return {k: v for k, v in (("type", merged.get("type")), ("facts", facts)) if v}


def _merged(name: str, raw: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    if name not in raw:
        raise ValueError(f"there is no case '{name}' to be like")
    entry = raw[name]
    base: dict[str, Any] = {}
    if "like" in entry:
        base = _merged(entry["like"], raw)
    found = {**base, **{k: v for k, v in entry.items() if k in WORDS - {"case", "because", "like", "with", "facts"}}}
    facts = {**base.get("facts", {}), **(entry.get("facts") or {}), **(entry.get("with") or {})}
    found["facts"] = {k: v for k, v in facts.items() if v is not None}
    return found


def _changes(entry: Mapping[str, Any], base: Mapping[str, Any]) -> int:
    """In how many facts or days a case differs from the one that it is like."""
    facts = {**(entry.get("facts") or {}), **(entry.get("with") or {})}
    changed = [k for k, v in facts.items() if base["facts"].get(k) != v]
    days = [k for k in ("as_of", "law_as_of", "type", "supposing") if k in entry and entry[k] != base.get(k)]
    return len(changed) + len(days)


@cache
def supposing(navigator: Navigator, names: tuple[str, ...]) -> Navigator:
    """The law as it would be with these awaited concepts filled."""
    terms = tuple(msgspec.structs.replace(t, empty=False) if t.empty and t.id.split(":")[1] in names else t for t in navigator.rulebook.terms)
    return Navigator(msgspec.structs.replace(navigator.rulebook, terms=terms), navigator.ontology, navigator.queries_folder)


def law_of(navigator: Navigator, case: Case) -> Navigator:
    """The law under which a case is judged."""
    names = tuple(case.options.get("supposing", ()))
    return supposing(navigator, names) if names else navigator


def regimes_of(navigator: Navigator, case: Case) -> frozenset[str] | None:
    """The regimes under which a case is judged: those that its facts reach, and that of its act."""
    own = next((i.jurisdiction for i in navigator.rulebook.instruments.values() if i.key == case.act), None)
    regimes = navigator.law.regimes
    if own is None or own in regimes.always:
        return None
    situation = navigator.assessor.situation(System.of(case.system), case.as_of, case.law_as_of or date(2026, 11, 22), True, frozenset())
    return situation.regimes | {own}


def ask(navigator: Navigator, case: Case) -> Assessment:
    """The answer to a case, norms that do not apply included."""
    return law_of(navigator, case).assess(
        case.system,
        as_of=case.as_of,
        law_as_of=case.law_as_of or date(2026, 11, 22),
        presumptions=case.options.get("presumptions", "default"),
        readings=case.options.get("use_readings", ()),
        everything=True,
        regimes=regimes_of(navigator, case),
    )


def faults(navigator: Navigator, case: Case) -> list[str]:
    """In what the answer differs from what the case expects; empty when it holds."""
    if "clash" in case.expected:
        return _clash(navigator, case)
    answer = ask(navigator, case)
    return [fault for name, wanted in case.expected.items() for fault in _faults(navigator, case, answer, name, wanted)]


def _clash(navigator: Navigator, case: Case) -> list[str]:
    try:
        ask(navigator, case)
    except Contradiction as error:
        return [f"the clash does not name '{part}': {error}" for part in case.expected["clash"] if part not in str(error)]
    return ["no contradiction was found"]


def _faults(navigator: Navigator, case: Case, answer: Assessment, name: str, wanted: Any) -> Iterator[str]:
    if name == "concepts":
        values: dict[str, str] = {c.id: c.value for c in answer.concepts}
        for concept, value in wanted.items():
            expected, found = str(value).lower(), values.get(among(case.act, concept, values), "no concept")
            if found != expected:
                yield f"{concept} is {found}, not {expected}"
    elif name == "counts":
        for part, number in wanted.items():
            norms = reached_in(navigator, answer, full(case.act, part))
            if len(norms) != number:
                yield f"{part}: {len(norms)} norms, not {number}: {', '.join(norms)}"
    elif name == "elsewhere":
        seen = {e.id for e in answer.elsewhere}
        yield from (f"elsewhere lacks {law}" for law in wanted if among(case.act, law, _laws(navigator)) not in seen)
    elif name == "untouched":
        seen = {e.id for e in answer.elsewhere if e.reached == "true"}
        yield from (f"elsewhere holds {law}" for law in wanted if among(case.act, law, _laws(navigator)) in seen)
    elif name == "presumes":
        made = {p.key for p in answer.presumptions}
        yield from (f"{key} is not presumed" for key in wanted if key not in made)
    else:
        yield from _norm_faults(case, answer, name, wanted)


def _laws(navigator: Navigator) -> list[str]:
    return [law.id for law in navigator.rulebook.touched_law]


def _norm_faults(case: Case, answer: Assessment, name: str, wanted: Any) -> Iterator[str]:
    for norm in wanted:
        try:
            found = answer.norm(full(case.act, norm))
        except KeyError:
            yield f"there is no norm {norm}"
            continue
        if name == "dates":
            if [d.isoformat() for d in found.dates] != [str(d) for d in wanted[norm]]:
                yield f"{norm} has the dates {', '.join(map(str, found.dates))}"
        elif name == "items":
            if len(found.items) != wanted[norm]:
                yield f"{norm} lists {len(found.items)} items, not {wanted[norm]}"
        elif name == "readings":
            seen: dict[str, str] = {r.reading: r.status for r in found.readings}
            yield from (f"{norm} under {r} is {seen.get(full(case.act, r))}, not {s}" for r, s in wanted[norm].items() if seen.get(full(case.act, r)) != s)
        elif name in {"routes", "remaining"}:
            yield from _route_faults(case, found, name, wanted[norm])
        else:
            yield from _status_faults(found, name, wanted, norm)


def _route_faults(case: Case, found: Any, name: str, wanted: Mapping[str, Any]) -> Iterator[str]:
    standing = {r.id: r for r in found.route}
    for relation, expected in wanted.items():
        route = standing.get(full(case.act, relation))
        seen = (len(route.remaining) if route else None) if name == "remaining" else (route.route if route else "closed")
        if seen != expected:
            yield f"{found.id} through {relation}: {name} {seen}, not {expected}"


def _status_faults(found: Any, name: str, wanted: Any, norm: str) -> Iterator[str]:
    status = "not_applicable" if name == "not" else name
    if found.status != status:
        yield f"{norm} is {found.status} ({found.applies_from or ', '.join(map(str, found.dates)) or '; '.join(found.missing[:4])}), not {status}"
    elif isinstance(wanted, dict) and name in {"applies", "upcoming"}:
        if found.applies_from != wanted[norm]:
            yield f"{norm} applies from {found.applies_from or found.dates}, not {wanted[norm]}"
    elif isinstance(wanted, dict):
        lost = [key for key in wanted[norm] if key not in found.missing]
        if lost:
            yield f"{norm} does not name {', '.join(lost)} as missing, only {', '.join(found.missing)}"


def reached_in(navigator: Navigator, answer: Assessment, part: str) -> list[str]:
    """The norms of a chapter, section or article that apply or will apply."""
    return [n.id for n in answer.norms if n.status in {"applies", "upcoming"} and any(inside(navigator, p.id, part) for p in n.provisions)]


def inside(navigator: Navigator, provision: str | None, part: str) -> bool:
    """Whether a provision lies in a part of its act."""
    while provision is not None:
        if provision == part:
            return True
        found = navigator.rulebook.provisions.get(provision)
        provision = found.parent if found else None
    return False
