"""What lies across the norms: the smallest set of controls, one piece of work for several acts, what hangs on a provision, and the pictures."""

from __future__ import annotations

import random
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from regnav.analysis.control_plan import ControlPlan, control_plan
from regnav.analysis.impact import cases_of_checkout, impact
from regnav.analysis.overlap import OverlapReport, overlaps_of
from regnav.analysis.set_cover import smallest_cover
from regnav.assessment import Assessment
from regnav.errors import MissingExtra, RegnavError, UnknownName
from regnav.navigator import Navigator
from regnav.pictures import SHOWN, impact_figure, impact_svg, overlap_figure, overlap_svg
from regnav.rulebook import Norm, Overlap, OverlapPart

ROOT = Path(__file__).resolve().parent.parent
DAYS = {"as_of": "2027-12-02", "law_as_of": "2026-11-01"}
SYSTEMS = ("cv-screening", "credit-scoring-bank", "baby-monitor")


def described(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "examples" / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "regnav", *words], capture_output=True, text=True, cwd=ROOT, check=False)


# ── the smallest cover ──────────────────────────────────────────────────────

ELEMENTS = "abcdefg"
INSTANCES = st.dictionaries(st.sampled_from("123456789"), st.frozensets(st.sampled_from(ELEMENTS), max_size=4), max_size=9)


def fewest(candidates: Mapping[str, frozenset[str]], wanted: frozenset[str]) -> int:
    """The size of the smallest cover, by trying all."""
    sizes = range(len(candidates) + 1)
    return next(n for n in sizes for chosen in combinations(candidates.values(), n) if wanted <= frozenset().union(*chosen))


@settings(max_examples=150, deadline=None)
@given(INSTANCES)
def test_a_cover_is_the_smallest_there_is(candidates: dict[str, frozenset[str]]) -> None:
    wanted = frozenset().union(*candidates.values())
    cover = smallest_cover(candidates, wanted)
    assert wanted <= frozenset().union(*(candidates[c] for c in cover.chosen))
    assert len(cover.chosen) == cover.at_least == fewest(candidates, wanted)


def test_a_cover_is_the_same_in_any_order() -> None:
    candidates = {"x": {"a", "b"}, "y": {"b", "c"}, "z": {"c", "a"}}
    assert smallest_cover(candidates, "abc") == smallest_cover(dict(reversed(candidates.items())), "cba")


def test_a_bound_that_is_not_proven_is_not_claimed() -> None:
    """Stopped early, the solver still says no more than it knows."""
    chance = random.Random(7)
    elements = [str(n) for n in range(90)]
    candidates = {f"c{n}": set(chance.sample(elements, 6)) for n in range(140)} | {e: {e} for e in elements}
    best = len(smallest_cover(candidates, elements, seconds=60).chosen)
    for seconds in (0.0, 0.001, 0.01, 0.1):
        try:
            cover = smallest_cover(candidates, elements, seconds)
        except RegnavError as error:
            assert "no covering set" in str(error)
        else:
            assert cover.at_least <= best <= len(cover.chosen)


# ── control plans ───────────────────────────────────────────────────────────


@pytest.fixture(scope="module", params=SYSTEMS)
def answer(law: Navigator, request: pytest.FixtureRequest) -> Assessment:
    return law.assess(described(request.param), **DAYS)


@pytest.fixture(scope="module")
def plan(law: Navigator, answer: Assessment) -> ControlPlan:
    return control_plan(law.rulebook, answer)


def norms_of(law: Navigator) -> dict[str, Norm]:
    return {n.id: n for n in law.rulebook.norms}


def served(plan: ControlPlan) -> set[str]:
    return {norm.id for control in plan.controls for norm in control.norms}


def duties(answer: Assessment, *statuses: str) -> set[str]:
    return {n.id for n in answer.norms if n.modality in ("obligation", "prohibition") and n.status in statuses}


