"""Check `logs-insights`: one CloudWatch Logs Insights query per fence, in its own language."""

from __future__ import annotations

import difflib
import re

from .content import Content
from .findings import Finding, Report
from .placeholders import substitute

NAME = "logs-insights"
LANGUAGE = "logs-insights"

COMMANDS = {
    "anomaly", "dedup", "diff", "display", "fields", "filter", "filterindex", "join", "limit",
    "lookup", "parse", "pattern", "sort", "source", "stats", "unmask", "unnest",
}  # fmt: skip

FUNCTIONS = {
    # arithmetic and logic
    "abs", "ceil", "floor", "greatest", "least", "log", "sqrt", "and", "or", "not", "in", "by",
    # general
    "ispresent", "coalesce", "if", "case",
    # strings
    "isempty", "isblank", "concat", "ltrim", "rtrim", "trim", "strlen", "toupper", "tolower",
    "substr", "replace", "strcontains", "tostring", "regexp_extract", "split_part",
    # date and time
    "bin", "datefloor", "dateceil", "frommillis", "tomillis", "now", "formatdate",
    # IP
    "isvalidip", "isvalidipv4", "isvalidipv6", "isipinsubnet", "isipv4insubnet", "isipv6insubnet",
    # JSON and type conversion
    "jsonparse", "jsonstringify", "json_extract", "toint", "todouble", "tonumber",
    # statistics
    "avg", "count", "count_distinct", "max", "median", "min", "pct", "stddev", "sum", "earliest",
    "latest", "sortsfirst", "sortslast", "values", "first", "last",
}  # fmt: skip

_QUOTED = re.compile(
    r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|(?<=[\s(=~,])/(?:\\.|[^/\\\n])+/|`[^`]*`'
)
_COMMENT = re.compile(r"#[^\n]*")


def run(content: Content) -> Report:
    """Checks every `logs-insights` fence."""
    report = Report.empty()
    for page in content.pages:
        for fence in page.fences:
            if fence.language != LANGUAGE:
                continue
            for row, message, advice in problems(substitute(fence.text)):
                line = fence.line + 1 + row
                report.findings.append(Finding(page.path, line, NAME, message, advice))
    return report


def problems(query: str) -> list[tuple[int, str, str]]:
    """What is wrong with a query: row, message, advice."""
    text = _masked(query)
    found: list[tuple[int, str, str]] = []
    offset = 0
    for stage in text.split("|"):
        row = text.count("\n", 0, offset + len(stage) - len(stage.lstrip()))
        offset += len(stage) + 1
        found += _stage(stage.strip(), row)
    if not text.strip():
        found.append((0, "the query is empty", "write one query"))
    for match in re.finditer(r"([A-Za-z_]\w*)\s*\(", text):
        name = match[1].lower()
        if name not in FUNCTIONS and name not in COMMANDS:
            near = difflib.get_close_matches(name, FUNCTIONS, n=1)
            advice = f"did you mean {near[0]}()?" if near else "use a documented function"
            row = text.count("\n", 0, match.start())
            found.append((row, f"Logs Insights has no function {match[1]}()", advice))
    return sorted(found)


def _masked(query: str) -> str:
    """The query with strings, regular expressions and comments blanked, line breaks kept."""
    blank = re.compile(f"{_QUOTED.pattern}|{_COMMENT.pattern}")

    def hide(match: re.Match[str]) -> str:
        filler = " " if match[0].startswith("#") else "x"
        return "".join("\n" if char == "\n" else filler for char in match[0])

    return blank.sub(hide, query)


def _stage(stage: str, row: int) -> list[tuple[int, str, str]]:
    if not stage:
        return [(row, "there is nothing between two pipes", "write a command after the pipe")]
    found: list[tuple[int, str, str]] = []
    begun = False
    for index, line in enumerate(stage.splitlines(), row):
        match = re.match(r"\s*([A-Za-z]+|--|//)", line)
        word = match[1] if match else ""
        if word in ("--", "//"):
            message = f"`{word}` does not start a comment in Logs Insights"
            found.append((index, message, "start comments with #"))
        elif not begun and line.strip():
            begun = True
            if word.lower() not in COMMANDS:
                near = difflib.get_close_matches(word.lower(), COMMANDS, n=1)
                advice = f"did you mean `{near[0]}`?" if near else "start with a known command"
                found.append((index, f"`{word}` is not a Logs Insights command", advice))
        elif word.lower() in COMMANDS and not re.match(r"\s*\w+\s*[=,(]", line):
            advice = "one query per fence: split it, or add |"
            found.append((index, "a second query starts here", advice))
    return found
