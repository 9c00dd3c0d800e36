"""Check `vocab`: wrong names that circulate are absent, and no sentence is shared with the documents of
a folder that RUNBOOK_SEEDS may name."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

from .content import Content
from .findings import Finding, Report
from .markdown import Page

NAME = "vocab"
RUN_LENGTH = 8

WRONG: list[tuple[re.Pattern[str], str, str]] = [
    (re.compile(pattern), message, advice)
    for pattern, message, advice in [
        (r"\bfilter-events\b", "`filter-events` is no command", "write filter-log-events"),
        (
            r"--task-definition[ =]\S+:latest\b"
            r"|<(?:family|task-definition)>:latest\b|\bfamily:latest\b",
            "`:latest` is no revision of a task definition",
            "write the family alone for the latest ACTIVE revision, or a number",
        ),
        (r"\bGetDownloadSizeForLayer\b", "no such IAM action", "write GetDownloadUrlForLayer"),
        (r"\b[Ss]toppedCode\b", "no ECS field has this name", "write stopCode, or exitCode"),
        (r"\bStoppedReason\b", "the field is spelled otherwise", "write stoppedReason"),
        (
            r"\bassignPublicIp\W{1,3}(?:true|false)\b",
            "assignPublicIp is no boolean",
            "write ENABLED or DISABLED",
        ),
        (r"--desired-status[ =]PENDING\b", "this filter returns nothing", "filter on RUNNING"),
        (r"\butcnow\(\)", "utcnow() is deprecated", "write datetime.now(timezone.utc)"),
        (r"Container image: pulling", "ECS prints no such text", "use pullStartedAt"),
        (r"Execute command is disabled", "ECS prints no such text", "quote the real message"),
        (r"Timeout waiting for container to start", "ECS prints no such text",
         "quote the real message"),
        (r"\bSpotInterrupted\b", "no such stop code", "write SpotInterruption"),
        (r"\bNetworkInterfaceNotReady\b", "no such ECS status", "quote the real status"),
    ]
]  # fmt: skip


def run(content: Content) -> Report:
    """Reads prose and fences; symptoms and aliases may hold what people type."""
    report = Report.empty()
    folder = os.environ.get("RUNBOOK_SEEDS")
    runs = _runs_below(Path(folder)) if folder else frozenset()
    for page in content.pages:
        for text, line in _texts(page):
            report.findings += _wrong_names(page, text, line)
        if runs:
            report.findings += _copied(page, runs)
    return report


def _texts(page: Page) -> list[tuple[str, int]]:
    blocks = [(b.text, b.line) for b in page.prose]
    fences = [(f.text, f.line + 1) for f in page.fences]
    heads = [
        (str(page.front_matter.get(k, "")), page.line_of_key(k)) for k in ("title", "description")
    ]
    return blocks + fences + heads


def _wrong_names(page: Page, text: str, line: int) -> list[Finding]:
    return [
        Finding(page.path, line + text.count("\n", 0, match.start()), NAME,
                f"«{match[0]}»: {message}", advice)
        for pattern, message, advice in WRONG
        for match in pattern.finditer(text)
    ]  # fmt: skip


def _words(text: str) -> list[str]:
    return re.findall(r"[\w']+|\x00", text.lower())


@cache
def _runs_below(folder: Path) -> frozenset[tuple[str, ...]]:
    runs: set[tuple[str, ...]] = set()
    for file in sorted(folder.rglob("*")) if folder.is_dir() else []:
        if file.is_file():
            runs.update(_windows(_words(file.read_text(encoding="utf-8", errors="replace"))))
    return frozenset(runs)


def _windows(words: list[str]) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + RUN_LENGTH]) for i in range(len(words) - RUN_LENGTH + 1)]


def _copied(page: Page, runs: frozenset[tuple[str, ...]]) -> list[Finding]:
    """The first shared run of each block; code spans and fences are facts, not wording."""
    found: list[Finding] = []
    blocks = [(block.plain, block.line) for block in page.prose]
    blocks += [(str(page.front_matter.get("description", "")), page.line_of_key("description"))]
    for text, line in blocks:
        for window in _windows(_words(text)):
            if window in runs:
                first = text.lower().find(window[0])
                at = line + text.count("\n", 0, max(first, 0))
                message = f"a source document has the words «{' '.join(window)}»"
                found.append(Finding(page.path, at, NAME, message, "say it in other words"))
                break
    return found
