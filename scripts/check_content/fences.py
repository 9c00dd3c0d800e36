"""Check `fences`: info strings are the known ones, commands carry a plausible safety class, and
placeholders are on the list."""

from __future__ import annotations

import json
import re

from . import placeholders, shell_fences
from .content import Content
from .findings import Finding, Report
from .markdown import Fence, Page
from .safety import CLASSES, of_aws, of_other
from .shell_fences import ShellFence

NAME = "fences"
ROLES: dict[str, set[str]] = {
    "sh": set(),
    "json": {"policy", "trust-policy", "task-definition", "output", "event", "event-pattern", ""},
    "hcl": {""},
    "logs-insights": {""},
    "python": {""},
    "ts": {""},
    "text": {""},
    "dockerfile": {""},
    "yaml": {""},
}
_CHANGES = re.compile(r"Changes:.*Undo:", re.S)


def run(content: Content) -> Report:
    """Checks every fence of every page."""
    report = Report.empty()
    for page in content.pages:
        for fence in page.fences:
            report.findings += _info(page, fence)
            report.findings += _placeholders(page, fence)
            report.findings += _json(page, fence)
    for where in shell_fences.of(content):
        if where.page.kind != "incident":
            report.findings += _safety(where)
    return report


def _info(page: Page, fence: Fence) -> list[Finding]:
    def finding(message: str, advice: str) -> list[Finding]:
        return [Finding(page.path, fence.line, NAME, message, advice)]

    if not fence.language:
        return finding("a code block without a language", "name it, for example ```text")
    if fence.language not in ROLES:
        advice = "use sh" if fence.language in shell_fences.LANGUAGES else _known()
        return finding(f"`{fence.language}` is not a language of these pages", advice)
    if fence.language == "sh":
        if page.kind == "incident":
            return []
        safety = fence.attribute("safety")
        if safety not in CLASSES:
            message = f"safety={safety} is not a class" if safety else "no safety class"
            return finding(message, f"write ```sh safety=… with one of {', '.join(CLASSES)}")
        return []
    if fence.role not in ROLES[fence.language]:
        wanted = ", ".join(sorted(filter(None, ROLES[fence.language]))) or "nothing"
        return finding(f"`{fence.role}` after `{fence.language}`", f"write {wanted} there")
    return []


def _known() -> str:
    return f"use one of {', '.join(ROLES)}"


def _placeholders(page: Page, fence: Fence) -> list[Finding]:
    if fence.language in ("text", "ts") or fence.role in ("output", "event"):
        return []
    return [
        Finding(page.path, fence.line_at(offset), NAME, f"unknown placeholder <{name}>", advice)
        for offset, name, advice in placeholders.unknown(fence.text)
    ]


def _json(page: Page, fence: Fence) -> list[Finding]:
    """JSON that no other check reads must parse."""
    if fence.language != "json" or fence.role not in ("output", "event", ""):
        return []
    try:
        json.loads(placeholders.substitute(fence.text))
    except json.JSONDecodeError as error:
        line = fence.line + error.lineno
        return [Finding(page.path, line, NAME, f"not JSON: {error.msg}", "repair the JSON")]
    return []


def _safety(where: ShellFence) -> list[Finding]:
    label = where.fence.attribute("safety")
    if label not in CLASSES:
        return []
    found: list[Finding] = []

    def report(row: int, message: str, advice: str) -> None:
        found.append(Finding(where.page.path, where.line(row), NAME, message, advice))

    classes: set[str] = set()
    for command in where.aws:
        wanted = of_aws(command.argv)
        classes.add(wanted)
        name = " ".join(command.argv[:3])
        if wanted == "mutating" and label in ("read-only", "sensitive-read"):
            report(command.row, f"`{name}` changes things, the fence says {label}",
                   "label it safety=mutating")  # fmt: skip
        elif wanted == "sensitive-read" and label == "read-only":
            report(command.row, f"`{name}` prints secrets, the fence says read-only",
                   "label it safety=sensitive-read")  # fmt: skip
        elif wanted == "interactive" and label != "interactive":
            report(command.row, f"`{name}` opens a session, the fence says {label}",
                   "label it safety=interactive")  # fmt: skip
    for command in where.others:
        other = of_other(command.argv)
        name = " ".join(command.argv[:3])
        if other == "mutating" and label in ("read-only", "sensitive-read"):
            report(command.row, f"`{name}` changes things, the fence says {label}",
                   "label it safety=mutating")  # fmt: skip
        elif other == "sensitive-read" and label == "read-only":
            report(command.row, f"`{name}` may print secrets, the fence says read-only",
                   "label it safety=sensitive-read")  # fmt: skip
    if classes and not where.others:
        if label == "mutating" and "mutating" not in classes:
            report(-1, "labelled mutating, and every command only reads", "label it read-only")
        if label == "interactive" and "interactive" not in classes:
            report(-1, "labelled interactive, and no command opens a session", "label it by effect")
    if label == "mutating" and not _CHANGES.match(where.fence.after.strip()):
        report(-1, "a mutating command without its effect",
               "write `Changes: …. Undo: ….` in the line below the fence")  # fmt: skip
    return found
