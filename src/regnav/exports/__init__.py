"""The law for other tools.

triples     OWL for a reasoner, or the whole graph as Turtle or JSON-LD
catalogues  others' catalogues, by the names that our references use
oscal       controls as an OSCAL catalogue, their mapping to others' catalogues, and a profile for a system
sssom       mappings as an SSSOM table
"""

from __future__ import annotations

from datetime import datetime

from regnav.errors import BadValue
from regnav.exports.oscal import CATALOG_FILE
from regnav.exports.oscal.catalog import oscal_catalog
from regnav.exports.oscal.mapping import oscal_mapping
from regnav.exports.sssom import sssom
from regnav.exports.triples import owl, whole_graph
from regnav.navigator import Day, Navigator

__all__ = ["CATALOG_FILE", "FORMATS", "export_law"]

FORMATS = ("owl", "turtle", "jsonld", "oscal-catalog", "oscal-mapping", "sssom")


def export_law(
    law: Navigator,
    format: str,
    as_of: Day | None = None,
    law_as_of: Day | None = None,
    modified: datetime | None = None,
    catalog: str = CATALOG_FILE,
) -> str:
    """The law as text.

    `owl`: classes and axioms valid on `as_of` among the instruments known on `law_as_of`, one class per norm, without annotations but labels.
    `turtle` and `jsonld`: the whole graph as written. `oscal-catalog`: the controls; `oscal-mapping`: what they have to do with controls of
    other catalogues, with `catalog` as the address of ours. `sssom`: the same mappings and the counterparts of norms as a table. OSCAL documents
    say that they were changed at `modified`, by default on the day up to which the law was checked. Raises BadValue for another format.
    """
    if format == "owl":
        return owl(law, as_of, law_as_of)
    if format == "turtle":
        return whole_graph(law, "text/turtle")
    if format == "jsonld":
        return whole_graph(law, "application/ld+json")
    if format == "oscal-catalog":
        return oscal_catalog(law, modified)
    if format == "oscal-mapping":
        return oscal_mapping(law, catalog, modified)
    if format == "sssom":
        return sssom(law)
    raise BadValue("format", format, f"write one of {', '.join(FORMATS)}")
