"""Check `hcl`: fences parse, and validate against the AWS provider where terraform has it."""

from __future__ import annotations

import re

import hcl2

from . import placeholders, terraform
from .content import Content
from .findings import Finding, Report
from .markdown import Fence, Page
from .terraform import Module

NAME = "hcl"

# Arguments without which a resource does not validate, for fences that show a part of one.
_REQUIRED = {
    "aws_ecs_service": {"name": '"sample"'},
    "aws_ecs_cluster": {"name": '"sample"'},
    "aws_ecs_task_definition": {"family": '"sample"', "container_definitions": '"[]"'},
    "aws_ecs_capacity_provider": {"name": '"sample"'},
    "aws_appautoscaling_target": {
        "max_capacity": "2", "min_capacity": "1", "resource_id": '"service/sample/sample"',
        "scalable_dimension": '"ecs:service:DesiredCount"', "service_namespace": '"ecs"',
    },
    "aws_appautoscaling_policy": {
        "name": '"sample"', "resource_id": '"service/sample/sample"',
        "scalable_dimension": '"ecs:service:DesiredCount"', "service_namespace": '"ecs"',
    },
    "aws_cloudwatch_metric_alarm": {
        "alarm_name": '"sample"', "comparison_operator": '"LessThanThreshold"',
        "evaluation_periods": "1",
    },
    "aws_vpc_endpoint": {"service_name": '"sample"', "vpc_id": '"vpc-1"'},
    "aws_lb_listener": {"load_balancer_arn": f'"{placeholders.SAMPLES["load-balancer-arn"]}"'},
}  # fmt: skip


def run(content: Content) -> Report:
    """Parses every fence, then validates all that parse in one run of terraform."""
    report = Report.empty()
    modules: list[Module] = []
    fences: list[tuple[Page, Fence]] = []
    for page in content.pages:
        for fence in page.fences:
            if fence.language != "hcl":
                continue
            text = placeholders.substitute(fence.text)
            problem = _parse(page, fence, text)
            if problem:
                report.findings.append(problem)
            else:
                modules.append(_module(len(modules), fence, text))
                fences.append((page, fence))
    result = terraform.validate(modules)
    if result.skipped:
        report.notes.append(f"terraform validate skipped: {result.skipped}")
    else:
        report.notes.append(f"{len(modules)} fences, {result.version}")
    for diagnostic in result.diagnostics:
        page, fence = fences[diagnostic.module]
        line = fence.line + max(diagnostic.line, 0)
        report.findings.append(
            Finding(page.path, line, NAME, diagnostic.message, "see the provider's documentation")
        )
    return report


def _parse(page: Page, fence: Fence, text: str) -> Finding | None:
    resource = fence.attribute("fragment")
    if resource is not None and not re.fullmatch(r"aws_[a-z0-9_]+", resource):
        message = f"fragment={resource} is no resource type"
        return Finding(page.path, fence.line, NAME, message, "write fragment=aws_…")
    try:
        hcl2.loads(text if text.endswith("\n") else f"{text}\n")
    except Exception as error:  # lark raises many kinds, all with a line
        row = getattr(error, "line", 1)
        line = fence.line + (row if isinstance(row, int) and row > 0 else 1)
        said = " ".join(str(error).split("\n")[0].split())
        return Finding(page.path, line, NAME, f"not HCL: {said}", "repair the HCL")
    return None


def _module(index: int, fence: Fence, text: str) -> Module:
    """A fence as a terraform module; a fragment is wrapped in its resource on one extra line."""
    resource = fence.attribute("fragment")
    if resource is None:
        return Module(index, text, 0)
    given = set(re.findall(r"^\s*(\w+)\s*(?==|\{)", text, re.M))
    required = _REQUIRED.get(resource, {})
    extra = "".join(f"{name} = {value}\n" for name, value in required.items() if name not in given)
    return Module(index, f'resource "{resource}" "fragment" {{\n{text}\n{extra}}}\n', 1)
