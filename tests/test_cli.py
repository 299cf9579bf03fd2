"""The command line as a person uses it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from regnav.cli.interview import read_answer
from regnav.named_queries import read_queries
from regnav.navigator import Navigator

ROOT = Path(__file__).resolve().parent.parent
SCREENING = str(ROOT / "examples" / "cv-screening.yaml")
NORM = "15-5-resist-attacks"


def run(*words: str, said: str | None = None, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "regnav", *words], capture_output=True, text=True, input=said, cwd=folder or ROOT, check=False)


def output(*words: str, said: str | None = None) -> str:
    done = run(*words, said=said)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_json_is_the_librarys_answer(law: Navigator) -> None:
    printed = json.loads(output("assess", SCREENING, "--format", "json", "--as-of", "2026-11-22", "--law-as-of", "2026-11-22"))
    described = yaml.safe_load(Path(SCREENING).read_text(encoding="utf-8"))
    assert printed == law.assess(described, "2026-11-22", "2026-11-22").to_dict()


def test_markdown_gives_reasons_and_links() -> None:
    printed = output("assess", SCREENING, "--format", "markdown", "--as-of", "2026-11-22")
    assert "### Make the system resilient against attacks" in printed
    assert "http://data.europa.eu/eli/reg/2024/1689" in printed
    assert "Because:" in printed
    assert "- guidance: Harmonised standards for high-risk systems (announced, not yet there)" in printed


def test_a_system_comes_from_standard_input_too() -> None:
    assert "CV screening tool" in output("assess", "-", said=Path(SCREENING).read_text(encoding="utf-8"))


def test_an_act_of_which_nothing_is_decided_names_the_questions_of_its_own() -> None:
    said = {"data.personal": True, "gdpr.means": ["automated"], "gdpr.excluded": [], "role.gdpr": ["controller"], "org.established": "union"}
    rows = output("assess", "-", "--as-of", "2026-11-22", said=yaml.safe_dump({"facts": said})).splitlines()
    below = rows[rows.index("Nothing is decided yet of these acts (--format json lists their norms):") + 1 :]
    waits = {row.split(" (")[0].strip(): row for row in below[: below.index("")]}
    assert "RTS 2024/1774" in waits["DORA"], "delegated acts wait for what their act waits for"
    assert waits["DORA"].endswith("): wait for dora.entity, dora.special, org.balance_sheet and more")
    assert "waits for nis2.entity" in waits["NIS2"]
    assert "nis2.entity.essential" not in waits["NIS2"]
    assert not {"GDPR", "RTS 2024/1774 on ICT risk management"} & waits.keys()


def test_a_binding_act_is_not_called_voluntary_for_the_advice_in_it() -> None:
    said = {"data.personal": True, "gdpr.means": ["automated"], "gdpr.excluded": [], "role.gdpr": ["controller"], "org.established": "union"}
    printed = output("assess", "-", "--as-of", "2026-11-22", said=yaml.safe_dump({"facts": said}))
    assert "\nGDPR (" in printed
    assert "GDPR, voluntary" not in printed


def test_a_special_law_that_goes_first_is_said_at_the_norm_and_below() -> None:
    said = {"dora.entity": ["insurer"], "dora.special": [], "nis2.entity": "essential", "org.employees": 4000, "org.turnover": 900_000_000}
    text = yaml.safe_dump({"facts": {**said, "org.balance_sheet": 900_000_000}})
    printed = output("assess", "-", "--as-of", "2026-11-22", said=text)
    assert "but DORA goes before" in printed
    assert "DORA goes before NIS2 (DORA Art. 1(2)): special law goes first, open; norms: 10 of NIS2" in printed
    document = output("assess", "-", "--as-of", "2026-11-22", "--format", "markdown", said=text)
    assert "- between the acts: DORA goes before NIS2 (DORA Art. 1(2)): special law goes first, open\n" in document
    without = output("assess", "-", "--as-of", "2026-11-22", "--set", "nis2.entity=none", said=text)
    assert "goes before" not in without


def test_an_answer_and_an_interview_can_be_about_one_act(tmp_path: Path) -> None:
    printed = output("assess", SCREENING, "--as-of", "2026-11-22", "--act", "ai-act")
    assert "Only AI Act, as asked." in printed
    assert "GDPR" not in printed.split("What ")[0]
    asked = run("interview", "--save", str(tmp_path / "s.yaml"), "--act", "dora", said="q\n", folder=tmp_path).stdout
    assert "[dora." in asked or "[role.dora]" in asked
    assert "Did you mean ai-act?" in run("assess", SCREENING, "--act", "ai-akt").stderr


def test_reasons_are_facts_and_a_wording_that_is_not_in_force_is_none() -> None:
    said = {"ai.system": True, "ai.use": [], "ai.practice": [], "role.ai": ["provider"], "product.law": [], "market.union": True, "org.established": "union"}
    text = yaml.safe_dump({"facts": {**said, "ai.transparency": ["interacts"]}})
    reasons = [row for row in output("assess", "-", "--as-of", "2026-11-22", "--act", "ai-act", said=text).splitlines() if ", since " in row]
    assert any(row.startswith("  AI system that is not high-risk (") for row in reasons)
    assert not any("until the amendment" in row for row in reasons)


def test_acts_that_are_ruled_out_are_named_with_the_reason() -> None:
    printed = output("assess", str(ROOT / "examples" / "credit-scoring-bank.yaml"), "--as-of", "2026-11-22")
    below = printed[printed.index("Nothing applies of:") :].splitlines()
    assert below[1] == "  CRA: outside the scope, since cra.commercial: false; role.cra: []"


def test_days_ahead_tell_what_begins_from_what_may_begin_and_cite_the_rules_of_these_norms_only() -> None:
    """On 2 December 2027 a rule of German law, which is not assessed here, sets a day too."""
    rows = output("assess", SCREENING, "--as-of", "2026-11-22").splitlines()
    ahead = next(row for row in rows if row.startswith("  2027-12-02: "))
    assert re.fullmatch(r"  2027-12-02: \d+ norms begin, \d+ norms may begin \(AI Act Art\. 113, third paragraph, point \(c\)\(i\)\)", ahead)


def test_a_day_is_credited_to_the_amendment_only_if_it_set_it() -> None:
    """Article 113(a) was written anew in 2026 with the day it had; Article 4(1) got its wording with the entry into force."""
    said = {"ai.system": True, "ai.practice": ["emotions_work_education"], "role.ai": ["provider"], "org.established": "union", "market.union": True}
    text = yaml.safe_dump({"facts": {**said, "ai.medical_or_safety_reasons": False, "market.placed_on": "2026-09-01"}})
    rows = output("assess", "-", "--as-of", "2026-11-22", "--law-as-of", "2026-11-22", said=text).splitlines()
    days = {where: row.split(where)[1].lstrip() for row in rows for where in ("AI Act Art. 5(1)(f) ", "AI Act Art. 4(1) ") if where in row}
    assert days["AI Act Art. 5(1)(f) "].startswith("2025-02-02  ")
    assert days["AI Act Art. 4(1) "].startswith("2026-07-27 (Reg. (EU) 2026/1744)")


def test_facts_are_set_on_the_command_line() -> None:
    printed = json.loads(output("assess", "--set", "ai.system=true", "--set", "role.ai=[deployer]", "--set", "org.established=union", "--format", "json"))
    assert any(n["id"] == "ai-act:4-1-literacy-2026" and n["status"] == "applies" for n in printed["norms"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["assess", "no-such-file.yaml"], "There is no file"),
        (["assess"], "Name a system file"),
        (["assess", "--set", "ai.sytem=true"], "Did you mean ai.system"),
        (["assess", "--set", "nonsense"], "write key=value"),
        (["assess", "--type", "cv-screning"], "Did you mean cv-screening"),
        (["assess", SCREENING, "--as-of", "tomorrow"], "write a date"),
        (["show", "15-5-resist-attack"], "Did you mean"),
        (["ask", "no-such-query"], "No query"),
        (["why", SCREENING, "no-such-norm"], "No norm"),
        (["assess", SCREENING, "--reading", "no-such-reading"], "No reading"),
    ],
)
def test_bad_input_says_what_to_do(words: list[str], said: str) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "name", [NORM, "ai-act:art_15_par_5", "HighRiskAISystem", "ai.profiles_persons", "control:adversarial-testing", "app-c-i", "ai-act:act", "omnibus-2026"]
)
def test_show_knows_everything_with_a_name(name: str) -> None:
    assert len(output("show", name).splitlines()) > 2


def test_types_and_questions_are_listed() -> None:
    assert "cv-screening" in output("types")
    assert "ai.use" in output("questions")
    assert "ai.system" not in output("questions", "--for", SCREENING)


def test_what_if_and_turning_points_and_compare_law() -> None:
    assert "Disappears" in output("what-if", SCREENING, "--set", "ai.system=false")
    assert "HighRiskAISystem: true → false" in output("turning-points", SCREENING)
    assert "Reg. (EU) 2026/1744 Art. 1(40)" in output("compare-law", SCREENING, "--as-of", "2026-11-22")


def test_every_named_query_runs_with_its_example(law: Navigator) -> None:
    for query in read_queries(law.queries_folder).values():
        if query.example:
            assert law.ask(query.name, **query.example), query.name


def test_exports_are_read_by_others() -> None:
    import rdflib

    assert len(rdflib.Graph().parse(data=output("export", "owl", "--as-of", "2026-11-22"), format="turtle")) > 1000
    assert len(rdflib.Graph().parse(data=output("export", "turtle"), format="turtle")) > 10000


def test_the_review_and_the_coverage_are_printed() -> None:
    assert "reviewed: 0 of" in output("review")
    assert "| Art. 15 |" in output("coverage")
    assert "Art. 1(1): purpose or subject matter" in output("coverage", "--reasons")


def test_an_interview_saves_each_answer(tmp_path: Path) -> None:
    file = tmp_path / "system.yaml"
    done = run("interview", "--save", str(file), said="nonsense\n1\nq\n", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(yaml.safe_load(file.read_text(encoding="utf-8"))["facts"]) == 1


def test_an_interview_helps_with_the_question_and_with_each_option(tmp_path: Path) -> None:
    start = ("interview", "--save", str(tmp_path / "system.yaml"), "--set", "ai.system=true", "--set", "market.union=true")
    printed = run(*start, said="u\n" * 8 + "?\n? 1\n? 99\nq\n", folder=tmp_path).stdout
    assert "? and a number for help with that option" in printed
    assert "  yes: " in printed and "  no: " in printed


def test_questions_are_found_by_words_and_shown_by_key() -> None:
    found = output("questions", "emotions", "of", "pupils")
    assert found.index("emotions_work_education: ") < found.index("yes: A camera that reports which pupils are bored")
    assert json.loads(output("questions", "emotions", "of", "pupils", "--format", "json"))[0]["question"]["key"]
    assert "regnav questions WORD" in output("questions").splitlines()[-1]
    assert "No: " in output("questions", "--format", "markdown")
    assert re.search(r"option +emotions_work_education: ", output("show", "ai.practice"))
    assert "near miss" in output("show", "ai.practice.emotions_work_education")


def test_interview_answers_are_read(law: Navigator) -> None:
    by_kind = {q.kind: q for q in law.questions()}
    assert read_answer(by_kind["yes_no"], "Yes") is True
    assert read_answer(by_kind["any_of"], "0") == []
    assert read_answer(by_kind["any_of"], "1, 2") == [o.value for o in by_kind["any_of"].options[:2]]
    assert read_answer(by_kind["one_of"], "1") == by_kind["one_of"].options[0].value
    with pytest.raises(ValueError, match="choose numbers"):
        read_answer(by_kind["any_of"], "99")
    with pytest.raises(ValueError, match="one number"):
        read_answer(by_kind["one_of"], "")


# ── regimes side by side ────────────────────────────────────────────────────

ABROAD = str(ROOT / "examples" / "cv-screening-abroad.yaml")


def test_a_tool_that_goes_abroad_learns_what_is_new_in_each_place() -> None:
    printed = output("compare", ABROAD, "--as-of", "2026-11-22", "--law-as-of", "2026-11-22")
    for place in ("Australia", "Singapore", "Vietnam"):
        assert f"\n{place}: " in printed
    assert "new against EU" in printed
    assert "BINDING" in printed


def test_the_law_itself_is_compared_by_topic(law: Navigator) -> None:
    words = ("compare", "--topic", "incident-reporting", "--force", "binding", "--as-of", "2026-11-22", "--law-as-of", "2026-11-22")
    printed = json.loads(output(*words, "--format", "json"))
    assert {c["topic"] for c in printed["cells"]} == {"incident-reporting"}
    assert "strictest clock: " in output(*words)


@pytest.mark.parametrize(("format", "start"), [("heat-map", b"<?xml"), ("timeline", b"<?xml"), ("xlsx", b"PK"), ("csv", b"topic,"), ("jsonld", b"{")])
def test_a_comparison_is_written_to_a_file(tmp_path: Path, format: str, start: bytes) -> None:
    file = tmp_path / "comparison"
    done = run("compare", "--regime", "EU", "--regime", "AU", "--format", format, "--output", str(file))
    assert done.returncode == 0, done.stderr
    assert "Wrote" in done.stderr
    assert file.read_bytes().startswith(start)


def test_a_workbook_is_not_printed_on_a_terminal() -> None:
    done = run("compare", "--regime", "AU", "--format", "xlsx")
    assert done.returncode == 2
    assert "--output" in done.stderr


def test_the_answer_says_which_regimes_it_left_out() -> None:
    assert "Left out, since nothing stated leads there" in output("assess", SCREENING)
    assert "Regimes: " in output("assess", SCREENING, "--regime", "EU")
