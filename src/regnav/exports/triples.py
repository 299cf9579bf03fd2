"""The law as triples: OWL for a reasoner, or the whole graph as Turtle or JSON-LD."""

from __future__ import annotations

from datetime import date

from regnav.navigator import Day, Navigator
from regnav.system import read_day


def owl(law: Navigator, as_of: Day | None, law_as_of: Day | None) -> str:
    """Classes and axioms valid on `as_of` among the instruments known on `law_as_of`, one class per norm, without annotations but labels."""
    from regnav.referee.owl import export_owl

    today = date.today()
    return str(export_owl(law.graph, read_day("as_of", as_of) or today, read_day("law_as_of", law_as_of) or today, norms=True).serialize(format="turtle"))


def whole_graph(law: Navigator, media_type: str) -> str:
    """Every triple as written."""
    import pyoxigraph as ox

    kind = ox.RdfFormat.from_media_type(media_type)
    assert kind is not None
    prefixes = {i.key: i.iri[: i.iri.rfind("/") + 1] for i in law.rulebook.instruments.values()}
    prefixes |= {"rn": "https://w3id.org/regnav/core#", "skos": "http://www.w3.org/2004/02/skos/core#", "owl": "http://www.w3.org/2002/07/owl#"}
    return (law.graph.store.dump(format=kind, from_graph=ox.DefaultGraph(), prefixes=prefixes) or b"").decode()
