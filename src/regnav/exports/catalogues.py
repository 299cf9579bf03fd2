"""Others' catalogues, by the names that our references use before the colon."""

from __future__ import annotations

from dataclasses import dataclass

from regnav.errors import OntologyError
from regnav.navigator import Navigator


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A catalogue of another body; `oscal` is the address of its own OSCAL document, if it publishes one."""

    iri: str
    key: str
    label: str
    title: str
    page: str
    oscal: str

    def token(self, identifier: str) -> str:
        """An identifier as the last part of an IRI: 'GOVERN 1.2' → 'GOVERN-1.2'."""
        return identifier.replace(" ", "-")

    def in_oscal(self, identifier: str) -> str:
        """An identifier as the catalogue's OSCAL document writes it ('AC-2' → 'ac-2' in SP 800-53), else as it is."""
        return identifier.lower() if self.oscal and self.key == "nist-800-53" else identifier


Reference = tuple[Catalogue, str]
"""A catalogue and an identifier in it."""


def references(law: Navigator) -> dict[str, tuple[Reference, ...]]:
    """For each control by identifier, where others' catalogues ask for something close to it.

    Raises OntologyError for a reference to a catalogue that `ontology/links/catalogues.ttl` does not describe.
    """
    known = catalogues(law)
    controls = (e for e in law.rulebook.catalogue.values() if e.kind == "control")
    return {c.id: tuple(_reference(known, r) for r in sorted(c.references)) for c in sorted(controls, key=lambda c: c.id)}


def catalogues(law: Navigator) -> dict[str, Catalogue]:
    """The catalogues that the ontology describes, by key."""
    found = (Catalogue(*(cell or "" for cell in row)) for row in law.graph.run("export/catalogues"))
    return {c.key: c for c in sorted(found, key=lambda c: c.key)}


def _reference(known: dict[str, Catalogue], reference: str) -> Reference:
    key, _, identifier = reference.partition(":")
    if key not in known:
        raise OntologyError(f"'{reference}' refers to a catalogue that ontology/links/catalogues.ttl does not describe.")
    return known[key], identifier
