"""What the tests share: the law, loaded once; the service; the small act in a folder of its own."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

import regnav
import small_act
from regnav.navigator import Navigator
from regnav_api.app import create_app
from service import SETTINGS

ROOT = Path(__file__).resolve().parent.parent
TEST_ALL = os.environ.get("REGNAV_TEST_ALL") == "1"


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["REGNAV_CACHE"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def law() -> Navigator:
    return regnav.load()


@pytest.fixture(scope="module")
def app(law: Navigator) -> FastAPI:
    """The HTTP service, with tight limits."""
    return create_app(law, SETTINGS)


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def ontology(tmp_path: Path) -> Path:
    """A folder with the real vocabulary and shapes, and the small act."""
    return small_act.written(tmp_path / "ontology")


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
