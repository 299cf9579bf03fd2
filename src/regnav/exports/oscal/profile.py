"""The controls of a system's plan as an OSCAL profile of our catalogue, with the duties that each serves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from regnav.analysis.control_plan import ControlPlan, PlannedControl, ServedNorm
from regnav.errors import RegnavError
from regnav.exports.oscal import model
from regnav.exports.oscal.document import CATALOG_FILE, metadata, prop, text, token
from regnav.navigator import Navigator


def oscal_profile(law: Navigator, plan: ControlPlan, catalog: str = CATALOG_FILE, modified: datetime | None = None) -> str:
    """The profile as JSON; `catalog` is the address of our catalogue. What no control serves is named in its remarks.

    Raises RegnavError for a plan without controls, which OSCAL cannot say.
    """
    if not plan.controls:
        raise RegnavError("No control serves this system, and OSCAL has no profile without controls. State more facts, or take in --depending and --voluntary.")
    days = (prop("as-of", str(plan.as_of)), prop("law-as-of", str(plan.law_as_of)))
    return text(
        "profile",
        model.Profile(
            metadata=metadata(law, f"Controls for {' '.join(plan.title.split()) or 'a system'}", "\n\n".join(_remarks(plan)), modified, days),
            imports=(model.Import(catalog, (model.Selection(tuple(token(c.id) for c in plan.controls)),)),),
            merge=model.Merge(as_is=True),
            modify=model.Modification(tuple(_alteration(c) for c in plan.controls)),
        ),
    )


def _alteration(control: PlannedControl) -> model.Alteration:
    duties = "\n".join(f"- {_duty(norm)}" for norm in control.norms)
    part = model.Part(f"{token(control.id)}_gdn", "guidance", duties, "Duties that this control serves")
    start = (prop("needed-from", str(control.start)),) if control.start else ()
    return model.Alteration(token(control.id), (model.Addition("ending", start, parts=(part,)),))


def _duty(norm: ServedNorm) -> str:
    return f"{norm.how} {norm.citation}: {norm.label} ({f'from {norm.applies_from}' if norm.applies_from else 'date open'})"


def _remarks(plan: ControlPlan) -> Iterator[str]:
    yield plan.notice
    if plan.only_supported:
        yield f"For {len(plan.only_supported)} duties the controls help but are not by themselves enough."
    if plan.left_out:
        yield f"{plan.left_out} duties depend on facts not stated and are left out."
    if plan.uncovered:
        yield "No control serves:\n\n" + "\n".join(f"- {u.citation}: {u.label} ({u.reason})" for u in plan.uncovered)
