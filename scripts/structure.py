#!/usr/bin/env python3
"""Write the structure of an act as Turtle: numbers, parents, headings and links, no text.

    python scripts/structure.py LAW_FOLDER [--ontology FOLDER] [ACT ...]

LAW_FOLDER holds one folder per act with a provisions.json (id, kind, number, heading, chapter, section, parent, text and,
in an amended act, change). The result is the one generated part of ontology/; everything else there is written by hand.
Without ACT, every act of the table below whose folder exists in the ontology is written. The same input gives the same
bytes, so a difference in git is a difference in the law.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from acts import ACTS, Act

NAMESPACE = "https://w3id.org/regnav/eu/{act}/"
ORDINALS = (
    *("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"),
)
NAMES = {"art": "article", "par": "paragraph", "unp": "paragraph", "sub": "subparagraph", "pt": "point", "ind": "indent"}
NAMES |= {"anx": "annex", "prt": "part", "sct": "section", "cls": "class", "hd": "heading"}
LEVELS = "|".join(NAMES)
STEP = re.compile(rf"({LEVELS})(?:_(?!(?:{LEVELS})_)(.+?))?(?=_(?:{LEVELS})_|$)")
NAMED_PARTS = re.compile(r"\b(template|column|field|rows?)\b")
TYPES = {"reg": "Regulation", "reg_del": "Delegated Regulation", "reg_impl": "Implementing Regulation", "dir": "Directive"}
PROPER = {word.lower(): word for word in ("AI", "EU", "CE", "ICT", "Union", "Member", "States", "Commission", "Annex")}


# ── Reading ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Provision:
    """One numbered part of an act."""

    id: str
    parent: str
    label: str
    number: str
    type: str
    heading: str = ""
    change: str = "unchanged"  # unchanged, replaced, inserted or deleted
    amended_at: str = ""  # id of the amending provision


def read(law: Path, folder: str) -> list[dict[str, str]]:
    """The articles and annexes of an act with all they contain, in their order, without recitals."""
    entries = json.loads((law / folder / "provisions.json").read_text(encoding="utf-8"))
    return [entry for entry in entries if entry["kind"] != "recital"]


def merge(current: list[dict[str, str]], former: list[dict[str, str]]) -> list[dict[str, str]]:
    """Both wordings of an amended act: what was deleted stands where it stood, marked as deleted."""
    merged, known, place = list(current), {entry["id"] for entry in current}, 0
    for entry in former:
        if entry["id"] in known:
            place = next(i for i, other in enumerate(merged) if other["id"] == entry["id"]) + 1
        else:
            merged.insert(place, entry | {"change": "deleted"})
            place += 1
    return merged


def steps(identifier: str) -> list[tuple[str, str]]:
    """The path of an identifier: art_15_par_5 is [(art, 15), (par, 5)]."""
    return [(level, value or "") for level, value in STEP.findall(identifier)]


def ordinal(number: str) -> str:
    """'third' for '3'."""
    return ORDINALS[int(number)] if int(number) < len(ORDINALS) else f"{number}th"


def sentence_case(text: str) -> str:
    """A heading printed in capitals, as a sentence would have it."""
    if not text.isupper():
        return text
    words = re.sub(r"\w+", lambda m: PROPER.get(m[0].lower(), m[0].lower()), text)
    return words[:1].upper() + words[1:]


# ── Naming ──────────────────────────────────────────────────────────────────


def citation(entry: dict[str, str], only_paragraph: bool) -> str:
    """How a lawyer cites the provision, without the name of the act."""
    path = steps(entry["id"])
    return article_citation(path, only_paragraph) if path[0][0] == "art" else annex_citation(path, entry)


def article_citation(path: list[tuple[str, str]], only_paragraph: bool) -> str:
    """'Art. 15(5)', 'Art. 6(3), second subparagraph, point (a)', 'Art. 113, third paragraph, point (c)(i)'."""
    text, after_words = "", False
    for level, value in path:
        if level == "art":
            text = f"Art. {value}"
        elif level == "par":
            text += f"({value})"
        elif level == "pt":
            text += f", point ({value})" if after_words else f"({value})"
            after_words = False
        elif not (level == "unp" and only_paragraph):
            text += f", {ordinal(value)} {NAMES[level]}"
            after_words = True
    return text


def annex_citation(path: list[tuple[str, str]], entry: dict[str, str]) -> str:
    """'Annex I Section A point 2', 'Annex III point 4(a)', 'Annex VII point 3.2, second paragraph'."""
    if NAMED_PARTS.search(entry["number"]) or "hd" in dict(path):
        return entry["number"]  # forms and tables, which name their parts themselves
    text = before_point = previous = ""
    for level, value in path:
        if level == "pt":
            shown = f"({value})" if re.fullmatch("[a-z]+", value) else value
            if "." in value or previous not in ("pt", "sub"):
                before_point = text if previous not in ("pt", "sub") else before_point
                text = f"{before_point} point {shown}"
            else:
                text += f", point ({value})" if previous == "sub" else f"({value})"
        elif level in ("sub", "unp", "ind"):
            text += f", {table_row(entry) or ordinal(value) + (' indent' if level == 'ind' else ' paragraph')}"
        else:
            text += f" {NAMES[level].capitalize()} {value}".rstrip()
        previous = level
    return text.strip()


def table_row(entry: dict[str, str]) -> str:
    """'row AIP 0102' where the provision is a coded row of a table, 'head of the table' above such rows."""
    cells = [cell.strip() for cell in entry["text"].split("|")]
    if len(cells) < 2 or not re.fullmatch(r"[A-Z]{3} (\d{4}|Code)", cells[0]):
        return ""
    return "head of the table" if cells[0].endswith("Code") else f"row {cells[0]}"


def type_of(entry: dict[str, str]) -> str:
    """What kind of part the provision is."""
    level, in_annex = steps(entry["id"])[-1][0], entry["id"].startswith("anx")
    if level == "sub" and in_annex:
        return "row" if table_row(entry) else "paragraph"
    return NAMES[level]


def heading_of(entry: dict[str, str]) -> str:
    """The official heading of an article, annex or part of an annex, without its number; nothing for other provisions."""
    if entry["kind"] not in ("article", "annex", "annex_section"):
        return ""
    printed = (entry["heading"] or "").strip(" `")  # the Official Journal has a stray mark after 'Subject matter'
    text = re.sub(r"^((Section|Part|Class) \w+|\d+\.)[.\s—–-]*", "", printed)
    return sentence_case(text.rstrip("."))


def eli_link(act: Act, provision: Provision) -> str:
    """The ELI of the provision, or of the nearest part that has one.

    The Publications Office's specification of ELI subdivisions (version 2) has paths for chapters, sections, articles and
    all that is in them (unp: unnumbered paragraph, sub: subparagraph, pnt: point, idt: indent), and for an annex as a whole.
    New wording is linked in the consolidated version, since the Official Journal of the first publication does not have it.
    """
    if provision.id.startswith("cpt_"):
        path = provision.id.replace("_sct_", "/sct_")
    elif provision.id == "act":
        path = ""
    else:
        names = {"pt": "pnt", "ind": "idt"}
        levels = [f"{names.get(level, level)}_{value or 1}" for level, value in steps(provision.id)]
        path = "/".join(levels if levels[0].startswith("art") else levels[:1])
    new = act.amendment and provision.change in ("inserted", "replaced")
    version = act.amendment.version if act.amendment and new else "oj"
    return "/".join(part for part in ("http://data.europa.eu/eli", act.eli, path, version) if part)


# ── Amendments ──────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Operation:
    """One instruction of an amending act: what it touches, and whether with all that is in it."""

    at: str
    target: str
    with_content: bool = True

    def reaches(self, identifier: str) -> bool:
        """Whether the instruction touches this provision."""
        return identifier == self.target or (self.with_content and identifier.startswith(f"{self.target}_"))


def operations(amending: list[dict[str, str]], ids: set[str]) -> Iterator[Operation]:
    """The instructions of the amending act that concern provisions of the amended one."""
    lines = {entry["id"]: entry["text"].partition("\n") for entry in amending}
    parents = {entry["parent"] for entry in amending}
    for entry in amending:
        if entry["kind"] != "point" or entry["id"] in parents:
            continue
        instruction, _, quoted = lines[entry["id"]]
        outer = lines[entry["parent"]][0]
        base = locate("", outer if "is amended as follows" in outer else "", ids)
        base = locate(base, re.split(r"(?:\bthe )?following ", instruction)[0] if "following" in instruction else instruction, ids)
        if "following" in instruction and re.search("added|inserted", instruction):
            yield from (Operation(entry["id"], target) for target in new_parts(base, instruction, quoted, ids))
        else:
            whole = not re.search("heading|introductory part", instruction)
            yield from (Operation(entry["id"], target, whole) for target in enumerate_targets(base, instruction, ids))


def locate(base: str, words: str, ids: set[str]) -> str:
    """Where an instruction leads, from 'in Article 2', 'paragraph 1', 'the third paragraph', 'point (c)'."""
    for pattern, form in (
        (r"Article (\d+[a-z]?)", "art_{}"),
        (r"Annex ([IVX]+)", "anx_{}"),
        (r"[Ss]ection ([A-Z])\b", "{base}_sct_{}"),
        (r"(?:Article \d+[a-z]?\((\d+[a-z]?)\)|paragraph (\d+[a-z]?)\b)", "{base}_par_{}"),
        (rf"\b({'|'.join(ORDINALS[1:])}) paragraph", "{base}_unp_{}"),
        (rf"\b({'|'.join(ORDINALS[2:])}) subparagraph", "{base}_sub_{}"),
        (r"point \(?(\w+)\)?(?: is|$)", "{base}_pt_{}"),
    ):
        if found := re.search(pattern, words):
            value = next(group for group in found.groups() if group)
            base = settle(form.format(str(ORDINALS.index(value)) if value in ORDINALS else value, base=base), ids)
    return base


def settle(identifier: str, ids: set[str]) -> str:
    """The identifier as the act has it: the points of an article with one unnumbered paragraph hang below that paragraph."""
    below = re.sub(r"^(art_[^_]+)_pt_", r"\1_unp_1_pt_", identifier)
    return identifier if identifier in ids or below not in ids else below


def enumerate_targets(base: str, instruction: str, ids: set[str]) -> list[str]:
    """'paragraphs 2 and 3', 'points 7 and 9': each of them; else the one place already found."""
    found = re.search(r"(paragraph|point)s (\w+) and (\w+)", instruction)
    if not found:
        return [base]
    level = "par" if found[1] == "paragraph" else "pt"
    return [settle(f"{base}_{level}_{value}", ids) for value in found.groups()[1:]]


def new_parts(base: str, instruction: str, quoted: str, ids: set[str]) -> list[str]:
    """The parts that an instruction adds, named by the numbers of the quoted text."""
    kind = re.search(r"following (\w+?)s? (?:is|are)", instruction)
    what = kind[1].lower() if kind else ""
    if what == "article":
        return [f"art_{number}" for number in re.findall(r"^‘?Article (\d+[a-z]?)$", quoted, re.M)]
    if what == "annex":
        return [f"anx_{number}" for number in re.findall(r"^‘?Annex ([IVX]+)$", quoted, re.M | re.I)]
    if what == "paragraph":
        return [f"{base}_par_{number}" for number in re.findall(r"^‘?(\d+[a-z]?)\.\s", quoted, re.M)]
    if what == "point":
        numbers = re.findall(r"^‘?(?:\((\w+)\)|(\d+)\.)\s", quoted, re.M)
        return [settle(f"{base}_pt_{bracketed or plain}", ids) for bracketed, plain in numbers]
    last = max((int(i.rsplit("_", 1)[1]) for i in ids if re.fullmatch(rf"{re.escape(base)}_sub_\d+", i)), default=1)
    return [f"{base}_sub_{last}"]


def amended_at(entry: dict[str, str], changes: list[Operation]) -> str:
    """The amending provision that touched this one: the closest instruction, a heading or introduction before its whole."""
    if entry.get("change", "unchanged") == "unchanged":
        return ""
    reaching = [change for change in changes if change.reaches(entry["id"])]
    if not reaching:
        raise SystemExit(f"structure: no amending provision found for {entry['id']}")
    return max(reaching, key=lambda change: (len(change.target), not change.with_content)).at


# ── Writing ─────────────────────────────────────────────────────────────────


def divisions(entry: dict[str, str]) -> list[Provision]:
    """The chapter and the section that an article stands in."""
    found = []
    if chapter := (entry.get("chapter") or ""):
        number, _, title = chapter.partition(" ")
        found.append(Provision(f"cpt_{number}", "act", f"Chapter {number}", number, "chapter", sentence_case(title)))
        if section := (entry.get("section") or ""):
            part, _, title = section.partition(" ")
            label = f"Chapter {number} Section {part}"
            found.append(Provision(f"cpt_{number}_sct_{part}", f"cpt_{number}", label, part, "section", sentence_case(title)))
    return found


def provisions(law: Path, key: str) -> Iterator[Provision]:
    """All provisions of an act, each chapter and section before its first article."""
    act = ACTS[key]
    entries, changes = read(law, act.folder or key), []
    if act.amendment:
        entries = merge(entries, read(law, act.amendment.former))
        changes = list(operations(read(law, act.amendment.by), {entry["id"] for entry in entries}))
    yield Provision("act", "", "the whole act", "", "act")
    seen: set[str] = set()
    many = {re.split("_unp_", entry["id"])[0] for entry in entries if re.search(r"^art_[^_]+_unp_2$", entry["id"])}
    for entry in entries:
        above = divisions(entry) if entry["kind"] == "article" else []
        for division in above:
            if division.id not in seen:
                seen.add(division.id)
                yield division
        label = citation(entry, "_".join(entry["id"].split("_")[:2]) not in many)
        yield Provision(
            entry["id"],
            entry["parent"] or (above[-1].id if above else "act"),
            label,
            label.removeprefix("Art. "),
            type_of(entry),
            heading_of(entry),
            entry.get("change", "unchanged"),
            amended_at(entry, changes),
        )


def block(key: str, provision: Provision, leaf: bool) -> str:
    """The Turtle of one provision."""
    act = ACTS[key]
    lines = [f"{act.prefix}:{provision.id} a rn:Provision"]
    if provision.parent:
        lines.append(f"eli:is_part_of {act.prefix}:{provision.parent}")
        lines.append(f"eli:number {quote(provision.number)}")
    lines += [f"eli:type_subdivision {quote(provision.type)}", f"rdfs:label {quote(provision.label)}"]
    if provision.heading:
        lines.append(f"rn:heading {quote(provision.heading)}@en")
    if act.amendment and provision.change != "unchanged":
        term = {"inserted": "introducedBy", "replaced": "amendedBy", "deleted": "endedBy"}[provision.change]
        lines.append(f"rn:{term} {act.prefix}:{act.amendment.instrument}")
        lines.append(f"rn:amendingProvision {ACTS[act.amendment.by].prefix}:{provision.amended_at}")
    article = "_".join(provision.id.split("_")[:2])
    if leaf and (reason := dict(act.reasons).get(article)):
        lines.append(f"rn:accountedFor reason:{reason}")
    lines.append(f"rdfs:seeAlso <{eli_link(act, provision)}>")
    return " ;\n    ".join(lines) + " .\n"


def module(key: str) -> str:
    """The file of an act's structure under acts/eu, without its ending; its ontology has the same path."""
    return ACTS[key].output or f"{key}/structure"


