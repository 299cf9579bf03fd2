"""Mappings as an SSSOM table (https://w3id.org/sssom/): controls with others' catalogues, and norms with their counterparts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from regnav import __version__
from regnav.exports.catalogues import Catalogue, catalogues, references
from regnav.names import BASE, local
from regnav.navigator import Navigator
from regnav.rulebook import Norm

SKOS = "http://www.w3.org/2004/02/skos/core#"
HEAD = {
    "mapping_set_id": f"{BASE}mappings/regnav.sssom.tsv",
    "mapping_set_title": "regnav: mappings of controls and norms",
    "mapping_set_description": "Where other catalogues ask for something close to one of our controls, and which norms of different regimes match.",
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "mapping_provider": BASE,
}
PREFIXES = {"skos": SKOS, "semapv": "https://w3id.org/semapv/vocab/", "regnav": BASE, "control": f"{BASE}control#"}


class Mapping(NamedTuple):
    """A row; the fields are columns of SSSOM, identifiers are CURIEs."""

    subject_id: str
    subject_label: str
    predicate_id: str
    object_id: str
    object_label: str
    mapping_justification: str
    subject_source: str
    object_source: str
    confidence: str = ""
    comment: str = ""


def sssom(law: Navigator) -> str:
    """The table as tab-separated values under a header in YAML."""
    rows = [*_controls(law), *_norms(law)]
    head = HEAD | {"mapping_set_version": f"{__version__}+{law.rulebook.digest[:12]}"}
    lines = [*(f"#{key}: {json.dumps(value)}" for key, value in head.items()), "#curie_map:"]
    lines += [f"#  {prefix}: {json.dumps(space)}" for prefix, space in sorted(_prefixes(law, rows).items())]
    table = io.StringIO()
    writer = csv.writer(table, "excel-tab", lineterminator="\n")
    writer.writerows([Mapping._fields, *sorted(rows)])
    return "\n".join(lines) + "\n" + table.getvalue()


def _controls(law: Navigator) -> Iterator[Mapping]:
    for control, found in references(law).items():
        for catalogue, identifier in found:
            yield _mapping((control, law.rulebook.catalogue[control].label, "regnav:control"), "relatedMatch", _external(catalogue, identifier))


def _external(catalogue: Catalogue, identifier: str) -> tuple[str, str, str]:
    return f"{catalogue.key}:{catalogue.token(identifier)}", f"{catalogue.label} {identifier}", f"regnav:catalogue/{catalogue.key}"


def _norms(law: Navigator) -> Iterator[Mapping]:
    norms = law.law.norms
    for found in law.rulebook.counterparts:
        mapping = _mapping(_norm(law, norms[found.norm]), found.match, _norm(law, norms[found.other]))
        yield mapping._replace(confidence=str(found.confidence), comment=f"{found.degree}: {found.note} ({found.editorial})")


def _norm(law: Navigator, norm: Norm) -> tuple[str, str, str]:
    act = law.rulebook.instruments[norm.instrument]
    return norm.id, norm.label, f"regnav:{act.iri.removeprefix(BASE)}"


def _mapping(subject: tuple[str, str, str], match: str, other: tuple[str, str, str]) -> Mapping:
    return Mapping(subject[0], subject[1], f"skos:{match}", other[0], other[1], "semapv:ManualMappingCuration", subject[2], other[2])


def _prefixes(law: Navigator, rows: Iterable[Mapping]) -> dict[str, str]:
    """The namespaces of all prefixes that the rows use."""
    known = PREFIXES | {c.key: f"{c.iri}#" for c in catalogues(law).values()}
    known |= {n.id.split(":")[0]: n.iri.removesuffix(local(n.iri)) for n in law.rulebook.norms}
    used = {
        cell.split(":")[0] for row in rows for field, cell in row._asdict().items() if not field.endswith("_label") and field not in {"confidence", "comment"}
    }
    return {prefix: known[prefix] for prefix in used}
