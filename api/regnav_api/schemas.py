"""What goes over the wire beside the library's own answers: the request, the pages of lists, and the sheet of a norm."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from regnav.analysis.control_plan import ControlPlan
from regnav.analysis.overlap import OverlapReport
from regnav.assessment import Citation, Named, QuestionAnswer
from regnav.comparison import RegimeComparison
from regnav.incidents import IncidentReport
from regnav.rulebook import Event, SystemType

Day = Annotated[str, msgspec.Meta(extra_json_schema={"format": "date"})]
Instant = Annotated[str, msgspec.Meta(extra_json_schema={"format": "date-time"})]
FactValue = bool | int | float | str | list[str] | None


class DescribedSystem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A system file as JSON.

    `facts` gives facts by key (see /v1/questions); what is left out is unknown. `as_of` is the day judged and `law_as_of` the day up to which
    instruments are known, both today by default.
    """

    facts: Annotated[dict[str, FactValue], msgspec.Meta(examples=[{"ai.system": True, "role.ai": ["provider"]}])] = {}
    title: str = ""
    type: str | None = None
    as_of: Day | None = None
    law_as_of: Day | None = None

    def system(self) -> dict[str, Any]:
        """The part that is the system file."""
        return {"title": self.title, "type": self.type, "as_of": self.as_of, "law_as_of": self.law_as_of, "facts": self.facts}


class AssessmentRequest(DescribedSystem, frozen=True, forbid_unknown_fields=True):
    """A system file as JSON, and how to judge it.

    `presumptions: none` gives the strict answer, `readings` takes readings of open points in place of their defaults, `everything`
    lists norms that do not apply too. `regimes` names the regimes to assess (`EU`, `AU`, …, `all`); by default the European Union and
    those that the facts reach. `acts` narrows the answer to acts by key (`ai-act`, `dora`). `proofs: false` leaves out why each norm
    stands as it does, which is most of an answer's size.
    """

    presumptions: Literal["default", "none"] = "default"
    readings: tuple[str, ...] = ()
    everything: bool = False
    regimes: tuple[str, ...] | None = None
    proofs: bool = True
    acts: tuple[str, ...] | None = None


class PlanRequest(DescribedSystem, frozen=True, forbid_unknown_fields=True):
    """A system file as JSON; `depending` takes in duties that depend on open facts, `voluntary` recommendations."""

    depending: bool = False
    voluntary: bool = False


class ComparisonRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to compare: the law of `regimes` on `topics` with these `forces` (null: all), or with a `system` only what stands for it.

    For a system `regimes` defaults to those that its facts reach, and what is new against the `home` regime is marked. `format` says how
    the answer is written; `heat-map` and `timeline` are SVG pictures.
    """

    system: DescribedSystem | None = None
    regimes: Annotated[tuple[str, ...] | None, msgspec.Meta(examples=[["EU", "AU", "SG"]])] = None
    topics: Annotated[tuple[str, ...] | None, msgspec.Meta(examples=[["incident-reporting"]])] = None
    forces: tuple[str, ...] | None = None
    as_of: Day | None = None
    law_as_of: Day | None = None
    home: str = "EU"
    format: Literal["json", "csv", "xlsx", "markdown", "jsonld", "heat-map", "timeline"] = "json"


class IncidentRequest(DescribedSystem, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A system file as JSON, and what happened to it.

    `events` are keys of events (see /v1/events), `known` says of narrower ones whether they happened. Instants are ISO 8601 with an
    offset; `zone` names the time zone in which days end, by default that of each instant. `holidays` is a country (`DE`, `DE-BY`) or a
    list of days.
    """

    events: Annotated[tuple[str, ...], msgspec.Meta(min_length=1, examples=[["personal-data-breach"]])]
    aware: Instant
    known: dict[str, bool] = {}
    classified: Instant | None = None
    fix_available: Instant | None = None
    initial_report: Instant | None = None
    intermediate_report: Instant | None = None
    handled: Instant | None = None
    holidays: str | tuple[Day, ...] | None = None
    zone: str | None = None


