"""The commands. Each reads its arguments, asks the library, and hands the answer to a view."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from regnav.errors import SystemFileError
from regnav.system import System, read_system

if TYPE_CHECKING:
    from regnav.navigator import Navigator

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Which obligations of digital regulation apply to a system: when, why, to whom.",
)


class Format(StrEnum):
    """How an answer is printed."""

    table = "table"
    json = "json"
    markdown = "markdown"


SystemPath = Annotated[Path | None, typer.Argument(metavar="[FILE]", help="A system file (YAML or JSON), or - for standard input.")]
NeededPath = Annotated[Path, typer.Argument(metavar="FILE", help="A system file (YAML or JSON), or - for standard input.")]
TypeKey = Annotated[str | None, typer.Option("--type", help="A ready-made kind of system (see `regnav types`).")]
Sets = Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="State or change a fact; repeat for more.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="The day judged (default: the file's, else today).")]
LawAsOf = Annotated[str | None, typer.Option("--law-as-of", metavar="DATE", help="The day up to which instruments are known (default: today).")]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to print the answer.")]
Catalog = Annotated[str | None, typer.Option("--catalog", metavar="ADDRESS", help="Where our OSCAL catalogue lies, for what refers to it.")]
Readings = Annotated[list[str] | None, typer.Option("--reading", help="Take this reading of an open point instead of the default; repeat for more.")]
Strict = Annotated[bool, typer.Option("--no-presumptions", help="The strict answer: nothing is presumed.")]
Regimes = Annotated[
    list[str] | None,
    typer.Option("--regime", metavar="KEY", help="Assess this regime (EU, AU, SG …, or all); repeat for more. Default: the EU and those that the facts reach."),
]
Acts = Annotated[list[str] | None, typer.Option("--act", metavar="KEY", help="Only this act, such as ai-act or dora; repeat for more.")]
Everything = Annotated[bool, typer.Option("--all", help="List norms that do not apply too, with the reason.")]


def navigator() -> Navigator:
    """The law; parsing it the first time shows progress on a terminal."""
    from regnav.navigator import load

    if not sys.stderr.isatty():
        return load()
    shown = 0

    def progress(file: Path) -> None:
        nonlocal shown
        shown += 1
        print(f"\r\033[KReading the law ({shown}): {file.stem}", end="", file=sys.stderr, flush=True)

    found = load(progress=progress)
    if shown:
        print("\r\033[K", end="", file=sys.stderr, flush=True)
    return found


def described(file: Path | None, kind: str | None, sets: list[str] | None) -> System:
    """The system of a file, a kind and single facts, each going before the one to its left."""
    if file is None and kind is None and not sets:
        raise SystemFileError("Name a system file, or describe the system with --type and --set. `regnav types` and `regnav questions` list what there is.")
    system = System() if file is None else _from_input() if str(file) == "-" else read_system(file)
    if kind is not None:
        system = System(system.title, kind, system.as_of, system.law_as_of, system.facts)
    return system.with_facts(changes(sets))


def _from_input() -> System:
    import yaml

    try:
        return System.of(yaml.safe_load(sys.stdin.read()) or {})
    except yaml.YAMLError as error:
        raise SystemFileError(f"Standard input cannot be read as YAML or JSON: {error}") from error


def changes(sets: list[str] | None) -> dict[str, Any]:
    """Facts from `key=value` words; values are read as YAML, an empty one makes the fact unknown."""
    import yaml

    found = {}
    for word in sets or []:
        key, mark, value = word.partition("=")
        if not mark:
            raise SystemFileError(f"'{word}' is no fact: write key=value, such as ai.system=true.")
        try:
            found[key.strip()] = yaml.safe_load(value) if value.strip() else None
        except yaml.YAMLError:
            raise SystemFileError(f"'{value}' cannot be read as a value of {key}.") from None
    return found


def emit(text: str) -> None:
    """Print plain text."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def emit_json(value: Any) -> None:
    """Print JSON, indented; as bytes, since an answer can have megabytes."""
    import msgspec

    sys.stdout.flush()
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")
    sys.stdout.buffer.flush()


# ── assessing ───────────────────────────────────────────────────────────────


@app.command()
def assess(
    file: SystemPath = None,
    kind: TypeKey = None,
    sets: Sets = None,
    as_of: AsOf = None,
    law_as_of: LawAsOf = None,
    format: FormatOption = Format.table,
    readings: Readings = None,
    strict: Strict = False,
    everything: Everything = False,
    regimes: Regimes = None,
    acts: Acts = None,
) -> None:
    """Which obligations apply to a system, when, why, to whom, and what is still unknown."""
    from regnav.cli.answer import markdown, table

    system = described(file, kind, sets)
    found = navigator().assess(system, as_of, law_as_of, "none" if strict else "default", readings or (), everything, regimes or None, acts=acts or None)
    if format is Format.json:
        emit_json(found)
    elif format is Format.markdown:
        emit(markdown(found))
    else:
        table(found)


