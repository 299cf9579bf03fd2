"""The JSON of an answer, joined from parts that are encoded once.

Most of an answer is the law's own text, the same for every system, and one proof of thousands of bytes stands below many norms. Encoding it all
anew takes longer than finding it. So what never changes is kept as bytes, and each proof step is encoded once for an answer.
The result is byte for byte what msgspec makes of the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

import msgspec

from regnav.assessment import Assessment, Because, Citation, NormAnswer

encode = msgspec.json.Encoder().encode

SHARED = frozenset({"scope", "bearer", "class", "concept"})
"""Kinds of step whose words come from the law alone, if they rest on others."""


class Standing(msgspec.Struct, frozen=True):
    """The fields of a norm's answer, in their order, that its whole group shares."""

    status: str
    applies_from: date | None
    applies_until: date | None
    dates: tuple[date, ...]
    missing: tuple[str, ...]
    presumptions: tuple[str, ...]


TOLD = frozenset({"bearer", "sanctions", "readings", "route", "because"} | set(Standing.__struct_fields__))
"""The fields of a norm's answer that depend on the system."""


Text = tuple[bytes, bytes, bytes, bytes, bytes, bytes]
"""The bytes of a norm's answer before each gap (bearer, standing, sanctions, readings, route, because), with the gap's key."""

KEYS = [((b"," if place else b"{") + encode(name) + b":", name) for place, name in enumerate(Assessment.__struct_fields__)]


def text_of(parts: dict[str, object]) -> Text:
    """The bytes of a norm's answer that do not depend on the system."""
    gaps: list[bytes] = []
    before = b"{"
    for name in NormAnswer.__struct_fields__:
        if name not in TOLD:
            before += encode(name) + b":" + encode(parts[name]) + b","
        elif name == "status":
            gaps.append(before)
            before = b""
        elif name not in Standing.__struct_fields__:
            gaps.append(before + encode(name) + b":")
            before = b""
        if name in TOLD and name != "status":
            before = b","
    bearer, standing, sanctions, readings, route, because = gaps
    return bearer, standing, sanctions, readings, route, because


class Kept:
    """The bytes that all answers under one law share."""

    def __init__(self) -> None:
        self.citations: dict[str, bytes] = {}
        self.heads: dict[tuple[str, str, str, str], bytes] = {}
        self.parts: dict[int, bytes] = {}

    def part(self, part: tuple[Any, ...]) -> None:
        """Keep the bytes of a part that lives as long as the law, by its identity."""
        self.parts[id(part)] = encode(part)

    def citation(self, name: str, citation: Citation) -> bytes:
        found = self.citations.get(name)
        if found is None:
            found = self.citations[name] = encode(name) + b":" + encode(citation)
        return found

    def head(self, step: Because) -> bytes:
        """The start of a proof step that rests on others, as far as its own words go."""
        if step.kind not in SHARED:
            return _head(step)
        key = (step.kind, step.id, step.value, step.note)
        found = self.heads.get(key)
        if found is None:
            found = self.heads[key] = _head(step)
        return found


def _head(step: Because) -> bytes:
    return encode(Because(step.kind, step.label, step.value, step.id, step.provisions, step.date, step.note))[:-1] + b',"because":['


class Template(msgspec.Struct):
    """A norm's answer without what depends on the system: its fields in their order, and its bytes, made when first written."""

    parts: list[Any]
    text: Text | None = None

    def write(self) -> Text:
        found = self.text = text_of(dict(zip(NormAnswer.__struct_fields__, self.parts, strict=True)))
        return found


class Row(NamedTuple):
    """A norm's answer with the template that it was made from."""

    norm: NormAnswer
    template: Template


class Writer:
    """Writes one answer, given the bytes of its concepts and, row by row, of its norms."""

    def __init__(self, kept: Kept, concepts: Callable[[], bytes], rows: Sequence[Row]) -> None:
        self._kept = kept
        self._concepts = concepts
        self._rows = rows
        self._steps: dict[int, bytes] = {}
        self._parts: dict[int, bytes] = {}
        self._shared: dict[tuple[str, int], tuple[bytes, bytes, tuple[bytes, ...]]] = {}

    def write(self, answer: Assessment) -> bytes:
        """The JSON answer."""
        found: list[bytes] = []
        for key, name in KEYS:
            found.append(key)
            if name == "norms":
                self._norms(found)
            elif name == "concepts":
                found.append(self._concepts())
            elif name == "citations":
                found += (b"{", b",".join([self._kept.citation(n, c) for n, c in answer.citations.items()]), b"}")
            else:
                found.append(encode(getattr(answer, name)))
        found.append(b"}")
        return b"".join(found)

    def _norms(self, found: list[bytes]) -> None:
        """Add the norms, in pieces."""
        mark = b"["
        none = b"[]"
        for norm, template in self._rows:
            borne, stands, proof = self._shared.get((norm.status, id(norm.because))) or self._share(norm)
            bearer, standing, sanctions, readings, route, because = template.text or template.write()
            found += (mark, bearer, borne, standing, stands, sanctions, self._part(norm.sanctions) if norm.sanctions else none, readings)
            found += (self._part(norm.readings) if norm.readings else none, route, self._part(norm.route) if norm.route else none, because)
            found += proof
            mark = b"},"
        found.append(b"}]" if self._rows else b"[]")

    def _part(self, part: tuple[Any, ...]) -> bytes:
        """A part that several norms share; it lives as long as the answer, and so does its identity."""
        found = self._parts.get(id(part)) or self._kept.parts.get(id(part))
        if found is None:
            found = self._parts[id(part)] = encode(part)
        return found

    def _share(self, norm: NormAnswer) -> tuple[bytes, bytes, tuple[bytes, ...]]:
        """What norms of one group and status share, which is known by their common proof: bearers, standing, proof."""
        standing = Standing(norm.status, norm.applies_from, norm.applies_until, norm.dates, norm.missing, norm.presumptions)
        found = self._part(norm.bearer), encode(standing)[1:-1], self._proof(norm.because)
        if norm.because is not None:
            self._shared[norm.status, id(norm.because)] = found
        return found

    def _proof(self, root: Because | None) -> tuple[bytes, ...]:
        """The proof of a norm, in pieces, since it is long and is joined once more."""
        if root is None or not root.because:
            return (encode(root),)
        pieces = [piece for step in root.because for piece in (b",", self._steps.get(id(step)) or self._step(step))]
        return (_head(root), *pieces[1:], b"]}")

    def _step(self, step: Because) -> bytes:
        steps = self._steps
        found = steps[id(step)] = (
            self._kept.head(step) + b",".join([steps.get(id(below)) or self._step(below) for below in step.because]) + b"]}" if step.because else encode(step)
        )
        return found
