"""Check `commands`: both AWS CLIs accept every command, and `--query` asks for real fields."""

from __future__ import annotations

import difflib
import json
import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from . import aws_cli, dates, models, shell_fences
from . import value_types as types
from .content import Content
from .findings import Finding, Report
from .jmespath_types import check as check_query
from .logs_insights import problems as query_problems
from .markdown import Page
from .safety import positionals
from .shell import Command
from .shell_fences import ShellFence, option

NAME = "commands"
_V2_ONLY = re.compile(r"AWS\s+CLI\s+v2\s+only", re.I)
_GLOB = re.compile(r"[*?\[]|\{[^{}]*,[^{}]*\}")


@dataclass(frozen=True)
class Use:
    """One AWS CLI command in one fence."""

    where: ShellFence
    command: Command

    def finding(self, message: str, advice: str, row: int | None = None) -> Finding:
        """A finding at the command, or at one of its rows."""
        line = self.where.line(self.command.row if row is None else row)
        return Finding(self.where.page.path, line, NAME, message, advice)

    @property
    def words(self) -> str:
        """The service and operation, as a person says them."""
        return " ".join(["aws", *positionals(self.command.argv)])


def run(content: Content) -> Report:
    """Checks the shell fences and the `aws …` code spans of every page."""
    report = Report.empty()
    fences = shell_fences.of(content)
    uses = [Use(where, command) for where in fences for command in where.aws]
    for where in fences:
        report.findings += _fence_problems(where)
    report.findings += dates.problems(fences, NAME)
    for use in uses:
        report.findings += _word_problems(use)
        report.findings += _query_problems(use)
    for page in content.pages:
        report.findings += _inline(page)
    report.findings += _parse(uses, report.notes)
    return report


def _fence_problems(where: ShellFence) -> list[Finding]:
    return [
        Finding(where.page.path, where.line(row), NAME, message, "repair the shell syntax")
        for row, message in where.script.problems
    ]


def _word_problems(use: Use) -> list[Finding]:
    found = [
        use.finding(f"${name} is not set on this page", "use a placeholder or set it first")
        for name in dict.fromkeys(use.command.unset)
    ]
    for word in use.command.words:
        if _GLOB.search(word.bare):
            found.append(
                use.finding(
                    f"`{word.text}` is not quoted, and shells expand it",
                    "put it in single quotes",
                    word.row,
                )
            )
    return found


def _query_problems(use: Use) -> list[Finding]:
    found: list[Finding] = []
    query = option(use.command, "--query")
    words = positionals(use.command.argv)
    model = models.operation(words[0], words[1]) if len(words) == 2 else None
    if query is not None:
        root = types.of(model.output_shape) if model else types.ANYTHING
        for message, advice in check_query(query.text, root)[1]:
            found.append(use.finding(message, advice, query.row))
    text = option(use.command, "--query-string")
    if words == ["logs", "start-query"] and text is not None:
        for row, message, advice in query_problems(text.text):
            found.append(use.finding(f"--query-string: {message}", advice, text.row + row))
    return found


def _inline(page: Page) -> list[Finding]:
    """`aws service operation` in prose must name a real operation."""
    found: list[Finding] = []
    for block in page.prose:
        for code in block.codes:
            match = re.match(r"aws ([a-z0-9-]+) ([a-z0-9-]+)(?:\s|$)", code.text)
            if not match or _exists(match[1], match[2]):
                continue
            near = ", ".join(f"`{name}`" for name in _near(match[1], match[2]))
            advice = f"did you mean {near}?" if near else "look it up in the AWS CLI reference"
            message = f"there is no `aws {match[1]} {match[2]}`"
            found.append(Finding(page.path, code.line, NAME, message, advice))
    return found


def _exists(service: str, operation: str) -> bool:
    custom = models.CUSTOM_COMMANDS.get(service, set())
    if operation in custom | {"wait", "help"} or "*" in custom:
        return True
    return operation in models.cli_operations(service)


def _near(service: str, operation: str) -> list[str]:
    return difflib.get_close_matches(operation, models.cli_operations(service), n=2)


def _parse(uses: list[Use], notes: list[str]) -> list[Finding]:
    if not uses:
        return []
    with tempfile.TemporaryDirectory() as folder:
        lines = [_with_files(use.command, Path(folder)) for use in uses]
        first, second = aws_cli.version_1(), aws_cli.version_2()
        with ThreadPoolExecutor(2) as pool:
            one, two = pool.map(lambda cli: cli.parse(lines), (first, second))
        version_1, in_1 = one
        version_2, in_2 = two
        older = [
            index
            for index, (a, b) in enumerate(zip(in_1, in_2, strict=True))
            if a.error is None and b.error is not None
        ]
        if older:
            again = aws_cli.with_current_models(second).parse([lines[i] for i in older])[1]
            for index, result in zip(older, again, strict=True):
                in_2[index] = result
    newer = [uses[index] for index in older if in_2[index].error is None]
    notes.append(f"{len(uses)} AWS CLI commands, v1 {version_1} and v2 {version_2}")
    if newer:
        notes.append(
            f"{len(newer)} of them need an AWS CLI v2 newer than {version_2}: "
            + ", ".join(sorted({use.words for use in newer}))
        )
    return [
        finding
        for use, a, b in zip(uses, in_1, in_2, strict=True)
        if (finding := _verdict(use, a.error, b.error)) is not None
    ]


def _verdict(use: Use, in_1: str | None, in_2: str | None) -> Finding | None:
    if in_2 is not None:
        which = "AWS CLI v2" if in_1 is None else "AWS CLI"
        return use.finding(f"`{use.words}`: {which}: {in_2}", "correct the command")
    if in_1 is None:
        return None
    around = f"{use.where.fence.before}\n{use.where.fence.text}\n{use.where.fence.after}"
    if _V2_ONLY.search(around):
        return None
    return use.finding(
        f"`{use.words}`: AWS CLI v1: {in_1}",
        "write a form that both accept, or say “AWS CLI v2 only” beside it and give the v1 form",
    )


def _with_files(command: Command, folder: Path) -> list[str]:
    """The command line with each `file://…` pointing at a small valid document."""
    words = positionals(command.argv)
    model = models.operation(words[0], words[1]) if len(words) == 2 else None
    line: list[str] = []
    for index, word in enumerate(command.argv):
        name, equals, value = word.partition("=")
        given = value if equals and word.startswith("--") else word
        match = re.match(r"(fileb?)://", given)
        if not match:
            line.append(word)
            continue
        key = name if given is value and equals else command.argv[index - 1]
        shape = models.cli_member(model, key) if model else None
        if key in ("--cli-input-json", "--cli-input-yaml") and model is not None:
            shape = model.input_shape
        document = models.minimal(shape) if shape is not None else {}
        file = folder / f"{len(list(folder.iterdir()))}.json"
        file.write_text(document if isinstance(document, str) else json.dumps(document))
        line.append(f"{name}={match[1]}://{file}" if given is not word else f"{match[1]}://{file}")
    return line