@app.command()
def why(
    file: NeededPath,
    name: Annotated[str, typer.Argument(metavar="ID", help="A norm or concept.")],
    sets: Sets = None,
    as_of: AsOf = None,
    law_as_of: LawAsOf = None,
) -> None:
    """Why a norm has its status, or a concept its value, down to what was stated."""
    from regnav.cli.proofs import proof

    law = navigator()
    provisions = law.rulebook.provisions
    why = law.why(described(file, None, sets), name, as_of, law_as_of)
    proof(why, lambda p: provisions[p].label if p in provisions else p, law.rulebook.remarks)


@app.command("what-if")
def what_if(
    file: SystemPath = None, kind: TypeKey = None, sets: Sets = None, as_of: AsOf = None, law_as_of: LawAsOf = None, format: FormatOption = Format.table
) -> None:
    """What appears, disappears or moves in time when the facts given with --set change."""
    from regnav.cli import views

    if not sets:
        raise SystemFileError("State what to change with --set, such as --set ai.profiles_persons=false.")
    comparison = navigator().what_if(described(file, kind, None) if file or kind else System(), changes(sets), as_of, law_as_of)
    emit_json(comparison) if format is Format.json else emit(views.changes(comparison, markdown=format is Format.markdown))


@app.command("turning-points")
def turning_points(
    file: SystemPath = None,
    kind: TypeKey = None,
    sets: Sets = None,
    concept: Annotated[str, typer.Option("--concept", help="The classification to change.")] = "HighRiskAISystem",
    as_of: AsOf = None,
    law_as_of: LawAsOf = None,
    format: FormatOption = Format.table,
) -> None:
    """The smallest changes of facts that would change a classification."""
    from regnav.cli import views

    found = navigator().turning_points(described(file, kind, sets), concept, as_of, law_as_of)
    emit_json(found) if format is Format.json else emit(views.turning_points(found))


@app.command("compare-law")
def compare_law(
    file: SystemPath = None,
    kind: TypeKey = None,
    sets: Sets = None,
    before: Annotated[
        str | None, typer.Option("--before", metavar="DATE", help="The earlier state of the law (default: the day before the last amendment).")
    ] = None,
    after: Annotated[str | None, typer.Option("--after", metavar="DATE", help="The later state of the law (default: today).")] = None,
    as_of: AsOf = None,
    format: FormatOption = Format.table,
) -> None:
    """The same system under two states of the law: what changed, and by which amending provision."""
    from regnav.cli import views

    comparison = navigator().compare_law(described(file, kind, sets), before, after, as_of)
    emit_json(comparison) if format is Format.json else emit(views.changes(comparison, markdown=format is Format.markdown))


@app.command()
def interview(
    file: SystemPath = None,
    kind: TypeKey = None,
    sets: Sets = None,
    save: Annotated[Path | None, typer.Option("--save", help="Where the answers are kept (default: FILE, else system.yaml).")] = None,
    as_of: AsOf = None,
    law_as_of: LawAsOf = None,
    acts: Acts = None,
) -> None:
    """Ask the best next question until done or stopped, and save the file after each answer."""
    from regnav.cli.interview import run

    system = described(file, kind, sets) if file or kind or sets else System()
    run(navigator(), system, save or file or Path("system.yaml"), as_of, law_as_of, acts or None)


# ── looking up ──────────────────────────────────────────────────────────────


@app.command()
def questions(
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORD]…", help="Only questions that fit these words, with help and examples.")] = None,
    file: Annotated[Path | None, typer.Option("--for", metavar="FILE", help="Only what is still open for this system, the most useful first.")] = None,
    acts: Acts = None,
    format: FormatOption = Format.table,
) -> None:
    """What can be stated about a system: keys, wording, options; with words, where they lead."""
    from regnav.cli import question_list

    law, system = navigator(), read_system(file) if file else None
    found = law.find_questions(" ".join(words), system, acts=acts or None) if words else ()
    listed = tuple(f.question for f in found) if words else law.questions(system, acts=acts or None)
    if format is Format.json:
        emit_json(found if words else listed)
    elif format is Format.markdown:
        emit(question_list.markdown(listed, law.act_labels))
    elif words:
        emit(question_list.matches(found))
    else:
        emit(question_list.short(listed, law.act_labels if system is None else {}))


@app.command()
def types(format: FormatOption = Format.table) -> None:
    """The ready-made kinds of system."""
    from regnav.cli import views

    found = navigator().types()
    emit_json(found) if format is Format.json else emit(views.types(found))


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="A provision, norm, concept, fact key, control, rule or document.")],
    format: FormatOption = Format.table,
) -> None:
    """Everything that regnav knows of a provision, norm, concept or control."""
    from regnav.cli import views

    sheet = navigator().show(name)
    emit_json(sheet) if format is Format.json else emit(views.sheet(sheet))


@app.command()
def ask(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="A named query; without one, all are listed.")] = None,
    parameters: Annotated[list[str] | None, typer.Argument(metavar="[KEY=VALUE]…")] = None,
    format: FormatOption = Format.table,
) -> None:
    """The rows of a named SPARQL query."""
    from regnav.cli import views

    law = navigator()
    if name is None:
        emit(views.queries(law.queries))
        return
    pairs = dict(p.partition("=")[::2] for p in parameters or [])
    rows = law.ask(name, **pairs)
    emit_json(rows) if format is Format.json else emit(views.rows(rows, markdown=format is Format.markdown))
