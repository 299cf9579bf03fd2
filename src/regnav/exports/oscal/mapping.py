"""What our controls have to do with those of others' catalogues, as an OSCAL mapping collection."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from regnav.exports.catalogues import Catalogue, references
from regnav.exports.oscal import model
from regnav.exports.oscal.document import CATALOG_FILE, address, back_matter, metadata, text, token, uid
from regnav.navigator import Navigator

DESCRIPTION = (
    "Where another catalogue asks for something close to one of our controls, read by hand, control by control. Every entry says that the two overlap "
    "and none that one contains the other; a control that is not mapped may still have a counterpart."
)


def oscal_mapping(law: Navigator, catalog: str = CATALOG_FILE, modified: datetime | None = None) -> str:
    """The mapping collection as JSON; `catalog` is the address of our catalogue."""
    pairs: dict[Catalogue, list[tuple[str, str]]] = defaultdict(list)
    for control, found in references(law).items():
        for catalogue, identifier in found:
            pairs[catalogue].append((token(control), catalogue.in_oscal(identifier)))
    known = sorted(pairs, key=lambda c: c.key)
    return text(
        "mapping-collection",
        model.MappingCollection(
            metadata=metadata(law, "regnav: our controls and those of other catalogues", "", modified),
            provenance=model.Provenance("human", "semantic", "draft", DESCRIPTION),
            mappings=tuple(_mapping(c, pairs[c], catalog) for c in known),
            back_matter=back_matter(known),
        ),
    )


def _mapping(catalogue: Catalogue, pairs: list[tuple[str, str]], ours: str) -> model.Mapping:
    return model.Mapping(
        uuid=uid(f"mapping/{catalogue.key}"),
        source_resource=model.MappedResource("catalog", ours),
        target_resource=model.MappedResource("catalog", address(catalogue)),
        maps=tuple(_map(catalogue, control, identifier) for control, identifier in pairs),
    )


def _map(catalogue: Catalogue, control: str, identifier: str) -> model.Map:
    return model.Map(
        uuid=uid(f"mapping/{catalogue.key}/{control}/{identifier}"),
        relationship="intersects-with",
        sources=(model.MappingItem("control", control),),
        targets=(model.MappingItem("control", identifier),),
    )
