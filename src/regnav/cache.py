"""Keeps the compiled rulebook between runs, keyed by the digest of the law and of the queries.

JSON, read back into typed objects, so a damaged or foreign file is noticed and rebuilt, and nothing in it can run.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import msgspec

from regnav.rulebook import FORMAT, Rulebook, decode, encode

KEPT = 4
"""How many rulebooks stay in the cache, the newest ones."""


def cache_folder() -> Path:
    """`$REGNAV_CACHE`, else `$XDG_CACHE_HOME/regnav`, else `~/.cache/regnav`."""
    own = os.environ.get("REGNAV_CACHE")
    if own:
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "regnav"


def read(digest: str) -> Rulebook | None:
    """The cached rulebook of this law, or None when absent, damaged or of another layout."""
    try:
        rulebook = decode(_file(digest).read_bytes())
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return rulebook if rulebook.format == FORMAT and rulebook.digest == digest else None


def write(rulebook: Rulebook) -> None:
    """Keep a rulebook; a folder that cannot be written to only costs speed."""
    file = _file(rulebook.digest)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
        with os.fdopen(handle, "wb") as out:
            out.write(encode(rulebook))
        Path(name).replace(file)
    except OSError:
        return
    for old in sorted(file.parent.glob("rulebook-*.json"), key=lambda f: f.stat().st_mtime)[:-KEPT]:
        old.unlink(missing_ok=True)


def _file(digest: str) -> Path:
    return cache_folder() / f"rulebook-{FORMAT}-{digest[:24]}.json"
