"""Check `settings`: a command that changes a service keeps what the reader has.

A pasted command must not decide what only the reader knows (public address, rollback, breaker), must
not deadlock the deployment, and must not print the value of a secret. The same command has the same
safety class wherever it stands.
"""

from __future__ import annotations

import re
from math import ceil, floor

from .content import Content
from .findings import Finding, Report
from .markdown import Fence
from .shell_fences import LANGUAGES

NAME = "settings"

_DECIDED = [
    (re.compile(r"assignPublicIp=(?:ENABLED|DISABLED)\b"), "the public address is decided here"),
    (re.compile(r"\brollback=(?:true|false)\b"), "rollback is decided here"),
    (re.compile(r"deploymentCircuitBreaker=\{"), "the circuit breaker is decided here"),
]
_KEEP = "export the present value, change one field of it, and send that"
_MINIMUM = re.compile(r"minimumHealthyPercent\"?\s*[=:]\s*(\d+)")
_MAXIMUM = re.compile(r"maximumPercent\"?\s*[=:]\s*(\d+)")
_ENVIRONMENT = re.compile(r"^\s*(?:env|printenv)\s*(?:$|\||>)|/environ\b")
# What leaves the names, a count, or one line that is no secret.
_NAMES_ONLY = re.compile(r"\| *(?:cut -d= -f1|grep -c|sed -n 's/\^AWS_CONTAINER_CREDENTIALS_)")
_LINES_JOINED = re.compile(r"tr '\\n\\0' ' \\n'|sed -n 's/\^AWS_CONTAINER_CREDENTIALS_")
_SECRET = re.compile(r"(?:get-secret-value|--with-decryption)\b")
_NO_VALUE = re.compile(r"jq '(?:keys|type|length)\b|>\s*/dev/null|--query '?[^'|]*\.\{?(?:Name|name)")


def run(content: Content) -> Report:
    """Reads the shell fences of the runbooks."""
    report = Report.empty()
    classes: dict[str, tuple[str, Fence]] = {}
    for page in content.runbooks:
        for fence in page.fences:
            if fence.language not in LANGUAGES:
                continue
            report.findings += [
                Finding(page.path, line, NAME, message, advice)
                for line, message, advice in _problems(fence)
            ]
            safety = fence.attribute("safety") or ""
            text = re.sub(r"\\\n\s*", "", fence.text).strip()
            text = re.sub(r"(>+) *[\w.-]+\.json", r"\1 FILE", text)  # the name of a file says nothing
            known, _ = classes.setdefault(text, (safety, fence))
            if known != safety:
                message = f"the same command is {known} elsewhere and {safety} here"
                report.findings.append(
                    Finding(page.path, fence.line, NAME, message, "give both the right class")
                )
    return report


def _problems(fence: Fence) -> list[tuple[int, str, str]]:
    found = []
    if "aws " in fence.text:
        for pattern, message in _DECIDED:
            if match := pattern.search(fence.text):
                found.append((fence.line_at(match.start()), message, _KEEP))
    minimum, maximum = _MINIMUM.search(fence.text), _MAXIMUM.search(fence.text)
    if minimum and maximum and _blocks(int(minimum[1]), int(maximum[1])):
        message = f"{minimum[1]} % and {maximum[1]} % block a service of one task"
        found.append((fence.line_at(minimum.start()), message, "lower the minimum to 0, or raise the maximum"))
    for number, line in enumerate(re.sub(r"\\\n", "  ", fence.text).splitlines()):
        is_shown = _ENVIRONMENT.search(line) and not (
            _NAMES_ONLY.search(line) and _LINES_JOINED.search(line)
        )
        if is_shown or (_SECRET.search(line) and not _NO_VALUE.search(line)):
            found.append(
                (fence.line + 1 + number, "the command prints values of secrets", "print names only")
            )
    return found


def _blocks(minimum: int, maximum: int) -> bool:
    """Whether one task may neither be stopped nor be started; ECS rounds up below and down above."""
    return ceil(minimum / 100) >= 1 and floor(maximum / 100) <= 1
