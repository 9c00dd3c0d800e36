"""Check `task-definition`: snippets fit RegisterTaskDefinition, and what Fargate allows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape
from botocore.validate import ParamValidator

from . import fargate, hcl_values, models, placeholders
from .content import Content
from .findings import Finding, Report
from .hcl_values import Encoded, Reference
from .markdown import Fence, Page

NAME = "task-definition"


@dataclass(frozen=True)
class Problem:
    """Something wrong; `needle` is the text to look for to find its line."""

    needle: str
    message: str
    advice: str


def run(content: Content) -> Report:
    """Checks JSON snippets, and the container definitions and sizes in HCL."""
    report = Report.empty()
    for page in content.pages:
        for fence in page.fences:
            if fence.language == "json" and fence.role == NAME:
                report.findings += _json(page, fence)
            elif fence.language == "hcl":
                report.findings += _hcl(page, fence)
    return report


def _json(page: Page, fence: Fence) -> Iterator[Finding]:
    text = placeholders.substitute(fence.text)
    wrapped = text if text.lstrip().startswith(("{", "[")) else f"{{{text.rstrip().rstrip(',')}}}"
    try:
        value = json.loads(wrapped)
    except json.JSONDecodeError as error:
        line = fence.line + error.lineno
        yield Finding(page.path, line, NAME, f"not JSON: {error.msg}", "repair the JSON")
        return
    for problem in problems(value):
        yield _placed(page, fence, problem)


def _hcl(page: Page, fence: Fence) -> Iterator[Finding]:
    try:
        root = hcl_values.read(placeholders.substitute(fence.text))
    except hcl_values.HCLProblem:
        return  # the hcl check says what is wrong
    fragment = fence.attribute("fragment") == "aws_ecs_task_definition"
    for block in root.walk():
        is_definition = block.labels[:1] == ["aws_ecs_task_definition"]
        if not is_definition and not (fragment and block is root):
            continue
        for message, advice in fargate.size_problems(block.value("cpu"), block.value("memory")):
            yield _placed(page, fence, Problem("cpu", message, advice), block.offset)
        offset, encoded = block.attributes.get("container_definitions", (0, None))
        if isinstance(encoded, Encoded) and isinstance(encoded.value, list):
            for problem in problems(encoded.value):
                yield _placed(page, fence, problem, offset)


def _placed(page: Page, fence: Fence, problem: Problem, start: int = 0) -> Finding:
    found = re.search(rf"\b{re.escape(problem.needle)}\b", fence.text[start:])
    line = fence.line_at(start + (found.start() if found and problem.needle else 0))
    return Finding(page.path, line, NAME, problem.message, problem.advice)


def problems(value: Any) -> Iterator[Problem]:
    """What is wrong with a whole task definition or a fragment of one."""
    candidates = [_validate(shape, filled) for shape, filled in _readings(value)]
    if not candidates:
        keys = ", ".join(value) if isinstance(value, dict) else type(value).__name__
        yield Problem("", f"not a part of a task definition ({keys})", "check the member names")
        return
    best = min(candidates, key=len)
    yield from best
    if not best:
        yield from _rules(value)


def _readings(value: Any) -> Iterator[tuple[Shape, Any]]:
    """The shapes that a value may be meant as, with required members around it filled in."""
    model = models.operation("ecs", "register-task-definition")
    if model is None or model.input_shape is None:
        return
    whole = model.input_shape
    containers = whole.members["containerDefinitions"]
    if isinstance(value, list):
        yield containers, value
        return
    if not isinstance(value, dict):
        return
    keys = set(value)
    if keys & set(whole.members):
        filled = models.minimal(whole) | value
        if isinstance(filled["containerDefinitions"], list):
            filled["containerDefinitions"] = [_named(c) for c in filled["containerDefinitions"]]
        yield whole, filled
    if keys & set(containers.member.members):
        yield containers.member, _named(value)
    for shape in _below(containers.member, set()):
        if keys and keys <= set(shape.members):
            yield shape, value


def _named(container: Any) -> Any:
    """A container with the members that a fragment may leave out."""
    return {"name": "app", "image": "app"} | container if isinstance(container, dict) else container


def _below(shape: Shape, seen: set[str]) -> Iterator[StructureShape]:
    if isinstance(shape, ListShape):
        yield from _below(shape.member, seen)
    elif isinstance(shape, StructureShape) and shape.name not in seen:
        seen.add(shape.name)
        yield shape
        for member in shape.members.values():
            yield from _below(member, seen)


def _validate(shape: Shape, value: Any) -> list[Problem]:
    value = _without_references(value, shape)
    found: list[Problem] = []
    report = ParamValidator().validate(value, shape)
    for line in report.generate_report().splitlines():
        found.append(Problem(_subject(line), line, "see RegisterTaskDefinition"))
    return found + list(_enums(shape, value))


def _subject(line: str) -> str:
    """The member that a sentence of botocore's validator is about."""
    unknown = re.match(r'Unknown parameter in \S+: "([^"]+)"', line)
    if unknown:
        return unknown[1]
    path = re.search(r"(?: in|parameter) ([\w.\[\]]+)[:,]", line)
    names = re.findall(r"[A-Za-z]\w*", path[1]) if path else []
    return names[-1] if names and names != ["input"] else ""


