"""How provisions are cited in an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from regnav.assessment import Citation
from regnav.rulebook import Provision


class Citations:
    """Citations by provision, each made once."""

    def __init__(self, provisions: Mapping[str, Provision]) -> None:
        self._provisions = provisions
        self._made: dict[tuple[str, ...], tuple[Citation, ...]] = {}
        self._single: dict[str, Citation] = {}

    def named(self, names: Iterable[str]) -> dict[str, Citation]:
        """The citations of provisions, by identifier."""
        return {name: self.one(name) for name in sorted(names)}

    def one(self, name: str) -> Citation:
        found = self._single.get(name)
        if found is None:
            found = self._single[name] = self._one(name)
        return found

    def of(self, names: tuple[str, ...]) -> tuple[Citation, ...]:
        found = self._made.get(names)
        if found is None:
            found = self._made[names] = tuple(map(self.one, names))
        return found

    def _one(self, name: str) -> Citation:
        provision = self._provisions.get(name)
        return Citation(name, provision.label, provision.url) if provision else Citation(name, name, "")
