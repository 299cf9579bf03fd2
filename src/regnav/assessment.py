"""The answer: what `assess` gives back. Every part is frozen, and attribute names are the names in JSON."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

import msgspec

from regnav.rulebook import Remarks

NOTICE = "regnav is an aid to reading the law and not legal advice. No norm has been reviewed by a lawyer unless its editorial status is 'reviewed'."


class Citation(msgspec.Struct, frozen=True, gc=False):
    """A provision with its citation and a link to the official text."""

    id: str
    label: str
    url: str


class Named(msgspec.Struct, frozen=True, gc=False):
    """Something with an identifier and a label."""

    id: str
    label: str


class Because(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A step of a proof: a statement, its value, the provisions that define it (identifiers), and the steps that it rests on.

    `kind`: scope, bearer, class, start, exemption and validity below a norm; concept for a definition; stated, presumed, date, number
    and unknown for the leaves.
    """

    kind: str
    label: str
    value: Literal["true", "false", "unknown"]
    id: str = ""
    provisions: tuple[str, ...] = ()
    date: date | None = None
    note: str = ""
    because: tuple[Because, ...] = ()


class ConceptAnswer(msgspec.Struct, frozen=True, gc=False):
    """What the law calls the situation, as far as the facts decide it; `headline` marks what the head of an answer names."""

    id: str
    key: str
    label: str
    value: Literal["true", "false", "unknown"]
    provisions: tuple[Citation, ...]
    headline: bool


class PeriodAnswer(msgspec.Struct, frozen=True, gc=False):
    """A deadline or a retention period; `within` is an ISO 8601 duration."""

    kind: Literal["deadline", "retention"]
    label: str
    within: str
    on: date | None
    runs_from: str
    promptness: str
    addressee: str
    provisions: tuple[Citation, ...]


class ItemAnswer(msgspec.Struct, frozen=True, gc=False):
    """A part of what the norm demands; `choice` marks alternatives, one of which suffices."""

    label: str
    provisions: tuple[Citation, ...]
    choice: bool


class SanctionAnswer(msgspec.Struct, frozen=True, gc=False):
    """The highest fine; `maximum` in `currency` (ISO 4217), `turnover_share` in per cent; `combine` says which of the two is the cap here.

    `applies_from` is the day from which fines may be imposed, which can be later than the norm's own. `offender` names the class of offenders
    that the sanction is limited to while it is unknown whether the situation is one of them, and is null otherwise.
    """

    id: str
    label: str
    maximum: Decimal | None
    currency: str
    turnover_share: Decimal | None
    combine: Literal["higher", "lower", "unknown", ""]
    applies_from: date | None
    offender: Named | None
    note: str
    provisions: tuple[Citation, ...]


class ReadingAnswer(msgspec.Struct, frozen=True, gc=False):
    """What the norm's status would be under a reading that is not the default; `summary` is what that reading says, `sources` where it stands."""

    open_point: str
    question: str
    reading: str
    label: str
    held_by: str
    status: str
    applies_from: date | None
    dates: tuple[date, ...]
    summary: str = ""
    sources: tuple[str, ...] = ()


class RouteAnswer(msgspec.Struct, frozen=True, gc=False):
    """A relation to another act: whether its route is open, and whether what must be shown is shown."""

    id: str
    label: str
    summary: str
    effect: str
    route: Literal["open", "closed", "unknown"]
    shown: Literal["true", "false", "unknown"]
    covers: Literal["whole", "part"]
    remaining: tuple[str, ...]
    provisions: tuple[Citation, ...]


class GuidanceAnswer(msgspec.Struct, frozen=True, gc=False):
    """A guideline, code or standard that serves the norm without binding."""

    id: str
    label: str
    state: str
    url: str


class CounterpartAnswer(msgspec.Struct, frozen=True, gc=False):
    """A norm of another regime that matches this one; `degree` says how this one stands to it (it asks less: narrower)."""

    id: str
    label: str
    regime: str
    degree: Literal["equivalent", "narrower", "broader", "partial"]
    note: str


class NormAnswer(msgspec.Struct, frozen=True, gc=False):
    """One norm and how it stands for this system. `caveats` say how far the reading can be trusted, `sources` where it was read."""

    id: str
    modality: Literal["obligation", "prohibition", "permission", "recommendation"]
    label: str
    summary: str
    bearer: tuple[Named, ...]
    instrument: str
    legal_force: str
    provisions: tuple[Citation, ...]
    status: Literal["applies", "upcoming", "depends", "deemed_met", "proposed", "ended", "not_applicable"]
    applies_from: date | None
    applies_until: date | None
    dates: tuple[date, ...]
    missing: tuple[str, ...]
    presumptions: tuple[str, ...]
    moment: str
    trigger: tuple[Named, ...]
    deadlines: tuple[PeriodAnswer, ...]
    items: tuple[ItemAnswer, ...]
    controls: tuple[Named, ...]
    threats: tuple[Named, ...]
    sanctions: tuple[SanctionAnswer, ...]
    topics: tuple[str, ...]
    stages: tuple[str, ...]
    owed_to: tuple[Named, ...]
    readings: tuple[ReadingAnswer, ...]
    route: tuple[RouteAnswer, ...]
    guidance: tuple[GuidanceAnswer, ...]
    counterparts: tuple[CounterpartAnswer, ...]
    inference: str
    caveats: tuple[str, ...]
    sources: tuple[str, ...]
    editorial: str
    because: Because | None


