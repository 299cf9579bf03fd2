"""A small act that is in order, written to a folder beside the real vocabulary and the real shapes, in which a fault can be planted."""

from __future__ import annotations

import shutil
from pathlib import Path

from regnav.checks import CheckReport
from regnav.data import ontology_folder

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


def written(folder: Path) -> Path:
    """The folder, with the real vocabulary and shapes, and the small act."""
    real = ontology_folder()
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
