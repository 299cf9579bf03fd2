"""One system and its serious incident, as the tests of the clocks share them: a maker's exam proctor under Article 73 of the AI Act."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from regnav.incidents import ClockAnswer, Incident, clocks_of
from regnav.navigator import Navigator

BERLIN = ZoneInfo("Europe/Berlin")
AWARE = datetime(2028, 3, 1, 9, 20, tzinfo=BERLIN)  # a Wednesday
PROCTOR: dict[str, Any] = {
    "title": "A maker's exam proctor",
    "law_as_of": "2026-11-01",
    "facts": {
        "ai.system": True,
        "ai.use": ["exam_monitoring"],
        "ai.practice": [],
        "ai.transparency": [],
        "ai.own_gpai_model": False,
        "ai.integrates_model": False,
        "ai.for_public_authorities": False,
        "role.ai": ["provider"],
        "org.established": "third_country",
        "org.kind": [],
        "org.authority": [],
        "org.financial_institution": False,
        "market.union": True,
        "market.output_in_union": True,
        "market.placed_on": "2028-01-10",
        "market.changed_on": "never",
        "product.law": [],
    },
}
EVENT = "ai-serious-incident"
NARROWER = ("death", "health", "critical-infrastructure", "fundamental-rights", "property-or-environment", "widespread")
REPORTS = {
    "": "ai-act:73-2-within-15-days",
    "death": "ai-act:73-4-within-10-days",
    "critical-infrastructure": "ai-act:73-3-within-2-days-infrastructure",
    "widespread": "ai-act:73-3-within-2-days-widespread",
    "fundamental-rights": "ai-act:73-9-within-15-days",
}
COMPLETE = "ai-act:73-5-complete-report"


def with_facts(**facts: Any) -> dict[str, Any]:
    """The proctor with other facts; a dot is written as two underscores."""
    return PROCTOR | {"facts": PROCTOR["facts"] | {key.replace("__", "."): value for key, value in facts.items()}}


def happened(**kinds: bool) -> dict[str, bool]:
    """Which of the narrower events happened; those not named did not."""
    return {f"{EVENT}.{kind}": kinds.get(kind.replace("-", "_"), False) for kind in NARROWER}


def clocks(
    law: Navigator, system: dict[str, Any] = PROCTOR, aware: datetime = AWARE, known: dict[str, bool] | None = None, **more: Any
) -> dict[str, ClockAnswer]:
    incident = Incident((EVENT,), aware, happened() if known is None else known, **more)
    return {c.id: c for c in clocks_of(law, system, incident).clocks}
