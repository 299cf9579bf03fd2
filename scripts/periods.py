"""Lists the provisions whose official text gives a number of hours, days, weeks, months or years.

    python scripts/periods.py LAW_FOLDER eu/ai-act=ai-act-consolidated eu/ai-act=ai-act > ontology/shapes/provisions-with-periods.txt

LAW_FOLDER holds a folder per act with provisions.json (id, kind, text); each further argument is `<path of the act in our
IRIs>=<folder>`, in order of preference. The list is then read through by eye: `!` before a line means that its period binds no
bearer of a norm, and why. Lines that are already so marked in the file given by --reviewed keep their mark. `regnav check` wants
a deadline or a retention for every norm on the other lines.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|twenty-four|thirty|forty|sixty|seventy-two|ninety"
KINDS = "consecutive|calendar|working|business|full|further|additional"
PERIOD = re.compile(rf"\b(?:\d+|{WORDS})[-\s](?:(?:{KINDS})\s)?(?:hours?|days?|weeks?|months?|years?)\b", re.IGNORECASE)
HEADER = """# Provisions whose official text gives a number of hours, days, weeks, months or years, with what it says.
# Written by scripts/periods.py and read through by eye; ! marks a period that binds no bearer of a norm, with the reason.
"""


def main() -> None:
    """Print the list."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("law", type=Path)
    parser.add_argument("acts", nargs="+", metavar="path=folder")
    parser.add_argument("--reviewed", type=Path, help="an earlier list whose ! marks are kept")
    arguments = parser.parse_args()
    marks = reviewed(arguments.reviewed) if arguments.reviewed else {}
    print(HEADER)
    seen: set[str] = set()
    for act in arguments.acts:
        path, folder = act.split("=")
        for provision, found in periods(arguments.law / folder / "provisions.json"):
            name = f"{path}/{provision}"
            if name not in seen:
                seen.add(name)
                print(marks.get(name, f"{name}  # {', '.join(found)}"))


def periods(file: Path) -> list[tuple[str, list[str]]]:
    """Provisions with the periods in their own text, recitals and definitions left out."""
    entries = json.loads(file.read_text(encoding="utf-8"))
    hits = ((e["id"], list(dict.fromkeys(m.lower() for m in PERIOD.findall(e["text"])))) for e in entries if e["kind"] not in {"recital", "definition"})
    return [(provision, found) for provision, found in hits if found]


def reviewed(file: Path) -> dict[str, str]:
    """Lines with a `!`, by provision."""
    lines = (line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("!"))
    return {line[1:].split("#")[0].strip(): line for line in lines}


if __name__ == "__main__":
    main()
