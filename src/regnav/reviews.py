"""Who has read what: norms by editorial status, and the recording of reviews.

A review is bound to the digest of the block that was read; when what the block says of the law changes, the norm is a draft again.
The controls and threats that a norm names are links to our own catalogue: they are no part of the digest and can change freely.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from regnav.compiler.norms import EDITORIAL
from regnav.errors import BadValue
from regnav.navigator import Navigator

HEADER = """# Reviews of norms: who-kind, day, and the digest of the block that was read. Written by `regnav review --record`.

@prefix rn:  <https://w3id.org/regnav/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<https://w3id.org/regnav/reviews> a owl:Ontology ; dct:title "Reviews"@en .
"""


def overview(law: Navigator) -> str:
    """How many norms have which status, and which are due for a second reader."""
    norms = law.rulebook.norms
    counts = Counter(n.editorial for n in norms)
    lines = [f"{status}: {counts.get(status, 0)} of {len(norms)} norms" for status in EDITORIAL]
    due = [n for n in norms if n.editorial == EDITORIAL[0]]
    if due:
        lines += ["", f"Due for a second reader ({len(due)}):", *(f"  {n.id}  {n.label}" for n in due)]
    return "\n".join(lines)


def record_reviews(law: Navigator, names: Iterable[str], status: str) -> str:
    """Append reviews of norms to `reviews.ttl`.

    Raises BadValue for an unknown status, UnknownName for an unknown norm.
    """
    if status not in EDITORIAL[1:]:
        raise BadValue("status", status, f"write {' or '.join(EDITORIAL[1:])}")
    found = [law.law.norms[law.find(name)] for name in names]
    file = law.ontology / "reviews.ttl"
    text = file.read_text(encoding="utf-8") if file.exists() else HEADER
    blocks = "".join(_block(n.iri, status, n.digest) for n in found)
    _write(file, text + blocks)
    return f"Recorded {len(found)} reviews ({status}) in {file.name}."


def _block(iri: str, status: str, digest: str) -> str:
    return f'\n<{iri}> rn:review [\n    rn:editorialStatus "{status}" ;\n    dct:date "{date.today()}"^^xsd:date ;\n    rn:digest "{digest}" ] .\n'


def _write(file: Path, text: str) -> None:
    part = file.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(file)
