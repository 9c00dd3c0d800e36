"""The command line: which checks to run over which folder, and the report."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

from . import (
    commands,
    events,
    fences,
    hcl,
    iam,
    links,
    logs_insights,
    pages,
    python_snippets,
    settings,
    sources,
    task_definition,
    vocabulary,
)
from .content import Content, ContentProblem
from .findings import Finding, Report, ToolMissing

ROOT = Path(__file__).resolve().parent.parent.parent
EX_USAGE, EX_NOINPUT, EX_UNAVAILABLE = 64, 66, 69

Check = Callable[[Content], Report]
CHECKS: dict[str, Check] = {
    module.NAME: module.run
    for module in (
        commands, hcl, fences, iam, task_definition, python_snippets, logs_insights, events,
        links, pages, settings, sources, vocabulary,
    )
}  # fmt: skip


def main() -> int:
    """0 clean, 1 findings, 64 usage, 66 no such folder, 69 a tool is missing."""
    options = _options()
    if options.list:
        print("\n".join(CHECKS))
        return 0
    if options.self_test:
        import pytest

        return int(
            pytest.main(["-q", "-p", "no:cacheprovider", str(Path(__file__).parent / "tests")])
        )
    started = time.monotonic()
    try:
        content = Content.load(options.content)
        reports, missing = run(content, options.only or list(CHECKS))
    except ContentProblem as problem:
        print(f"check-content: {problem}", file=sys.stderr)
        return EX_NOINPUT
    findings = sorted(finding for report in reports.values() for finding in report.findings)
    findings += page_errors(content)
    for finding in findings:
        print(finding)
    for name, report in reports.items():
        for note in report.notes:
            print(f"check-content: {name}: {note}", file=sys.stderr)
    for name, text in missing.items():
        print(f"check-content: {name}: {text}", file=sys.stderr)
    errors = sum(not finding.warning for finding in findings)
    print(
        f"check-content: {len(content.pages)} pages, {errors} findings, "
        f"{len(findings) - errors} warnings, {time.monotonic() - started:.0f} s",
        file=sys.stderr,
    )
    return EX_UNAVAILABLE if missing else int(errors > 0)


def run(content: Content, names: list[str]) -> tuple[dict[str, Report], dict[str, str]]:
    """Runs checks two at a time; a check whose tool is absent is named in the second value."""
    reports: dict[str, Report] = {}
    missing: dict[str, str] = {}
    with ThreadPoolExecutor(2) as pool:
        running = {name: pool.submit(CHECKS[name], content) for name in names}
        for name, result in running.items():
            try:
                reports[name] = result.result()
            except ToolMissing as problem:
                missing[name] = str(problem)
    return reports, missing


def page_errors(content: Content) -> list[Finding]:
    """Front matter that no check could read."""
    return [
        Finding(page.path, page.front_matter_error[0], "page", page.front_matter_error[1],
                "repair the front matter")
        for page in content.pages
        if page.front_matter_error
    ]  # fmt: skip


class _Parser(argparse.ArgumentParser):
    """Exits as the rest of the project does on a wrong command line."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(EX_USAGE, f"{self.prog}: {message}; see --help\n")


def _options() -> argparse.Namespace:
    parser = _Parser(prog="check-content", description=__doc__)
    parser.add_argument("--content", type=Path, default=ROOT / "Content", metavar="DIR")
    parser.add_argument("--only", nargs="+", choices=list(CHECKS), metavar="NAME")
    parser.add_argument("--list", action="store_true", help="list the checks")
    parser.add_argument("--self-test", action="store_true", help="run the tests of the checks")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
