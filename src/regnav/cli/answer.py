"""How an assessment looks: tables on a terminal, markdown for a file. Colours only on a terminal (rich decides)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from regnav.assessment import Assessment, NormAnswer
from regnav.cli.acts import HEADINGS, act_name, advice_in, binding, by_act, open_acts, waits
from regnav.cli.around import foot, head, reasons, relations
from regnav.cli.norm_lines import because, lists_in, norm_lines, what, when, when_heading, where, who
from regnav.cli.terminal import console

if TYPE_CHECKING:
    from rich.table import Table

SHARES = (27, 15, 19, 22, 17)
"""How the columns share the width of the terminal, in per cent; fixed, since measuring every cell takes as long as the answer."""
COLOURS = {"applies": "green", "upcoming": "yellow", "deemed_met": "cyan", "depends": "magenta", "proposed": "blue", "ended": "dim", "not_applicable": "dim"}
ADVICE = "Advice that fits, voluntary"


def table(answer: Assessment) -> None:
    """Print an assessment for reading on a terminal: by status, then by act; advice stands apart from law."""
    screen = console()
    screen.print(answer.title or "Assessment", style="bold")
    screen.print("\n".join(head(answer)), soft_wrap=True)
    for status, heading in HEADINGS.items():
        acts = by_act(n for n in binding(answer) if n.status == status)
        if acts:
            screen.print(f"\n{heading} ({sum(map(len, acts.values()))})", style=f"bold {COLOURS[status]}")
        open_ = _undecided(answer, status)
        for act, norms in acts.items():
            if act not in open_:
                screen.print()
                screen.print(_grid(answer, f"{act_name(answer, act)} ({len(norms)})", norms, screen.width))
        if open_:
            screen.print("\n" + "\n".join(_waiting(answer, "  ")), soft_wrap=True)
    if advice := advice_in(answer):
        screen.print(f"\n{ADVICE} ({len(advice)})", style="bold")
        screen.print("\n".join(f"  {n.label} ({where(n)})" for n in advice), soft_wrap=True)
    screen.print("\n" + "\n".join([*reasons(answer), *relations(answer), *foot(answer)]), soft_wrap=True)


def _grid(answer: Assessment, title: str, norms: Sequence[NormAnswer], width: int) -> Table:
    """The norms of one status and act, one a row."""
    from rich.table import Table

    grid = Table(title=title, title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0), expand=False)
    for column, share in zip(("What", "Who", "Where", when_heading(norms[0].status), "Because"), SHARES, strict=True):
        grid.add_column(column, overflow="fold", width=max(8, width * share // 100 - 2))
    for norm in norms:
        grid.add_row(what(norm), who(norm), where(norm), when(norm, lists_in(answer)), because(norm))
    return grid


def markdown(answer: Assessment) -> str:
    """An assessment as a document, with the reason of each norm."""
    lines = [f"# {answer.title or 'Assessment'}", "", *head(answer), ""]
    for status, heading in HEADINGS.items():
        acts = by_act(n for n in binding(answer) if n.status == status)
        if acts:
            lines += [f"## {heading} ({sum(map(len, acts.values()))})", ""]
        open_ = _undecided(answer, status)
        for act, norms in acts.items():
            if act not in open_:
                lines += [f"### {act_name(answer, act)} ({len(norms)})", "", *_about(answer, norms[0])]
                for norm in norms:
                    lines += norm_lines(norm, answer)
        if open_:
            lines += [f"### {NOTHING_YET}", "", *_waiting(answer, "- ")[1:], ""]
    if advice := advice_in(answer):
        lines += [f"## {ADVICE} ({len(advice)})", "", *(f"- {n.label} ({where(n)}): {n.summary}" for n in advice), ""]
    return "\n".join([*lines, "## What else", "", *foot(answer)])


NOTHING_YET = "Nothing is decided yet of these acts"


def _undecided(answer: Assessment, status: str) -> frozenset[str]:
    """The acts that the section of a status names in a line instead of listing their norms."""
    return open_acts(binding(answer)) if status == "depends" else frozenset()


def _waiting(answer: Assessment, bullet: str) -> list[str]:
    """A line for the acts that wait for the same facts, with how many norms of each wait."""
    lines = [f"{NOTHING_YET} (--format json lists their norms):"]
    for wait in waits(answer, binding(answer)):
        acts = ", ".join(f"{act_name(answer, act)} ({norms})" for act, norms in wait.acts)
        lines.append(f"{bullet}{acts}: {'wait' if len(wait.acts) > 1 else 'waits'} for {', '.join(wait.questions)} and more")
    return lines


def _about(answer: Assessment, norm: NormAnswer) -> list[str]:
    """What a reader should know of how the act of a norm was read."""
    act = f"{norm.id.split(':', 1)[0]}:act"
    return [line for remark in answer.remarks[act].told for line in (remark, "")] if act in answer.remarks else []
