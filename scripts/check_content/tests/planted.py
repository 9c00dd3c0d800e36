"""Fixture pages with planted errors.

A line that begins with `➤(words)` is where a finding must be, and its text must hold the words;
several findings at one line are written `➤(words)(other words)`. The marks are taken off before
the page is checked. A page without marks is clean: any finding on it fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from check_content.content import Content
from check_content.findings import Finding, Report
from check_content.markdown import parse

FIXTURES = Path(__file__).parent / "fixtures"
_MARK = re.compile(r"^(\s*)➤((?:\([^)]*\))+)")


def load(folder: str) -> tuple[Content, dict[str, list[tuple[int, str]]]]:
    """The pages of a fixture folder without their marks, and the marks by page."""
    pages, expected = [], {}
    for file in sorted((FIXTURES / folder).glob("*.md")):
        lines: list[str] = []
        marks: list[tuple[int, str]] = []
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            match = _MARK.match(line)
            if match:
                marks += [(number, words) for words in re.findall(r"\(([^)]*)\)", match[2])]
                line = match[1] + line[match.end() :]
            lines.append(line)
        pages.append(parse(str(file), "\n".join(lines) + "\n"))
        expected[str(file)] = marks
    return Content(FIXTURES / folder, pages), expected


def compare(run: Callable[[Content], Report], folder: str) -> list[str]:
    """What differs between the marks and the findings, by page; empty when all is as marked."""
    content, expected = load(folder)
    findings = run(content).findings
    wrong: list[str] = []
    for name, marks in expected.items():
        here = sorted(finding for finding in findings if finding.path == name)
        for line, words in marks:
            hit = next((f for f in here if f.line == line and words in str(f)), None)
            if hit is None:
                wrong.append(f"{Path(name).name}:{line}: no finding with «{words}»")
            else:
                here.remove(hit)
        wrong += [f"not expected: {finding}" for finding in here]
    return wrong


def findings_of(
    run: Callable[[Content], Report], text: str, path: str = "page.md"
) -> list[Finding]:
    """The findings of one page given as text."""
    return run(Content(FIXTURES, [parse(path, text)])).findings
