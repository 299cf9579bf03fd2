"""Exports for auditors' tools: OSCAL as trestle reads it, SSSOM as the sssom package reads it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

import regnav
from conftest import need_package
from own_environment import python_with
from regnav.analysis.control_plan import ControlPlan, control_plan
from regnav.data import ontology_folder
from regnav.errors import BadValue, OntologyError, RegnavError
from regnav.exports import FORMATS, export_law
from regnav.exports.catalogues import catalogues
from regnav.exports.oscal import model, oscal_profile
from regnav.exports.sssom import Mapping
from regnav.navigator import Navigator
from regnav.rulebook import Entry

ROOT = Path(__file__).resolve().parent.parent
TOKEN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
IN_TRESTLE = "trestle://catalogs/regnav/catalog.json"
PLACES = {
    "catalog": "catalogs/regnav/catalog.json",
    "mapping-collection": "mapping-collections/regnav/mapping-collection.json",
    "profile": "profiles/system/profile.json",
}
Document = dict[str, Any]


@pytest.fixture(scope="module")
def plan(law: Navigator) -> ControlPlan:
    described = yaml.safe_load((ROOT / "examples" / "cv-screening.yaml").read_text(encoding="utf-8"))
    return control_plan(law.rulebook, law.assess(described, "2027-12-02", "2026-11-01"))


@pytest.fixture(scope="module")
def documents(law: Navigator, plan: ControlPlan) -> dict[str, Document]:
    """The three OSCAL documents by their kind."""
    texts = (export_law(law, "oscal-catalog"), export_law(law, "oscal-mapping", catalog=IN_TRESTLE), oscal_profile(law, plan, IN_TRESTLE))
    return {kind: document[kind] for document in map(json.loads, texts) for kind in document}


def controls_of(law: Navigator) -> list[Entry]:
    return [e for e in law.rulebook.catalogue.values() if e.kind == "control"]


def everywhere(value: object, key: str) -> list[Any]:
    """Every value of a key, however deep."""
    if isinstance(value, dict):
        return [v for k, v in value.items() if k == key] + [found for v in value.values() for found in everywhere(v, key)]
    return [found for v in value for found in everywhere(v, key)] if isinstance(value, list) else []


# ── the catalogue ───────────────────────────────────────────────────────────


def grouped(groups: list[Document], above: str = "") -> dict[str, Document]:
    """Controls by identifier, each with the path of its groups."""
    found = {}
    for group in groups:
        path = f"{above}/{group['id']}"
        found |= {c["id"]: c | {"path": path} for c in group.get("controls", ())} | grouped(group.get("groups", []), path)
    return found


def test_the_catalogue_holds_every_control_in_its_group(law: Navigator, documents: dict[str, Document]) -> None:
    found = grouped(documents["catalog"]["groups"])
    assert set(found) == {c.id.removeprefix("control:") for c in controls_of(law)}
    for control in controls_of(law):
        written = found[control.id.removeprefix("control:")]
        assert (written["title"], written["parts"][0]["prose"]) == (control.label, control.summary)
        assert control.broader[0].removeprefix("control:") in written["path"]
        assert sorted(f"{p['class']}:{p['value']}" for p in written["props"] if p["name"] == "external-reference") == sorted(control.references)


def test_the_groups_are_the_taxonomy(law: Navigator, documents: dict[str, Document]) -> None:
    top = {g["id"]: g for g in documents["catalog"]["groups"]}
    assert {"governance", "risk", "data", "design", "testing", "operations", "incident", "supplier", "people", "documentation"} == set(top)
    for group in top.values():
        assert group["parts"][0]["name"] == "overview"
        assert ("groups" in group) != ("controls" in group), "OSCAL's groups hold one or the other"


def test_identifiers_are_tokens_and_used_once(documents: dict[str, Document]) -> None:
    for document in documents.values():
        identifiers = everywhere(document, "id")
        assert all(TOKEN.fullmatch(i) for i in identifiers)
        assert len(set(identifiers)) == len(identifiers)
        assert len(set(everywhere(document, "uuid"))) == len(everywhere(document, "uuid"))


def test_every_link_inside_a_document_leads_somewhere(documents: dict[str, Document]) -> None:
    for document in documents.values():
        led_to = {h for h in everywhere(document, "href") if h.startswith("#")}
        assert led_to == {f"#{r['uuid']}" for r in document.get("back-matter", {}).get("resources", ())}


def test_every_list_of_identifiers_belongs_to_a_catalogue_that_is_described(law: Navigator) -> None:
    assert set(catalogues(law)) == {file.stem for file in (law.ontology / "shapes" / "identifiers").glob("*.txt")}


# ── the mapping ─────────────────────────────────────────────────────────────


def test_the_mapping_holds_every_reference_once(law: Navigator, documents: dict[str, Document]) -> None:
    collection = documents["mapping-collection"]
    titles = {f"#{r['uuid']}": r["title"] for r in collection["back-matter"]["resources"]}
    keys = {c.label: c.key for c in catalogues(law).values()}
    found = [
        (entry["sources"][0]["id-ref"], keys[titles[mapping["target-resource"]["href"]]], entry["targets"][0]["id-ref"])
        for mapping in collection["mappings"]
        for entry in mapping["maps"]
    ]
    expected = [(c.id.removeprefix("control:"), *r.split(":", 1)) for c in controls_of(law) for r in c.references]
    assert sorted(f[:2] for f in found) == sorted(e[:2] for e in expected)
    assert {f[2].lower() for f in found} == {e[2].lower() for e in expected}
    assert {r for m in collection["mappings"] for r in everywhere(m, "relationship")} == {"intersects-with"}, "no reference claims that one contains the other"


def test_a_catalogue_in_oscal_is_referred_to_by_its_own_identifiers(documents: dict[str, Document]) -> None:
    resources = {r["title"]: r for r in documents["mapping-collection"]["back-matter"]["resources"]}
    nist = resources["NIST SP 800-53 Rev. 5"]
    assert nist["rlinks"][0]["href"].endswith("/NIST_SP-800-53_rev5_catalog.json")
    mapping = next(m for m in documents["mapping-collection"]["mappings"] if m["target-resource"]["href"] == f"#{nist['uuid']}")
    assert all(re.fullmatch(r"[a-z]{2}-[0-9.]+", t) for t in everywhere(mapping["maps"], "targets") for t in everywhere(t, "id-ref"))


# ── the profile ─────────────────────────────────────────────────────────────


def test_the_profile_takes_the_controls_of_the_plan(plan: ControlPlan, documents: dict[str, Document]) -> None:
    profile = documents["profile"]
    assert profile["imports"] == [{"href": IN_TRESTLE, "include-controls": [{"with-ids": [c.id.removeprefix("control:") for c in plan.controls]}]}]
    for control, altered in zip(plan.controls, profile["modify"]["alters"], strict=True):
        addition = altered["adds"][0]
        assert addition["parts"][0]["prose"].count("\n") == len(control.norms) - 1
        assert control.norms[0].citation in addition["parts"][0]["prose"]
        assert [p["value"] for p in addition.get("props", ())] == ([str(control.start)] if control.start else [])


def test_a_plan_without_controls_is_no_profile(law: Navigator) -> None:
    empty = control_plan(law.rulebook, law.assess({"facts": {}}, "2026-11-01"))
    assert not empty.controls
    with pytest.raises(RegnavError, match="no profile without controls"):
        oscal_profile(law, empty)


# ── sameness ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("format", FORMATS[3:])
def test_an_export_is_the_same_twice(law: Navigator, format: str) -> None:
    assert export_law(law, format) == export_law(law, format)


def test_the_day_of_the_last_change_is_the_laws_or_as_given(law: Navigator) -> None:
    plain, given = (json.loads(export_law(law, "oscal-catalog", modified=m))["catalog"] for m in (None, datetime(2026, 11, 22, 9, tzinfo=UTC)))
    assert plain["metadata"]["last-modified"] == f"{law.rulebook.checked_to}T00:00:00+00:00"
    assert given["metadata"]["last-modified"] == "2026-11-22T09:00:00+00:00"
    assert plain["uuid"] == given["uuid"], "the identifier follows what the document says"


def test_another_format_is_refused(law: Navigator) -> None:
    with pytest.raises(BadValue, match="oscal-catalog"):
        export_law(law, "pdf")


def test_the_command_line_writes_what_the_library_gives(law: Navigator, tmp_path: Path) -> None:
    def run(*words: str) -> str:
        return subprocess.run([sys.executable, "-m", "regnav", *words], capture_output=True, text=True, cwd=ROOT, check=True).stdout

    file = tmp_path / "mapping.json"
    run("export", "oscal-mapping", "--catalog", IN_TRESTLE, "--modified", "2026-11-22T09:00+00:00", "--to", str(file))
    assert file.read_text(encoding="utf-8") == export_law(law, "oscal-mapping", modified=datetime(2026, 11, 22, 9, tzinfo=UTC), catalog=IN_TRESTLE)
    words = ("controls", "examples/cv-screening.yaml", "--as-of", "2027-12-02", "--law-as-of", "2026-11-01", "--format")
    profile, plan = json.loads(run(*words, "oscal"))["profile"], json.loads(run(*words, "json"))
    assert [a["control-id"] for a in profile["modify"]["alters"]] == [c["id"].removeprefix("control:") for c in plan["controls"]]


# ── trestle ─────────────────────────────────────────────────────────────────

Breaking = Callable[[Document], object]
BROKEN: dict[str, tuple[str, Breaking]] = {
    "no title": ("catalog", lambda d: d["metadata"].pop("title")),
    "a control twice": ("catalog", lambda d: d["back-matter"]["resources"].append(d["back-matter"]["resources"][0])),
    "an identifier with a space": ("catalog", lambda d: d["groups"][0].update(id="not a token")),
    "a field that there is not": ("mapping-collection", lambda d: d["mappings"][0].update(note="x")),
    "an entry without targets": ("mapping-collection", lambda d: d["mappings"][0]["maps"][0].update(targets=[])),
    "nothing taken": ("profile", lambda d: d["imports"][0]["include-controls"][0].update({"with-ids": []})),
}


def trestle(workspace: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "trestle", *words], capture_output=True, text=True, cwd=workspace, check=False)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, documents: dict[str, Document]) -> Path:
    """A trestle workspace with the three documents."""
    need_package("trestle", "compliance-trestle")
    folder = tmp_path_factory.mktemp("trestle")
    done = trestle(folder, "init", "--local")
    assert done.returncode == 0, done.stderr
    for kind, document in documents.items():
        put(folder, kind, document)
    return folder


def put(workspace: Path, kind: str, document: Document) -> None:
    file = workspace / PLACES[kind]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({kind: document}), encoding="utf-8")


def test_trestle_finds_the_documents_valid(workspace: Path) -> None:
    done = trestle(workspace, "validate", "--all")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("VALID: Model") == len(PLACES)


@pytest.mark.parametrize("fault", BROKEN)
def test_trestle_finds_a_broken_document_invalid(workspace: Path, documents: dict[str, Document], fault: str, tmp_path: Path) -> None:
    kind, spoil = BROKEN[fault]
    document = json.loads(json.dumps(documents[kind]))
    spoil(document)
    shutil.copytree(workspace, tmp_path / "copy")
    put(tmp_path / "copy", kind, document)
    assert trestle(tmp_path / "copy", "validate", "--all").returncode != 0


def test_trestles_models_read_what_was_written(documents: dict[str, Document], workspace: Path) -> None:
    import trestle.oscal as oscal
    from trestle.oscal import catalog, mapping, profile

    assert model.VERSION == oscal.OSCAL_VERSION
    for kind, reader in {"catalog": catalog.Catalog, "mapping-collection": mapping.MappingCollection, "profile": profile.Profile}.items():
        read = reader.oscal_read(workspace / PLACES[kind])
        again = json.loads(read.oscal_serialize_json())[kind]
        assert set(everywhere(again, "uuid")) == set(everywhere(documents[kind], "uuid"))
        assert len(everywhere(again, "id")) == len(everywhere(documents[kind], "id"))


def test_the_profile_resolves_to_the_controls_of_the_plan(workspace: Path, plan: ControlPlan) -> None:
    from trestle.core.profile_resolver import ProfileResolver

    resolved = ProfileResolver.get_resolved_profile_catalog(workspace, workspace / PLACES["profile"])
    found = grouped(json.loads(resolved.oscal_serialize_json())["catalog"]["groups"])
    assert set(found) == {c.id.removeprefix("control:") for c in plan.controls}
    assert all([p["name"] for p in control["parts"]] == ["statement", "guidance"] for control in found.values())


# ── SSSOM ───────────────────────────────────────────────────────────────────

READER = """
import json, logging, sys
import sssom
from sssom.parsers import parse_sssom_table
from sssom.validators import validate

