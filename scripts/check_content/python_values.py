"""The boto3 objects that a Python snippet handles, beside the values of responses."""

from __future__ import annotations

from dataclasses import dataclass

from .value_types import Type


@dataclass(frozen=True)
class Boto3:
    """The boto3 module, or a session of it."""


@dataclass(frozen=True)
class Client:
    """A service client."""

    service: str


@dataclass(frozen=True)
class Paginator:
    """What `get_paginator` gives, and its page iterator."""

    service: str
    operation: str


@dataclass(frozen=True)
class Waiter:
    """What `get_waiter` gives."""

    service: str
    name: str


Value = Type | Boto3 | Client | Paginator | Waiter
