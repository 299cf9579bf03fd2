"""Short names for IRIs, as answers use them."""

from __future__ import annotations

import re
from functools import lru_cache

BASE = "https://w3id.org/regnav/"


@lru_cache(maxsize=1 << 17)
def local(iri: str) -> str:
    """The part of an IRI after the last `#` or `/`."""
    return re.split(r"[#/]", iri)[-1]


@lru_cache(maxsize=1 << 17)
def short(iri: str) -> str:
    """`https://w3id.org/regnav/eu/ai-act/art_4` → `ai-act:art_4`; `…/topic#cybersecurity` → `topic:cybersecurity`."""
    if not iri.startswith(BASE):
        return iri
    space, name = re.fullmatch(r"(.*?)[#/]?([^#/]*)", iri[len(BASE) :]).groups()  # type: ignore[union-attr]
    return f"{space.split('/')[-1]}:{name}"
