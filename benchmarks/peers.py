"""Two public tools on the same systems, each as it is shipped, in an environment of its own, with its own interpreter.

Each answers for the AI Act alone. The systems are described in each tool's own words, as far as it asks for them; what it does not ask for is
left out. Where a tool cannot be installed here, its row says "not measured".
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from regnav.cache import cache_folder

INSTALLING = 600
"""Seconds after which an installation is given up."""


@dataclass(frozen=True)
class Peer:
    """A tool: how it is named and installed, and the code that sets it to work on one system."""

    name: str
    python: str
    ready: str
    """Python code that defines `answer(system)`, the whole answer as JSON, and `listed(system)`, how many obligations it lists."""
    systems: dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Measured:
    """What a tool took for a whole answer, and how many obligations it lists in the mean; times in milliseconds."""

    version: str
    answer: float
    unit: float
    listed: float


CLASSIFIER = Peer(
    "eu-ai-act-classifier",
    "python3.13",
    """
from eu_ai_act_classifier import SystemProfile, classify

def answer(system):
    return classify(SystemProfile(**system)).model_dump_json()

def listed(system):
    report = classify(SystemProfile(**system))
    return len(report.obligations) + len(report.transparency_obligations)
""",
    {
        "cv-screening": {
            "name": "CV screening tool",
            "roles": ["provider"],
            "annex_iii_area": "III.4.a",
            "derogation": {"performs_profiling": True},
            "placing_on_market_date": "2028-01-10",
        },
        "credit-scoring-bank": {
            "name": "Credit scoring of a bank",
            "roles": ["provider", "deployer"],
            "annex_iii_area": "III.5.b",
            "derogation": {"performs_profiling": True},
            "placing_on_market_date": "2028-03-01",
            "deployer_public_authority": False,
        },
        "image-generator": {
            "name": "Image generator",
            "roles": ["provider"],
            "generates_synthetic_content": True,
            "placing_on_market_date": "2026-05-04",
        },
        "medical-device": {
            "name": "X-ray software",
            "roles": ["provider"],
            "annex_i_safety_component": True,
            "annex_i_third_party_assessment": True,
            "annex_i_section": "A",
            "placing_on_market_date": "2029-02-01",
        },
        "gpai-model": {
            "name": "Large language model",
            "roles": ["gpai_provider"],
            "is_ai_system": False,
            "is_gpai_model": True,
            "training_flops": 3e25,
            "gpai_model_placing_on_market_date": "2026-02-10",
            "provider_established_outside_eu": True,
        },
    },
)

COMPANION = Peer(
    "ai-act-companion",
    "python3",
    """
import json
from app.classifier import classify

def answer(system):
    return json.dumps(classify(system))

def listed(system):
    report = classify(system)
    return sum(len(report[part]) for part in ("high_risk_obligations", "transparency_obligations", "gpai_obligations"))
""",
    {
        "cv-screening": {
            "sys_name": "CV screening tool",
            "provider_role": "provider",
            "eu_market": True,
            "hr_usecases": ["employment"],
            "hr_does_profiling": True,
        },
        "credit-scoring-bank": {
            "sys_name": "Credit scoring of a bank",
            "provider_role": "both",
            "eu_market": True,
            "hr_usecases": ["essential_services"],
            "hr_essential_subarea": "creditworthiness",
            "hr_does_profiling": True,
            "data_personal": True,
        },
        "image-generator": {"sys_name": "Image generator", "provider_role": "provider", "eu_market": True, "t_synthetic_content": True},
        "medical-device": {
            "sys_name": "X-ray software",
            "provider_role": "provider",
            "eu_market": True,
            "hr_safety_component": True,
            "hr_annex_i_relation": "ai_product",
            "hr_annex_i_section": "A",
            "hr_third_party_health_safety": True,
        },
        "gpai-model": {
            "sys_name": "Large language model",
            "provider_role": "provider",
            "eu_market": True,
            "gpai_model": True,
            "gpai_systemic": True,
            "gpai_open_source": False,
        },
    },
)

PEERS = (CLASSIFIER, COMPANION)

MEASURE = """
import importlib.metadata, json, statistics, sys, time
asked = json.load(sys.stdin)
exec(asked["ready"])

def median(runs):
    return statistics.median(runs) * 1000

def timed(run):
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin

answers, units = [], []
for system in asked["systems"]:
    answer(system)
for _ in range(asked["rounds"]):
    for system in asked["systems"]:
        answers.append(timed(lambda: answer(system)))
        units.append(timed(lambda: [x + 1 for x in range(10_000)]))
json.dump({
    "version": importlib.metadata.version(asked["name"]),
    "answer": median(answers),
    "unit": median(units),
    "listed": sum(map(listed, asked["systems"])) / len(asked["systems"]),
}, sys.stdout)
"""


def measured(peer: Peer, rounds: int) -> Measured | None:
    """What a tool takes for a whole answer on these systems; None where it cannot be installed or does not run."""
    python = environment(peer)
    if python is None:
        return None
    asked = {"name": peer.name, "ready": peer.ready, "systems": list(peer.systems.values()), "rounds": rounds}
    done = subprocess.run([python, "-c", MEASURE], input=json.dumps(asked), capture_output=True, text=True, check=False)
    return Measured(**json.loads(done.stdout)) if done.returncode == 0 else None


def environment(peer: Peer) -> Path | None:
    """The interpreter of the tool's own environment below the cache folder, made when first needed; None where that fails."""
    folder = cache_folder() / "peers" / peer.name
    python = folder / "bin" / "python"
    if not python.exists() and not _install(peer, folder, python):
        shutil.rmtree(folder, ignore_errors=True)
        return None
    return python


def _install(peer: Peer, folder: Path, python: Path) -> bool:
    for found in _interpreters(peer.python):
        if _done(found, "-m", "venv", "--clear", folder) and _done(python, "-m", "pip", "install", "--quiet", peer.name):
            return True
    return False


def _interpreters(name: str) -> list[Path]:
    """Where an interpreter of this name may be: on the path, or among those that pyenv keeps (whose shims only run the chosen ones)."""
    kept = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv").glob(f"versions/*/bin/{name}")
    return [*([Path(found)] if (found := shutil.which(name)) else []), *sorted(kept)]


def _done(*command: object) -> bool:
    try:
        return subprocess.run([str(part) for part in command], capture_output=True, check=False, timeout=INSTALLING).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
