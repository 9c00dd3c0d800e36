"""The rules for one IAM policy document, wherever a page keeps it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from . import iam_data
from .hcl_values import Reference

_KEYS = {
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource",
    "Condition",
}  # fmt: skip
_OPERATORS = {
    f"{kind}{verb}"
    for kind, verbs in {
        "String": ("Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase", "Like",
                   "NotLike"),
        "Numeric": ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan",
                    "GreaterThanEquals"),
        "Date": ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan",
                 "GreaterThanEquals"),
        "Arn": ("Equals", "NotEquals", "Like", "NotLike"),
    }.items()
    for verb in verbs
} | {"Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "Null"}  # fmt: skip
_GLOBAL_KEYS = {
    f"aws:{name}".lower()
    for name in (
        "CalledVia", "CalledViaFirst", "CalledViaLast", "CurrentTime", "EpochTime",
        "FederatedProvider", "MultiFactorAuthAge", "MultiFactorAuthPresent", "PrincipalAccount",
        "PrincipalArn", "PrincipalIsAWSService", "PrincipalOrgID", "PrincipalOrgPaths",
        "PrincipalServiceName", "PrincipalTag", "PrincipalType", "Referer", "RequestedRegion",
        "RequestTag", "ResourceAccount", "ResourceOrgID", "ResourceOrgPaths", "ResourceTag",
        "SecureTransport", "SourceAccount", "SourceArn", "SourceIdentity", "SourceIp",
        "SourceOrgID", "SourceOrgPaths", "SourceVpc", "SourceVpcArn", "SourceVpce", "TagKeys",
        "TokenIssueTime", "UserAgent", "userid", "username", "ViaAWSService", "VpcSourceIp",
    )
}  # fmt: skip
_SERVICES = {
    f"{name}.amazonaws.com"
    for name in (
        "apigateway", "application-autoscaling", "autoscaling", "cloudtrail", "cloudwatch",
        "codebuild", "codedeploy", "codepipeline", "delivery.logs", "ec2", "ecs",
        "ecs.application-autoscaling", "ecs-tasks", "elasticloadbalancing", "events",
        "lambda", "logs", "monitoring", "pipes", "s3", "scheduler", "servicediscovery", "sns",
        "spot", "sqs", "ssm", "states", "vpc-flow-logs", "vpc-lattice",
    )
}  # fmt: skip
_TRUST_ACTIONS = {
    "sts:assumerole", "sts:assumerolewithwebidentity", "sts:assumerolewithsaml",
    "sts:setsourceidentity", "sts:tagsession",
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """Something wrong in a policy; `needle` is the text to look for to find its line."""

    needle: str
    message: str
    advice: str
    warning: bool = False
    statement: int = 0  # which statement of the document it is in, or -1


def problems(document: Any, trust: bool = False) -> Iterator[Problem]:
    """Everything wrong with a policy document, a statement, or a list of statements."""
    if isinstance(document, dict) and "Statement" in document:
        version = document.get("Version")
        if version != "2012-10-17":
            advice = 'write "Version": "2012-10-17"'
            yield Problem("Version", f"the policy version is {version!r}", advice, statement=-1)
        document = document["Statement"]
    statements = document if isinstance(document, list) else [document]
    for index, statement in enumerate(statements):
        if isinstance(statement, Reference):
            continue
        if not isinstance(statement, dict) or "Effect" not in statement:
            yield Problem("", "not an IAM statement", "write an object with Effect and Action")
            continue
        for problem in _statement(statement, trust):
            yield replace(problem, statement=index)


def _statement(statement: dict[str, Any], trust: bool) -> Iterator[Problem]:
    for key in statement.keys() - _KEYS:
        yield Problem(f"{key}", f"a statement has no key {key}", f"use {', '.join(sorted(_KEYS))}")
    if statement["Effect"] not in ("Allow", "Deny"):
        yield Problem("Effect", f"Effect is {statement['Effect']!r}", "write Allow or Deny")
    sid = statement.get("Sid", "")
    if not re.fullmatch(r"[A-Za-z0-9]*", sid) and not isinstance(sid, Reference):
        yield Problem(sid, f"Sid {sid!r} holds other characters", "use letters and digits only")
    actions = strings(statement.get("Action", statement.get("NotAction")))
    if not actions:
        yield Problem("Effect", "a statement without Action", "name the actions")
    known: list[iam_data.Action] = []
    for name in actions:
        found, problem = check_action(name)
        known += found
        if problem:
            yield problem
    principal = statement.get("Principal", statement.get("NotPrincipal"))
    if trust:
        yield from _trust(statement, actions)
    elif principal is None and not {"Resource", "NotResource"} & statement.keys():
        yield Problem("Effect", "a statement without Resource", 'name the ARNs, or write "*"')
    if principal is not None:
        yield from _principal(principal)
    if principal is None and not trust and "Action" in statement:
        yield from _resources(statement, known)
    yield from _conditions(statement.get("Condition", {}))


def check_action(name: str) -> tuple[list[iam_data.Action], Problem | None]:
    """The actions that a name stands for, or what is wrong with it."""
    if isinstance(name, Reference):
        return [], None
    if name == "*":
        return [], Problem(f'"{name}"', "allows every action", "name the actions")
    found = iam_data.matching(name)
    if not found:
        return [], Problem(name, f"there is no IAM action {name}", iam_data.nearest(name))
    if "*" not in name and "?" not in name and found[0].name != name:
        return found, Problem(name, f"{name} is spelled otherwise", f"write {found[0].name}")
    return found, None


def _trust(statement: dict[str, Any], actions: list[str]) -> Iterator[Problem]:
    if not {"Principal", "NotPrincipal"} & statement.keys():
        yield Problem("Effect", "a trust policy without Principal", "say who may assume the role")
    if "Resource" in statement:
        yield Problem("Resource", "a trust policy has no Resource", "leave it out")
    for name in actions:
        if name.lower() not in _TRUST_ACTIONS and not isinstance(name, Reference):
            yield Problem(name, f"{name} does not belong in a trust policy", "use sts:AssumeRole")


def _principal(principal: Any) -> Iterator[Problem]:
    if isinstance(principal, str):
        if principal != "*" and not isinstance(principal, Reference):
            yield Problem(principal, 'Principal is an object, or "*"', 'write {"AWS": "<arn>"}')
        return
    if not isinstance(principal, dict):
        return
    for kind in principal.keys() - {"AWS", "Service", "Federated", "CanonicalUser"}:
        yield Problem(kind, f"there is no kind of principal {kind}", "use AWS, Service, Federated")
    for name in strings(principal.get("Service")):
        if name not in _SERVICES and not isinstance(name, Reference):
            advice = "for tasks write ecs-tasks.amazonaws.com"
            yield Problem(name, f"{name} is not a known service principal", advice)


def _resources(statement: dict[str, Any], known: list[iam_data.Action]) -> Iterator[Problem]:
    if "Resource" not in statement:
        return
    resources = strings(statement["Resource"])
    for name in resources:
        shaped = name == "*" or (name.startswith("arn:") and name.count(":") >= 5)
        if not shaped and not isinstance(name, Reference):
            yield Problem(name, f"{name} is not an ARN", 'write the whole ARN, or "*"')
    if "*" in resources:
        wide = sorted({each.name for each in known if each.resource_types})
        if wide and statement["Effect"] == "Allow":
            shown = ", ".join(wide[:4]) + (" …" if len(wide) > 4 else "")
            yield Problem(
                '"*"', f'Resource "*" for {shown}, which take an ARN',
                "name the ARNs, or say in a line beside it why not", warning=True,
            )  # fmt: skip
        return
    services = {name.split(":")[2] for name in resources if name.startswith("arn:")}
    open_ended = any(not name.startswith("arn:") for name in resources) or "*" in services
    for each in known:
        if not each.resource_types:
            yield Problem(
                each.name, f"{each.name} takes no resource, so this statement never allows it",
                'move it to a statement with Resource "*"',
            )  # fmt: skip
        elif not open_ended and not services & each.resource_services:
            yield Problem(
                each.name, f"{each.name} takes no {'/'.join(sorted(services))} ARN",
                f"name an ARN of {', '.join(sorted(each.resource_services))}",
            )  # fmt: skip


def _conditions(conditions: Any) -> Iterator[Problem]:
    if isinstance(conditions, Reference) or not isinstance(conditions, dict):
        return
    for operator, tests in conditions.items():
        bare = re.sub(r"^For(?:All|Any)Values?:", "", operator).removesuffix("IfExists")
        if bare not in _OPERATORS:
            advice = "use an operator such as StringEquals or ArnLike"
            yield Problem(operator, f"there is no condition operator {operator}", advice)
        for key in tests if isinstance(tests, dict) else ():
            if not is_condition_key(key):
                yield Problem(key, f"there is no condition key {key}", "check its service's list")


_OIDC_CLAIMS = {"amr", "aud", "azp", "email", "oaud", "sub"}


def is_condition_key(key: str) -> bool:
    """Whether a condition key exists, tag keys in any form."""
    if isinstance(key, Reference):
        return True
    bare = key.split("/")[0].lower()
    if bare in _GLOBAL_KEYS:
        return True
    prefix, _, claim = bare.rpartition(":")
    if "." in prefix:  # the issuer of an OpenID Connect provider, without https://
        return claim in _OIDC_CLAIMS
    prefix = bare.split(":")[0]
    return any(known.split("/")[0] == bare for known in iam_data.condition_keys(prefix))


def strings(value: Any) -> list[str]:
    """A string or a list of them as a list."""
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
