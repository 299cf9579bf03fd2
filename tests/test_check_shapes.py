"""Every shape finds the fault that it is there for, in the block where it stands, and says how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from regnav.checks import as_text, run_checks
from small_act import ACT, Edit, change, write

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
    "those to whom the event can happen": change("s:Breakage a rn:EventType ;", "s:Breakage a rn:EventType ; rn:concerns s:3-1-keep-records ;"),
    "that a day given as the answer implies": change(
        "s:madeOn a owl:AnnotationProperty, rn:DateFact ;", "s:madeOn a owl:AnnotationProperty, rn:DateFact ; rn:dayImplies s:Breakage ;"
    ),
    "tells the event from its broader one": change("s:Breakage a rn:EventType ;", "s:Breakage a rn:EventType ; rn:recognisedBy s:3-1-keep-records ;"),
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
