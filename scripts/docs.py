"""Writes what is generated: the coverage pages, the list of questions, and the answer's schema when --schema is given."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import regnav
from regnav.cli.question_list import markdown
from regnav.coverage import pages
from regnav.schemas import VERSION, answer_schema

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    law = regnav.load()
    for name, page in pages(law).items():
        file = ROOT / "docs" / "coverage" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, encoding="utf-8")
    (ROOT / "docs" / "questions.md").write_text(markdown(law.questions(), law.act_labels), encoding="utf-8")
    if "--schema" in sys.argv:
        file = ROOT / "docs" / "schema" / f"answer-{VERSION}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(answer_schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
