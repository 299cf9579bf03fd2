"""The command line: `regnav`, one command for each thing that the library can be asked.

commands, analysis, comparison, incident, upkeep    the commands
answer          an assessment as tables or a document, put together from acts, norm_lines, around and proofs
question_list, interview, views             questions, asking them, and everything else that is listed
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; a regnav error ends with one sentence and exit status 2."""
    from regnav.cli import analysis, comparison, incident, upkeep  # noqa: F401  (they add their commands)
    from regnav.cli.commands import app
    from regnav.errors import RegnavError

    try:
        app()
    except RegnavError as error:
        print(f"regnav: {error}", file=sys.stderr)
        raise SystemExit(2) from None
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None
