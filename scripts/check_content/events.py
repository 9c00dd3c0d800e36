"""Check `events`: event patterns parse, and match keys and values that ECS events have."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from typing import Any

from botocore.model import ListShape, Shape, StructureShape

from . import hcl_values, models, placeholders
from .content import Content
from .findings import Finding, Report
from .hcl_values import Encoded, Reference
from .markdown import Fence, Page

NAME = "events"

_TOP = {
    "version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail",
}  # fmt: skip
_OPERATORS = {
    "prefix", "suffix", "anything-but", "numeric", "exists", "cidr", "wildcard",
    "equals-ignore-case",
}  # fmt: skip
# ECS events. The first two carry an API structure; the others are documented key by key:
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html
_SHAPES = {
    "ECS Task State Change": ("describe-tasks", "tasks"),
    "ECS Container Instance State Change": ("describe-container-instances", "containerInstances"),
}
_MORE_KEYS = {"updatedAt", "clusterArn", "accountType", "networkInterfaces", "details"}
_SERVICE_KEYS = {
    "eventType", "eventName", "clusterArn", "createdAt", "updatedAt", "reason", "deploymentId",
    "desiredCount", "containerPort", "taskArns", "targetArns", "taskSetArns", "targetGroupArns",
    "containerInstanceArns", "ec2InstanceIds", "capacityProviderArns", "serviceRegistryArns",
    "serviceDeploymentArn", "serviceRevisionArn",
}  # fmt: skip
_KEYED = {"ECS Service Action": _SERVICE_KEYS, "ECS Deployment State Change": _SERVICE_KEYS}
_EVENT_NAMES = {
    "SERVICE_STEADY_STATE", "TASKSET_STEADY_STATE", "CAPACITY_PROVIDER_STEADY_STATE",
    "SERVICE_DESIRED_COUNT_UPDATED", "SERVICE_TASK_START_IMPAIRED", "TASKS_STOPPED",
    "SERVICE_DISCOVERY_INSTANCE_UNHEALTHY", "SERVICE_DEPLOYMENT_FAILED",
    "SERVICE_DEPLOYMENT_IN_PROGRESS", "SERVICE_DEPLOYMENT_COMPLETED",
    "VPC_LATTICE_TARGET_UNHEALTHY", "SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED",
    "ECS_OPERATION_THROTTLED", "SERVICE_DISCOVERY_OPERATION_THROTTLED",
    "SERVICE_TASK_PLACEMENT_FAILURE", "SERVICE_TASK_CONFIGURATION_FAILURE",
    "SERVICE_HEALTH_UNKNOWN", "TASKSET_SCALE_IN_FAILURE_BY_TASK_PROTECTION",
    "SERVICE_SCALE_IN_FAILURE_BY_TASK_PROTECTION",
}  # fmt: skip
_OTHER_ECS = {"AWS API Call via CloudTrail"}
_STATUSES = {
    "PROVISIONING", "PENDING", "ACTIVATING", "RUNNING", "DEACTIVATING", "STOPPING",
    "DEPROVISIONING", "STOPPED", "DELETED",
}  # fmt: skip
_ENUMS = {
    "lastStatus": _STATUSES, "desiredStatus": {"RUNNING", "STOPPED", "PENDING"},
    "eventName": _EVENT_NAMES, "eventType": {"INFO", "WARN", "ERROR"},
}  # fmt: skip


def run(content: Content) -> Report:
    """Checks `json event-pattern` fences and `event_pattern = jsonencode(…)` in HCL."""
    report = Report.empty()
    for page in content.pages:
        for fence in page.fences:
            if fence.language == "json" and fence.role == "event-pattern":
                report.findings += _json(page, fence)
            elif fence.language == "hcl":
                report.findings += _hcl(page, fence)
    return report


def _json(page: Page, fence: Fence) -> Iterator[Finding]:
    try:
        pattern = json.loads(placeholders.substitute(fence.text))
    except json.JSONDecodeError as error:
        line = fence.line + error.lineno
        yield Finding(page.path, line, NAME, f"not JSON: {error.msg}", "repair the JSON")
        return
    yield from _placed(page, fence, pattern, 0)


def _hcl(page: Page, fence: Fence) -> Iterator[Finding]:
    try:
        root = hcl_values.read(placeholders.substitute(fence.text))
    except hcl_values.HCLProblem:
        return
    for block in root.walk():
        offset, value = block.attributes.get("event_pattern", (0, None))
        if isinstance(value, Encoded):
            yield from _placed(page, fence, value.value, offset)


def _placed(page: Page, fence: Fence, pattern: Any, start: int) -> Iterator[Finding]:
    for needle, message, advice in problems(pattern):
        word = re.escape(needle) if needle.startswith('"') else rf"\b{re.escape(needle)}\b"
        found = re.search(word, fence.text[start:]) if needle else None
        line = fence.line_at(start + (found.start() if found else 0))
        yield Finding(page.path, line, NAME, message, advice)


def problems(pattern: Any) -> Iterator[tuple[str, str, str]]:
    """Needle, message and advice for what an event pattern gets wrong."""
    if not isinstance(pattern, dict):
        yield "", "an event pattern is an object", 'write {"source": ["aws.ecs"], …}'
        return
    yield from _form(pattern)
    for key in pattern.keys() - _TOP - {"$or"}:
        near = difflib.get_close_matches(key, _TOP, n=1)
        advice = f"did you mean `{near[0]}`?" if near else f"use {', '.join(sorted(_TOP))}"
        yield key, f"an event has no key `{key}`", advice
    sources = [s for s in _leaves(pattern.get("source")) if isinstance(s, str)]
    if "aws.ecs" not in sources:
        for source in sources:
            if "ecs" in source:
                yield source, f"no service sends events as `{source}`", "write aws.ecs"
        return
    kinds = [kind for kind in _leaves(pattern.get("detail-type")) if isinstance(kind, str)]
    known = set(_SHAPES) | set(_KEYED) | _OTHER_ECS
    for kind in kinds:
        if kind not in known and not isinstance(kind, Reference):
            near = difflib.get_close_matches(kind, known, n=1)
            advice = f"did you mean `{near[0]}`?" if near else f"use {', '.join(sorted(known))}"
            yield kind, f"ECS has no event `{kind}`", advice
    detail = pattern.get("detail")
    if isinstance(detail, dict) and len(kinds) == 1:
        yield from _detail(detail, kinds[0])


def _form(pattern: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Every leaf is a list; an object in a list is one operator."""
    for key, value in pattern.items():
        if isinstance(value, Reference):
            continue
        if key == "$or" and isinstance(value, list):
            for each in value:
                yield from _form(each) if isinstance(each, dict) else ()
        elif isinstance(value, dict):
            yield from _form(value)
        elif not isinstance(value, list):
            yield key, f"`{key}` is not a list", "every value of a pattern is a list"
        else:
            for each in value:
                for operator in each.keys() - _OPERATORS if isinstance(each, dict) else ():
                    advice = f"use {', '.join(sorted(_OPERATORS))}"
                    yield operator, f"there is no operator `{operator}`", advice