said = []
class Listener(logging.Handler):
    def emit(self, record):
        said.append(record.getMessage())
logging.getLogger().addHandler(Listener(level=logging.WARNING))
import warnings
with warnings.catch_warnings(record=True) as warned:
    warnings.simplefilter("always")
    warnings.simplefilter("ignore", DeprecationWarning)  # what pandas says to sssom itself
    table = parse_sssom_table(sys.argv[1])
    reports = validate(table, fail_on_error=False)
faults = [result.message for report in reports.values() for result in report.results]
rows = table.df[["subject_id", "predicate_id", "object_id", "mapping_justification"]].values.tolist()
print(json.dumps({"rows": rows, "said": said + [str(w.message) for w in warned], "faults": faults}))
"""


def read_sssom(text: str, folder: Path) -> dict[str, Any]:
    """What the sssom package makes of a table: its rows, and what it complains of."""
    file = folder / "table.sssom.tsv"
    file.write_text(text, encoding="utf-8")
    done = subprocess.run([python_with("sssom==0.4.21"), "-c", READER, file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.slow
def test_the_sssom_package_reads_every_mapping_without_a_warning(law: Navigator, tmp_path: Path) -> None:
    text = export_law(law, "sssom")
    found = read_sssom(text, tmp_path)
    assert (found["said"], found["faults"]) == ([], [])
    written = [line.split("\t") for line in text.splitlines() if not line.startswith("#")][1:]
    assert len(found["rows"]) == len(written) >= sum(len(c.references) for c in controls_of(law))
    assert {tuple(r) for r in found["rows"]} == {(w[0], w[2], w[3], w[5]) for w in written}


def test_every_prefix_of_the_table_is_explained(law: Navigator) -> None:
    """The sssom package lets an unknown prefix pass."""
    lines = export_law(law, "sssom").splitlines()
    head = yaml.safe_load("\n".join(line[1:] for line in lines if line.startswith("#")))
    rows = [dict(zip(Mapping._fields, line.split("\t"), strict=True)) for line in lines if not line.startswith("#")][1:]
    used = {cell.split(":")[0] for row in rows for field, cell in row.items() if not field.endswith("_label") and field not in {"confidence", "comment"}}
    assert used == set(head["curie_map"])
    assert all(re.fullmatch(r"[\w-]+:[^\s|]+", row[field]) for row in rows for field in ("subject_id", "object_id"))


@pytest.mark.slow
@pytest.mark.parametrize(("old", "new"), [("#license:", "#licence:"), ("\tsubject_label\t", "\tsubject_name\t")])
def test_the_sssom_package_complains_of_a_broken_table(law: Navigator, tmp_path: Path, old: str, new: str) -> None:
    found = read_sssom(export_law(law, "sssom").replace(old, new), tmp_path)
    assert found["said"] or found["faults"]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Navigator]:
    """The law of a small act with something added."""
    folder = tmp_path_factory.mktemp("small") / "ontology"
    (folder / "core").mkdir(parents=True)
    for name in ("core.ttl", "topics.ttl"):
        shutil.copy(ontology_folder() / "core" / name, folder / "core" / name)

    def load(added: str) -> Navigator:
        act = (ROOT / "tests" / "small-act.ttl").read_text(encoding="utf-8")
        (folder / "act.ttl").write_text(act + added, encoding="utf-8")
        return regnav.load(ontology=folder, use_cache=False)

    return load


DESCRIBED = """<https://w3id.org/regnav/catalogue/small-catalogue> a skos:ConceptScheme ; skos:notation "small-catalogue" ;
    skos:prefLabel "Small"@en ; dct:title "Small things"@en ; rdfs:seeAlso <https://example.org/> ."""


def test_counterparts_of_norms_are_mappings_too(small: Callable[[str], Navigator]) -> None:
    text = export_law(small(DESCRIBED + "s:Thing skos:closeMatch s:Fragile ."), "sssom")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    assert [row[:5] for row in rows[1:]] == [
        ["far:7-keep-a-list", "Keep a list", "skos:broadMatch", "small:3-1-keep-records", "Keep records"],
        ["small:ledger", "Ledger", "skos:relatedMatch", "small-catalogue:L.1", "Small L.1"],
    ]
    assert '#  small: "https://w3id.org/regnav/eu/small/"' in text


def test_a_reference_to_a_catalogue_that_nobody_described_is_refused(small: Callable[[str], Navigator]) -> None:
    with pytest.raises(OntologyError, match=r"catalogues\.ttl does not describe"):
        export_law(small(""), "sssom")
