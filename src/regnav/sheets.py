"""Fact sheets: everything that the rulebook knows of one provision, norm, term, rule, control or document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from regnav.engine.law import Law
from regnav.names import short
from regnav.rulebook import GUIDANCE_STATES, Expression, Norm, Period, Validity

Line = tuple[str, str]


class Sheet(msgspec.Struct, frozen=True, gc=False):
    """A thing by identifier and label, with labelled lines in reading order."""

    id: str
    kind: str
    label: str
    lines: tuple[Line, ...]


def sheet(law: Law, name: str) -> Sheet:
    """The sheet of an identifier that the rulebook holds.

    Raises KeyError when it holds none of that name.
    """
    for kind in (_norm, _term, _question, _provision, _rule, _entry, _document, _other):
        found = kind(law, name)
        if found is not None:
            return msgspec.structs.replace(found, lines=(*found.lines, *_remarks(law, name, found)))
    raise KeyError(name)


def _remarks(law: Law, name: str, found: Sheet) -> Iterator[Line]:
    """What a reader should know of how something was read; norms tell it among their own lines."""
    remarks = law.rulebook.remarks.get(found.id) or law.rulebook.remarks.get(name)
    if remarks is not None:
        yield from (("our inference", remarks.inference),) if remarks.inference else ()
        yield from (("note", note) for note in remarks.notes)
        yield from (("caveat", caveat) for caveat in remarks.caveats)
        yield from (("source", source) for source in remarks.sources)


def _norm(law: Law, name: str) -> Sheet | None:
    norm = law.norms.get(name)
    if norm is None:
        return None
    return Sheet(norm.id, norm.modality, norm.label, tuple((k, v) for k, v in _norm_lines(law, norm) if v))


def _norm_lines(law: Law, norm: Norm) -> Iterator[Line]:
    terms, book = law.rulebook.terms, law.rulebook
    yield "summary", norm.summary
    yield from (("provision", cited(law, p)) for p in norm.provisions)
    yield "bearer", ", ".join(terms[b].label for b in norm.bearers)
    yield "owed to", ", ".join(terms[b].label for b in norm.owed_to)
    yield "applies to", terms[norm.applies_to].label if norm.applies_to is not None else ""
    yield "condition", _definition(law, norm.applies_to) if norm.applies_to is not None else ""
    yield "legal force", norm.force
    yield "when", norm.moment
    yield from (("counterpart", f"{other} ({law.norms[other].label}): {degree}. {note}") for other, degree, note in law.counterparts.get(norm.id, ()))
    yield "no counterpart", norm.no_counterpart
    yield from (("caveat", c) for c in norm.caveats)
    yield from (("source", s) for s in norm.sources)
    yield "trigger", _labels(law, norm.triggers)
    yield from (("deadline", _period(p)) for p in norm.deadlines)
    yield from (("keep for", _period(p)) for p in norm.retentions)
    yield from (("item", f"{i.label} ({', '.join(_short(law, p) for p in i.provisions)}){_valid(law, i.validity, norm.validity)}") for i in norm.items)
    yield from (("alternative", f"{i.label} ({', '.join(_short(law, p) for p in i.provisions)})") for i in norm.choices)
    yield from (("starts", _starts(law, c.rule)) for c in norm.rules)
    yield from (("exemption", book.exemptions[e].label) for e in norm.exemptions)
    yield from (("sanction", book.sanctions[s].label) for s in norm.sanctions)
    yield from (("relation", book.relations[r].label) for r in norm.relations)
    yield "controls", _labels(law, (*norm.satisfied_by, *norm.supported_by))
    yield "threats", _labels(law, norm.threats)
    yield "topics", ", ".join(book.labels.get(t, t) for t in norm.topics)
    yield "valid", _valid(law, norm.validity).strip(" ()")
    yield "replaces", ", ".join(norm.replaces)
    yield "replaced by", ", ".join(law.replaced_by.get(norm.id, ()))
    yield from (("guidance", f"{book.guidance[g].label} ({GUIDANCE_STATES[book.guidance[g].state]})") for g in norm.guidance)
    yield "our inference", norm.inference
    yield "note", norm.note
    yield "editorial status", norm.editorial


def _term(law: Law, name: str) -> Sheet | None:
    place = law.terms.get(name)
    if place is None:
        return None
    term = law.rulebook.terms[place]
    lines: list[Line] = [("key", term.key), ("definition", term.definition), *(("provision", cited(law, p)) for p in term.provisions)]
    lines.append(("condition", _definition(law, place)))
    lines += [("asked in", f"{q.key}: {q.wording}") for q in law.rulebook.questions if place in q.facts]
    lines += [("also called", ", ".join(term.also_called)), ("help", term.help), ("example of a yes", term.example_yes), ("near miss", term.example_no)]
    if term.presumption is not None:
        lines.append(("presumed false", f"{cited(law, term.presumption.provision)}: {term.presumption.note}"))
    users = [n for n in law.rulebook.norms if place in n.bearers or n.applies_to == place]
    lines += [("norm", f"{n.id} {n.label}") for n in users]
    kind = "role" if term.role else term.kind
    return Sheet(term.id, kind, term.label, tuple((k, v) for k, v in lines if v))


def _question(law: Law, name: str) -> Sheet | None:
    """What is asked by several options, by a number or by a day; a yes or no is the sheet of its fact."""
    question = next((q for q in law.rulebook.questions if name in {q.key, short(q.iri)}), None)
    if question is None:
        return None
    shown = law.questionnaire.answer(question)
    lines = [("key", question.key), ("answer", f"{question.kind.replace('_', ' ')} {question.unit}".strip())]
    lines += [("also called", ", ".join(question.also_called)), ("help", question.help)]
    lines += [("example of a yes", question.example_yes), ("near miss", question.example_no)]
    lines += [("provision", cited(law, p)) for p in question.provisions]
    lines += [("option", f"{o.value}: {o.label}") for o in shown.options]
    return Sheet(short(question.iri), "question", question.wording or question.label, tuple((k, v) for k, v in lines if v))


def _provision(law: Law, name: str) -> Sheet | None:
    provision = law.rulebook.provisions.get(name)
    if provision is None or name in law.rulebook.instruments:
        return None
    book = law.rulebook
    lines: list[Line] = [("heading", provision.heading), ("link", provision.url), ("part of", cited(law, provision.parent) if provision.parent else "")]
    for mark, other in (("inserted by", provision.introduced_by), ("ended by", provision.ended_by)):
        lines.append((mark, book.instruments[other].label if other in book.instruments else ""))
    lines += [("amending provision", cited(law, a)) for a in provision.amending]
    lines.append(("accounted for", provision.accounted_for or ""))
    lines += [("norm", f"{n.id} {n.label}") for n in book.norms if name in n.provisions or any(name in i.provisions for i in (*n.items, *n.choices))]
    lines += [("defines", f"{t.id} {t.label}") for t in book.terms if name in t.provisions]
    lines += [("rule", _starts(law, i)) for i, r in enumerate(book.rules) if name in r.provisions]
    lines += [("exemption", e.label) for e in book.exemptions if name in e.provisions]
    lines += [("sanction", s.label) for s in book.sanctions.values() if name in s.provisions]
    lines += [("holds", p.label) for p in book.provisions.values() if p.parent == name]
    return Sheet(name, "provision", provision.label, tuple((k, v) for k, v in lines if v))


def _rule(law: Law, name: str) -> Sheet | None:
    for place, rule in enumerate(law.rulebook.rules):
        if rule.id == name:
            return Sheet(name, "application rule", rule.label, (("starts", _starts(law, place)), *(("provision", cited(law, p)) for p in rule.provisions)))
    for exemption in law.rulebook.exemptions:
        if exemption.id == name:
            until = f"until {exemption.until}" if exemption.until else "for good"
            lines = (("when", law.rulebook.terms[exemption.when].label), ("lasts", until), *(("provision", cited(law, p)) for p in exemption.provisions))
            return Sheet(name, "exemption", exemption.label, lines)
    return None


def _entry(law: Law, name: str) -> Sheet | None:
    entry = law.rulebook.catalogue.get(name)
    if entry is None:
        return None
    lines: list[Line] = [("summary", entry.summary), ("part of", _labels(law, entry.broader)), ("consequences", _labels(law, entry.consequences))]
    lines += [("reference", r) for r in entry.references] + [("provision", cited(law, p)) for p in entry.provisions]
    uses: tuple[Callable[[Norm], Iterable[str]], ...] = (lambda n: n.satisfied_by, lambda n: n.supported_by, lambda n: n.threats, lambda n: n.triggers)
    lines += [("norm", f"{n.id} {n.label}") for n in law.rulebook.norms if any(name in use(n) for use in uses)]
    return Sheet(name, entry.kind, entry.label, tuple((k, v) for k, v in lines if v))


def _document(law: Law, name: str) -> Sheet | None:
    document = law.rulebook.guidance.get(name)
    if document is None:
        return None
    lines: list[Line] = [("summary", document.summary), ("state", GUIDANCE_STATES[document.state]), ("date", document.date), ("link", document.url)]
    lines += [("serves", f"{n.id} {n.label}") for n in law.rulebook.norms if name in n.guidance]
    return Sheet(name, "guidance", document.label, tuple((k, v) for k, v in lines if v))


def _other(law: Law, name: str) -> Sheet | None:
    book = law.rulebook
    if name in book.instruments:
        act = book.instruments[name]
        lines: list[Line] = [
            ("title", act.title),
            ("regime", book.regimes[act.jurisdiction].label if act.jurisdiction in book.regimes else act.jurisdiction),
            ("published", str(act.published)),
            ("in force", str(act.in_force or "not yet")),
            ("legal force", f"{act.force} (before: {act.former_force})" if act.former_force else act.force),
            ("ended by", act.ended_by or ""),
            ("link", act.url),
        ]
        return Sheet(name, "instrument", act.label, tuple((k, v) for k, v in lines if v))
    if name in book.sanctions:
        fine = book.sanctions[name]
        lines = [
            ("maximum", f"{fine.currency} {fine.maximum:,}" if fine.maximum else ""),
            ("share of turnover", f"{fine.turnover_share} %" if fine.turnover_share else ""),
        ]
        lines += [
            ("cap", f"whichever is {fine.combine}" if fine.combine else ""),
            ("note", fine.note),
            *(("provision", cited(law, p)) for p in fine.provisions),
        ]
        return Sheet(name, "sanction", fine.label, tuple((k, v) for k, v in lines if v))
    if name in book.relations:
        relation = book.relations[name]
        lines = [("summary", relation.summary), ("effect", relation.effect), *(("provision", cited(law, p)) for p in relation.provisions)]
        lines += [("norm", n.id) for n in book.norms if name in n.relations]
        return Sheet(name, "relation", relation.label, tuple(lines))
    for point in book.open_points:
        if point.id == name:
            readings = [("reading" + (" (default)" if r.default else ""), f"{r.label}: {r.summary} Held by: {r.held_by}") for r in point.readings]
            return Sheet(name, "open point", point.label, (("question", point.question), *(("provision", cited(law, p)) for p in point.provisions), *readings))
    return None


# ── wording ─────────────────────────────────────────────────────────────────


def cited(law: Law, name: str) -> str:
    """A citation with its identifier and link."""
    provision = law.rulebook.provisions.get(name)
    return f"{provision.label} [{name}] {provision.url}".rstrip() if provision else name


def _short(law: Law, name: str) -> str:
    provision = law.rulebook.provisions.get(name)
    return provision.label if provision else name


def _labels(law: Law, names: Iterable[str]) -> str:
    catalogue = law.rulebook.catalogue
    return ", ".join(catalogue[n].label if n in catalogue else n for n in names)


def _starts(law: Law, place: int) -> str:
    rule = law.rulebook.rules[place]
    governed = f" for: {law.rulebook.terms[rule.governs].label}" if rule.governs is not None else ""
    return f"{rule.start}{governed} ({', '.join(_short(law, p) for p in rule.provisions)}){_valid(law, rule.validity)}"


def _period(period: Period) -> str:
    limit = f"by {period.on}" if period.on else period.within
    parts = [
        period.label,
        f"[{limit}]" if limit else "",
        f"from: {period.runs_from}" if period.runs_from else "",
        f"to: {period.addressee}" if period.addressee else "",
    ]
    return "; ".join(p for p in parts if p)


def _valid(law: Law, validity: Validity, besides: Validity | None = None) -> str:
    if validity == besides:
        return ""
    instruments = law.rulebook.instruments
    words = []
    if validity.introduced_by in instruments and instruments[validity.introduced_by].amends:
        words.append(f"since {instruments[validity.introduced_by].label}")
    if validity.ended_by:
        words.append(f"until {instruments[validity.ended_by].label}")
    if validity.readings:
        words.append(f"under {', '.join(validity.readings)}")
    return f" ({', '.join(words)})" if words else ""


def _definition(law: Law, place: int) -> str:
    definitions = [worded(law, a.expression) for a in law.rulebook.axioms if a.term == place and a.equivalent]
    versions = [t for t in law.rulebook.terms if t.version_of == place]
    test = law.rulebook.terms[place].date_test
    if test is not None:
        definitions.append(f"{test.fact} is {'before' if test.before else 'on or after'} {test.day}")
    number = law.rulebook.terms[place].number_test
    if number is not None:
        low = f"{'more than' if number.low_open else 'at least'} {number.low}" if number.low is not None else ""
        high = f"{'less than' if number.high_open else 'at most'} {number.high}" if number.high is not None else ""
        definitions.append(f"{number.fact} is {' and '.join(x for x in (low, high) if x)}")
    definitions += [f"as {t.id}{_valid(law, t.validity)}" for t in versions]
    return "; ".join(definitions)


def worded(law: Law, expression: Expression) -> str:
    """A class expression as a phrase."""
    if expression.op == "term":
        return f"“{law.rulebook.terms[expression.term].label}”"
    if expression.op == "not":
        return f"not {worded(law, expression.parts[0])}"
    joined = f" {expression.op} ".join(worded(law, p) for p in expression.parts)
    return f"({joined})" if expression.op == "or" else joined
