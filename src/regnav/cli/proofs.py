"""How a proof looks: a tree on a terminal, indented lines in a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from regnav.assessment import Because
from regnav.cli.terminal import console

if TYPE_CHECKING:
    from rich.tree import Tree

Cite = Callable[[str], str]

SIGNS = {"true": "✓", "false": "✗", "unknown": "?"}


def proof(root: Because, cite: Cite) -> None:
    """Print a proof tree; `cite` gives the label of a provision."""
    from rich.tree import Tree

    tree = Tree(_step(root, cite))
    _grow(tree, root.because, cite, set())
    console().print(tree, soft_wrap=True)


def _grow(tree: Tree, steps: Iterable[Because], cite: Cite, shown: set[tuple[str, str]]) -> None:
    """Add steps with what they rest on; a concept that was unfolded above is not unfolded again."""
    for step in steps:
        again = bool(step.because) and (step.id, step.value) in shown
        branch = tree.add(_step(step, cite) + (" (as above)" if again else ""))
        if not again:
            shown.add((step.id, step.value))
            _grow(branch, step.because, cite, shown)


def _step(step: Because, cite: Cite) -> str:
    cited = f" ({', '.join(map(cite, step.provisions))})" if step.provisions else ""
    note = f" — {step.note}" if step.note else ""
    return f"{SIGNS[step.value]} {step.kind}: {step.label}{cited}{note}"


def steps(of: Iterable[Because], cite: Cite, depth: int = 0) -> list[tuple[int, str]]:
    """Every step of a proof with its depth."""
    found: list[tuple[int, str]] = []
    for step in of:
        found.append((depth, _step(step, cite)))
        found += steps(step.because, cite, depth + 1)
    return found
