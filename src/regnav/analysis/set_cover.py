"""The smallest set of candidates that covers every element, as an integer program solved by HiGHS."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from regnav.errors import MissingExtra, RegnavError

SECONDS = 10.0
"""How long the solver may look for a proof; covers of real systems take a few milliseconds."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The candidates chosen, in order of name; `at_least` is the proven lower bound of their number (equal when it is proven smallest)."""

    chosen: tuple[str, ...]
    at_least: int
    solver: str


def smallest_cover(candidates: Mapping[str, Set[str]], elements: Iterable[str], seconds: float = SECONDS) -> Cover:
    """The fewest candidates whose sets together hold all elements.

    Every element must be held by a candidate. Raises MissingExtra when the package `highspy` is not installed, RegnavError when the
    solver finds no set within the time.
    """
    try:
        import highspy
    except ImportError:
        raise MissingExtra("analysis", "control plans") from None
    wanted = frozenset(elements)
    sets = {name: found for name, held in sorted(candidates.items()) if (found := wanted & held)}

    class Silent(highspy.Highs):  # type: ignore[misc]
        """The solver without its greeting: from 1.16 on it greets on standard output as soon as its callbacks are enabled, which making it does."""

        def enableCallbacks(self) -> None:
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()

    program = Silent()
    for option, value in (("output_flag", False), ("threads", 1), ("time_limit", seconds)):
        program.setOptionValue(option, value)
    chosen = {name: program.addBinary(obj=1) for name in sets}
    for element in sorted(wanted):
        program.addConstr(program.qsum(chosen[name] for name, held in sets.items() if element in held) >= 1)
    program.minimize()
    picked = tuple(name for name in sets if program.val(chosen[name]) > 0.5)
    if wanted - {e for name in picked for e in sets[name]}:
        raise RegnavError(f"The solver found no covering set: {program.modelStatusToString(program.getModelStatus())}.")
    bound = math.ceil(program.getInfo().mip_dual_bound - 1e-6) if wanted else 0
    return Cover(picked, min(bound, len(picked)), f"HiGHS {program.version()}")
