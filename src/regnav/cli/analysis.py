"""`regnav controls`, `overlap` and `impact`: what lies across the norms."""

from __future__ import annotations

import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regnav.cli.commands import AsOf, Catalog, Format, FormatOption, LawAsOf, Sets, SystemPath, TypeKey, app, described, emit, emit_json, navigator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regnav.analysis.control_plan import ControlPlan
    from regnav.analysis.impact import Impact
    from regnav.analysis.overlap import OverlapReport


SVG = Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Also write a picture.")]
SHOWN = 12


class PlanFormat(StrEnum):
    """How a control plan is printed; `oscal` is a profile of the catalogue that `regnav export oscal-catalog` writes."""

    table = "table"
    json = "json"
    markdown = "markdown"
    oscal = "oscal"


@app.command()
def controls(
    file: SystemPath = None,
    kind: TypeKey = None,
    sets: Sets = None,
    as_of: AsOf = None,
    law_as_of: LawAsOf = None,
    depending: Annotated[bool, typer.Option("--depending", help="Take in duties that depend on facts not stated.")] = False,
    voluntary: Annotated[bool, typer.Option("--voluntary", help="Take in recommendations.")] = False,
    catalog: Catalog = None,
    format: Annotated[PlanFormat, typer.Option("--format", "-f", help="How to print the plan; oscal: as a profile of our catalogue.")] = PlanFormat.table,
) -> None:
    """The control plan of a system: the smallest set of controls for what applies, by date, and what each buys across acts."""
    from regnav.analysis.control_plan import control_plan

    law = navigator()
    plan = control_plan(law.rulebook, law.assess(described(file, kind, sets), as_of, law_as_of), depending, voluntary)
    if format is PlanFormat.json:
        emit_json(plan)
    elif format is PlanFormat.oscal:
        from regnav.exports.oscal import CATALOG_FILE, oscal_profile

        emit(oscal_profile(law, plan, catalog or CATALOG_FILE))
    else:
        emit("\n".join(_plan(plan, format is PlanFormat.markdown)))


@app.command()
def overlap(
    file: SystemPath = None,
    kind: TypeKey = None,
    sets: Sets = None,
    as_of: AsOf = None,
    law_as_of: LawAsOf = None,
    svg: SVG = None,
    format: FormatOption = Format.table,
) -> None:
    """Where one piece of work serves several acts, with what each act adds."""
    from regnav.analysis.overlap import overlaps_of

    law = navigator()
    report = overlaps_of(law.rulebook, law.assess(described(file, kind, sets), as_of, law_as_of))
    if svg is not None:
        from regnav.pictures import overlap_svg

        _write(svg, overlap_svg(report))
    emit_json(report) if format is Format.json else emit("\n".join(_overlaps(report, format is Format.markdown)))


@app.command()
def impact(
    name: Annotated[str, typer.Argument(metavar="ID", help="A provision, norm, concept, fact or control, e.g. ai-act:art_6_par_3.")],
    svg: SVG = None,
    format: FormatOption = Format.table,
) -> None:
    """What hangs on a provision: norms, concepts, dates, sanctions, controls, kinds of system and golden cases."""
    from regnav.analysis.impact import cases_of_checkout
    from regnav.analysis.impact import impact as hangs_on

    law = navigator()
    found = hangs_on(law.rulebook, law.find(name), cases_of_checkout(law.rulebook, law.ontology.parent / "tests" / "cases"))
    if svg is not None:
        from regnav.pictures import impact_svg

        _write(svg, impact_svg(found))
    emit_json(found) if format is Format.json else emit("\n".join(_impact(found, format is Format.markdown)))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    print(f"Wrote {path}", file=sys.stderr)


def _plan(plan: ControlPlan, markdown: bool) -> Iterator[str]:
    bold = "**" if markdown else ""
    proof = "no smaller set will do" if plan.at_least == len(plan.controls) else f"at least {plan.at_least} are needed"
    yield f"{bold}{plan.title or 'Control plan'}{bold}"
    yield f"as of {plan.as_of} · law known on {plan.law_as_of}"
    yield f"{len(plan.controls)} controls serve what applies; {proof} ({plan.solver})"
    for control in plan.controls:
        buys = ", ".join(f"{plan.acts[act]} {n}" for act, n in control.buys.items())
        yield f"\n{'- ' if markdown else '  '}{_when(control.start, plan.as_of)}  {bold}{control.label}{bold}  [{buys}]  {control.area}"
        for norm in control.norms[:SHOWN]:
            yield f"      {norm.how} {norm.citation}: {norm.label}"
        if len(control.norms) > SHOWN:
            yield f"      and {len(control.norms) - SHOWN} more (--format json lists them)"
    if plan.uncovered:
        yield f"\nNo control serves ({len(plan.uncovered)})"
        yield from (f"  {u.citation}: {u.label} ({u.reason})" for u in plan.uncovered)
    if plan.only_supported:
        yield f"\nFor {len(plan.only_supported)} of the duties the controls help but are not by themselves enough."
    if plan.left_out:
        yield f"{plan.left_out} duties depend on facts not stated and are left out (--depending takes them in)."
    yield f"\n{plan.notice}"


def _when(start: date | None, as_of: date) -> str:
    return "date open" if start is None else f"now, since {start}" if start <= as_of else f"from {start}"


def _overlaps(report: OverlapReport, markdown: bool) -> Iterator[str]:
    bold = "**" if markdown else ""
    yield f"{bold}{report.title or 'Overlaps'}{bold}"
    yield f"as of {report.as_of} · law known on {report.law_as_of}"
    if not report.overlaps:
        yield "No piece of work serves two acts for this system."
    for found in report.overlaps:
        yield f"\n{bold}{found.label}{bold}: {found.summary}"
        for part in found.acts:
            yield f"  {report.acts[part.act]}: {part.adds}"
            yield from (
                f"    {'- ' if markdown else ''}{n.citation}: {n.label} ({n.status}{f' {n.applies_from}' if n.applies_from else ''})" for n in part.norms
            )
    if report.controls:
        yield f"\nControls that serve several acts ({len(report.controls)})"
        yield from (f"  {c.label}: {', '.join(f'{report.acts[act]} {len(norms)}' for act, norms in c.norms.items())}" for c in report.controls[: 2 * SHOWN])
    yield f"\n{report.notice}"


def _impact(found: Impact, markdown: bool) -> Iterator[str]:
    from regnav.analysis.impact import KINDS

    bold = "**" if markdown else ""
    yield f"{bold}{found.id}{bold}: {found.label}"
    for kind, things in found.touched.items():
        yield f"\n{bold}{KINDS[kind]}{bold} ({len(things)})"
        yield from (f"  {'- ' if markdown else ''}{t.id}: {t.label}" for t in things[: 2 * SHOWN])
        if len(things) > 2 * SHOWN:
            yield f"  and {len(things) - 2 * SHOWN} more (--format json lists them)"
    if found.cases_known:
        yield f"\n{bold}Golden cases{bold} ({len(found.cases)})"
        yield from (f"  {case}" for case in found.cases[:SHOWN])
        if len(found.cases) > SHOWN:
            yield f"  and {len(found.cases) - SHOWN} more (--format json lists them)"
    else:
        yield "\nGolden cases are not listed: they come with a checkout, not with the installed package."
