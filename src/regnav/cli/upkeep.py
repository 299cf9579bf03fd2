"""Keeping the law in order, and handing it on: gates, coverage, reviews, exports, schemas and the service."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from regnav.cli.commands import AsOf, Catalog, LawAsOf, app, emit, navigator
from regnav.errors import UnknownName


class ExportFormat(StrEnum):
    """What `export` writes."""

    owl = "owl"
    turtle = "turtle"
    jsonld = "jsonld"
    oscal_catalog = "oscal-catalog"
    oscal_mapping = "oscal-mapping"
    sssom = "sssom"


@app.command()
def check(
    hermit: Annotated[bool | None, typer.Option("--hermit/--no-hermit", help="Run or skip the HermiT gate (default: run it when Java is there).")] = None,
) -> None:
    """All gates of the ontology; exit status 1 when one fails."""
    from regnav.checks import Gate, as_text, run_checks

    def progress(gate: Gate) -> None:
        if sys.stderr.isatty():
            print(f"\r\033[K{gate.name}: {gate.status}", end="", file=sys.stderr, flush=True)

    result = run_checks(hermit=hermit, progress=progress)
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)
    emit(as_text(result))
    raise typer.Exit(0 if result.ok else 1)


@app.command()
def coverage(
    reasons: Annotated[bool, typer.Option("--reasons", help="Print every provision that is no norm's basis, with its reason.")] = False,
    act: Annotated[str, typer.Option("--act", help="The act.")] = "ai-act",
    rows: Annotated[bool, typer.Option("--survey", help="Print every row of the survey of other regimes, with what carries it.")] = False,
) -> None:
    """The matrix of an act: per article its provisions, norms, concepts and reasons; or the rows of the survey of other regimes."""
    from regnav.coverage import matrix, reasons_list, survey

    law = navigator()
    emit(survey(law) if rows else reasons_list(law, act) if reasons else matrix(law, act))


@app.command()
def review(
    record: Annotated[list[str] | None, typer.Option("--record", metavar="NORM", help="Write a review of this norm's present block into reviews.ttl.")] = None,
    status: Annotated[str, typer.Option("--status", help="second-reader, or reviewed (by a lawyer).")] = "second-reader",
) -> None:
    """Norms by editorial status, and what is due; records reviews."""
    from regnav.reviews import overview, record_reviews

    law = navigator()
    emit(record_reviews(law, record, status) if record else overview(law))


@app.command()
def export(
    format: Annotated[
        ExportFormat,
        typer.Argument(
            help="owl: classes and axioms for a reasoner; turtle, jsonld: the whole graph; oscal-catalog: the controls; "
            "oscal-mapping, sssom: which controls of other catalogues are close to them."
        ),
    ],
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="Where to write (default: standard output).")] = None,
    as_of: AsOf = None,
    law_as_of: LawAsOf = None,
    catalog: Catalog = None,
    modified: Annotated[
        str | None, typer.Option("--modified", metavar="TIME", help="When an OSCAL document was last changed (default: when the law was last checked).")
    ] = None,
) -> None:
    """The law for other tools."""
    from regnav.exports import CATALOG_FILE, export_law
    from regnav.incidents.instants import read_instant

    changed = read_instant("modified", modified, local=True) if modified else None
    text = export_law(navigator(), format.value, as_of, law_as_of, changed, catalog or CATALOG_FILE)
    if to is None:
        emit(text)
    else:
        to.write_text(text, encoding="utf-8")
        print(f"Wrote {to}", file=sys.stderr)


@app.command()
def schema(kind: Annotated[str, typer.Argument(help="answer or system")] = "answer") -> None:
    """The JSON Schema of the JSON answer, or of the system file."""
    from regnav.schemas import answer_schema, system_schema

    if kind not in {"answer", "system"}:
        raise UnknownName("schema", kind, ("answer", "system"))
    emit(json.dumps(answer_schema() if kind == "answer" else system_schema(navigator()), indent=2, ensure_ascii=False))


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port.")] = 8000,
) -> None:
    """The HTTP service; its description is at /docs."""
    import uvicorn

    from regnav_api.app import create_app

    uvicorn.run(create_app(navigator()), host=host, port=port, log_level="info")