def quote(text: str) -> str:
    """A Turtle string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def turtle(law: Path, key: str) -> str:
    """The whole file."""
    act = ACTS[key]
    found = list(provisions(law, key))
    parents = {provision.parent for provision in found}
    prefixes = {act.prefix: NAMESPACE.format(act=key)}
    if act.amendment:
        prefixes[ACTS[act.amendment.by].prefix] = NAMESPACE.format(act=act.amendment.by)
    prefixes["rn"] = "https://w3id.org/regnav/core#"
    if act.reasons:
        prefixes["reason"] = "https://w3id.org/regnav/reason#"
    prefixes |= {
        "owl": "http://www.w3.org/2002/07/owl#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "dct": "http://purl.org/dc/terms/",
        "eli": "http://data.europa.eu/eli/ontology#",
    }
    width = max(map(len, prefixes)) + 1
    head = ["# Written by scripts/structure.py from the official text; not edited by hand. Numbers, headings and links only.\n"]
    head += [f"@prefix {name + ':':<{width}} <{iri}> ." for name, iri in prefixes.items()]
    kind, number = act.eli.split("/", 1)
    title = f"{TYPES[kind]} (EU) {number}: structure"
    head.append(f"\n<{NAMESPACE.format(act=module(key))[:-1]}> a owl:Ontology ; dct:title {quote(title)}@en .\n")
    return "\n".join(head + [block(key, provision, provision.id not in parents) for provision in found])


def main() -> None:
    """Write the structure files that were asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("law", type=Path, help="folder with one folder per act")
    parser.add_argument("acts", nargs="*", metavar="ACT", help=f"one of {', '.join(ACTS)}")
    parser.add_argument("--ontology", type=Path, default=Path(__file__).resolve().parent.parent / "ontology")
    arguments = parser.parse_intermixed_args()
    for key in arguments.acts or ACTS:
        if key not in ACTS:
            parser.error(f"unknown act {key}")
        target = arguments.ontology / "acts" / "eu" / f"{module(key)}.ttl"
        if arguments.acts or target.parent.is_dir():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(turtle(arguments.law, key), encoding="utf-8")


if __name__ == "__main__":
    main()