def test_every_duty_is_served_or_named(law: Navigator, answer: Assessment, plan: ControlPlan) -> None:
    uncovered = {u.id: u.reason for u in plan.uncovered}
    assert served(plan) | set(uncovered) == duties(answer, "applies", "upcoming")
    assert not served(plan) & set(uncovered)
    for name, reason in uncovered.items():
        assert not norms_of(law)[name].satisfied_by
        assert reason == norms_of(law)[name].no_control


def test_a_duty_without_a_control_is_named_with_the_reason(law: Navigator, answer: Assessment, plan: ControlPlan) -> None:
    name = plan.controls[0].norms[0].id
    without = {"": "no control of the catalogue is named for it", "It is done once.": "It is done once."}
    for said, reason in without.items():
        bare = (msgspec.structs.replace(n, satisfied_by=(), supported_by=(), no_control=said) if n.id == name else n for n in law.rulebook.norms)
        changed = control_plan(msgspec.structs.replace(law.rulebook, norms=tuple(bare)), answer)
        assert [(u.id, u.reason) for u in changed.uncovered if u.id == name] == [(name, reason)]
        assert name not in served(changed)


def test_a_duty_that_a_control_meets_gets_one_that_meets_it(law: Navigator, plan: ControlPlan) -> None:
    chosen = {c.id for c in plan.controls}
    for name in served(plan):
        norm = norms_of(law)[name]
        assert chosen & set(norm.satisfied_by or norm.supported_by), name
        assert (name in plan.only_supported) == (not norm.satisfied_by)
    for control in plan.controls:
        assert all((control.id in norms_of(law)[n.id].satisfied_by) == (n.how == "meets") for n in control.norms)


def test_no_smaller_plan_would_do(law: Navigator, plan: ControlPlan) -> None:
    """The solver proves it; and without any one of the controls a duty would be left."""
    assert plan.at_least == len(plan.controls) > 0
    assert plan.solver.startswith("HiGHS")
    for control in plan.controls:
        others = {c.id for c in plan.controls} - {control.id}
        needs = (norms_of(law)[n.id] for n in control.norms)
        assert any(not others & set(n.satisfied_by or n.supported_by) for n in needs), control.id


def test_a_plan_goes_by_dates(answer: Assessment, plan: ControlPlan) -> None:
    starts = [c.start for c in plan.controls]
    dated = [s for s in starts if s]
    assert dated == sorted(dated) == starts[: len(dated)]
    begins = {n.id: n.applies_from for n in answer.norms}
    for control in plan.controls:
        assert control.start == min((begins[n.id] for n in control.norms if begins[n.id]), default=None)
        assert sum(control.buys.values()) == len(control.norms)


def test_permissions_are_never_counted_and_advice_only_on_request(law: Navigator, answer: Assessment, plan: ControlPlan) -> None:
    assert any(n.modality == "permission" for n in answer.norms)
    assert {norms_of(law)[n].modality for n in served(plan)} <= {"obligation", "prohibition"}
    voluntary = control_plan(law.rulebook, answer, voluntary=True)
    named = served(voluntary) | {u.id for u in voluntary.uncovered}
    advice = {n.id for n in answer.norms if n.modality == "recommendation" and n.status in ("applies", "upcoming")}
    assert named == duties(answer, "applies", "upcoming") | advice


def test_duties_that_depend_are_counted_or_taken_in(law: Navigator, answer: Assessment, plan: ControlPlan) -> None:
    open_ = duties(answer, "depends")
    assert plan.left_out == len(open_)
    depending = control_plan(law.rulebook, answer, depending=True)
    assert depending.left_out == 0
    assert served(depending) | {u.id for u in depending.uncovered} == duties(answer, "applies", "upcoming", "depends")


def test_a_system_outside_the_law_has_an_empty_plan(law: Navigator) -> None:
    empty = control_plan(law.rulebook, law.assess({"facts": {"ai.system": False}}, "2026-11-01", "2026-11-01"))
    assert (empty.controls, empty.at_least) == ((), 0)


# ── one piece of work for several acts ──────────────────────────────────────

TRAINING, ROBUST, LOGS = "ai-act:4-1-literacy-2026", "ai-act:15-1-robustness", "ai-act:12-1-automatic-logs"
ACCOUNT, BREACH = "gdpr:5-2-accountability", "gdpr:33-1-notify-authority"


