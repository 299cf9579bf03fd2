"""Measured claims: `python benchmarks/run.py` prints the table that the README quotes.

Every figure is a ratio of medians within this one run, so that the speed of the machine cancels out:
the unit is one pass over 10,000 integers (`[x + 1 for x in range(10_000)]`). The examples are run with a day that no earlier run had; the golden cases,
each run once, are systems that have little in common, so that what is kept between answers helps least.
Peers: the query `queries/obligations.rq` over Oxigraph and over rdflib on the same graph with the same situation, its classes inferred beforehand by the
engine (so the peers are spared the inference), and one HermiT answer.
With `--peers`, two public tools on the same systems too (`peers.py`), which answer for the AI Act alone.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from queue import Empty
from typing import Any

from peers import PEERS, measured

import regnav
from regnav.data import turtle_files
from regnav.named_queries import term
from regnav.navigator import Navigator
from regnav.system import System

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests"))  # for the golden cases
EXAMPLES = ["cv-screening", "credit-scoring-bank", "image-generator", "medical-device", "gpai-model"]
TODAY = date(2026, 11, 22)
SITUATION = "https://w3id.org/regnav/benchmark/situation"


def milliseconds(run: Callable[[], object], repeat: int) -> float:
    """The median time of a call, in milliseconds."""
    times = []
    for _ in range(repeat):
        begin = time.perf_counter()
        run()
        times.append(time.perf_counter() - begin)
    return statistics.median(times) * 1000


def unit() -> float:
    """The time of one pass over 10,000 integers, in milliseconds."""
    return milliseconds(lambda: [x + 1 for x in range(10_000)], 400)


def unseen(systems: list[System]) -> Callable[[], System]:
    """Gives systems that this process has not assessed: the examples with a planned day that no earlier one had."""
    count = 0

    def following() -> System:
        nonlocal count
        count += 1
        base = systems[count % len(systems)]
        day = date.fromordinal(date(2027, 1, 1).toordinal() + count)
        return base.with_facts({"market.placed_on": "not yet", "market.planned_on": day})

    return following


FOUR = ["ai-act", "cra", "gdpr", "dora"]


def strangers(number: int) -> tuple[list[System], list[System]]:
    """The systems of golden cases of the four acts, in a fixed order without sense: some to warm up with, and as many as asked for to be timed."""
    from case_files import read_cases

    cases = [case for case in read_cases() if case.act in FOUR and not {"clash"} & set(case.expected) and not case.options]
    random.Random(4).shuffle(cases)
    systems = [System.of(case.system) for case in cases]
    return systems[number : 2 * number], systems[:number]


def stranger_rows(law: Navigator, number: int) -> list[tuple[str, float]]:
    warm, timed = strangers(number)
    rows = []
    for words, acts in (("the AI Act alone", ["ai-act"]), ("the four acts", FOUR)):
        for name, answer in (("statuses", law.statuses), ("whole answer", law.assess)):
            for system in warm:
                answer(system, TODAY, TODAY, acts=acts)
            following = iter(timed)
            rows.append((f"{name}, {words}, golden cases", milliseconds(lambda a=answer, f=following, c=acts: a(next(f), TODAY, TODAY, acts=c), number)))  # type: ignore[misc]
    return rows


def engine_rows(law: Navigator, systems: list[System], rounds: int) -> list[tuple[str, float]]:
    following = unseen(systems)

    def statuses(acts: list[str] | None = None) -> float:
        return milliseconds(lambda: law.statuses(following(), TODAY, TODAY, acts=acts), rounds)

    def whole(acts: list[str] | None = None) -> float:
        return milliseconds(lambda: law.assess(following(), TODAY, TODAY, acts=acts), rounds)

    json = milliseconds(lambda: law.assess(following(), TODAY, TODAY).to_json(), rounds)
    return [
        ("statuses of all norms", statuses()),
        ("whole answer with proof trees", whole()),
        ("whole answer, as JSON", json),
        ("statuses, the AI Act alone", statuses(["ai-act"])),
        ("whole answer, the AI Act alone", whole(["ai-act"])),
        ("statuses, AI Act, CRA, GDPR and DORA", statuses(FOUR)),
        ("whole answer, AI Act, CRA, GDPR and DORA", whole(FOUR)),
    ]


def peer_table(law: Navigator, systems: list[System], whole: float, one: float, rounds: int) -> str:
    """Our whole answer beside those of public tools: in all, per act, and per norm that the answer lists."""
    listed = sum(len(law.assess(s, TODAY, TODAY).norms) for s in systems) / len(systems)
    acts = len({norm.instrument for norm in law.rulebook.norms})
    rows = [_peer_row(f"regnav {regnav.__version__}", whole, one, acts, listed)]
    for peer in PEERS:
        found = measured(peer, rounds)
        name = peer.name if found is None else f"{peer.name} {found.version}"
        rows.append(f"| {name} | not measured | | | | | |" if found is None else _peer_row(name, found.answer, found.unit, 1, found.listed))
    head = "| Whole answer as JSON | ms | passes | acts | norms listed | passes per act | passes per 100 norms listed |\n|---|---|---|---|---|---|---|"
    return "\n".join([head, *rows])


def _peer_row(name: str, taken: float, one: float, acts: int, listed: float) -> str:
    per_norm = f"{100 * taken / one / listed:,.2f}" if listed else "none listed"
    return f"| {name} | {taken:,.2f} | {taken / one:,.2f} | {acts} | {listed:,.0f} | {taken / one / acts:,.2f} | {per_norm} |"


def situation(law: Navigator, system: System) -> list[str]:
    """The classes of a system, stated and inferred, as IRIs."""
    found = law.assessor.situation(system, TODAY, TODAY, True, frozenset())
    assignment = found.stretches[0].assignment
    return [t.iri for i, t in enumerate(law.rulebook.terms) if assignment.value(i)]


def sparql_oxigraph(law: Navigator, system: System, rounds: int) -> float:
    import pyoxigraph as ox

    graph = law.graph
    node, kind = ox.NamedNode(SITUATION), ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    quads = [ox.Quad(node, kind, ox.NamedNode(iri)) for iri in situation(law, system)]
    graph.store.extend(quads)
    try:
        parameters = {"situation": SITUATION, "asOf": "2027-12-02", "lawAsOf": TODAY.isoformat()}
        text = (law.queries_folder / "obligations.rq").read_text(encoding="utf-8")
        return milliseconds(lambda: graph.table(text, {k: term(v, {}) for k, v in parameters.items()}), rounds)
    finally:
        for quad in quads:
            graph.store.remove(quad)


LIMIT = 120.0
"""Seconds after which the slow peer is stopped; its row is then a lower bound."""


def sparql_rdflib(law: Navigator, system: System) -> float | None:
    """The same query over rdflib, in a process of its own; None when it was stopped at the limit."""
    classes = situation(law, system)
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    process = context.Process(target=_rdflib_answer, args=(law.ontology, law.queries_folder, classes, queue))
    process.start()
    queue.get()  # the graph is loaded; only the query is timed
    try:
        return float(queue.get(timeout=LIMIT))
    except Empty:
        return None
    finally:
        process.kill()
        process.join()


def _rdflib_answer(ontology: Path, queries: Path, classes: list[str], queue: Any) -> None:
    import rdflib

    graph = rdflib.Graph()
    for file in turtle_files(ontology):
        graph.parse(file)
    node = rdflib.URIRef(SITUATION)
    for iri in classes:
        graph.add((node, rdflib.RDF.type, rdflib.URIRef(iri)))
    text = (queries / "obligations.rq").read_text(encoding="utf-8")
    bindings: dict[str, Any] = {"situation": node, "asOf": rdflib.Literal("2027-12-02"), "lawAsOf": rdflib.Literal(TODAY.isoformat())}
    queue.put(0)
    queue.put(milliseconds(lambda: list(graph.query(text, initBindings=bindings)), 1))


def hermit(law: Navigator) -> float:
    """One answer of HermiT: is the example a high-risk system?"""
    from regnav.referee.hermit import Situation, entailments
    from regnav.referee.owl import export_owl

    graph = export_owl(law.graph, TODAY, TODAY)
    base = "https://w3id.org/regnav/eu/ai-act/"
    asked = Situation({f"{base}AISystem": True, f"{base}Recruitment": True, f"{base}ProfilesPersons": True})
    return milliseconds(lambda: entailments(graph, [asked], f"{base}HighRiskAISystem"), 1)


def command_line(cold: bool) -> float:
    """The time of `regnav assess` as a whole process, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "REGNAV_CACHE": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # users have their modules compiled
        command = [sys.executable, "-m", "regnav", "assess", str(ROOT / "examples" / "cv-screening.yaml"), "--format", "json"]

        def once() -> None:
            if cold:
                for file in Path(folder).glob("*"):
                    file.unlink()
            subprocess.run(command, check=True, capture_output=True, env=environment)

        once()
        return milliseconds(once, 5)


