"""`regnav compare`: regimes side by side, by the law alone or for one system."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regnav.cli.commands import AsOf, LawAsOf, Sets, SystemPath, TypeKey, app, described, emit, emit_json, navigator
from regnav.errors import BadValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regnav.comparison import Cell, ComparedNorm, RegimeComparison
    from regnav.navigator import Navigator


class CompareFormat(StrEnum):
    """How a comparison is printed; `xlsx` needs --output."""

    table = "table"
    markdown = "markdown"
    csv = "csv"
    xlsx = "xlsx"
    json = "json"
    jsonld = "jsonld"
    heat_map = "heat-map"
    timeline = "timeline"


Named = Annotated[list[str] | None, typer.Option("--regime", metavar="KEY", help="A regime (EU, AU, SG …, or all); repeat for more. Default: all.")]
Topics = Annotated[list[str] | None, typer.Option("--topic", metavar="KEY", help="A topic (incident-reporting …); repeat for more. Default: all.")]
Forces = Annotated[list[str] | None, typer.Option("--force", metavar="WORD", help="Only norms of this force (binding, voluntary …); repeat for more.")]
Home = Annotated[str, typer.Option("--home", metavar="KEY", help="For a system: the regime whose law is met already.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file instead of printing.")]
Shape = Annotated[CompareFormat, typer.Option("--format", "-f", help="How to print it: heat-map and timeline are SVG pictures.")]


@app.command()
def compare(
    file: SystemPath = None,
    kind: TypeKey = None,
    sets: Sets = None,
    regimes: Named = None,
    topics: Topics = None,
    forces: Forces = None,
    as_of: AsOf = None,
    law_as_of: LawAsOf = None,
    home: Home = "EU",
    output: Output = None,
    format: Shape = CompareFormat.table,
) -> None:
    """Regimes side by side, topic by topic: force, duty, bearer, date, strictest clock, highest sanction; for a system, what is new in each place."""
    law = navigator()
    system = described(file, kind, sets) if file or kind or sets else None
    found = law.compare(system, regimes or None, topics or None, as_of, law_as_of, forces or None, home)
    if output is None and format in {CompareFormat.json, CompareFormat.table}:
        emit_json(found) if format is CompareFormat.json else emit("\n".join(_table(found)))
        return
    written = _written(law, found, format)
    if output is not None:
        output.write_bytes(written if isinstance(written, bytes) else written.encode())
        print(f"Wrote {output}", file=sys.stderr)
    elif isinstance(written, bytes):
        raise BadValue("format", format.value, "name a file with --output")
    else:
        emit(written)


def _written(law: Navigator, found: RegimeComparison, format: CompareFormat) -> str | bytes:
    from regnav.comparison import FORMATS

    return "\n".join(_table(found)) + "\n" if format is CompareFormat.table else FORMATS[format.value][1](found, law.rulebook)


# ── for reading on a terminal ───────────────────────────────────────────────


def _table(found: RegimeComparison) -> Iterator[str]:
    """Topic by topic, a block for each regime, the force first; for a system, what is new in each place stands before."""
    yield found.title or "Regimes by topic"
    yield f"As of {found.as_of}, law known on {found.law_as_of}."
    yield ", ".join(f"{r.label} {r.norms}" for r in found.regimes) + " norms."
    if found.home:
        yield from _places(found)
    for topic in found.topics:
        yield f"\n{topic.label}"
        yield from (line for r in found.regimes for line in _block(found.cell(topic.id, r.key), r.label))
    yield f"\n{found.notice}"


def _places(found: RegimeComparison) -> Iterator[str]:
    for regime in found.regimes:
        if regime.key != found.home and regime.norms:
            yield f"\n{regime.label}: {regime.new} new against {found.home}, {regime.adds} that add to what is done,"
            yield f"  {regime.covered} covered, {regime.open} open, since they hang on facts not stated"
            fresh = [n for n in found.norms.values() if n.regime == regime.key and n.novelty == "new"]
            yield from (f"  {_line(n)}" for n in sorted(fresh, key=lambda n: (n.force != "binding", n.id)))


def _line(norm: ComparedNorm) -> str:
    when = f" from {norm.since}" if norm.since else ""
    return f"{norm.force.upper()}, {norm.status.replace('_', ' ')}{when}: {norm.label} ({'; '.join(p.label for p in norm.provisions)})"


def _block(cell: Cell, regime: str) -> Iterator[str]:
    from regnav.comparison.tables import amount

    if cell.force == "none":
        yield f"  {regime}: NONE. {cell.gap}"
        return
    counts = ", ".join(f"{n} {force}" for force, n in cell.forces.items())
    yield f"  {regime}: {cell.force.upper()} ({counts}){f', since {cell.since}' if cell.since else ''}"
    yield from (f"    {label}" for label in cell.required)
    if cell.clock:
        yield f"    strictest clock: {cell.clock.label} ({'; '.join(p.label for p in cell.clock.provisions)})"
    if cell.sanctions:
        yield f"    highest sanction: {'; '.join(map(amount, cell.sanctions))}"
    if cell.gap:
        yield f"    {cell.gap}"
