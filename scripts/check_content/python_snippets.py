"""Check `python`: snippets compile, are clean for pyflakes, and use boto3 as its models say."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator

from pyflakes.checker import Checker

from . import placeholders
from .content import Content
from .findings import Finding, Report
from .python_types import Reader

NAME = "python"


def run(content: Content) -> Report:
    """Checks every `python` fence as a file of its own."""
    report = Report.empty()
    for page in content.pages:
        for fence in page.fences:
            if fence.language != "python":
                continue
            for row, message, advice in problems(placeholders.substitute(fence.text)):
                line = fence.line + max(row, 1)
                report.findings.append(Finding(page.path, line, NAME, message, advice))
    return report


def problems(source: str) -> Iterator[tuple[int, str, str]]:
    """Row (from 1), message and advice."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", SyntaxWarning)
            tree = ast.parse(source)
            compile(tree, "snippet", "exec")
    except (SyntaxError, SyntaxWarning) as error:
        row = getattr(error, "lineno", 1) or 1
        yield row, f"does not compile: {getattr(error, 'msg', error)}", "repair the Python"
        return
    for message in sorted(Checker(tree, "snippet").messages, key=lambda each: each.lineno):
        said = message.message % message.message_args
        yield message.lineno, said, "make the snippet complete by itself"
    yield from Reader().read(tree)
