"""What every OSCAL document has: metadata, identifiers that are the same for the same content, and its text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import TypeVar
from uuid import NAMESPACE_URL, uuid5

import msgspec

from regnav import __version__
from regnav.exports.catalogues import Catalogue
from regnav.exports.oscal import model
from regnav.names import BASE
from regnav.navigator import Navigator

D = TypeVar("D", bound=model.Document)

CATALOG_FILE = "regnav-catalog.json"
"""Where profiles and mappings look for our catalogue, unless they are told otherwise."""
NAMESPACE = f"{BASE}core"
"""The namespace of our property names."""


def uid(name: str) -> str:
    """A UUID from a name, the same every time."""
    return str(uuid5(NAMESPACE_URL, BASE + name))


def token(name: str) -> str:
    """The part of an identifier after the colon."""
    return name.split(":", 1)[1]


def prop(name: str, value: str, class_: str = "") -> model.Property:
    """A property in our own namespace."""
    return model.Property(name, value, NAMESPACE, class_)


def metadata(law: Navigator, title: str, remarks: str, modified: datetime | None, props: tuple[model.Property, ...] = ()) -> model.Metadata:
    """The head of a document, last changed at `modified` or on the day up to which the law was checked."""
    author = uid("contributors")
    return model.Metadata(
        title=title,
        last_modified=(modified or datetime.combine(law.rulebook.checked_to, time(), UTC)).isoformat(),
        version=f"{__version__}+{law.rulebook.digest[:12]}",
        oscal_version=model.VERSION,
        props=props,
        roles=(model.Role("creator", "Author"),),
        parties=(model.Party(author, "organization", "Contributors to regnav", (model.Link(BASE, "homepage"),)),),
        responsible_parties=(model.ResponsibleParty("creator", (author,)),),
        remarks=remarks,
    )


def back_matter(catalogues: Iterable[Catalogue]) -> model.BackMatter:
    """Others' catalogues, so that links can lead to them."""
    return model.BackMatter(tuple(_resource(c) for c in sorted(catalogues, key=lambda c: c.key)))


def address(catalogue: Catalogue) -> str:
    """The address of a catalogue in the back matter."""
    return f"#{uid(f'catalogue/{catalogue.key}')}"


def _resource(catalogue: Catalogue) -> model.Resource:
    links = [model.DocumentLink(catalogue.oscal, "application/oscal.catalog+json")] if catalogue.oscal else []
    return model.Resource(address(catalogue)[1:], catalogue.label, catalogue.title, (*links, model.DocumentLink(catalogue.page)))


def text(kind: str, document: D) -> str:
    """A document as JSON under the name of its kind, with a UUID that follows from what it says (the day of the last change aside)."""
    said = msgspec.structs.replace(document, metadata=msgspec.structs.replace(document.metadata, last_modified=""))
    named = msgspec.structs.replace(document, uuid=uid(msgspec.json.encode(said).decode()))
    return msgspec.json.format(msgspec.json.encode({kind: named}), indent=2).decode() + "\n"
