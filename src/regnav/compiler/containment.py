"""Which part of an act lies in which, and so which rules cover which provisions."""

from __future__ import annotations

from collections.abc import Iterable

from regnav.compiler.statements import Records, short


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
