"""Which part of an act lies in which, and so which rules cover which provisions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from regnav.compiler.statements import Records
from regnav.names import short


class Structure:
    """The tree of provisions."""

    def __init__(self, provisions: Records) -> None:
        self._parent = {short(r.node): short(p) for r in provisions if (p := r.one("is_part_of"))}
        self._depth: dict[str, int] = {}
        self._ancestors: dict[str, tuple[str, ...]] = {}

    def ancestors(self, provision: str) -> tuple[str, ...]:
        """The provision itself and everything that it lies in, innermost first."""
        if provision not in self._ancestors:
            parent = self._parent.get(provision)
            self._ancestors[provision] = (provision, *self.ancestors(parent)) if parent else (provision,)
        return self._ancestors[provision]

    def depth(self, provision: str) -> int:
        """How deep a provision lies; 1 for a whole act."""
        return len(self.ancestors(provision))

    def covering_depth(self, provision: str, covers: Iterable[str], excepts: Iterable[str]) -> int:
        """The depth of the innermost covering part that holds the provision; 0 when none does or an exception takes it out."""
        chain = self.ancestors(provision)
        if any(part in chain for part in excepts):
            return 0
        return max((self.depth(part) for part in covers if part in chain), default=0)


ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


def reading_order(provision: str) -> tuple[object, ...]:
    """A key that sorts provisions as the act prints them: articles before annexes, 2 before 10, IX before XI, (a) before (ba) before (c)."""
    act, _, name = provision.partition(":")
    kinds = {"art": 0, "anx": 1}
    parts = name.split("_")
    return (act, kinds.get(parts[0], 2), *(_token(part) for part in parts[1:]))


def _token(part: str) -> tuple[int, int, str]:
    if re.fullmatch(r"[IVXL]+", part):
        return (0, _roman(part), "")
    number = re.fullmatch(r"(\d+)(.*)", part)
    return (0, int(number[1]), number[2]) if number else (1, 0, part)


def _roman(numeral: str) -> int:
    values = [ROMAN[c] for c in numeral]
    return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))