def _enums(shape: Shape, value: Any) -> Iterator[Problem]:
    """Values outside an enum, which botocore leaves to the service."""
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        for name, member in shape.members.items():
            if name in value:
                yield from _enums(member, value[name])
    elif isinstance(shape, ListShape) and isinstance(value, list):
        for each in value:
            yield from _enums(shape.member, each)
    elif isinstance(shape, MapShape):
        return
    elif isinstance(value, str):
        allowed = shape.metadata.get("enum")
        if allowed and value not in allowed:
            advice = f"use one of {', '.join(allowed[:12])}"
            yield Problem(value, f"{value} is not a {shape.name}", advice)


def _without_references(value: Any, shape: Shape) -> Any:
    """The value with terraform expressions replaced by something of the right type."""
    if isinstance(value, Reference):
        return "reference" if shape.type_name == "string" else models.minimal(shape)
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        return {
            name: _without_references(each, shape.members[name]) if name in shape.members else each
            for name, each in value.items()
        }
    if isinstance(shape, ListShape) and isinstance(value, list):
        return [_without_references(each, shape.member) for each in value]
    return value


def _rules(value: Any) -> Iterator[Problem]:
    """What the API documents beyond its shapes."""
    if isinstance(value, list):
        containers = value
    elif "containerDefinitions" in value:
        containers = value["containerDefinitions"]
    else:
        containers = [value]
    if isinstance(value, dict):
        fargate_only = value.get("requiresCompatibilities", ["FARGATE"]) == ["FARGATE"]
        if fargate_only and isinstance(value.get("cpu"), str):
            for problem in fargate.size_problems(value.get("cpu"), value.get("memory")):
                yield Problem("cpu", *problem)
        yield from _sum(value, containers)
    names = [c.get("name") for c in containers if isinstance(c, dict)]
    for container in containers:
        if isinstance(container, dict):
            for needle, message, advice in fargate.container_problems(container, names):
                yield Problem(needle, message, advice)


def _sum(definition: dict[str, Any], containers: list[Any]) -> Iterator[Problem]:
    task = fargate.mebibytes(definition.get("memory"))
    limits = [c.get("memory") for c in containers if isinstance(c, dict)]
    total = sum(limit for limit in limits if isinstance(limit, int))
    if task is not None and "containerDefinitions" in definition and total > task:
        message = f"the containers' memory ({total}) exceeds the task's ({task})"
        yield Problem("memory", message, "raise the task's, or lower the containers'")
