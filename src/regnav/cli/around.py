"""What stands around the norms of an answer: its head, the reasons, the links between acts, the days ahead, what is open, presumed and ruled out."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from regnav.assessment import Assessment, Because, NormAnswer, PresumptionAnswer
from regnav.cli.acts import HEADINGS, binding, open_acts
from regnav.cli.norm_lines import route_line
from regnav.cli.proofs import inferred


def head(answer: Assessment) -> list[str]:
    """What was judged, on which day, under which law, and with what outcome."""
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


def foot(answer: Assessment) -> list[str]:
    """What follows the norms: other readings, days ahead, questions, acts ruled out, presumptions, other law, the notice."""
    lines: list[str] = []
    if any(n.readings for n in answer.norms):
        lines += ["* informed readers differ: another reading would change the status or the date (--format markdown shows both)", ""]
    if wary := sum(1 for n in answer.norms if n.caveats and n.status in {"applies", "upcoming", "deemed_met"}):
        lines += [f"{wary} of the norms that apply or will carry caveats on how they were read (--format markdown shows them)", ""]
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


def _presumed(answer: Assessment) -> list[PresumptionAnswer]:
    """The presumptions on which the answer rests, without those that matter only to acts of which nothing is decided yet."""
    open_ = open_acts(binding(answer))
    used = {key for n in answer.norms if n.status != "depends" or n.instrument not in open_ for key in n.presumptions}
    return [p for p in answer.presumptions if p.key in used]


def reasons(answer: Assessment) -> list[str]:
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


def relations(answer: Assessment) -> list[str]:
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
        lines.append(f"  {route_line(routes[name])}; norms: {len(norms[name])} of {acts}")
    if others := len(routes) - len(open_):
        lines.append(f"  {others} more may bear on these norms, which facts not stated decide")
    return [*lines, ""] if lines else []
