"""Controls in OSCAL, the language in which auditors' tools exchange catalogues.

model     the part of OSCAL that is written
document  what every document has: metadata, identifiers, the text
catalog   all controls, in the groups of our taxonomy
mapping   what our controls have to do with those of others' catalogues
profile   the controls of a system's plan, with the duties that each serves
"""

from __future__ import annotations

from regnav.exports.oscal.catalog import oscal_catalog
from regnav.exports.oscal.document import CATALOG_FILE
from regnav.exports.oscal.mapping import oscal_mapping
from regnav.exports.oscal.profile import oscal_profile

__all__ = ["CATALOG_FILE", "oscal_catalog", "oscal_mapping", "oscal_profile"]
