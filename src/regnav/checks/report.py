"""What the gates found, as plain objects and as a page of text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "failed", "skipped"]

SHOWN = 12
"""Findings printed per gate; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: the block at fault, what is wrong with it, the file and line where it stands, and the rule that says so."""

    node: str
    message: str
    where: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """One thing that must hold, and whether it does; `note` says why a gate was skipped, `mend` how its faults are mended."""

    name: str
    status: Status
    summary: str = ""
    mend: str = ""
    findings: tuple[Finding, ...] = ()
    seconds: float = 0.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All gates in the order in which they ran."""

    gates: tuple[Gate, ...]

    @property
    def ok(self) -> bool:
        """Whether no gate failed."""
        return not self.failed

    @property
    def failed(self) -> tuple[Gate, ...]:
        """The gates that failed."""
        return tuple(gate for gate in self.gates if gate.status == "failed")

    def gate(self, name: str) -> Gate:
        """The gate of this name.

        Raises KeyError when there is none.
        """
        for gate in self.gates:
            if gate.name == name:
                return gate
        raise KeyError(name)


def as_text(report: CheckReport, shown: int = SHOWN) -> str:
    """The report as plain text: a line per gate, and under a failed gate its findings and how to mend them."""
    lines: list[str] = []
    for gate in report.gates:
        lines.extend(_gate_lines(gate, shown))
    lines.append("")
    lines.append(_verdict(report))
    return "\n".join(lines)


def short(name: str) -> str:
    """An IRI as people write it: `https://w3id.org/regnav/eu/ai-act/art_4` → `ai-act:art_4`."""
    match = re.fullmatch(r"https://w3id\.org/regnav/(?:[^#]*/)?([^/#]+)[/#]([^/#]+)", name)
    return f"{match[1]}:{match[2]}" if match else name


def _gate_lines(gate: Gate, shown: int) -> list[str]:
    count = f"{len(gate.findings)} to mend" if gate.findings else gate.note
    lines = [f"{gate.status:<7}  {gate.name:<26} {gate.seconds:6.2f} s  {count}".rstrip()]
    if gate.status != "failed":
        return lines
    if gate.summary:
        lines.append(f"         Why:  {gate.summary}")
    if gate.mend:
        lines.append(f"         Mend: {gate.mend}")
    lines.extend(f"         - {_finding_line(finding)}" for finding in gate.findings[:shown])
    if len(gate.findings) > shown:
        lines.append(f"         … and {len(gate.findings) - shown} more")
    return lines


def _finding_line(finding: Finding) -> str:
    where = f"  ({finding.where})" if finding.where else ""
    message = re.sub(r"https://w3id\.org/regnav/[^\s,;)]+", lambda m: short(m[0]), finding.message)
    return f"{short(finding.node)}: {message}{where}"


def _verdict(report: CheckReport) -> str:
    if not report.failed:
        skipped = sum(gate.status == "skipped" for gate in report.gates)
        return f"All {len(report.gates) - skipped} gates passed" + (f"; {skipped} skipped." if skipped else ".")
    faults = sum(len(gate.findings) for gate in report.failed)
    return f"{len(report.failed)} of {len(report.gates)} gates failed, with {faults} faults to mend."
