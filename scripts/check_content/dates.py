"""Relative times in shell fences: `date` differs between systems, so both forms are given."""

from __future__ import annotations

from .findings import Finding
from .shell import Command
from .shell_fences import ShellFence, last_line

_LABELS = {"GNU": "GNU date:", "BSD and macOS": "BSD and macOS date:"}


def problems(fences: list[ShellFence], check: str) -> list[Finding]:
    """Fences that work on one system only without saying so, or without their twin."""
    found: list[Finding] = []
    systems: dict[tuple[str, str], dict[str, tuple[int, str]]] = {}
    for where in fences:
        for command in where.commands:
            system = _system(command)
            if system is None:
                continue
            line, path = where.line(command.row), where.page.path
            label = _LABELS[system]
            if label.rstrip(":") not in last_line(where.fence.before):
                message = f"this form of date works on {system} only"
                advice = f"write `{label}` in the line above the fence"
                found.append(Finding(path, line, check, message, advice))
            systems.setdefault((path, where.fence.section), {})[system] = (line, path)
    for seen in systems.values():
        if len(seen) == 1:
            ((system, (line, path)),) = seen.items()
            other = next(label for name, label in _LABELS.items() if name != system)
            message = f"only {system} users can run this"
            found.append(Finding(path, line, check, message, f"add a fence under `{other}`"))
    return found


def _system(command: Command) -> str | None:
    """The systems that a `date` command runs on, or None where it runs on all."""
    if command.name != "date":
        return None
    if any(word.startswith(("-d", "--date")) for word in command.argv[1:]):
        return "GNU"
    if any(word.startswith("-v") for word in command.argv[1:]):
        return "BSD and macOS"
    return None
