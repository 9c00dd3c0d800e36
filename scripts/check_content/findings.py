"""What a check reports, and the one way it fails without reporting."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """One thing wrong at one place, with what to do about it. A warning does not fail the run."""

    path: str
    line: int
    check: str
    message: str
    advice: str
    warning: bool = False

    def __str__(self) -> str:
        label = "warning: " if self.warning else ""
        return f"{self.path}:{self.line}: [{self.check}] {label}{self.message}; {self.advice}"


class ToolMissing(Exception):
    """A check cannot run here because a program is absent; the text says how to get it."""


@dataclass
class Report:
    """The result of one check: its findings, and remarks for the closing lines."""

    findings: list[Finding]
    notes: list[str]

    @classmethod
    def empty(cls) -> Report:
        """A report with nothing in it."""
        return cls([], [])
