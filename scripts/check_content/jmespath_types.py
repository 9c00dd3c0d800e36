"""Walks a JMESPath expression over the type of an AWS response.

Finds what the CLI cannot: a field that the operation does not return gives null, and a person at
3 a.m. reads null as an answer.
"""

from __future__ import annotations

import warnings
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.functions import Functions
from jmespath.lexer import Lexer

from .value_types import (
    ANYTHING,
    BOOLEAN,
    NULL,
    NUMBER,
    STRING,
    Anything,
    ListOf,
    MapOf,
    Record,
    Scalar,
    Type,
    describe,
)

_RESULTS: dict[str, Type] = {
    "abs": NUMBER, "avg": NUMBER, "ceil": NUMBER, "contains": BOOLEAN, "ends_with": BOOLEAN,
    "floor": NUMBER, "join": STRING, "keys": ListOf(STRING), "length": NUMBER,
    "starts_with": BOOLEAN, "sum": NUMBER, "to_number": NUMBER, "to_string": STRING,
    "type": STRING,
}  # fmt: skip


def check(expression: str, root: Type) -> tuple[Type, list[tuple[str, str]]]:
    """The type of the result, and each problem with its advice."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed = jmespath.compile(expression).parsed
            problems = _string_literals(expression)
    except JMESPathError as error:
        first = str(error).splitlines()[0].removesuffix(":")
        return ANYTHING, [(f"--query does not compile: {first}", "repair the expression")]
    walker = _Walker()
    result = walker.walk(parsed, root)
    return result, problems + walker.problems


def _string_literals(expression: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for token in Lexer().tokenize(expression):
        starts = expression[token["start"] : token["start"] + 1]
        if token["type"] == "literal" and starts == "`" and isinstance(token["value"], str):
            found.append((
                f"the backtick literal `{token['value']}` is a string",
                f"write '{token['value']}' in single quotes",
            ))  # fmt: skip
    return found


class _Walker:
    def __init__(self) -> None:
        self.problems: list[tuple[str, str]] = []

    def report(self, message: str, advice: str) -> Type:
        if (message, advice) not in self.problems:
            self.problems.append((message, advice))
        return ANYTHING

    def walk(self, node: dict[str, Any], current: Type) -> Type:
        children: list[dict[str, Any]] = node.get("children", [])
        match node["type"]:
            case "field":
                return self.field(str(node["value"]), current)
            case "subexpression" | "index_expression" | "pipe":
                for child in children:
                    current = self.walk(child, current)
                return current
            case "current" | "identity":
                return current
            case "literal":
                return _literal(node["value"])
            case "index":
                return self.element(current, f"[{node['value']}]")
            case "slice":
                return ListOf(self.element(current, "a slice"))
            case "projection":
                element = self.element(self.walk(children[0], current), "[*]")
                return ListOf(self.walk(children[1], element))
            case "value_projection":
                return ListOf(
                    self.walk(children[1], self.value_of(self.walk(children[0], current)))
                )
            case "filter_projection":
                element = self.element(self.walk(children[0], current), "a filter [?…]")
                self.walk(children[2], element)
                return ListOf(self.walk(children[1], element))
            case "flatten":
                element = self.element(self.walk(children[0], current), "[]")
                return element if isinstance(element, ListOf) else ListOf(element)
            case "multi_select_list":
                types = [self.walk(child, current) for child in children]
                same = all(each == types[0] for each in types)
                return ListOf(types[0] if same else ANYTHING)
            case "multi_select_dict":
                fields = tuple(
                    (str(child["value"]), self.walk(child["children"][0], current))
                    for child in children
                )
                return Record("result", None, fields)
            case "comparator":
                left, right = (self.walk(child, current) for child in children)
                self.compare(str(node["value"]), left, right, children)
                return BOOLEAN
            case "not_expression":
                self.walk(children[0], current)
                return BOOLEAN
            case "or_expression" | "and_expression":
                left, right = (self.walk(child, current) for child in children)
                return left if left == right else ANYTHING
            case "function_expression":
                return self.function(str(node["value"]), children, current)
            case _:
                return ANYTHING

    def field(self, name: str, current: Type) -> Type:
        match current:
            case Record():
                found = current.member(name)
                if found is None and name == "null":
                    return self.report("--query: `null` names a field", "put null in backticks")
                if found is None:
                    advice = current.nearest(name)
                    return self.report(f"--query: {describe(current)} has no `{name}`", advice)
                return found
            case MapOf():
                return current.value
            case ListOf():
                return self.report(
                    f"--query: `.{name}` is asked of a list, which gives null",
                    f"write `[].{name}` or `[0].{name}`",
                )
            case Scalar():
                return self.report(
                    f"--query: `.{name}` is asked of {describe(current)}, which gives null",
                    f"leave out `.{name}`",
                )
            case _:
                return ANYTHING

    def element(self, current: Type, what: str) -> Type:
        match current:
            case ListOf():
                return current.element
            case Anything():
                return ANYTHING
            case _:
                return self.report(
                    f"--query: {what} is used on {describe(current)}, which gives null",
                    "use it on a list only",
                )

    def value_of(self, current: Type) -> Type:
        match current:
            case MapOf():
                return current.value
            case Record() | Anything():
                return ANYTHING
            case _:
                return self.report(
                    f"--query: `.*` on {describe(current)} gives null", "write `[*]`"
                )

    def compare(
        self, operator: str, left: Type, right: Type, children: list[dict[str, Any]]
    ) -> None:
        if not isinstance(left, Scalar) or not isinstance(right, Scalar):
            return
        kinds = {left.kind, right.kind}
        if "null" not in kinds and len(kinds) > 1:
            self.report(
                f"--query: compares a {left.kind} with a {right.kind}, which is never equal",
                "write a number in backticks and a string in single quotes",
            )
        for known, literal in ((left, children[1]), (right, children[0])):
            value = literal.get("value")
            wrong = known.values and isinstance(value, str) and value not in known.values
            if literal["type"] == "literal" and wrong and operator in ("eq", "ne"):
                self.report(
                    f"--query: '{value}' is not a value of this field",
                    f"use one of {', '.join(known.values[:12])}",
                )

    def function(self, name: str, children: list[dict[str, Any]], current: Type) -> Type:
        table = Functions.FUNCTION_TABLE
        if name not in table:
            return self.report(f"--query: there is no function `{name}()`", "see the JMESPath list")
        signature = table[name]["signature"]
        variadic = bool(signature) and bool(signature[-1].get("variadic"))
        if len(children) < len(signature) or (len(children) > len(signature) and not variadic):
            count = len(signature)
            return self.report(f"--query: `{name}()` takes {count} arguments", "repair the call")
        by_expression = [child for child in children if child["type"] == "expref"]
        values = [self.walk(c, current) for c in children if c["type"] != "expref"]
        first = values[0] if values else ANYTHING
        if by_expression:
            element = self.element(first, f"{name}()")
            result = self.walk(by_expression[0]["children"][0], element)
            if name == "map":
                return ListOf(result)
            return first if name == "sort_by" else element
        match name:
            case "sort" | "reverse" | "to_array" | "not_null":
                return first
            case "max" | "min":
                return self.element(first, f"{name}()")
            case "values":
                return ListOf(self.value_of(first))
            case "length" if isinstance(first, Scalar) and first.kind in ("number", "boolean"):
                return self.report(f"--query: length() of {describe(first)}", "use it on a list")
            case "merge":
                return ANYTHING
            case _:
                return _RESULTS.get(name, ANYTHING)


def _literal(value: Any) -> Type:
    match value:
        case None:
            return NULL
        case bool():
            return BOOLEAN
        case int() | float():
            return NUMBER
        case str():
            return STRING
        case list():
            return ListOf(ANYTHING)
        case _:
            return ANYTHING
