"""The referee: what the law's class axioms entail, found without the engine.

`export_owl` gives the axioms valid on a day as plain OWL. `Exact` decides entailment over that export with a SAT solver; `hermit`
asks the HermiT reasoner whether the export is consistent, whether every class can have members, and what sampled situations
entail. Nothing here reads the compiled rulebook, so that agreement between engine and referee means something.
"""

from __future__ import annotations

from regnav.referee.exact import Exact
from regnav.referee.hermit import Classification, NoJava, ReasonerFailed, classify, entailments
from regnav.referee.owl import dated_facts, export_owl

__all__ = ["Classification", "Exact", "NoJava", "ReasonerFailed", "classify", "dated_facts", "entailments", "export_owl"]
