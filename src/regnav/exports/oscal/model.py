"""The part of OSCAL 1.2 that regnav writes (https://pages.nist.gov/OSCAL/). Empty fields are left out, as OSCAL wants it."""

from __future__ import annotations

import msgspec

VERSION = "1.2.1"


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """A text of a control or group; `name` says what it is."""

    id: str
    name: str
    prose: str
    title: str = ""


class Property(msgspec.Struct, frozen=True, omit_defaults=True, rename={"class_": "class"}):
    """A named value; names outside OSCAL's own have a namespace."""

    name: str
    value: str
    ns: str = ""
    class_: str = ""


class Link(msgspec.Struct, frozen=True, omit_defaults=True, rename="kebab"):
    """A link; `#uuid` leads to a resource in the back matter."""

    href: str
    rel: str = ""
    text: str = ""
    resource_fragment: str = ""


class Control(msgspec.Struct, frozen=True, omit_defaults=True):
    """A control of a catalogue."""

    id: str
    title: str
    props: tuple[Property, ...] = ()
    links: tuple[Link, ...] = ()
    parts: tuple[Part, ...] = ()


class Group(msgspec.Struct, frozen=True, omit_defaults=True):
    """A group, either of groups or of controls."""

    id: str
    title: str
    parts: tuple[Part, ...] = ()
    groups: tuple[Group, ...] = ()
    controls: tuple[Control, ...] = ()


class DocumentLink(msgspec.Struct, frozen=True, omit_defaults=True, rename="kebab"):
    """Where a resource lies."""

    href: str
    media_type: str = ""


class Resource(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that the document refers to."""

    uuid: str
    title: str
    description: str = ""
    rlinks: tuple[DocumentLink, ...] = ()


class BackMatter(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the document refers to."""

    resources: tuple[Resource, ...] = ()


class Role(msgspec.Struct, frozen=True):
    """What somebody does for the document."""

    id: str
    title: str


class Party(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody who does something for the document."""

    uuid: str
    type: str
    name: str
    links: tuple[Link, ...] = ()


class ResponsibleParty(msgspec.Struct, frozen=True, rename="kebab"):
    """Who has a role."""

    role_id: str
    party_uuids: tuple[str, ...]


class Metadata(msgspec.Struct, frozen=True, omit_defaults=True, rename="kebab"):
    """What every document says of itself; `last_modified` is an instant in ISO 8601."""

    title: str
    last_modified: str
    version: str
    oscal_version: str
    props: tuple[Property, ...] = ()
    links: tuple[Link, ...] = ()
    roles: tuple[Role, ...] = ()
    parties: tuple[Party, ...] = ()
    responsible_parties: tuple[ResponsibleParty, ...] = ()
    remarks: str = ""


class Document(msgspec.Struct, frozen=True, omit_defaults=True, rename="kebab", kw_only=True):
    """What every document has."""

    uuid: str = ""
    metadata: Metadata


class Catalog(Document, frozen=True, omit_defaults=True, rename="kebab", kw_only=True):
    """Controls in groups."""

    groups: tuple[Group, ...]
    controls: tuple[Control, ...] = ()
    back_matter: BackMatter


# ── a profile: what is taken from a catalogue ───────────────────────────────


class Selection(msgspec.Struct, frozen=True, rename="kebab"):
    """Controls by their identifiers."""

    with_ids: tuple[str, ...]


class Import(msgspec.Struct, frozen=True, omit_defaults=True, rename="kebab"):
    """The catalogue at an address, and what is taken from it."""

    href: str
    include_controls: tuple[Selection, ...]


class Merge(msgspec.Struct, frozen=True, rename="kebab"):
    """How the controls are arranged; `as_is` keeps the groups of the catalogue."""

    as_is: bool


class Addition(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is added to a control."""

    position: str
    props: tuple[Property, ...] = ()
    links: tuple[Link, ...] = ()
    parts: tuple[Part, ...] = ()


class Alteration(msgspec.Struct, frozen=True, rename="kebab"):
    """A control with what is added to it."""

    control_id: str
    adds: tuple[Addition, ...]


class Modification(msgspec.Struct, frozen=True):
    """How controls are changed."""

    alters: tuple[Alteration, ...]


class Profile(Document, frozen=True, omit_defaults=True, rename="kebab", kw_only=True):
    """A choice of controls."""

    imports: tuple[Import, ...]
    merge: Merge
    modify: Modification


# ── a mapping: what controls have to do with each other ─────────────────────


class MappingItem(msgspec.Struct, frozen=True, rename="kebab"):
    """A control by its identifier."""

    type: str
    id_ref: str


class Map(msgspec.Struct, frozen=True):
    """That controls of the source have something to do with controls of the target."""

    uuid: str
    relationship: str
    sources: tuple[MappingItem, ...]
    targets: tuple[MappingItem, ...]


class MappedResource(msgspec.Struct, frozen=True):
    """A catalogue by its address."""

    type: str
    href: str


class Mapping(msgspec.Struct, frozen=True, rename="kebab"):
    """What the controls of two catalogues have to do with each other."""

    uuid: str
    source_resource: MappedResource
    target_resource: MappedResource
    maps: tuple[Map, ...]


class Provenance(msgspec.Struct, frozen=True, rename="kebab"):
    """How a mapping was made, and how far it goes."""

    method: str
    matching_rationale: str
    status: str
    mapping_description: str


class MappingCollection(Document, frozen=True, omit_defaults=True, rename="kebab", kw_only=True):
    """Mappings between catalogues."""

    provenance: Provenance
    mappings: tuple[Mapping, ...]
    back_matter: BackMatter
