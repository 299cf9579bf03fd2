"""What is written stays true: README, command table, example, coverage page, schema, licence headers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from regnav.cli.question_list import markdown
from regnav.coverage import pages
from regnav.navigator import Navigator
from regnav.schemas import answer_schema

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def regnav(*words: str) -> str:
    """What the command line prints."""
    done = subprocess.run([sys.executable, "-m", "regnav", *words], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_readme_shows_the_example_as_it_is() -> None:
    shown = yaml.safe_load(re.search(r"```yaml\n(.*?)```", README, re.S)[1])  # type: ignore[index]
    stated = yaml.safe_load((ROOT / "examples" / "cv-screening.yaml").read_text(encoding="utf-8"))
    assert shown["facts"].items() <= stated["facts"].items()


def test_the_readme_shows_the_proof_as_it_is_printed() -> None:
    block = re.search(r"```console\n\$ regnav (.*?)\n(.*?)```", README, re.S)
    assert block is not None
    printed = {re.sub(r"^[│├└─ ]+", "", line) for line in regnav(*block[1].split()).splitlines()}
    for line in block[2].strip().splitlines():
        assert re.sub(r"^[│├└─ ]+", "", line) in printed


def test_the_readmes_python_runs() -> None:
    code = re.search(r"```python\n(.*?)```", README, re.S)[1]  # type: ignore[index]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "applies" in done.stdout


def test_every_command_is_in_the_readme() -> None:
    from typer.main import get_command

    from regnav.cli.commands import app

    commands = get_command(app).commands  # type: ignore[attr-defined]
    missing = [name for name in commands if f"`regnav {name}" not in README]
    assert not missing


def test_every_setting_of_the_service_is_in_the_readme() -> None:
    from dataclasses import fields

    from regnav_api.settings import Settings, variable

    missing = [f.name for f in fields(Settings) if f"`{variable(f.name)}`" not in README]
    assert not missing


def test_the_readmes_first_answer() -> None:
    printed = regnav("assess", "examples/cv-screening.yaml", "--as-of", "2026-11-22", "--law-as-of", "2026-11-22")
    assert "2027-12-02 (Reg. (EU) 2026/1744)" in printed
    assert "AI Act Art. 15(5)" in printed
    assert "not legal advice" in printed


def test_the_coverage_pages_are_fresh(law: Navigator) -> None:
    folder = ROOT / "docs" / "coverage"
    assert {f.name: f.read_text(encoding="utf-8") for f in folder.glob("*.md")} == pages(law), "run: python scripts/docs.py"


def test_the_list_of_questions_is_fresh(law: Navigator) -> None:
    assert (ROOT / "docs" / "questions.md").read_text(encoding="utf-8") == markdown(law.questions(), law.act_labels), "run: python scripts/docs.py"


def test_the_answers_schema_only_grows() -> None:
    """Adding is free; what a client may rely on stays as it was committed (docs/schema/answer-1.json)."""
    committed = json.loads((ROOT / "docs" / "schema" / "answer-1.json").read_text(encoding="utf-8"))
    lost = list(shrunk(committed, answer_schema()))
    assert not lost, f"a new version of the schema is needed for: {lost}"


def shrunk(old: object, new: object, path: str = "") -> list[str]:
    """What an old schema has and a new one lacks or has otherwise."""
    if isinstance(old, dict):
        if not isinstance(new, dict):
            return [path]
        return [fault for key, value in old.items() for fault in ([f"{path}/{key}"] if key not in new else shrunk(value, new[key], f"{path}/{key}"))]
    if isinstance(old, list) and all(isinstance(x, str) for x in old):
        return [] if isinstance(new, list) and set(old) <= set(new) else [path]
    return [] if old == new else [path]


def test_a_shrinking_schema_is_noticed() -> None:
    schema = answer_schema()
    smaller = json.loads(json.dumps(schema))
    del smaller["$defs"]["NormAnswer"]["properties"]["status"]
    assert shrunk(schema, smaller)
    assert not shrunk(smaller, schema)


@pytest.mark.slow
def test_the_wheel_stands_alone(tmp_path: Path) -> None:
    """The built wheel answers from the ontology and the queries inside it."""
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert built.returncode == 0, built.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path / "site")
    code = "import regnav, pathlib; law = regnav.load(use_cache=False); print(law.ontology, len(law.rulebook.norms)); import regnav_api"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site"), "PATH": "/usr/bin:/bin"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert str(tmp_path / "site") in done.stdout


def test_nothing_names_a_folder_outside_the_checkout() -> None:
    """The project stands alone."""
    files = subprocess.run(["git", "ls-files"], capture_output=True, text=True, cwd=ROOT, check=True).stdout.split("\n")
    texts = [
        (f, (ROOT / f).read_text(encoding="utf-8", errors="ignore"))
        for f in files
        if f.endswith((".py", ".ttl", ".rq", ".yaml", ".toml")) and (ROOT / f).exists()
    ]
    needle = "../" + "shared"
    assert not [name for name, text in texts if needle in text]
