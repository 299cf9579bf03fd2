"""What the tests share: the law, loaded once."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

import regnav
from regnav.navigator import Navigator

ROOT = Path(__file__).resolve().parent.parent
TEST_ALL = os.environ.get("REGNAV_TEST_ALL") == "1"


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["REGNAV_CACHE"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def law() -> Navigator:
    return regnav.load()


def need_tool(name: str) -> str:
    """The path of a tool; without it the test is skipped, or fails under REGNAV_TEST_ALL."""
    found = shutil.which(name)
    if found is None:
        if TEST_ALL:
            pytest.fail(f"{name} is missing and REGNAV_TEST_ALL is set")
        pytest.skip(f"{name} is not installed")
    return found


def need_package(name: str, distribution: str = "") -> None:
    """Without a package the test is skipped, or fails under REGNAV_TEST_ALL."""
    if importlib.util.find_spec(name) is None:
        (pytest.fail if TEST_ALL else pytest.skip)(f"{distribution or name} is not installed")