def memory() -> float:
    """Resident memory of a process that has loaded the law and answered once, in MB."""
    code = (
        "import regnav,resource;from pathlib import Path;law=regnav.load();"
        f"law.assess(regnav.read_system(Path({str(ROOT / 'examples' / 'cv-screening.yaml')!r})));"
        "print(int(next(l.split()[1] for l in open('/proc/self/status') if l.startswith('VmRSS')))/1024)"
    )
    return float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--quick", action="store_true", help="leave out the slow peers (rdflib, HermiT)")
    parser.add_argument("--peers", action="store_true", help="time two public tools too; installs each in an environment below the cache folder")
    chosen = parser.parse_args()
    quick = chosen.quick
    law = regnav.load()
    systems = [regnav.read_system(ROOT / "examples" / f"{name}.yaml") for name in EXAMPLES]
    one = unit()
    rows = engine_rows(law, systems, 200) + stranger_rows(law, 300)
    rows.append(("SPARQL over Oxigraph (classes given)", sparql_oxigraph(law, systems[0], 3)))
    stopped = "SPARQL over rdflib (classes given), stopped: at least"
    if not quick:
        taken = sparql_rdflib(law, systems[0])
        rows.append((stopped, LIMIT * 1000) if taken is None else ("SPARQL over rdflib (classes given)", taken))
        rows.append(("one HermiT answer", hermit(law)))
    rows += [("command line, warm", command_line(cold=False)), ("command line, cold", command_line(cold=True))]
    whole = rows[1][1]
    print(f"{len(law.rulebook.norms)} norms, {len(law.rulebook.terms)} terms; one pass over 10,000 integers: {one:.3f} ms\n")
    print("| What | ms | passes | whole answers |\n|---|---|---|---|")
    for name, taken in rows:
        print(f"| {name} | {taken:,.2f} | {taken / one:,.1f} | {taken / whole:,.1f} |")
    if chosen.peers:
        print(f"\n{peer_table(law, systems, rows[2][1], one, 40)}")
    print(f"\nResident memory after one answer: {memory():.0f} MB")


if __name__ == "__main__":
    main()
