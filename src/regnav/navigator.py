"""The front door: `load()` gives one object that answers every question."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from regnav import __version__, cache, data
from regnav.assessment import Assessment, Because, QuestionAnswer
from regnav.engine.assess import Assessor
from regnav.engine.explain import Prover
from regnav.engine.law import Law
from regnav.engine.missing import OpenFacts
from regnav.engine.regimes import EVERY, Selection
from regnav.errors import BadValue, UnknownName
from regnav.rulebook import Rulebook, SystemType
from regnav.system import System, read_day

if TYPE_CHECKING:
    from regnav.comparison import RegimeComparison
    from regnav.engine.comparison import Comparison, TurningPoint
    from regnav.engine.interviewer import Interviewer
    from regnav.finder import Finder, Found
    from regnav.graph import Graph
    from regnav.named_queries import NamedQuery
    from regnav.sheets import Sheet

Described = System | Mapping[str, Any]
"""A system, as an object or as a mapping in the form of the system file."""
Day = date | str


class Navigator:
    """Everything that regnav can be asked, over one immutable rulebook. Safe to share between threads."""

    def __init__(self, rulebook: Rulebook, ontology: Path, queries: Path) -> None:
        self.rulebook = rulebook
        self.ontology = ontology
        self.queries_folder = queries
        self.law = Law(rulebook)
        self.assessor = Assessor(self.law, __version__)

    # ── assessing ───────────────────────────────────────────────────────────

    def assess(
        self,
        system: Described,
        as_of: Day | None = None,
        law_as_of: Day | None = None,
        presumptions: Literal["default", "none"] = "default",
        readings: Iterable[str] = (),
        everything: bool = False,
        regimes: Iterable[str] | None = None,
        proofs: bool = True,
        acts: Iterable[str] | None = None,
    ) -> Assessment:
        """Which norms apply to a system.

        `as_of` is the day judged and `law_as_of` the day up to which instruments are known; both default to what the system states, else to
        today. `presumptions="none"` gives the strict answer. `readings` picks readings of open points in place of their defaults.
        `everything` lists norms that do not apply too. `regimes` names the regimes to assess ("EU", "AU", … or "all"); by default the
        European Union and those that the facts reach (`market.in`, `org.in`). `acts` narrows the answer to acts by key ("ai-act", "dora").
        `proofs=False` leaves out why each norm stands as it does, which is most of an answer's size.

        Raises SystemFileError (UnknownKey, BadValue, Contradiction) for a system that cannot be read, UnknownName for an unknown reading, regime or act.
        """
        described = System.of(system)
        day, known = self.days(described, as_of, law_as_of)
        return self.assessor.assess(described, day, known, presumed(presumptions), self.chosen(readings), everything, self._selected(regimes, acts), proofs)

    def statuses(
        self,
        system: Described,
        as_of: Day | None = None,
        law_as_of: Day | None = None,
        regimes: Iterable[str] | None = None,
        acts: Iterable[str] | None = None,
    ) -> dict[str, str]:
        """The status of every norm by identifier, without reasons; much quicker than `assess`. Norms of regimes and acts left out are `not_assessed`."""
        described = System.of(system)
        day, known = self.days(described, as_of, law_as_of)
        return self.assessor.statuses(self.assessor.situation(described, day, known, True, frozenset(), self._selected(regimes, acts)))

    def first_days(self, system: Described, as_of: Day | None = None, law_as_of: Day | None = None) -> dict[str, date]:
        """For each norm that hangs on open facts, the first day from `as_of` on which it may apply."""
        described = System.of(system)
        day, known = self.days(described, as_of, law_as_of)
        return self.assessor.first_days(self.assessor.situation(described, day, known, True, frozenset()))

    def _selected(self, regimes: Iterable[str] | None, acts: Iterable[str] | None) -> Selection:
        known = self.law.regimes
        return Selection(
            None if regimes is None else known.chosen(regimes),
            None if acts is None else frozenset(self._known("act", act, known.acts) for act in acts),
        )

    def days(self, system: System, as_of: Day | None, law_as_of: Day | None) -> tuple[date, date]:
        """The two clocks: as given, as stated in the system, or today."""
        today = date.today()
        return read_day("as_of", as_of) or system.as_of or today, read_day("law_as_of", law_as_of) or system.law_as_of or today

    def chosen(self, readings: Iterable[str]) -> frozenset[str]:
        """Readings by identifier.

        Raises UnknownName when there is none of that name.
        """
        known = {r.id for p in self.rulebook.open_points for r in p.readings}
        by_name = {r.split(":")[-1]: r for r in known} | {r: r for r in known}
        return frozenset(self._known("reading", name, by_name) for name in readings)

    def what_if(self, system: Described, changes: Mapping[str, Any], as_of: Day | None = None, law_as_of: Day | None = None) -> Comparison:
        """What appears, disappears or moves in time when facts change; a change to None makes a fact unknown.

        Raises SystemFileError for a system, before or after, that cannot be read.
        """
        from regnav.engine.comparison import compare

        described = System.of(system)
        before = self.assess(described, as_of, law_as_of)
        after = self.assess(described.with_facts(changes), before.as_of, before.law_as_of)
        words = ", ".join(f"{k}: {v}" for k, v in changes.items())
        return compare(self.law, described.title, ("as described", before), (words, after))

    def compare(
        self,
        system: Described | None = None,
        regimes: Iterable[str] | None = None,
        topics: Iterable[str] | None = None,
        as_of: Day | None = None,
        law_as_of: Day | None = None,
        forces: Iterable[str] | None = None,
        home: str = "EU",
    ) -> RegimeComparison:
        """Regimes side by side, topic by topic: what is required, of whom, how binding, since when, the strictest clock, the highest sanction.

        Without a system the law itself is compared; with one, only norms that stand for it, and what is new against the `home` regime is
        marked. `regimes` defaults to all (for a system: those that its facts reach), `topics` and `forces` ("binding", …) to all.
        Raises UnknownName for an unknown regime or topic, BadValue for an unknown force, SystemFileError for a system that cannot be read.
        """
        from regnav.comparison import compare

        described = System.of(system) if system is not None else System()
        day, known = self.days(described, as_of, law_as_of)
        if system is None:
            return compare(self.law, day, known, regimes, topics, forces, home=home)
        home_key = self.law.regimes.key(home)
        answer = self.assess(described, day, known, regimes=None if regimes is None else [*regimes, home_key])
        assessed = [r.key for r in answer.regimes if r.assessed] if regimes is None else [*regimes, home_key]
        return compare(self.law, day, known, assessed, topics, forces, answer.norms, described.title, home_key)

    def compare_law(self, system: Described, before: Day | None = None, after: Day | None = None, as_of: Day | None = None) -> Comparison:
        """The same system on the same day under two states of the law, and the amending provisions behind each change.

        `before` defaults to the day before the last amendment was published, `after` to today.
        """
        from regnav.engine.comparison import compare

        described = System.of(system)
        old = self.assess(described, as_of, before or self.before_last_amendment)
        new = self.assess(described, as_of, after)
        return compare(self.law, described.title, (f"law known on {old.law_as_of}", old), (f"law known on {new.law_as_of}", new))

    @property
    def before_last_amendment(self) -> date:
        """The day before the newest amending instrument of the European Union was published (the newest one, where none amends another)."""
        always = self.law.regimes.always
        instruments = [i for i in self.rulebook.instruments.values() if i.jurisdiction in always]
        days = [i.published for i in instruments if i.amends] or [i.published for i in instruments]
        return max(days) - timedelta(days=1)

    def turning_points(
        self, system: Described, concept: str = "HighRiskAISystem", as_of: Day | None = None, law_as_of: Day | None = None, limit: int = 2
    ) -> tuple[TurningPoint, ...]:
        """The smallest changes of facts (at most `limit` at once) that give a concept another value, those that move most norms first."""
        from regnav.engine.comparison import TurningPoints, ordered

        described = System.of(system)
        place = self.law.terms.get(self.find(concept))
        if place is None:
            raise UnknownName("concept", concept)
        return ordered(TurningPoints(self.assessor, described, place, *self.days(described, as_of, law_as_of)).find(limit))

    def why(self, system: Described, name: str, as_of: Day | None = None, law_as_of: Day | None = None) -> Because:
        """The proof tree of a norm's status or of a concept's value.

        Raises UnknownName when there is no such norm or concept.
        """
        found = self.find(name)
        described = System.of(system)
        if found in self.law.norms:
            answer = self.assess(described, as_of, law_as_of, everything=True, regimes=[EVERY]).norm(found)
            assert answer.because is not None
            return Because(
                answer.status,
                answer.label,
                answer.because.value,
                answer.id,
                tuple(p.id for p in answer.provisions),
                answer.applies_from,
                because=answer.because.because,
            )
        place = self.law.terms.get(found)
        if place is None:
            raise UnknownName("norm or concept", name)
        situation = self.assessor.situation(described, *self.days(described, as_of, law_as_of), True, frozenset())
        return Prover(self.law, OpenFacts(self.assessor.askable, situation), situation, situation.stretches[0].assignment).term(place)

    def interviewer(self, system: Described, as_of: Day | None = None, law_as_of: Day | None = None, acts: Iterable[str] | None = None) -> Interviewer:
        """What chooses the next question for a system, about all acts of the regimes that its facts reach or about some acts only."""
        from regnav.engine.interviewer import Interviewer

        return Interviewer(self.assessor, *self.days(System.of(system), as_of, law_as_of), self._selected(None, acts))

    # ── looking up ──────────────────────────────────────────────────────────

    def questions(
        self, system: Described | None = None, as_of: Day | None = None, law_as_of: Day | None = None, acts: Iterable[str] | None = None
    ) -> tuple[QuestionAnswer, ...]:
        """All questions, or, for a system, those still open, the most useful first; with `acts`, only those on which norms of these acts hang.

        Raises UnknownName for an unknown act, SystemFileError for a system that cannot be read.
        """
        if system is not None:
            return self.assess(system, as_of, law_as_of, acts=acts, proofs=False).questions
        chosen = self._selected(None, acts).acts
        return self.law.questionnaire.all() if chosen is None else self.law.questionnaire.behind(chosen)

    def find_questions(self, words: str, system: Described | None = None, limit: int = 10, acts: Iterable[str] | None = None) -> tuple[Found, ...]:
        """The questions that fit these words best, with the options that do; for whoever looks for the key of a fact.

        For a system, those still open; with `acts`, those on which norms of these acts hang.
        """
        from regnav.finder import Finder

        return (self._finder if system is None and acts is None else Finder(self.questions(system, acts=acts), self._away)).find(words, limit)

    @cached_property
    def _finder(self) -> Finder:
        from regnav.finder import Finder

        return Finder(self.questions(), self._away)

    @property
    def _away(self) -> frozenset[str]:
        """The acts, by key, of regimes that facts have to open first."""
        always = self.law.regimes.always
        return frozenset(i.key for i in self.rulebook.instruments.values() if i.jurisdiction not in always)

    @property
    def act_labels(self) -> dict[str, str]:
        """The label of each act by its key."""
        return {instrument.key: instrument.label for instrument in self.rulebook.instruments.values()}

    def types(self) -> tuple[SystemType, ...]:
        """The ready-made kinds of system."""
        return tuple(self.rulebook.system_types.values())

    def show(self, name: str) -> Sheet:
        """Everything known of a provision, norm, concept, fact, question, control, rule or document, as a sheet of labelled lines.

        Raises UnknownName, with the nearest names.
        """
        from regnav.sheets import sheet

        return sheet(self.law, self.find(name))

    def find(self, name: str) -> str:
        """The identifier of a norm, provision, concept, control, threat, reading or document, by identifier, key or the part after the colon.

        The part after the colon will do where one act alone has it, or one alone of those that are always assessed. Raises UnknownName, with
        the names of all acts that have it or the nearest.
        """
        return self._known("norm, provision, concept or control", name, self._names)

    @cached_property
    def _names(self) -> dict[str, str]:
        book = self.rulebook
        full = [n.id for n in book.norms] + [*book.provisions, *book.catalogue, *book.guidance, *book.relations, *book.sanctions, *book.instruments]
        full += [r.id for r in book.rules] + [e.id for e in book.exemptions] + [p.id for p in book.open_points] + [t.id for t in book.terms]
        by_ending: dict[str, set[str]] = {}
        for name in full:
            by_ending.setdefault(name.split(":")[-1], set()).add(name)
        endings = {ending: only for ending, names in by_ending.items() if (only := self._only(names))}
        return endings | {q.key: q.key for q in book.questions} | {t.key: t.id for t in book.terms} | {n: n for n in full}

    def _only(self, names: set[str]) -> str | None:
        """The only one of these names, or the only one of a regime that is always assessed."""
        if len(names) > 1:
            regimes, homes = self.law.regimes, {i.key: i.jurisdiction for i in self.rulebook.instruments.values()}
            names = {name for name in names if homes.get(name.split(":")[0], "") in regimes.always}
        return next(iter(names)) if len(names) == 1 else None

    def _known(self, kind: str, name: str, names: Mapping[str, str]) -> str:
        if name in names:
            return names[name]
        several = sorted(n for n in names if n.endswith(f":{name}"))
        near = several or difflib.get_close_matches(name, names, 3)
        raise UnknownName(kind, name, tuple(near or (sorted(names) if kind == "act" else ())))

    # ── the graph ───────────────────────────────────────────────────────────

    @cached_property
    def graph(self) -> Graph:
        """The law as triples in an embedded store, loaded when first asked for."""
        from regnav.graph import Graph

        return Graph.load(self.ontology, self.queries_folder)

    @cached_property
    def queries(self) -> dict[str, NamedQuery]:
        """The named queries, by name."""
        from regnav.named_queries import read_queries

        return read_queries(self.queries_folder)

    def ask(self, name: str, /, **parameters: str) -> list[dict[str, str | None]]:
        """The rows of a named query.

        Raises UnknownName for an unknown query, BadQuery for a parameter that it does not have.
        """
        from regnav.named_queries import prefixes

        self._known("query", name, {n: n for n in self.queries})
        return self.queries[name].run(self.graph, parameters, prefixes(self.rulebook))


def presumed(choice: str) -> bool:
    """Whether presumptions are made.

    Raises BadValue unless the choice is `default` or `none`.
    """
    if choice not in {"default", "none"}:
        raise BadValue("presumptions", choice, "write default or none")
    return choice == "default"


def load(ontology: Path | None = None, queries: Path | None = None, use_cache: bool = True, progress: Callable[[Path], None] | None = None) -> Navigator:
    """The navigator over the packaged law, or over another ontology folder.

    The compiled rulebook is cached; `use_cache=False` compiles anew. `progress` is called with each file that is parsed.
    Raises OntologyError when the law does not compile.
    """
    ontology = ontology or data.ontology_folder()
    queries = queries or data.queries_folder()
    digest = data.digest(ontology, queries)
    rulebook = cache.read(digest) if use_cache else None
    if rulebook is not None:
        return Navigator(rulebook, ontology, queries)
    from regnav.compiler import compile_rulebook
    from regnav.graph import Graph

    graph = Graph.load(ontology, queries, progress)
    navigator = Navigator(compile_rulebook(graph, digest), ontology, queries)
    navigator.__dict__["graph"] = graph
    if use_cache:
        cache.write(navigator.rulebook)
    return navigator