class TimelineEntry(msgspec.Struct, frozen=True, gc=False):
    """A day ahead on which norms begin or cease to apply."""

    date: date
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    rules: tuple[Citation, ...]


class PresumptionAnswer(msgspec.Struct, frozen=True, gc=False):
    """A fact that nobody stated and that is taken as false, with the provision that makes this sound."""

    key: str
    label: str
    kind: Literal["presumed_false", "usually_false"]
    provision: Citation
    note: str


class OptionAnswer(msgspec.Struct, frozen=True, gc=False):
    """An answer to a question, with what it means, an example of it and a near miss; `judgement` where the law leaves it to a judgement of yours.

    `also_called` are other words that people use for it.
    """

    value: str
    label: str
    help: str
    example_yes: str = ""
    example_no: str = ""
    judgement: bool = False
    also_called: tuple[str, ...] = ()
    provisions: tuple[Citation, ...] = ()


class QuestionAnswer(msgspec.Struct, frozen=True, gc=False):
    """An open question, with an example of a yes and a near miss where it has them; `label` says in a few words what is asked about.

    `norms` counts the norms that wait for its answer. `judgement` says that the law leaves the answer to a judgement of yours. `act` is the key of
    the act whose question it is; it is empty where many acts share it.
    """

    key: str
    kind: Literal["yes_no", "one_of", "any_of", "number", "date"]
    wording: str
    help: str
    options: tuple[OptionAnswer, ...]
    unit: str
    topic: str
    norms: int
    example_yes: str = ""
    example_no: str = ""
    judgement: bool = False
    also_called: tuple[str, ...] = ()
    provisions: tuple[Citation, ...] = ()
    label: str = ""
    act: str = ""


class ElsewhereAnswer(msgspec.Struct, frozen=True, gc=False):
    """Law that the facts touch and that regnav does not assess, or that national law may fill."""

    id: str
    label: str
    summary: str
    kind: Literal["touched", "opening"]
    reached: Literal["true", "unknown"]
    provisions: tuple[Citation, ...]
    url: str


class RegimeAnswer(msgspec.Struct, frozen=True, gc=False):
    """A regime, and whether this answer assesses it; one that is left out is neither ruled in nor ruled out."""

    key: str
    label: str
    assessed: bool


class RuledOut(msgspec.Struct, frozen=True, gc=False):
    """An act that was assessed and of which nothing applies; `because` proves that the system is outside its scope, where that is the reason."""

    key: str
    label: str
    because: Because | None


class Engine(msgspec.Struct, frozen=True, gc=False):
    """Which regnav answered, and from which law."""

    version: str
    rulebook: str


class Assessment(msgspec.Struct, frozen=True, dict=True):
    """Which norms apply to a system on a day, when, why, to whom, and what is still unknown.

    `counts` counts norms by status, and under `recommended` the advice that fits, which is no law. `regimes` says which were assessed.
    `acts` names each act by its key. `citations` holds every provision that a proof names, by identifier. `remarks` tells of the acts, of the classes, roles,
    first days and exemptions in the proofs, of the sanctions, relations and other law what we inferred, how far it can be trusted and where it was read, by
    their identifiers, as far as there is something to tell; those on a norm stand at the norm. `only_acts` are the acts asked for, by key;
    it is empty where all acts of the regimes were. `ruled_out` are the acts assessed of which nothing applies, will apply or may.
    """

    id: str
    title: str
    as_of: date
    law_as_of: date
    law_checked_to: date
    regnav: Engine
    notice: str
    counts: dict[str, int]
    regimes: tuple[RegimeAnswer, ...]
    acts: dict[str, str]
    concepts: tuple[ConceptAnswer, ...]
    norms: tuple[NormAnswer, ...]
    timeline: tuple[TimelineEntry, ...]
    presumptions: tuple[PresumptionAnswer, ...]
    questions: tuple[QuestionAnswer, ...]
    elsewhere: tuple[ElsewhereAnswer, ...]
    citations: dict[str, Citation]
    remarks: dict[str, Remarks] = {}
    only_acts: tuple[str, ...] = ()
    ruled_out: tuple[RuledOut, ...] = ()

    def norm(self, name: str) -> NormAnswer:
        """The answer on one norm, by identifier or by its part after the colon.

        Raises KeyError when the answer does not hold it.
        """
        for found in self.norms:
            if name in {found.id, found.id.split(":", 1)[-1]}:
                return found
        raise KeyError(name)

    def to_dict(self) -> dict[str, Any]:
        """The JSON answer as plain dictionaries, lists, strings and numbers."""
        plain: dict[str, Any] = msgspec.json.decode(self.to_json())
        return plain

    def to_json(self) -> bytes:
        """The JSON answer.

        An answer fresh from the engine brings its own writer, which is quicker and writes the same bytes.
        """
        writer = self.__dict__.get("writer")
        return msgspec.json.encode(self) if writer is None else bytes(writer(self))
