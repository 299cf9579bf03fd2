"""All controls as an OSCAL catalogue, in the groups of our taxonomy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from regnav.exports.catalogues import Catalogue, Reference, references
from regnav.exports.oscal import model
from regnav.exports.oscal.document import address, back_matter, metadata, prop, text, token
from regnav.names import short
from regnav.navigator import Navigator
from regnav.rulebook import Entry

REMARKS = "Controls in our own words. Links name where another catalogue asks for something close; they are identifiers only and claim no equivalence."


class Topic(NamedTuple):
    """A group of the taxonomy; `broader` is empty for those on top."""

    id: str
    label: str
    definition: str
    broader: str


def oscal_catalog(law: Navigator, modified: datetime | None = None) -> str:
    """The catalogue as JSON."""
    named = references(law)
    controls: dict[str, list[model.Control]] = defaultdict(list)
    for name, found in named.items():
        entry = law.rulebook.catalogue[name]
        controls[next(iter(entry.broader), "")].append(_control(entry, found))
    return text(
        "catalog",
        model.Catalog(
            metadata=metadata(law, "regnav: controls for digital regulation", REMARKS, modified),
            groups=_groups(_taxonomy(law), controls),
            controls=tuple(controls[""]),
            back_matter=back_matter({catalogue for found in named.values() for catalogue, _ in found}),
        ),
    )


def _taxonomy(law: Navigator) -> list[Topic]:
    rows = law.graph.run("export/control-groups")
    return sorted(Topic(short(group or ""), label or "", definition or "", short(broader or "")) for group, label, definition, broader in rows)


def _groups(topics: list[Topic], controls: Mapping[str, list[model.Control]], above: str = "") -> tuple[model.Group, ...]:
    """The groups below one; OSCAL's groups hold either groups or controls, so the controls of a group with groups in it get one of their own."""
    found = []
    for topic in topics:
        if topic.broader != above:
            continue
        name, own, inner = token(topic.id), tuple(controls.get(topic.id, ())), _groups(topics, controls, topic.id)
        about = (model.Part(f"{name}_ovw", "overview", topic.definition),)
        if inner and own:
            inner = (model.Group(f"{name}-general", f"{topic.label}: in general", controls=own), *inner)
        found.append(model.Group(name, topic.label, about, groups=inner, controls=() if inner else own))
    return tuple(found)


def _control(entry: Entry, found: tuple[Reference, ...]) -> model.Control:
    name = token(entry.id)
    return model.Control(
        id=name,
        title=entry.label,
        props=(model.Property("label", entry.id), *(prop("external-reference", identifier, catalogue.key) for catalogue, identifier in found)),
        links=tuple(_link(catalogue, identifier) for catalogue, identifier in found),
        parts=(model.Part(f"{name}_smt", "statement", entry.summary),),
    )


def _link(catalogue: Catalogue, identifier: str) -> model.Link:
    fragment = catalogue.in_oscal(identifier) if catalogue.oscal else ""
    return model.Link(address(catalogue), "reference", f"{catalogue.label} {identifier}", fragment)
