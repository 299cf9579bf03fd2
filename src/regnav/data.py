"""Where the ontology and the queries lie: inside the installed package, or in the checkout."""

from __future__ import annotations

import hashlib
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    packaged = _PACKAGE / name
    return packaged if packaged.is_dir() else _PACKAGE.parent.parent / name


def ontology_folder() -> Path:
    """The folder of the Turtle files."""
    return _folder("ontology")


def queries_folder() -> Path:
    """The folder of the query files."""
    return _folder("queries")


def turtle_files(ontology: Path) -> list[Path]:
    """All Turtle files that state law, in a fixed order; shapes check the law and are not part of it."""
    return sorted(p for p in ontology.rglob("*.ttl") if "shapes" not in p.relative_to(ontology).parts)


def digest(ontology: Path, queries: Path) -> str:
    """SHA-256 (hex) over names and bytes of the law, of the queries that compile it, and of the compiler itself."""
    sha = hashlib.sha256()
    compiler = sorted(file for room in ("compiler", "rulebook") for file in (_PACKAGE / room).glob("*.py"))
    for folder, files in ((ontology, turtle_files(ontology)), (queries, sorted((queries / "rulebook").glob("*.rq"))), (_PACKAGE, compiler)):
        for file in files:
            content = file.read_bytes()
            sha.update(f"{file.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
            sha.update(content)
    return sha.hexdigest()