def report_on(law: Navigator, answer: Assessment, *overlaps: Overlap) -> OverlapReport:
    return overlaps_of(msgspec.structs.replace(law.rulebook, overlaps={o.id: o for o in overlaps}), answer)


def work(name: str, **parts: tuple[str, ...]) -> Overlap:
    return Overlap(name, name.title(), f"About {name}.", tuple(OverlapPart(norms, adds) for adds, norms in parts.items()))


@pytest.fixture(scope="module")
def bank(law: Navigator) -> Assessment:
    return law.assess(described("credit-scoring-bank"), **DAYS)


def test_an_overlap_names_the_acts_that_bind(law: Navigator, bank: Assessment) -> None:
    report = report_on(law, bank, work("logging", logs=(LOGS, ROBUST), proof=(ACCOUNT,), nothing=("cra:13-1-design-securely",)))
    (found,) = report.overlaps
    assert [(a.act, a.adds, [n.id for n in a.norms]) for a in found.acts] == [("ai-act", "logs", [LOGS, ROBUST]), ("gdpr", "proof", [ACCOUNT])]
    assert [n.status for a in found.acts for n in a.norms] == [bank.norm(n).status for n in (LOGS, ROBUST, ACCOUNT)]
    assert report.acts["gdpr"] == "GDPR"


def test_an_overlap_needs_two_acts(law: Navigator, bank: Assessment) -> None:
    permission = next(n.id for n in bank.norms if n.modality == "permission" and n.status == "applies" and n.instrument == "gdpr")
    alone = work("alone", logs=(LOGS,), nothing=("cra:13-1-design-securely",))
    allowed = work("allowed", logs=(LOGS,), may=(permission,))
    assert report_on(law, bank, alone, allowed).overlaps == ()


def test_overlaps_of_most_acts_come_first(law: Navigator, bank: Assessment) -> None:
    two, also = work("b", x=(LOGS,), y=(ACCOUNT,)), work("a", x=(LOGS,), y=(BREACH,))
    three = work("c", x=(LOGS,), y=(ACCOUNT,), z=("dora:5-1-governance-framework",))
    assert [o.id for o in report_on(law, bank, two, also, three).overlaps] == ["c", "a", "b"]


def test_controls_shared_by_acts_serve_each_norm_named(law: Navigator, bank: Assessment) -> None:
    controls = overlaps_of(law.rulebook, bank).controls
    assert len(controls) > 10
    for control in controls:
        assert len(control.norms) > 1
        for act, named in control.norms.items():
            for name in named:
                norm = norms_of(law)[name]
                assert control.id in (*norm.satisfied_by, *norm.supported_by)
                assert name.startswith(f"{act}:")
    assert all(len(a.norms) >= len(b.norms) for a, b in pairwise(controls))


def test_the_laws_own_overlaps_are_found(law: Navigator, bank: Assessment) -> None:
    """Each part names norms of one act, and a bank that scores people meets most overlaps."""
    overlaps = law.rulebook.overlaps.values()
    assert overlaps
    for overlap in overlaps:
        acts = [{norms_of(law)[n].instrument for n in part.norms} for part in overlap.parts]
        assert all(len(act) == 1 for act in acts), overlap.id
        assert len(set().union(*acts)) == len(acts), overlap.id
    assert len(overlaps_of(law.rulebook, bank).overlaps) > len(overlaps) / 2


# ── what hangs on a provision ───────────────────────────────────────────────


def test_a_provision_reaches_its_norms_and_their_controls(law: Navigator) -> None:
    found = impact(law.rulebook, "ai-act:art_15_par_5", {"one": frozenset({"ai-act:15-5-resist-attacks"}), "other": frozenset({LOGS})})
    norms = {t.id: t for t in found.touched["norm"]}
    assert (norms["ai-act:15-5-resist-attacks"].steps, norms["ai-act:15-5-resist-attacks"].through) == (1, "ai-act:art_15_par_5")
    expected = {c for n in norms for c in (*norms_of(law)[n].satisfied_by, *norms_of(law)[n].supported_by)}
    assert {t.id for t in found.touched["control"]} == expected
    assert (found.cases, found.cases_known) == (("one",), True)
    assert "scope" not in found.touched, "a norm does not lead back to its act"


