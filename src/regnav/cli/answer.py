"""How an assessment looks: tables on a terminal, markdown for a file. Colours only on a terminal (rich decides)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from regnav.assessment import Assessment, Because, GuidanceAnswer, NormAnswer, PresumptionAnswer, ReadingAnswer, RouteAnswer
from regnav.cli.open_acts import by_act, open_acts, waits
from regnav.cli.proofs import inferred, steps
from regnav.cli.terminal import console
from regnav.rulebook import GUIDANCE_STATES

if TYPE_CHECKING:
    from rich.table import Table

HEADINGS = {
    "applies": "Applies today",
    "upcoming": "Will apply",
    "deemed_met": "Applies, deemed met",
    "depends": "Depends on facts not stated",
    "proposed": "Proposed, not law",
    "ended": "Ended",
    "not_applicable": "Does not apply",
}
SHARES = (27, 15, 19, 22, 17)
"""How the columns share the width of the terminal, in per cent; fixed, since measuring every cell takes as long as the answer."""
COLOURS = {"applies": "green", "upcoming": "yellow", "deemed_met": "cyan", "depends": "magenta", "proposed": "blue", "ended": "dim", "not_applicable": "dim"}
ADVICE = "Advice that fits, voluntary"


def table(answer: Assessment) -> None:
    """Print an assessment for reading on a terminal: by status, then by act; advice stands apart from law."""
    screen = console()
    screen.print(answer.title or "Assessment", style="bold")
    screen.print("\n".join(_head(answer)), soft_wrap=True)
    for status, heading in HEADINGS.items():
        acts = by_act(n for n in _law(answer) if n.status == status)
        if acts:
            screen.print(f"\n{heading} ({sum(map(len, acts.values()))})", style=f"bold {COLOURS[status]}")
        open_ = _undecided(answer, status)
        for act, norms in acts.items():
            if act not in open_:
                screen.print()
                screen.print(_grid(answer, f"{_act(answer, act)} ({len(norms)})", norms, screen.width))
        if open_:
            screen.print("\n" + "\n".join(_waiting(answer, "  ")), soft_wrap=True)
    if advice := _advice(answer):
        screen.print(f"\n{ADVICE} ({len(advice)})", style="bold")
        screen.print("\n".join(f"  {n.label} ({_where(n)})" for n in advice), soft_wrap=True)
    screen.print("\n" + "\n".join([*_reasons(answer), *_relations(answer), *_foot(answer)]), soft_wrap=True)


def _grid(answer: Assessment, title: str, norms: Sequence[NormAnswer], width: int) -> Table:
    """The norms of one status and act, one a row."""
    from rich.table import Table

    grid = Table(title=title, title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0), expand=False)
    for column, share in zip(("What", "Who", "Where", _when_heading(norms[0].status), "Because"), SHARES, strict=True):
        grid.add_column(column, overflow="fold", width=max(8, width * share // 100 - 2))
    for norm in norms:
        grid.add_row(_what(norm), _who(norm), _where(norm), _when(norm, _lists(answer)), _because(norm))
    return grid


def markdown(answer: Assessment) -> str:
    """An assessment as a document, with the reason of each norm."""
    lines = [f"# {answer.title or 'Assessment'}", "", *_head(answer), ""]
    for status, heading in HEADINGS.items():
        acts = by_act(n for n in _law(answer) if n.status == status)
        if acts:
            lines += [f"## {heading} ({sum(map(len, acts.values()))})", ""]
        open_ = _undecided(answer, status)
        for act, norms in acts.items():
            if act not in open_:
                lines += [f"### {_act(answer, act)} ({len(norms)})", "", *_about(answer, norms[0])]
                for norm in norms:
                    lines += _norm_lines(norm, answer)
        if open_:
            lines += [f"### {NOTHING_YET}", "", *_waiting(answer, "- ")[1:], ""]
    if advice := _advice(answer):
        lines += [f"## {ADVICE} ({len(advice)})", "", *(f"- {n.label} ({_where(n)}): {n.summary}" for n in advice), ""]
    return "\n".join([*lines, "## What else", "", *_foot(answer)])


def _law(answer: Assessment) -> list[NormAnswer]:
    """What binds or permits; advice is no law."""
    return [n for n in answer.norms if n.modality != "recommendation"]


def _advice(answer: Assessment) -> list[NormAnswer]:
    """Recommendations that fit the system."""
    return [n for n in answer.norms if n.modality == "recommendation" and n.status == "applies"]


NOTHING_YET = "Nothing is decided yet of these acts"


def _undecided(answer: Assessment, status: str) -> frozenset[str]:
    """The acts that the section of a status names in a line instead of listing their norms."""
    return open_acts(_law(answer)) if status == "depends" else frozenset()


def _waiting(answer: Assessment, bullet: str) -> list[str]:
    """A line for the acts that wait for the same facts, with how many norms of each wait."""
    lines = [f"{NOTHING_YET} (--format json lists their norms):"]
    for wait in waits(answer, _law(answer)):
        acts = ", ".join(f"{_act(answer, act)} ({norms})" for act, norms in wait.acts)
        lines.append(f"{bullet}{acts}: {'wait' if len(wait.acts) > 1 else 'waits'} for {', '.join(wait.questions)} and more")
    return lines


def _presumed(answer: Assessment) -> list[PresumptionAnswer]:
    """The presumptions on which the answer rests, without those that matter only to acts of which nothing is decided yet."""
    open_ = open_acts(_law(answer))
    used = {key for n in answer.norms if n.status != "depends" or n.instrument not in open_ for key in n.presumptions}
    return [p for p in answer.presumptions if p.key in used]


def _act(answer: Assessment, key: str) -> str:
    """The name of an act, as citations begin with it, and how it binds where nothing of it is binding law."""
    forces = {n.legal_force for n in answer.norms if n.instrument == key}
    return ", ".join((answer.acts.get(key, key), *sorted(forces if "binding" not in forces else ())))


def _about(answer: Assessment, norm: NormAnswer) -> list[str]:
    """What a reader should know of how the act of a norm was read."""
    act = f"{norm.id.split(':', 1)[0]}:act"
    return [line for remark in answer.remarks[act].told for line in (remark, "")] if act in answer.remarks else []


def _norm_lines(norm: NormAnswer, answer: Assessment) -> list[str]:
    links = ", ".join(f"[{p.label}]({p.url})" if p.url else p.label for p in norm.provisions)
    lines = [f"#### {norm.label}", "", f"{links} · {_who(norm)} · {norm.modality} · {_when(norm, _lists(answer))}", "", norm.summary, ""]
    lines += [f"- {i.label} ({', '.join(p.label for p in i.provisions)})" for i in norm.items]
    lines += [f"- {d.kind}: {d.label}" for d in norm.deadlines]
    lines += [f"- sanction: {s.label}{f' (if: {s.offender.label})' if s.offender else ''}" for s in norm.sanctions]
    lines += [_reading(reading) for reading in norm.readings]
    lines += [f"- {norm.inference}"] if norm.inference else []
    lines += [f"- between the acts: {_route(route)}" for route in norm.route]
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


def _route(route: RouteAnswer) -> str:
    """A relation in a line: what it does, how far it is open, and what it leaves to be done."""
    cited = ", ".join(p.label for p in route.provisions)
    shown = {"true": "", "false": "; what must be shown is not shown", "unknown": "; whether what must be shown is shown is open"}[route.shown]
    rest = f"; not for: {', '.join(route.remaining)}" if route.covers == "part" else ""
    return f"{route.label} ({cited}): {EFFECTS[route.effect]}, {'open' if route.route == 'open' else 'not known to be open'}{shown}{rest}"


def _relations(answer: Assessment) -> list[str]:
    """The relations between acts that bear on norms of this answer which apply or will: the open ones, with how many norms each concerns."""
    bearing = [(norm, route) for norm in answer.norms if norm.status in {"applies", "upcoming", "deemed_met"} for route in norm.route]
    norms: dict[str, list[NormAnswer]] = {}
    for norm, route in bearing:
        norms.setdefault(route.id, []).append(norm)
    routes = {route.id: msgspec.structs.replace(route, remaining=(), covers="whole") for _, route in bearing}
    open_ = [name for name, route in routes.items() if route.route == "open"]
    lines = ["Between the acts (each norm with its relations: --format markdown):"] if routes else []
    for name in open_:
        acts = ", ".join(dict.fromkeys(answer.acts[norm.instrument] for norm in norms[name]))
        lines.append(f"  {_route(routes[name])}; norms: {len(norms[name])} of {acts}")
    if others := len(routes) - len(open_):
        lines.append(f"  {others} more may bear on these norms, which facts not stated decide")
    return [*lines, ""] if lines else []


def _guidance(document: GuidanceAnswer) -> str:
    name = f"[{document.label}]({document.url})" if document.url else document.label
    return f"- guidance: {name} ({GUIDANCE_STATES[document.state]})"


def _head(answer: Assessment) -> list[str]:
    known = f"law known on {answer.law_as_of}"
    if answer.law_as_of > answer.law_checked_to:
        known += f" (checked to {answer.law_checked_to})"
    counts = ", ".join(f"{answer.counts[s]} {h[0].lower()}{h[1:]}" for s, h in HEADINGS.items() if answer.counts.get(s))
    high = [c.label for c in answer.concepts if c.value == "true" and c.headline]
    lines = [f"Judged on {answer.as_of}, {known}.", f"Norms: {counts or 'none'}."]
    if high:
        lines.append(f"The system is: {', '.join(high)}.")
    if answer.counts.get("recommended"):
        lines.append(f"Advice that fits, voluntary: {answer.counts['recommended']} (listed apart).")
    if answer.only_acts:
        lines.append(f"Only {', '.join(answer.acts[key] for key in answer.only_acts)}, as asked.")
    elif left := [r.label for r in answer.regimes if not r.assessed]:
        assessed = ", ".join(r.label for r in answer.regimes if r.assessed)
        lines.append(f"Regimes: {assessed}. Left out, since nothing stated leads there (market.in, org.in, --regime): {', '.join(left)}.")
    if presumed := _presumed(answer):
        lines.append(f"Rests on {len(presumed)} presumption{'s' if len(presumed) > 1 else ''} (listed below).")
    return lines


def _foot(answer: Assessment) -> list[str]:
    lines: list[str] = []
    if any(n.readings for n in answer.norms):
        lines += ["* informed readers differ: another reading would change the status or the date (--format markdown shows both)", ""]
    if answer.timeline:
        lines += ["Ahead:", *_ahead(answer), ""]
    if answer.questions:
        lines += ["Worth answering next:"] + [f"  {q.key}: {q.wording} ({q.norms} norms)" for q in answer.questions[:5]] + [""]
    if answer.ruled_out:
        lines += ["Nothing applies of:", *_ruled_out(answer), ""]
    if presumed := _presumed(answer):
        lines += ["Presumed, because nobody stated otherwise:"] + [f"  not {p.key}: {p.label} ({p.provision.label})" for p in presumed] + [""]
    reached = [e for e in answer.elsewhere if e.reached == "true"]
    if reached:
        lines += (
            ["Law that these facts touch and that is not assessed:"] + [f"  {e.label} ({', '.join(p.label for p in e.provisions)})" for e in reached] + [""]
        )
    return [*lines, answer.notice, f"regnav {answer.regnav.version}, rulebook {answer.regnav.rulebook[:12]}, answer {answer.id}"]


def _ruled_out(answer: Assessment) -> list[str]:
    """A line for the acts that are ruled out for the same reason."""
    acts: dict[str, list[str]] = {}
    for act in answer.ruled_out:
        why = f"outside the scope, since {'; '.join(_leaves(act.because))}" if act.because else "no norm of it fits"
        acts.setdefault(why, []).append(act.label)
    return [f"  {', '.join(labels)}: {why}" for why, labels in acts.items()]


def _ahead(answer: Assessment) -> list[str]:
    """The days to come on which norms begin, may begin (facts not stated decide) and end."""
    open_ = {norm.id for norm in answer.norms if norm.status == "depends"}
    lines = []
    for entry in answer.timeline:
        surely = [name for name in entry.begins if name not in open_]
        counts = (
            _count(len(surely), "begins", "begin"),
            _count(len(entry.begins) - len(surely), "may begin", "may begin"),
            _count(len(entry.ends), "ends", "end"),
        )
        lines.append(f"  {entry.date}: {', '.join(filter(None, counts))}{_cited(entry.rules)}")
    return lines


def _count(number: int, one: str, many: str) -> str:
    return f"{number} norm{'s' if number > 1 else ''} {one if number == 1 else many}" if number else ""


def _cited(rules: Iterable[object]) -> str:
    labels = [getattr(r, "label", "") for r in rules]
    return f" ({'; '.join(labels)})" if labels else ""


def _what(norm: NormAnswer) -> str:
    may = "May: " if norm.modality == "permission" and not norm.label.startswith("May ") else ""
    return f"{may}{norm.label}{' *' if norm.readings else ''}"


def _who(norm: NormAnswer) -> str:
    return ", ".join(b.label for b in norm.bearer)


def _where(norm: NormAnswer) -> str:
    return "; ".join(p.label for p in norm.provisions)


def _because(norm: NormAnswer) -> str:
    """The class of situations that the norm needs, in a word; why it holds stands below the tables."""
    steps = norm.because.because if norm.because else ()
    return ", ".join(step.label for step in steps if step.kind == "class" and step.value != "false")


def _reasons(answer: Assessment) -> list[str]:
    """Why each class and role holds that a norm of this answer needs: the facts at the end of its proof."""
    held: dict[str, Because] = {}
    for norm in answer.norms:
        if norm.status in {"applies", "upcoming", "deemed_met"} and norm.because is not None:
            held.update((step.id, step) for step in norm.because.because if step.kind in {"class", "bearer"} and step.value == "true")
    if not held:
        return []
    lines = ["Reasons (the whole proof: regnav why FILE ID):"]
    for step in held.values():
        cited = ", ".join(answer.citations[p].label for p in step.provisions if p in answer.citations)
        lines.append(f"  {step.label} ({cited}), since {'; '.join(_leaves(step))}")
    if read := inferred(held.values(), answer.remarks):
        lines += ["", "Where these reasons go beyond the text:", *(f"  {label}: {answer.remarks[name].inference}" for name, label in read.items())]
    return [*lines, ""]


def _leaves(step: Because) -> list[str]:
    """The facts on which a step rests, as they were stated; what the law alone decides (a wording that is not in force) is left to the proof."""
    if not step.because:
        words = step.note if step.kind != "presumed" else f"not {step.label} (presumed)"
        return [] if step.kind == "concept" else [words or step.label]
    return list(dict.fromkeys(leaf for below in step.because for leaf in _leaves(below)))


def _when_heading(status: str) -> str:
    return {"depends": "Missing", "not_applicable": "Why not", "ended": "Until"}.get(status, "From")


def _when(norm: NormAnswer, lists: Container[str]) -> str:
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


def _lists(answer: Assessment) -> frozenset[str]:
    """The keys of open questions that are answered by a list."""
    return frozenset(q.key for q in answer.questions if q.kind == "any_of")


def _missing(keys: Sequence[str], lists: Container[str]) -> str:
    """The first three keys; several options of one list are named by their question."""
    options = Counter(key.rsplit(".", 1)[0] for key in keys)
    shown = list(dict.fromkeys(room if (room := key.rsplit(".", 1)[0]) in lists and options[room] > 2 else key for key in keys))
    return ", ".join(shown[:3]) + (" …" if len(shown) > 3 else "")