def _leaves(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _detail(detail: dict[str, Any], kind: str) -> Iterator[tuple[str, str, str]]:
    if kind in _KEYED:
        for key, value in detail.items():
            if key not in _KEYED[kind] and key != "$or":
                yield key, f"a `{kind}` event has no `{key}`", _nearest(key, _KEYED[kind])
            yield from _values(key, value, None)
    elif kind in _SHAPES:
        cli_name, member = _SHAPES[kind]
        model = models.operation("ecs", cli_name)
        if model is not None and model.output_shape is not None:
            yield from _members(detail, model.output_shape.members[member], kind)


def _members(pattern: dict[str, Any], shape: Shape, kind: str) -> Iterator[tuple[str, str, str]]:
    while isinstance(shape, ListShape):
        shape = shape.member
    if not isinstance(shape, StructureShape):
        return
    for key, value in pattern.items():
        if key == "$or":
            for each in _leaves(value):
                yield from _members(each, shape, kind) if isinstance(each, dict) else ()
        elif key not in shape.members:
            if key not in _MORE_KEYS:
                message = f"a `{kind}` event has no `{key}` in {shape.name}"
                yield key, message, _nearest(key, set(shape.members))
        elif isinstance(value, dict):
            yield from _members(value, shape.members[key], kind)
        else:
            yield from _values(key, value, shape.members[key])


def _values(key: str, value: Any, shape: Shape | None) -> Iterator[tuple[str, str, str]]:
    allowed = _ENUMS.get(key) or set(shape.metadata.get("enum", ()) if shape is not None else ())
    for each in _leaves(value):
        if not isinstance(each, str) or isinstance(each, Reference):
            continue
        if allowed and each not in allowed:
            yield each, f"`{key}` is never `{each}`", _nearest(each, allowed)
        if shape is not None and shape.type_name in ("integer", "long"):
            quoted = f'"{each}"'
            yield quoted, f"`{key}` is a number, {quoted} never matches", "leave out the quotes"


def _nearest(word: str, known: set[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f"did you mean `{near[0]}`?" if near else f"use one of {', '.join(sorted(known)[:12])}"