def test_a_definition_reaches_what_is_built_on_it(law: Navigator) -> None:
    found = impact(law.rulebook, "ai-act:art_6_par_3")
    assert "ai-act:HighRiskAISystem" in {t.id for t in found.touched["term"]}
    assert "ai-act:15-5-resist-attacks" in {t.id for t in found.touched["norm"]}
    assert "type:cv-screening" in {t.id for t in found.touched["type"]}
    assert not found.cases_known


def test_a_fact_reaches_the_kinds_of_system_that_preset_it(law: Navigator) -> None:
    found = impact(law.rulebook, law.find("ai.use.recruitment"))
    assert "type:cv-screening" in {t.id for t in found.touched["type"] if t.steps == 1}


def test_a_provision_reaches_clocks_and_shared_work(law: Navigator) -> None:
    found = impact(law.rulebook, "gdpr:art_33_par_1")
    assert "gdpr:33-1-within-72-hours" in {t.id for t in found.touched["clock"]}
    assert any(BREACH in part.norms for o in found.touched["overlap"] for part in law.rulebook.overlaps[o.id].parts)


def test_each_step_leads_on_from_the_one_before(law: Navigator) -> None:
    found = impact(law.rulebook, "gdpr:art_35_par_1")
    steps = {found.id: 0} | {t.id: t.steps for things in found.touched.values() for t in things}
    for things in found.touched.values():
        assert [t.steps for t in things] == sorted(t.steps for t in things)
        assert all(t.through not in steps or steps[t.through] == t.steps - 1 for t in things)


def test_an_unknown_name_is_refused(law: Navigator) -> None:
    with pytest.raises(UnknownName):
        impact(law.rulebook, "ai-act:art_999")


def test_cases_of_a_checkout_name_norms_by_act_or_in_full(law: Navigator, tmp_path: Path) -> None:
    (tmp_path / "gdpr").mkdir()
    cases = [{"case": "own", "applies": ["33-1-notify-authority"]}, {"case": "other", "not": ["ai-act:12-1-automatic-logs", "12-1-automatic-logs"]}, "noise"]
    (tmp_path / "gdpr" / "breach.yaml").write_text(yaml.safe_dump(cases), encoding="utf-8")
    assert cases_of_checkout(law.rulebook, tmp_path) == {"gdpr/breach: own": {BREACH}, "gdpr/breach: other": {LOGS}}
    assert cases_of_checkout(law.rulebook, tmp_path / "none") is None


# ── pictures ────────────────────────────────────────────────────────────────


