"""botocore's service models: operations by their CLI names, shapes, and minimal valid inputs."""

from __future__ import annotations

from functools import cache
from typing import Any

import botocore.session
from botocore import xform_name
from botocore.model import OperationModel, ServiceModel, Shape, StructureShape

# Command names of the CLI that are not the service's own name.
_CLI_SERVICES = {"s3api": "s3", "deploy": "codedeploy", "configservice": "config"}

# Commands that the CLIs add to the modelled ones, by service; "*" stands for any word.
CUSTOM_COMMANDS: dict[str, set[str]] = {
    "s3": {"*"},
    "configure": {"*"},
    "sso": {"login", "logout"},
    "logs": {"tail"},
    "ecr": {"get-login", "get-login-password"},
    "ecs": {"deploy"},
    "cloudformation": {"package", "deploy"},
    "eks": {"update-kubeconfig", "get-token"},
}


@cache
def _session() -> botocore.session.Session:
    session = botocore.session.get_session()
    session.set_config_variable("region", "us-east-1")
    return session


@cache
def service(name: str) -> ServiceModel | None:
    """The model of a service by its boto3 or CLI name."""
    real = _CLI_SERVICES.get(name, name)
    if real not in _session().get_available_services():
        return None
    return _session().get_service_model(real)


def services() -> list[str]:
    """Every service name of botocore."""
    return [str(name) for name in _session().get_available_services()]


@cache
def cli_operations(service_name: str) -> dict[str, str]:
    """CLI operation name → API operation name."""
    model = service(service_name)
    return {xform_name(name, "-"): name for name in model.operation_names} if model else {}


@cache
def python_operations(service_name: str) -> dict[str, str]:
    """boto3 method name → API operation name."""
    model = service(service_name)
    return {xform_name(name): name for name in model.operation_names} if model else {}


def operation(service_name: str, cli_name: str) -> OperationModel | None:
    """The modelled operation behind `aws <service> <operation>`."""
    model = service(service_name)
    name = cli_operations(service_name).get(cli_name)
    return model.operation_model(name) if model and name else None


@cache
def paginators(service_name: str) -> dict[str, Any]:
    """API operation name → pagination rule."""
    loaded = _session().get_paginator_model(_CLI_SERVICES.get(service_name, service_name))
    return dict(loaded._paginator_config)


@cache
def waiters(service_name: str) -> set[str]:
    """The waiter names of a service as boto3 spells them."""
    return {xform_name(name) for name in _session().get_waiter_model(service_name).waiter_names}


def cli_member(model: OperationModel, option: str) -> Shape | None:
    """The input shape behind an option such as `--container-overrides`."""
    if model.input_shape is None:
        return None
    wanted = option.removeprefix("--")
    for name, shape in model.input_shape.members.items():
        if xform_name(name, "-") == wanted:
            return shape
    return None


def minimal(shape: Shape, depth: int = 0) -> Any:
    """The smallest value that passes validation: required members only."""
    if isinstance(shape, StructureShape):
        if depth > 6:
            return {}
        return {name: minimal(shape.members[name], depth + 1) for name in shape.required_members}
    match shape.type_name:
        case "list":
            count = int(shape.metadata.get("min", 0))
            return [minimal(shape.member, depth + 1)] * count
        case "map":
            return {}
        case "integer" | "long":
            return int(shape.metadata.get("min", 1))
        case "float" | "double":
            return float(shape.metadata.get("min", 1))
        case "boolean":
            return True
        case _:
            values = shape.metadata.get("enum")
            return values[0] if values else "x" * max(1, int(shape.metadata.get("min", 1)))


def waiter_operation(service_name: str, name: str) -> OperationModel:
    """The operation that a waiter polls."""
    waiting = _session().get_waiter_model(service_name)
    real = next(each for each in waiting.waiter_names if xform_name(each) == name)
    model = _session().get_service_model(service_name)
    return model.operation_model(waiting.get_waiter(real).operation)
