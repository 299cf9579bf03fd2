"""regnav: which obligations of digital regulation apply to a system, when, why, to whom, and what is still unknown.

import regnav

law = regnav.load()
answer = law.assess({"facts": {"ai.system": True, "role.provider": True}}, as_of="2027-12-02")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from regnav.assessment import Assessment, Because, NormAnswer
    from regnav.errors import BadQuery, BadValue, Contradiction, OntologyError, RegnavError, SystemFileError, UnknownKey, UnknownName
    from regnav.navigator import Navigator, load
    from regnav.system import System, read_system

__all__ = [
    "Assessment",
    "BadQuery",
    "BadValue",
    "Because",
    "Contradiction",
    "Navigator",
    "NormAnswer",
    "OntologyError",
    "RegnavError",
    "System",
    "SystemFileError",
    "UnknownKey",
    "UnknownName",
    "__version__",
    "load",
    "read_system",
]

_HOMES = {
    "assessment": ("Assessment", "Because", "NormAnswer"),
    "errors": ("BadQuery", "BadValue", "Contradiction", "OntologyError", "RegnavError", "SystemFileError", "UnknownKey", "UnknownName"),
    "navigator": ("Navigator", "load"),
    "system": ("System", "read_system"),
}


def __getattr__(name: str) -> Any:
    """Modules are imported when first used, so that the command line starts quickly."""
    from importlib import import_module

    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"regnav.{module}"), name)
    raise AttributeError(f"module 'regnav' has no attribute '{name}'")
