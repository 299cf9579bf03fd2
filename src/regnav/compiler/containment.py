"""Which part of an act lies in which, and so which rules cover which provisions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from regnav.compiler.statements import Record, Records
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


class Coverers:
    """What covers provisions by containment (application rules, exemptions, sanctions, relations, guidance), found from the provision.

    A part that is covered covers all that lies in it; an exception takes a part out with all that lies in it.
    """

    def __init__(self, structure: Structure, records: Sequence[Record], covers: str = "covers") -> None:
        self.records = records
        self._structure = structure
        self._excepts = [frozenset(record.short("except")) for record in records]
        self._over: dict[str, list[int]] = defaultdict(list)
        self._depths: dict[str, dict[int, int]] = {}
        for place, record in enumerate(records):
            for part in record.short(covers):
                self._over[part].append(place)

    def depths(self, provision: str) -> dict[int, int]:
        """The places of the records that cover a provision, with the depth of the innermost part by which they do."""
        found = self._depths.get(provision)
        if found is None:
            found = self._depths[provision] = self._find(provision)
        return found

    def naming(self, norm: str) -> list[int]:
        """The places of the records that name a norm itself."""
        return self._over.get(norm, [])

    def any(self, provisions: Iterable[str]) -> dict[int, int]:
        """The places of the records that cover one provision or more, with the greatest depth."""
        found: dict[int, int] = {}
        for provision in provisions:
            for place, depth in self.depths(provision).items():
                found[place] = max(depth, found.get(place, 0))
        return found

    def all(self, provisions: Iterable[str]) -> set[int]:
        """The places of the records that cover every one of these provisions."""
        found = [set(self.depths(provision)) for provision in provisions]
        return set.intersection(*found) if found else set()

    def _find(self, provision: str) -> dict[int, int]:
        chain = self._structure.ancestors(provision)
        found: dict[int, int] = {}
        for outward, part in enumerate(chain):
            for place in self._over.get(part, ()):
                found.setdefault(place, len(chain) - outward)
        return {place: depth for place, depth in found.items() if self._excepts[place].isdisjoint(chain)}


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
