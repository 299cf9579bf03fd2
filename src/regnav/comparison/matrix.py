"""Topics × regimes, by the law alone or for one system assessed under every regime at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from regnav.assessment import NOTICE, Named, NormAnswer
from regnav.comparison.cells import Cell, cell
from regnav.comparison.entries import ComparedNorm, Entries, Novelty, local_topic
from regnav.comparison.forces import FORCES, Day, rank
from regnav.engine.law import Law
from regnav.errors import BadValue, UnknownName
from regnav.rulebook import Regime

LISTED = frozenset({"applies", "upcoming", "depends", "deemed_met", "proposed"})
"""Statuses of norms that a comparison for a system shows."""
MET = frozenset({"applies", "upcoming", "deemed_met"})
"""Statuses of norms that whoever complies in the home regime meets."""


class ComparedRegime(msgspec.Struct, frozen=True, gc=False):
    """A column: how many norms it shows, and for a system how many of them are new there or add to what the home regime asks."""

    key: str
    label: str
    norms: int
    new: int
    adds: int
    covered: int
    open: int


class RegimeComparison(msgspec.Struct, frozen=True):
    """Regimes side by side. `cells` go topic by topic, in the order of `regimes`; `norms` holds every norm that a cell names.

    `home` is the regime against which `novelty` is told; empty without a system.
    """

    title: str
    as_of: date
    law_as_of: date
    law_checked_to: date
    home: str
    regimes: tuple[ComparedRegime, ...]
    topics: tuple[Named, ...]
    cells: tuple[Cell, ...]
    norms: dict[str, ComparedNorm]
    notice: str

    def cell(self, topic: str, regime: str) -> Cell:
        """The cell of a topic and a regime, by key.

        Raises KeyError when the comparison does not hold it.
        """
        for found in self.cells:
            if (found.topic, found.regime) == (topic, regime):
                return found
        raise KeyError((topic, regime))


def compare(
    law: Law,
    as_of: date,
    law_as_of: date,
    regimes: Iterable[str] | None = None,
    topics: Iterable[str] | None = None,
    forces: Iterable[str] | None = None,
    answers: Iterable[NormAnswer] | None = None,
    title: str = "",
    home: str = "EU",
) -> RegimeComparison:
    """The matrix of topics and regimes on a day.

    `regimes`, `topics` and `forces` narrow it down; by default all that have norms. With `answers` (of one assessment under all these
    regimes) only norms that stand for that system are shown, and what is new against the `home` regime is marked.
    Raises UnknownName for an unknown regime or topic, BadValue for an unknown force.
    """
    chosen = _regimes(law, regimes)
    wanted = _forces(forces)
    day = Day(law, as_of, law_as_of)
    entries = Entries(law, day)
    norms = [entries.of(n) for n in law.rulebook.norms] if answers is None else [entries.standing(a) for a in answers if a.status in LISTED]
    shown = [n for n in norms if n.regime in {r.key for r in chosen} and n.force in wanted and n.standing != "unknown_yet"]
    if answers is not None:
        shown = _novelties(shown, home)
    columns = tuple(_column(r, [n for n in shown if n.regime == r.key]) for r in chosen)
    rows = _topics(law, shown, topics)
    kept = [n for n in shown if {t.id for t in rows} & set(n.topics)]
    return RegimeComparison(
        title=title,
        as_of=as_of,
        law_as_of=law_as_of,
        law_checked_to=law.rulebook.checked_to,
        home=home if answers is not None else "",
        regimes=columns,
        topics=rows,
        cells=tuple(cell((t.id, t.label), (r.key, r.label), [n for n in kept if n.regime == r.key and t.id in n.topics]) for t in rows for r in columns),
        norms={n.id: n for n in sorted(kept, key=lambda n: (n.regime, rank(n.force), n.id))},
        notice=NOTICE,
    )


def _regimes(law: Law, names: Iterable[str] | None) -> list[Regime]:
    written = {i.jurisdiction for i in law.rulebook.instruments.values()}
    keys = law.regimes.all if names is None else law.regimes.chosen(names)
    return [r for r in law.rulebook.regimes.values() if r.key in keys and r.key in written]


def _forces(names: Iterable[str] | None) -> frozenset[str]:
    wanted = frozenset(FORCES if names is None else names)
    for name in sorted(wanted - set(FORCES)):
        raise BadValue("force", name, f"write one of {', '.join(FORCES)}")
    return wanted


def _topics(law: Law, norms: Iterable[ComparedNorm], names: Iterable[str] | None) -> tuple[Named, ...]:
    """The topics asked for, or all on which a norm is shown, by label."""
    labels = {local_topic(t): law.rulebook.labels.get(t, t) for n in law.rulebook.norms for t in n.topics}
    if names is None:
        keys = {t for n in norms for t in n.topics}
    else:
        keys = set(names)
        for name in sorted(keys - set(labels)):
            raise UnknownName("topic", name, tuple(sorted(labels)))
    return tuple(sorted((Named(key, labels[key]) for key in keys), key=lambda t: t.label))


def _column(regime: Regime, norms: list[ComparedNorm]) -> ComparedRegime:
    count = {word: sum(n.novelty == word for n in norms) for word in ("new", "adds", "covered", "open")}
    return ComparedRegime(regime.key, regime.label, len(norms), **count)


def _novelties(norms: list[ComparedNorm], home: str) -> list[ComparedNorm]:
    """The norms with what they bring to whoever meets the home regime's."""
    there = {n.id: n for n in norms if n.regime == home}
    return [n if n.regime == home else msgspec.structs.replace(n, novelty=_novelty(n, there)) for n in norms]


def _novelty(norm: ComparedNorm, there: dict[str, ComparedNorm]) -> Novelty:
    """`covered` needs a counterpart that asks as much, binds as strongly and is met; a weaker or partial one leaves something to add."""
    known = [(c, there[c.id]) for c in norm.counterparts if c.id in there and there[c.id].status in MET]
    if not known:
        return "open" if any(c.id in there for c in norm.counterparts) else "new"
    if any(c.degree in {"equivalent", "narrower"} and rank(other.force) <= rank(norm.force) for c, other in known):
        return "covered"
    return "adds"
