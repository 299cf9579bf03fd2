"""Environments of their own for tools that would bring too much into ours, made once and kept in a cache."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import pytest

from conftest import TEST_ALL

CACHE = Path(os.environ.get("REGNAV_TEST_ENVIRONMENTS", Path.home() / ".cache" / "regnav-test-environments"))


def python_with(*requirements: str) -> Path:
    """The Python of an environment with these packages; where it cannot be made the test is skipped, or fails under REGNAV_TEST_ALL."""
    name = hashlib.sha256(" ".join((sys.version, *sorted(requirements))).encode()).hexdigest()[:16]
    folder = CACHE / name
    if not folder.exists():
        fault = _make(folder, requirements)
        if fault:
            (pytest.fail if TEST_ALL else pytest.skip)(f"{', '.join(requirements)} cannot be installed: {fault}")
    return folder / "bin" / "python"


def _make(folder: Path, requirements: tuple[str, ...]) -> str:
    """Make an environment beside its place and move it there when it is whole; gives what went wrong."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        made = Path(place) / "made"
        venv.create(made, with_pip=True)
        done = subprocess.run(
            [made / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            return done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "pip failed"
        if not folder.exists():
            made.rename(folder)
    return ""
