"""The OpenAPI document as it is committed: `python -m regnav_api.openapi` writes it to api/openapi.json in a checkout."""

from __future__ import annotations

import json
from pathlib import Path

from regnav_api.app import bare_app
from regnav_api.documentation import document

FILE = Path(__file__).resolve().parent.parent / "openapi.json"


def text() -> str:
    """The document as it is committed."""
    return json.dumps(document(bare_app()), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
    print(FILE)
