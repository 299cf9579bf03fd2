"""Which regimes an answer covers: those that are always assessed, those whose gateway the facts open, or those asked for.

A description that says nothing of Australia neither opens nor closes its law; the answer then says that it left the regime out,
instead of listing all of its norms as open.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from regnav.engine.conditions import Conditioned
from regnav.engine.logic import Assignment
from regnav.errors import UnknownName
from regnav.rulebook import Instrument, Norm, Regime, Rulebook, TouchedLaw

EVERY = "all"
"""The word that asks for every regime."""


class Selection(NamedTuple):
    """What of the law is asked about."""

    regimes: frozenset[str] | None = None
    """By notation; None takes those that the facts reach, or those of the acts where acts are named."""
    acts: frozenset[str] | None = None
    """Instruments by identifier; None takes all of these regimes."""


WHOLE = Selection()
"""Every act of the regimes that the facts reach."""


class Regimes:
    """The regimes of one rulebook, with the groups of norms and the terms that belong to each."""

    def __init__(self, book: Rulebook, groups: Iterable[tuple[Conditioned, tuple[int, ...]]]) -> None:
        self._book = book
        self._groups = tuple((book.instruments[book.norms[places[0]].instrument], 1 << group.number) for group, places in groups)
        self._masks: dict[tuple[frozenset[str], frozenset[str] | None], int] = {}
        self._instruments: dict[int, tuple[Instrument, ...]] = {}
        self._touched: dict[tuple[frozenset[str], frozenset[str] | None], tuple[TouchedLaw, ...]] = {}

    def of(self, norm: Norm) -> str:
        """The regime of a norm, by its notation."""
        return self._book.instruments[norm.instrument].jurisdiction

    def touched_law(self, keys: frozenset[str], acts: frozenset[str] | None = None) -> tuple[TouchedLaw, ...]:
        """Law that provisions of these regimes, or of some acts of theirs, point to without our assessing it."""
        found = self._touched.get((keys, acts))
        if found is None:
            pointing = ((self._instrument(law.provisions[0]), law) for law in self._book.touched_law)
            listed = (law for act, law in pointing if act and act.jurisdiction in keys and (acts is None or act.id in acts))
            found = self._touched[keys, acts] = tuple(listed)
        return found

    def _instrument(self, provision: str) -> Instrument | None:
        """The instrument of a provision or of a whole instrument."""
        found = self._book.provisions.get(provision)
        return self._book.instruments.get(found.instrument if found else provision)

    @cached_property
    def all(self) -> frozenset[str]:
        """Every regime that is declared or that an instrument names."""
        return frozenset({*self._book.regimes, *(i.jurisdiction for i in self._book.instruments.values())})

    @cached_property
    def always(self) -> frozenset[str]:
        """The regimes without a gateway."""
        return frozenset(key for key in self.all if key not in self._book.regimes or not self._book.regimes[key].gateways)

    def chosen(self, names: Iterable[str]) -> frozenset[str]:
        """Regimes by notation or label, whatever the case, with the regimes inside them; `all` means every one.

        Raises UnknownName when there is none of that name.
        """
        found: set[str] = set()
        for name in names:
            if name.casefold() == EVERY:
                return self.all
            found |= {self.key(name), *(r.key for r in self._book.regimes.values() if r.part_of == self.key(name) and r.part_of not in self.always)}
        return frozenset(found)

    def key(self, name: str) -> str:
        """The notation of a regime, by notation or label, whatever the case.

        Raises UnknownName when there is none of that name.
        """
        found = self._keys.get(name.casefold())
        if found is None:
            raise UnknownName("regime", name, tuple(sorted(self.all)))
        return found

    @cached_property
    def _keys(self) -> dict[str, str]:
        return {word.casefold(): r.key for r in self._book.regimes.values() for word in (r.key, r.label)} | {key.casefold(): key for key in self.all}

    def reached(self, assignments: Iterable[Assignment]) -> frozenset[str]:
        """The regimes that are always assessed, and those with a gateway that holds on some day."""
        truths = [assignment.truth for assignment in assignments]
        opened = (r.key for r in self._gated if any(truth[2 * gateway] for truth in truths for gateway in r.gateways))
        return self.always.union(opened)

    @cached_property
    def _gated(self) -> tuple[Regime, ...]:
        return tuple(r for r in self._book.regimes.values() if r.gateways)

    def of_acts(self, acts: frozenset[str]) -> frozenset[str]:
        """The regimes of instruments."""
        return frozenset(self._book.instruments[act].jurisdiction for act in acts)

    @cached_property
    def acts(self) -> dict[str, str]:
        """The instruments that have norms, by key."""
        return {act.key: act.id for act, _ in self._groups}

    def instruments(self, groups: int) -> tuple[Instrument, ...]:
        """The instruments of some groups of norms, given as bits."""
        found = self._instruments.get(groups)
        if found is None:
            found = self._instruments[groups] = tuple({act.id: act for act, bit in self._groups if bit & groups}.values())
        return found

    def groups(self, keys: frozenset[str], acts: frozenset[str] | None = None) -> int:
        """The groups of norms of these regimes, or of some acts of theirs, as bits."""
        found = self._masks.get((keys, acts))
        if found is None:
            bits = (bit for act, bit in self._groups if act.jurisdiction in keys and (acts is None or act.id in acts))
            found = self._masks[keys, acts] = sum(bits)
        return found
