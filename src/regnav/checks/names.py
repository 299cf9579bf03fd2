"""The gates for names that others own: borrowed IRIs, and identifiers in others' catalogues.

The lists are plain text, one name a line; what follows ` #` is a comment. They are short excerpts, kept beside the links and the
shapes, so that the check needs no network.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from regnav.checks.material import Material
from regnav.checks.report import Finding, short

BORROWED = {
    "eli": "http://data.europa.eu/eli/ontology#",
    "dpv": "https://w3id.org/dpv",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "airo": "https://w3id.org/airo#",
    "vair": "https://w3id.org/vair#",
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "sssom": "https://w3id.org/sssom/",
    "oscal": "http://csrc.nist.gov/ns/oscal",
}
"""Vocabularies whose names must stand in a list, by the name of the list; `dpv` takes in its extensions (…/dpv/legal/eu/aiact#)."""


def borrowed_names(material: Material) -> list[Finding]:
    """A finding for each borrowed IRI that no list in `ontology/links/borrowed-names` knows."""
    known = set(lines_of((material.ontology / "links" / "borrowed-names").glob("*.txt")))
    users: dict[tuple[str, str], list[str]] = defaultdict(list)
    for node, name in material.run("gates/borrowed"):
        vocabulary = next((key for key, space in BORROWED.items() if str(name).startswith(space)), None)
        if vocabulary and name not in known and name not in BORROWED.values():
            users[str(name), vocabulary].append(str(node))
    return [_unknown_name(material, name, vocabulary, nodes) for (name, vocabulary), nodes in sorted(users.items())]


def _unknown_name(material: Material, name: str, vocabulary: str, nodes: list[str]) -> Finding:
    """One finding per name, at the first block that uses it."""
    named = sorted(node for node in nodes if material.where(node) and node != name)
    where = material.where(named[0]) if named else material.where(name)
    more = f", first by {short(named[0])}" if named else ""
    return Finding(name, f"is used {len(nodes)} times{more}, and the list of {vocabulary} names does not hold it", where, "borrowed-names")


def identifiers(material: Material) -> list[Finding]:
    """A finding for each 'scheme:identifier' whose scheme has no list in `ontology/shapes/identifiers`, or whose list lacks it."""
    lists = {file.stem: set(lines_of([file])) for file in (material.ontology / "shapes" / "identifiers").glob("*.txt")}
    found = []
    for node, reference in material.run("gates/references"):
        scheme, _, identifier = str(reference).partition(":")
        if scheme not in lists:
            found.append(
                Finding(
                    str(node),
                    f"refers to {reference}; there is no list {scheme}.txt (known: {', '.join(sorted(lists)) or 'none'})",
                    material.where(str(node)),
                    "identifiers",
                )
            )
        elif identifier not in lists[scheme]:
            found.append(Finding(str(node), f"refers to {reference}, which the list {scheme}.txt does not hold", material.where(str(node)), "identifiers"))
    return sorted(found, key=lambda f: (f.node, f.message))


def lines_of(files: Iterable[Path]) -> list[str]:
    """The names in list files, without comments and empty lines."""
    found = []
    for file in sorted(files):
        for line in file.read_text(encoding="utf-8").splitlines():
            name = line.split(" #")[0].strip()
            if name and not name.startswith("#"):
                found.append(name)
    return found
