"""What we inferred beyond the text, and how far a reading can be trusted, reaches the reader wherever it bears on the answer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import yaml

from regnav.navigator import Navigator

SCREENING = Path(__file__).resolve().parent.parent / "examples" / "cv-screening.yaml"
SHOP = {
    "data.personal": True,
    "market.in": ["australia"],
    "org.in": ["australia"],
    "org.kind": [],
    "au.turnover_over_3m": True,
    "au.commonwealth_agency": False,
    "au.listed_small_business": False,
}
INFERENCES = """PREFIX rn: <https://w3id.org/regnav/core#>
SELECT DISTINCT ?node ?text WHERE {
  VALUES ?kind { rn:Fact rn:Concept rn:Role rn:ApplicationRule rn:Exemption rn:Sanction rn:Relation rn:TouchedLaw rn:Opening }
  ?node a ?kind ; rn:inference ?text
}"""


def test_no_inference_of_the_ontology_is_lost(law: Navigator) -> None:
    _, rows = law.graph.table(INFERENCES, {})
    told = {remark.inference for remark in law.rulebook.remarks.values()}
    assert len(rows) > 200
    assert {str(text) for _, text in rows} <= told


def test_an_answer_carries_the_remarks_on_what_its_proofs_name_and_no_others(law: Navigator) -> None:
    shop = law.assess({"facts": SHOP}, "2026-11-22", "2026-11-22")
    assert "public hospital" in shop.remarks["privacy-act:Organisation"].inference
    assert shop.remarks["privacy-act:Organisation"].sources
    assert shop.remarks["privacy-act:act"].caveats, "and those on the acts"
    abroad = law.assess({"facts": {**SHOP, "market.in": [], "org.in": []}}, "2026-11-22", "2026-11-22", regimes=["EU"])
    assert "privacy-act:Organisation" not in abroad.remarks
    assert shop.to_dict()["remarks"]["privacy-act:Organisation"]["inference"].startswith("Our inference: ")


def test_without_proofs_only_what_the_answer_itself_names_is_remarked_on(law: Navigator) -> None:
    full, short = (law.assess({"facts": SHOP}, "2026-11-22", "2026-11-22", proofs=proofs).remarks for proofs in (True, False))
    assert short.keys() < full.keys()


def test_the_report_tells_how_far_norms_can_be_trusted(law: Navigator, tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(yaml.safe_dump({"facts": SHOP}), encoding="utf-8")
    wary = [n for n in law.assess({"facts": SHOP}, "2026-11-22", "2026-11-22").norms if n.caveats and n.status in {"applies", "upcoming"}]
    assert wary
    assert f"{len(wary)} of the norms that apply or will carry caveats" in printed("assess", str(file), "--as-of", "2026-11-22", "--law-as-of", "2026-11-22")
    document = printed("assess", str(file), "--as-of", "2026-11-22", "--law-as-of", "2026-11-22", "--format", "markdown")
    assert f"- caveat: {wary[0].caveats[0]}" in document
    assert f"- read in: <{wary[0].sources[0]}>" in document


def test_why_and_show_and_the_report_tell_them() -> None:
    assert "note: Our inference: " in printed("why", str(SCREENING), "15-5-resist-attacks")
    assert "our inference  Our inference: " in printed("show", "privacy-act:Organisation")
    table = printed("assess", str(SCREENING), "--as-of", "2026-11-22")
    assert "Where these reasons go beyond the text:\n  " in table
    document = printed("assess", str(SCREENING), "--as-of", "2026-11-22", "--format", "markdown")
    assert "  - note: Our inference: " in document


def printed(*words: str) -> str:
    done = subprocess.run([sys.executable, "-m", "regnav", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