class Links(msgspec.Struct, frozen=True, rename={"this": "self"}):
    """Where this page is, and its neighbours."""

    this: str
    first: str
    previous: str | None
    next: str | None


class Page(msgspec.Struct, frozen=True):
    """A part of a list: `limit` entries from number `offset` (counted from 0) out of `total`."""

    total: int
    limit: int
    offset: int
    links: Links


class QuestionPage(Page, frozen=True):
    """Questions: how facts are asked, and by which keys they are stated."""

    items: tuple[QuestionAnswer, ...]


class EventPage(Page, frozen=True):
    """Events that can start a clock, by key; a narrower event has its broader one's key before the dot."""

    items: tuple[Event, ...]


class SystemTypePage(Page, frozen=True):
    """Ready-made kinds of system with the facts that they preset."""

    items: tuple[SystemType, ...]


class NormSummary(msgspec.Struct, frozen=True):
    """A norm in short."""

    id: str
    iri: str
    modality: Literal["obligation", "prohibition", "permission", "recommendation"]
    label: str
    summary: str
    act: str
    legal_force: str
    bearer: tuple[Named, ...]
    provisions: tuple[Citation, ...]
    topics: tuple[str, ...]


class NormPage(Page, frozen=True):
    """Norms in the order of their acts."""

    items: tuple[NormSummary, ...]


class Line(msgspec.Struct, frozen=True):
    """A labelled line of a sheet."""

    name: str
    text: str


class NormSheet(NormSummary, frozen=True):
    """Everything known of a norm: what it links to, and all of it as labelled lines in reading order."""

    applies_to: Named | None
    owed_to: tuple[Named, ...]
    stages: tuple[str, ...]
    satisfied_by: tuple[Named, ...]
    supported_by: tuple[Named, ...]
    threats: tuple[Named, ...]
    replaces: tuple[str, ...]
    replaced_by: tuple[str, ...]
    inference: str
    editorial: str
    lines: tuple[Line, ...]


class Query(msgspec.Struct, frozen=True):
    """A named query: what it answers, what that is good for, its parameters with their descriptions, an example, and its SPARQL."""

    name: str
    summary: str
    use: str
    parameters: dict[str, str]
    example: dict[str, str]
    sparql: str


class QueryPage(Page, frozen=True):
    """The named queries."""

    items: tuple[Query, ...]


class RowPage(Page, frozen=True):
    """Rows of a named query by variable; parameters are repeated in each row."""

    query: str
    items: tuple[dict[str, str | None], ...]


class Health(msgspec.Struct, frozen=True):
    """That the service answers, and with which law."""

    status: Literal["ok"]
    version: str
    rulebook: str
    law_checked_to: str
    norms: int


class ParameterError(msgspec.Struct, frozen=True):
    """What is wrong with one parameter."""

    location: str
    message: str


class ProblemDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """An error (RFC 9457). The members after `instance` are there where they help."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    key: str = ""
    suggestions: tuple[str, ...] = ()
    clash: tuple[str, ...] = ()
    rule: str = ""
    provisions: tuple[str, ...] = ()
    limit: float | None = None
    errors: tuple[ParameterError, ...] = ()


DOCUMENTED: tuple[type[msgspec.Struct], ...] = (
    AssessmentRequest,
    DescribedSystem,
    IncidentRequest,
    IncidentReport,
    PlanRequest,
    ControlPlan,
    OverlapReport,
    ComparisonRequest,
    RegimeComparison,
    EventPage,
    QuestionPage,
    SystemTypePage,
    NormPage,
    NormSheet,
    QueryPage,
    RowPage,
    Health,
    ProblemDocument,
)
"""The types that the OpenAPI document describes, beside the answer."""
