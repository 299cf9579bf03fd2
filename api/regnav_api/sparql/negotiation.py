"""Which format a result is written in."""

from __future__ import annotations

from regnav_api.sparql.guard import Form

TABLES = ("application/sparql-results+json", "application/json", "text/csv", "text/tab-separated-values", "application/sparql-results+xml")
GRAPHS = ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml")
FORMATS: dict[Form, tuple[str, ...]] = {"SELECT": TABLES, "ASK": TABLES, "CONSTRUCT": GRAPHS, "DESCRIBE": GRAPHS}
"""The formats of each form, the default first."""


def choose(form: Form, accept: str) -> str | None:
    """The format that an Accept header likes best, the earlier of ours at a tie; None when it takes none."""
    if not accept.strip():
        return FORMATS[form][0]
    ranges = [_range(part) for part in accept.split(",")]
    liked = {offered: _quality(offered, ranges) for offered in FORMATS[form]}
    best = max(liked, key=lambda offered: liked[offered])
    return best if liked[best] > 0 else None


def _range(part: str) -> tuple[str, float]:
    """A media range with its quality."""
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return name, float(parameter[2:])
            except ValueError:
                return name, 0.0
    return name, 1.0


def _quality(offered: str, ranges: list[tuple[str, float]]) -> float:
    """The quality of the most specific range that fits."""
    for wanted in (offered, f"{offered.partition('/')[0]}/*", "*/*"):
        for name, quality in ranges:
            if name == wanted:
                return quality
    return 0.0
