"""Check `iam`: every action in policies, tables and sentences exists; policies are well-formed."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from typing import Any

from . import hcl_values, iam_data, placeholders, policies, shell_fences
from .content import Content
from .findings import Finding, Report
from .hcl_values import Block, Encoded
from .markdown import Fence, Page
from .policies import Problem

NAME = "iam"
_TOKEN = re.compile(r"(?<![\w:/.-])([a-z][a-z0-9-]{1,40}):([A-Z][A-Za-z0-9]{2,}\*?)(?![\w:])")
# Prefixes that also stand for other things in these pages, such as the `tag:Name` filter.
_AMBIGUOUS = {"tag", "aws"}


def run(content: Content) -> Report:
    """Reads policies in JSON and HCL fences, and names of actions anywhere else."""
    report = Report.empty()
    for page in content.pages:
        for fence in page.fences:
            report.findings += _fence(page, fence)
        for block in page.prose:
            for problem, offset in _named(block.text):
                line = block.line + block.text.count("\n", 0, offset)
                report.findings.append(_finding(page, line, problem))
    for where in shell_fences.of(content):
        for command in where.aws:
            for word in command.words:
                for problem in _words(word.text):
                    report.findings.append(_finding(where.page, where.line(word.row), problem))
    return report


def _finding(page: Page, line: int, problem: Problem) -> Finding:
    return Finding(page.path, line, NAME, problem.message, problem.advice, problem.warning)


def _fence(page: Page, fence: Fence) -> Iterator[Finding]:
    if fence.language == "json" and fence.role in ("policy", "trust-policy"):
        try:
            document = json.loads(placeholders.substitute(fence.text))
        except json.JSONDecodeError as error:
            message = f"not JSON: {error.msg}"
            yield Finding(page.path, fence.line + error.lineno, NAME, message, "repair the JSON")
            return
        found = policies.problems(document, trust=fence.role == "trust-policy")
        yield from _placed(page, fence, found)
    elif fence.language == "hcl":
        yield from _hcl(page, fence)
    elif fence.language in ("python", "ts", "yaml"):
        for problem, offset in _named(fence.text):
            yield _finding(page, fence.line_at(offset), problem)


def _placed(page: Page, fence: Fence, problems: Iterator[Problem], start: int = 0) -> list[Finding]:
    """Findings at the line of each problem's text; explained wildcards are left out."""
    found: list[Finding] = []
    starts = _statement_starts(fence.text, start)
    for problem in problems:
        if problem.warning and _is_explained(fence):
            continue
        first = starts[problem.statement] if 0 <= problem.statement < len(starts) else start
        at = fence.text.find(problem.needle, first)
        found.append(_finding(page, fence.line_at(max(at, first)), problem))
    return found


def _statement_starts(text: str, start: int) -> list[int]:
    """Where each statement's brace opens: the one around each `Effect` key."""
    starts: list[int] = []
    for match in re.finditer(r"\bEffect\b\"?\s*[:=]", text[start:]):
        at, depth = start + match.start(), 1
        while at > start and depth:
            at -= 1
            depth += {"{": -1, "}": 1}.get(text[at], 0)
        starts.append(at)
    return starts


def _is_explained(fence: Fence) -> bool:
    around = f"{fence.before}\n{fence.after}"
    return bool(re.search(r"\*|\bevery (?:resource|repository|log group)|\bany resource", around))


def _hcl(page: Page, fence: Fence) -> Iterator[Finding]:
    try:
        root = hcl_values.read(placeholders.substitute(fence.text))
    except hcl_values.HCLProblem:
        return  # the hcl check says what is wrong
    for block in root.walk():
        for name, (offset, value) in block.attributes.items():
            document = value.value if isinstance(value, Encoded) else None
            if isinstance(document, dict) and "Statement" in document:
                trust = name == "assume_role_policy"
                yield from _placed(page, fence, policies.problems(document, trust), offset)
        if block.kind == "data" and block.labels[:1] == ["aws_iam_policy_document"]:
            for statement in block.blocks:
                if statement.kind == "statement":
                    document = _statement(statement)
                    trust = "Resource" not in document
                    problems = policies.problems(document, trust)
                    yield from _placed(page, fence, problems, statement.offset)


def _statement(block: Block) -> dict[str, Any]:
    """A `statement` block of aws_iam_policy_document in the form of a JSON statement."""
    names = {
        "sid": "Sid", "effect": "Effect", "actions": "Action", "not_actions": "NotAction",
        "resources": "Resource", "not_resources": "NotResource",
    }  # fmt: skip
    found: dict[str, Any] = {"Effect": "Allow"}
    for name, (_, value) in block.attributes.items():
        if name in names:
            found[names[name]] = value
    for inner in block.blocks:
        if inner.kind == "principals":
            principals = found.setdefault("Principal", {})
            if isinstance(principals, dict):
                principals[str(inner.value("type"))] = inner.value("identifiers")
        elif inner.kind == "condition":
            tests = found.setdefault("Condition", {}).setdefault(str(inner.value("test")), {})
            tests[inner.value("variable")] = inner.value("values")
    return found


def _words(word: str) -> Iterator[Problem]:
    """An argument that is an action's name, or a whole policy."""
    match = _TOKEN.fullmatch(word)
    if match:
        for problem, _ in _named(word):
            yield problem
    elif word.lstrip().startswith("{") and '"Statement"' in word:
        try:
            document = json.loads(word)
        except json.JSONDecodeError as error:
            yield Problem("", f"the policy is not JSON: {error.msg}", "repair the JSON")
            return
        statements = policies.strings(document) or document.get("Statement", [])
        trust = all("sts:" in str(each) for each in statements)
        yield from policies.problems(document, trust)


def _named(text: str) -> Iterator[tuple[Problem, int]]:
    """Words of the form `service:Action` that no service knows."""
    for match in _TOKEN.finditer(text):
        prefix, name = match[1], match[0]
        if prefix in _AMBIGUOUS or policies.is_condition_key(name):
            continue
        if prefix not in iam_data.prefixes():
            near = difflib.get_close_matches(prefix, iam_data.prefixes(), n=1, cutoff=0.85)
            if near and iam_data.matching(f"{near[0]}:{match[2]}"):
                advice = f"write {near[0]}:{match[2]}"
                yield Problem(name, f"there is no IAM prefix {prefix}", advice), match.start()
            continue
        problem = policies.check_action(name)[1]
        if problem:
            yield problem, match.start()