def written(svg: str) -> list[str]:
    """The words of a picture, which must be XML."""
    return ["".join(e.itertext()).strip() for e in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def assert_readable(figure: Figure) -> None:
    """No words run into others or over the edge of the page."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    boxes = [(t.get_text(), t.get_window_extent(renderer)) for t in figure.findobj(Text) if t.get_text()]
    assert len(boxes) > 3
    for words, box in boxes:
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= figure.bbox.width and box.y1 <= figure.bbox.height, words
    for (words, box), (others, other) in combinations(boxes, 2):
        assert not box.overlaps(other), f"{words} runs into {others}"


@pytest.mark.parametrize("name", ["ai-act:art_6_par_3", "ai-act:art_15_par_5", "gdpr:art_35_par_1", "control:ai-policy"])
def test_the_picture_of_an_impact_is_readable(law: Navigator, name: str) -> None:
    found = impact(law.rulebook, name, {"case of all": frozenset(n.id for n in law.rulebook.norms)})
    assert_readable(impact_figure(found)) if found.touched else None
    words = written(impact_svg(found))
    assert f"What hangs on {found.label}" in words
    for things in found.touched.values():
        assert any(f"({len(things)})" in w for w in words)
        assert len(things) <= SHOWN or f"and {len(things) - SHOWN + 1} more" in words
    assert impact_svg(found) == impact_svg(found)


@pytest.mark.parametrize("name", SYSTEMS)
def test_the_picture_of_overlaps_is_readable(law: Navigator, name: str) -> None:
    report = overlaps_of(law.rulebook, law.assess(described(name), **DAYS))
    assert report.overlaps
    assert_readable(overlap_figure(report))
    words = written(overlap_svg(report))
    assert {report.acts[a.act] for o in report.overlaps for a in o.acts} <= set(words)
    assert {o.label for o in report.overlaps} <= set(words)
    assert overlap_svg(report) == overlap_svg(report)


def test_signs_of_other_languages_do_no_harm(law: Navigator, bank: Assessment) -> None:
    odd = work("odd", x=(LOGS,), y=(ACCOUNT,))
    report = report_on(law, bank, msgspec.structs.replace(odd, label="<b> & $x_1$ \\frac " + "very " * 40 + "long"))
    assert any(w.startswith("<b> & $x_1$ \\frac very") and w.endswith("…") for w in written(overlap_svg(report)))
    assert "No piece of work serves two acts for this system." in written(overlap_svg(report_on(law, bank)))


@pytest.mark.parametrize(("package", "what"), [("networkx", "impact"), ("highspy", "plan"), ("matplotlib", "picture")])
def test_without_the_extra_a_sentence_says_what_to_install(law: Navigator, bank: Assessment, monkeypatch: pytest.MonkeyPatch, package: str, what: str) -> None:
    report = report_on(law, bank)
    monkeypatch.setitem(sys.modules, package, None)
    ask = {"impact": lambda: impact(law.rulebook, LOGS), "plan": lambda: smallest_cover({"x": {"a"}}, "a"), "picture": lambda: overlap_svg(report)}
    with pytest.raises(MissingExtra, match=r"pip install 'regnav\[analysis\]'"):
        ask[what]()


# ── the command line ────────────────────────────────────────────────────────

BANK = "examples/credit-scoring-bank.yaml"


def test_a_plan_is_printed_in_every_form(law: Navigator, bank: Assessment) -> None:
    words = ("controls", BANK, "--as-of", DAYS["as_of"], "--law-as-of", DAYS["law_as_of"])
    plan = control_plan(law.rulebook, bank)
    assert run(*words, "--format", "json").stdout == msgspec.json.format(msgspec.json.encode(plan), indent=2).decode() + "\n"
    table = run(*words).stdout
    assert f"{len(plan.controls)} controls serve what applies; no smaller set will do (HiGHS" in table
    assert "now, since 2018-05-25" in table
    assert all(control.label in table for control in plan.controls)
    assert "**" in run(*words, "--format", "markdown").stdout


def test_overlaps_are_printed_and_drawn(tmp_path: Path) -> None:
    picture = tmp_path / "overlap.svg"
    done = run("overlap", BANK, "--svg", str(picture), "--as-of", DAYS["as_of"])
    assert "Logging" in done.stdout
    assert "GDPR" in done.stdout
    assert f"Wrote {picture}" in done.stderr
    assert "Logging" in written(picture.read_text(encoding="utf-8"))


def test_an_impact_is_printed_and_drawn(tmp_path: Path) -> None:
    picture = tmp_path / "impact.svg"
    done = run("impact", "ai-act:art_15_par_5", "--svg", str(picture))
    assert "Norms (3)" in done.stdout
    assert "ai-act:15-5-resist-attacks: Make the system resilient against attacks" in done.stdout
    assert "Golden cases" in done.stdout
    assert "What hangs on AI Act Art. 15(5)" in written(picture.read_text(encoding="utf-8"))


def test_a_name_that_several_acts_have_is_answered_with_all() -> None:
    done = run("impact", "art_4_par_1")
    assert done.returncode == 2
    assert "There are ai-act:art_4_par_1, cra:art_4_par_1" in " ".join(done.stderr.split())
    assert {"gdpr:art_4_par_1", "dora:art_4_par_1"} & set(done.stderr.replace("?", "").replace(",", "").split())
    assert "Traceback" not in done.stderr
