"""The arguments of a boto3 call against the operation's input shape, where they are literals."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterable, Iterator

from botocore.model import ListShape, OperationModel, Shape, StructureShape

Place = tuple[ast.AST, str, str]

_KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "long": (int,), "boolean": (bool,),
    "float": (int, float), "double": (int, float),
}  # fmt: skip


def check_arguments(node: ast.Call, operation: OperationModel, extra: set[str]) -> Iterator[Place]:
    """Unknown, missing and badly typed arguments."""
    if node.args:
        advice = f"write {operation.name}'s parameters by name"
        yield node.args[0], "boto3 calls take keyword arguments only", advice
    shape = operation.input_shape
    members = dict(shape.members) if shape is not None else {}
    given = {keyword.arg for keyword in node.keywords}
    for keyword in node.keywords:
        if keyword.arg is None or keyword.arg in extra:
            continue
        if keyword.arg not in members:
            message = f"{operation.name} has no parameter {keyword.arg}"
            yield keyword.value, message, nearest(keyword.arg, members)
        else:
            yield from check_literal(keyword.value, members[keyword.arg], keyword.arg)
    missing = [n for n in (shape.required_members if shape is not None else []) if n not in given]
    if missing and None not in given:
        yield node, f"{operation.name} needs {', '.join(missing)}", "pass what is missing"


def check_literal(node: ast.expr, shape: Shape, name: str) -> Iterator[Place]:
    """A literal argument against its shape; other expressions pass."""
    match node:
        case ast.Dict(keys=keys, values=values) if isinstance(shape, StructureShape):
            given: set[str] = set()
            for key, value in zip(keys, values, strict=True):
                if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
                    return
                given.add(key.value)
                if key.value not in shape.members:
                    message = f'{name} has no "{key.value}"'
                    yield key, message, nearest(key.value, shape.members)
                else:
                    yield from check_literal(value, shape.members[key.value], key.value)
            missing = [each for each in shape.required_members if each not in given]
            if missing:
                yield node, f"{name} needs {', '.join(missing)}", "add what is missing"
        case ast.List(elts=elements) | ast.Tuple(elts=elements) if isinstance(shape, ListShape):
            for element in elements:
                yield from check_literal(element, shape.member, name)
        case ast.Constant(value=value) if shape.type_name in _KINDS:
            if value is None or type(value) not in _KINDS[shape.type_name]:
                yield (
                    node,
                    f"{name} takes a {shape.type_name}, not {value!r}",
                    "pass the right type",
                )
            allowed = shape.metadata.get("enum")
            if isinstance(value, str) and allowed and value not in allowed:
                yield node, f"{name} is never {value!r}", f"use one of {', '.join(allowed[:12])}"
        case ast.Constant() | ast.Dict() if isinstance(shape, ListShape):
            yield node, f"{name} takes a list", "put it in a list"
        case _:
            return


def nearest(name: str, known: Iterable[str]) -> str:
    """Advice for a wrong name."""
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1)
    return f"did you mean {near[0]}?" if near else f"use one of {', '.join(names[:12])}"
