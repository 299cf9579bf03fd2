"""How a proof looks: a tree on a terminal, indented lines in a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from regnav.assessment import Because
from regnav.cli.terminal import console
from regnav.rulebook import Remarks

if TYPE_CHECKING:
    from rich.tree import Tree

Cite = Callable[[str], str]
Told = Mapping[str, Remarks]
"""Remarks by the identifier of what a step is about."""

SIGNS = {"true": "✓", "false": "✗", "unknown": "?"}


def proof(root: Because, cite: Cite, told: Told) -> None:
    """Print a proof tree with the remarks on its steps; `cite` gives the label of a provision."""
    from rich.tree import Tree

    tree = Tree(_step(root, cite))
    _grow(tree, root.because, cite, told, set())
    console().print(tree)


def _grow(tree: Tree, steps: Iterable[Because], cite: Cite, told: Told, shown: set[tuple[str, str]]) -> None:
    """Add steps with what they rest on; a concept that was unfolded above is not unfolded again."""
    for step in steps:
        remarks = _remarks(step, told)
        again = bool(step.because or remarks) and (step.id, step.value) in shown
        branch = tree.add(_step(step, cite) + (" (as above)" if again else ""))
        if not again:
            shown.add((step.id, step.value))
            for remark in remarks:
                branch.add(remark, style="dim")
            _grow(branch, step.because, cite, told, shown)


def _step(step: Because, cite: Cite) -> str:
    cited = f" ({', '.join(map(cite, step.provisions))})" if step.provisions else ""
    note = f" — {step.note}" if step.note else ""
    return f"{SIGNS[step.value]} {step.kind}: {step.label}{cited}{note}"


def _remarks(step: Because, told: Told) -> tuple[str, ...]:
    return tuple(f"note: {remark}" for remark in told[step.id].told) if step.id in told else ()


def steps(of: Iterable[Because], cite: Cite, told: Told, depth: int = 0) -> list[tuple[int, str]]:
    """Every step of a proof with its depth, and below it the remarks on it."""
    found: list[tuple[int, str]] = []
    for step in of:
        found.append((depth, _step(step, cite)))
        found += [(depth + 1, remark) for remark in _remarks(step, told)]
        found += steps(step.because, cite, told, depth + 1)
    return found


def inferred(of: Iterable[Because], told: Told) -> dict[str, str]:
    """The steps of these proofs on which our inferences bear, at any depth: label by identifier."""
    found: dict[str, str] = {}
    for step in of:
        if step.id in told and told[step.id].inference:
            found[step.id] = step.label
        found |= inferred(step.because, told)
    return found
