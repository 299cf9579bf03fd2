"""One norm in words: what, who, where, when and because."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence

from regnav.assessment import Assessment, GuidanceAnswer, NormAnswer, ReadingAnswer, RouteAnswer
from regnav.cli.proofs import steps
from regnav.rulebook import GUIDANCE_STATES


def norm_lines(norm: NormAnswer, answer: Assessment) -> list[str]:
    """A norm as a section of a document, with all that is told of it and its proof."""
    links = ", ".join(f"[{p.label}]({p.url})" if p.url else p.label for p in norm.provisions)
    lines = [f"#### {norm.label}", "", f"{links} · {who(norm)} · {norm.modality} · {when(norm, lists_in(answer))}", "", norm.summary, ""]
    lines += [f"- {i.label} ({', '.join(p.label for p in i.provisions)})" for i in norm.items]
    lines += [f"- {d.kind}: {d.label}" for d in norm.deadlines]
    lines += [f"- sanction: {s.label}{f' (if: {s.offender.label})' if s.offender else ''}" for s in norm.sanctions]
    lines += [_reading(reading) for reading in norm.readings]
    lines += [f"- {norm.inference}"] if norm.inference else []
    lines += [f"- caveat: {caveat}" for caveat in norm.caveats]
    lines += [f"- read in: {', '.join(f'<{source}>' for source in norm.sources)}"] if norm.sources else []
    lines += [f"- between the acts: {route_line(route)}" for route in norm.route]
    lines += [_guidance(document) for document in norm.guidance]
    named = [part.id for part in norm.sanctions] + [part.id for part in norm.route]
    lines += [f"- {remark}" for name in named if name in answer.remarks for remark in answer.remarks[name].told]
    lines += [f"- editorial status: {norm.editorial}", ""]
    if norm.because is not None:

        def cite(name: str) -> str:
            return answer.citations[name].label

        lines += ["Because:", "", *(f"{'  ' * depth}- {text}" for depth, text in steps(norm.because.because, cite, answer.remarks)), ""]
    return lines


def _reading(reading: ReadingAnswer) -> str:
    """What another reading of an open point would change, who holds it, and where it stands."""
    since = f" from {reading.applies_from}" if reading.applies_from else ""
    links = f" <{'>, <'.join(reading.sources)}>" if reading.sources else ""
    return f"- under another reading: {reading.status}{since}. {reading.question} {reading.label}: {reading.summary} Held by: {reading.held_by}.{links}"


EFFECTS = {
    "DeemedMet": "counts as met",
    "LexSpecialis": "special law goes first",
    "Derogation": "derogation",
    "IntegratedProcedure": "one procedure for both",
    "SharedEvidence": "shared evidence",
    "CompetenceShift": "another authority is competent",
}
"""What a relation between acts does, in words."""


def route_line(route: RouteAnswer) -> str:
    """A relation in a line: what it does, how far it is open, and what it leaves to be done."""
    cited = ", ".join(p.label for p in route.provisions)
    shown = {"true": "", "false": "; what must be shown is not shown", "unknown": "; whether what must be shown is shown is open"}[route.shown]
    rest = f"; not for: {', '.join(route.remaining)}" if route.covers == "part" else ""
    return f"{route.label} ({cited}): {EFFECTS[route.effect]}, {'open' if route.route == 'open' else 'not known to be open'}{shown}{rest}"


def _guidance(document: GuidanceAnswer) -> str:
    name = f"[{document.label}]({document.url})" if document.url else document.label
    return f"- guidance: {name} ({GUIDANCE_STATES[document.state]})"


def what(norm: NormAnswer) -> str:
    """What the norm asks or permits, with a star where informed readers differ."""
    may = "May: " if norm.modality == "permission" and not norm.label.startswith("May ") else ""
    return f"{may}{norm.label}{' *' if norm.readings else ''}"


def who(norm: NormAnswer) -> str:
    """The roles that bear it."""
    return ", ".join(b.label for b in norm.bearer)


def where(norm: NormAnswer) -> str:
    """The provisions that it stands in."""
    return "; ".join(p.label for p in norm.provisions)


def because(norm: NormAnswer) -> str:
    """The class of situations that the norm needs, in a word; why it holds stands below the tables."""
    steps = norm.because.because if norm.because else ()
    return ", ".join(step.label for step in steps if step.kind == "class" and step.value != "false")


def when_heading(status: str) -> str:
    """What the column of days is called for norms of a status."""
    return {"depends": "Missing", "not_applicable": "Why not", "ended": "Until"}.get(status, "From")


def when(norm: NormAnswer, lists: Container[str]) -> str:
    """From when, or what is missing to say so, or why not; with what set the day and what goes first."""
    if norm.status == "depends" or (norm.status == "proposed" and norm.missing):
        return _missing(norm.missing, lists)
    if norm.status == "not_applicable":
        return "; ".join(b.label for b in norm.because.because if b.value == "false") if norm.because else ""
    if norm.status == "ended":
        return str(norm.applies_until or "")
    if norm.applies_from is None:
        return " or ".join(map(str, norm.dates)) or "no day set"
    until = f" until {norm.applies_until}" if norm.applies_until else ""
    source = _day_source(norm)
    first = "".join(f"; but {route.label}" for route in norm.route if _gives_way(route))
    return f"{norm.applies_from}{until}{f' ({source})' if source else ''}{first}"


def _gives_way(route: RouteAnswer) -> bool:
    """Whether a special law goes before the norm."""
    return route.effect == "LexSpecialis" and route.route == "open" and route.shown == "true"


def _day_source(norm: NormAnswer) -> str:
    """The amending act that set the first day, by its rule of application or, for what it inserted, by its entry into force."""
    steps = [step for step in (norm.because.because if norm.because else ()) if step.date == norm.applies_from]
    set_by = (step.note.removeprefix("date set by ") for step in steps if step.kind == "start")
    inserted_by = (step.label.removeprefix("introduced by ") for step in steps if step.kind == "validity")
    return next((source for source in (*set_by, *inserted_by) if source), "")


def lists_in(answer: Assessment) -> frozenset[str]:
    """The keys of open questions that are answered by a list."""
    return frozenset(q.key for q in answer.questions if q.kind == "any_of")


def _missing(keys: Sequence[str], lists: Container[str]) -> str:
    """The first three keys; several options of one list are named by their question."""
    options = Counter(key.rsplit(".", 1)[0] for key in keys)
    shown = list(dict.fromkeys(room if (room := key.rsplit(".", 1)[0]) in lists and options[room] > 2 else key for key in keys))
    return ", ".join(shown[:3]) + (" …" if len(shown) > 3 else "")
