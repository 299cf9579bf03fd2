"""What an operator of the service can set, each by an environment variable `REGNAV_API_<NAME>`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

MEBIBYTE = 2**20


@dataclass(frozen=True)
class Settings:
    """Limits of the service. Sizes are in bytes, times in seconds."""

    max_body: int = MEBIBYTE // 4
    """The largest request body."""
    cache_size: int = 64 * MEBIBYTE
    """How many bytes of answers are kept for identical requests; 0 keeps none."""
    sparql_workers: int = 2
    """How many SPARQL queries run at once, each in a process of its own; 0 switches the endpoint off."""
    sparql_waiting: int = 8
    """How many more SPARQL queries may wait; the next is turned away."""
    sparql_seconds: float = 5.0
    """How long a SPARQL query may run."""
    sparql_memory: int = 256 * MEBIBYTE
    """How much memory a SPARQL query may take beside the law itself."""
    sparql_result: int = 8 * MEBIBYTE
    """The largest result of a SPARQL query."""

    def __post_init__(self) -> None:
        for field in fields(self):
            if not 0 <= getattr(self, field.name) < float("inf"):
                raise ValueError(f"{variable(field.name)} is zero or a number above")
        if self.sparql_seconds == 0:
            raise ValueError(f"{variable('sparql_seconds')} is above zero")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """The defaults, changed by what the environment says.

        Raises ValueError for a value that is no number, or out of range.
        """
        given = {f.name: environment[variable(f.name)] for f in fields(cls) if variable(f.name) in environment}
        return cls(**{name: _number(name, text) for name, text in given.items()})


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return f"REGNAV_API_{name.upper()}"


def _number(name: str, text: str) -> Any:
    try:
        return float(text) if isinstance(getattr(Settings, name), float) else int(text)
    except ValueError:
        raise ValueError(f"{variable(name)}={text} is not a number") from None
