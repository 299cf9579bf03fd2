"""How comparisons, turning points and lists look, on a terminal and in a document; questions have a module of their own (`question_list`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from regnav.engine.comparison import Comparison, NormState, TurningPoint
    from regnav.named_queries import NamedQuery
    from regnav.rulebook import SystemType
    from regnav.sheets import Sheet


# ── comparisons ─────────────────────────────────────────────────────────────


def changes(comparison: Comparison, markdown: bool = False) -> str:
    """What differs between two answers."""
    lines = [f"{comparison.before} → {comparison.after}: {len(comparison.norms)} norms stand differently, {comparison.unchanged} alike."]
    lines += [f"  {c.label}: {c.before} → {c.after}" for c in comparison.concepts]
    for kind in ("appears", "disappears", "moves", "changes"):
        found = [n for n in comparison.norms if n.kind == kind]
        if found:
            lines += ["", f"{'## ' if markdown else ''}{kind.capitalize()} ({len(found)})"]
            for norm in found:
                by = f" — by {', '.join(a.label for a in norm.amended_by)}" if norm.amended_by else ""
                lines.append(f"  {norm.label} ({'; '.join(p.label for p in norm.provisions)}): {_state(norm.before)} → {_state(norm.after)}{by}")
    return "\n".join(lines)


def _state(state: NormState | None) -> str:
    if state is None:
        return "does not apply"
    return f"{state.status}{f' from {state.applies_from}' if state.applies_from else ' ' + ' or '.join(map(str, state.dates)) if state.dates else ''}"


def turning_points(points: Sequence[TurningPoint]) -> str:
    """The smallest changes that turn a classification."""
    if not points:
        return "No change of one or two facts turns this classification."
    lines = []
    for point in points:
        lines.append(
            f"{point.concept}: {point.before} → {point.after} if {' and '.join(point.labels)}  ({point.appears} norms appear, {point.disappears} disappear)"
        )
    return "\n".join(lines)


# ── lists ───────────────────────────────────────────────────────────────────


def types(found: Iterable[SystemType]) -> str:
    return "\n".join(f"{t.key}: {t.label}" for t in found)


def sheet(found: Sheet) -> str:
    width = max((len(k) for k, _ in found.lines), default=0)
    return "\n".join([f"{found.label}  [{found.kind}: {found.id}]", *(f"  {k:<{width}}  {v}" for k, v in found.lines)])


def queries(found: Mapping[str, NamedQuery]) -> str:
    lines = []
    for query in found.values():
        example = " ".join(f"{k}={v}" for k, v in query.example.items())
        lines += [f"{query.name}: {query.summary}", *([f"    {query.use}"] if query.use else []), f"    regnav ask {query.name} {example}".rstrip()]
    return "\n".join(lines)


def rows(found: Sequence[Mapping[str, str | None]], markdown: bool = False) -> str:
    if not found:
        return "No rows."
    names = list(found[0])
    if markdown:
        lines = [f"| {' | '.join(names)} |", f"|{'---|' * len(names)}"]
        return "\n".join([*lines, *(f"| {' | '.join(str(r[n] or '') for n in names)} |" for r in found)])
    return "\n".join(["\t".join(names), *("\t".join(str(r[n] or "") for n in names) for r in found)])
