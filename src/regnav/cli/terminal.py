"""The terminal that answers are printed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def console() -> Console:
    """The terminal; what is piped elsewhere gets lines long enough to read."""
    from rich.console import Console

    here = Console(highlight=False, markup=False)
    return here if here.is_terminal else Console(highlight=False, markup=False, width=160)
