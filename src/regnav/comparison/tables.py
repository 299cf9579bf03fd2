"""A comparison as tables: CSV, XLSX and Markdown. The force stands before the content in every cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from regnav.comparison.cells import Cell, HighestSanction
from regnav.comparison.entries import ComparedNorm
from regnav.comparison.matrix import RegimeComparison
from regnav.errors import MissingExtra

CELLS = ("topic", "regime", "force", "required", "bearers", "since", "strictest clock", "highest sanction", "citations", "norms", "gap")
NORMS = (
    "id",
    "regime",
    "instrument",
    "force",
    "standing",
    "status",
    "novelty",
    "label",
    "summary",
    "bearers",
    "since",
    "deadlines",
    "citations",
    "topics",
    "counterparts",
    "no counterpart",
    "caveats",
    "sources",
)


def to_csv(found: RegimeComparison) -> str:
    """One row a cell, as comma-separated values (RFC 4180, UTF-8)."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(CELLS)
    writer.writerows(_cell_row(found, cell) for cell in found.cells)
    return text.getvalue()


def to_xlsx(found: RegimeComparison) -> bytes:
    """A workbook with three sheets: the matrix, its cells one a row, and every norm.

    Raises MissingExtra where XlsxWriter is not installed.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise MissingExtra("analysis", "workbooks") from None
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}) as book:
        book.set_properties({"title": found.title or "Regimes by topic", "comments": found.notice})
        bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        matrix = [["topic", *(r.label for r in found.regimes)], *_matrix(found)]
        cells = [CELLS, *(_cell_row(found, cell) for cell in found.cells)]
        norms = [NORMS, *map(_norm_row, found.norms.values())]
        for name, rows, width in (("Matrix", matrix, 42), ("Cells", cells, 28), ("Norms", norms, 28)):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            sheet.set_column(0, len(rows[0]) - 1, width, wrap)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row, bold if place == 0 else None)
        about = book.add_worksheet("About")
        about.write_column(0, 0, [*_about(found), found.notice])
    return buffer.getvalue()


def to_markdown(found: RegimeComparison) -> str:
    """The matrix, then topic by topic what each regime asks, with citations."""
    lines = [f"# {found.title or 'Regimes by topic'}", "", *_about(found), ""]
    lines += _table(["Topic", *(r.label for r in found.regimes)], _matrix(found))
    lines += ["", *_places(found)]
    for topic in found.topics:
        lines += ["", f"## {topic.label}", ""]
        lines += _table(["Regime", *(head.capitalize() for head in CELLS[2:9]), "Gap"], [_topic_row(found, found.cell(topic.id, r.key)) for r in found.regimes])
    return "\n".join([*lines, "", found.notice, ""])


def _about(found: RegimeComparison) -> list[str]:
    known = f"Law known on {found.law_as_of}"
    if found.law_as_of > found.law_checked_to:
        known += f" (checked to {found.law_checked_to})"
    return [f"As of {found.as_of}. {known}. What is voluntary, proposed, superseded or withdrawn says so first and binds nobody."]


def _places(found: RegimeComparison) -> Iterator[str]:
    """For a system: what is new in each place."""
    if not found.home:
        return
    home = next((r.label for r in found.regimes if r.key == found.home), found.home)
    for regime in found.regimes:
        if regime.key == found.home or not regime.norms:
            continue
        yield ""
        yield f"## New in {regime.label}"
        yield ""
        yield f"Against {home}: {regime.new} new, {regime.adds} that add to what is done, {regime.covered} covered, {regime.open} open."
        yield ""
        yield from (_novelty(n) for n in found.norms.values() if n.regime == regime.key and n.novelty in {"new", "adds"})


def _novelty(norm: ComparedNorm) -> str:
    cited = "; ".join(p.label for p in norm.provisions)
    differs = norm.counterparts[0].note if norm.novelty == "adds" and norm.counterparts else norm.no_counterpart
    return f"- {norm.novelty}, {norm.force}, {_standing(norm)}: {norm.label} ({cited}){f'. {differs}' if differs else ''}"


def _standing(norm: ComparedNorm) -> str:
    word = norm.status or norm.standing.replace("_", " ")
    return f"{word} {norm.since}" if norm.since else word


def _matrix(found: RegimeComparison) -> list[list[str]]:
    return [[topic.label, *(_brief(found.cell(topic.id, r.key)) for r in found.regimes)] for topic in found.topics]


def _brief(cell: Cell) -> str:
    """The force first, then what is asked, or what is missing."""
    if cell.force == "none":
        return "NONE"
    others = sum(n for force, n in cell.forces.items() if force != cell.force)
    more = cell.forces[cell.force] - len(cell.required)
    words = "; ".join(cell.required) + (f"; and {more} more" if more > 0 else "")
    return f"{cell.force.upper()}: {words}{f' (and {others} weaker)' if others else ''}"


def _topic_row(found: RegimeComparison, cell: Cell) -> list[str]:
    row = _cell_row(found, cell)
    return [row[1], cell.force.upper(), *row[3:9], cell.gap]


def _cell_row(found: RegimeComparison, cell: Cell) -> list[str]:
    topic = next(t.label for t in found.topics if t.id == cell.topic)
    regime = next(r.label for r in found.regimes if r.key == cell.regime)
    clock = f"{cell.clock.label} ({'; '.join(p.label for p in cell.clock.provisions)})" if cell.clock else ""
    return [
        topic,
        regime,
        cell.force,
        "; ".join(cell.required),
        "; ".join(cell.bearers[:6]) + (f"; and {len(cell.bearers) - 6} more" if len(cell.bearers) > 6 else ""),
        str(cell.since or ""),
        clock,
        "; ".join(map(amount, cell.sanctions)),
        "; ".join(p.label for p in cell.provisions),
        " ".join(cell.norms),
        cell.gap,
    ]


def amount(fine: HighestSanction) -> str:
    """A sanction in words: `AUD 50,000,000`, `EUR 15,000,000 or 3 % of turnover`, or its label."""
    parts = [f"{fine.currency} {fine.maximum:,}" if fine.maximum else "", f"{fine.turnover_share.normalize():f} % of turnover" if fine.turnover_share else ""]
    return " or ".join(p for p in parts if p) or fine.label


def _norm_row(norm: ComparedNorm) -> list[str]:
    return [
        norm.id,
        norm.regime,
        norm.instrument,
        norm.force,
        norm.standing,
        norm.status,
        norm.novelty,
        norm.label,
        norm.summary,
        "; ".join(norm.bearers),
        str(norm.since or " or ".join(map(str, norm.dates))),
        "; ".join(d.label for d in norm.deadlines),
        "; ".join(p.label for p in norm.provisions),
        "; ".join(norm.topics),
        "; ".join(f"{c.id} ({c.degree}: {c.note})" for c in norm.counterparts),
        norm.no_counterpart,
        " ".join(norm.caveats),
        " ".join(norm.sources),
    ]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return lines + [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
