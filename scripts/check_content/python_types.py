"""Follows boto3 clients and responses through a Python snippet.

A small abstract interpreter: what it does not know is Anything, and Anything is never wrong. So a
finding is a method, a parameter or a response key that botocore's model does not have.
"""

from __future__ import annotations

import ast
import difflib

from botocore.model import OperationModel

from . import models
from .python_calls import check_arguments
from .python_values import Boto3, Client, Paginator, Value, Waiter
from .value_types import (
    ANYTHING,
    NUMBER,
    Anything,
    ListOf,
    MapOf,
    Record,
    Scalar,
    Type,
    describe,
    of,
)

Problem = tuple[int, str, str]

_CLIENT_EXTRAS = {"can_paginate", "close", "generate_presigned_url", "exceptions", "meta"}
_DICT_METHODS = {"get", "items", "keys", "values", "copy", "pop", "update", "setdefault"}
_SAME = {"sorted", "list", "reversed", "tuple", "set"}
_ONE = {"max", "min", "next"}


class Reader:
    """Walks a module."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.scope: dict[str, Value] = {}
        self.returns: dict[str, Value] = {}

    def read(self, tree: ast.Module) -> list[Problem]:
        """The problems of a module, in line order."""
        for statement in tree.body:  # functions may use clients that are made further down
            if isinstance(statement, ast.Import | ast.ImportFrom | ast.Assign):
                self.statement(statement)
        self.problems.clear()
        self.block(tree.body)
        return sorted(set(self.problems))

    def report(self, node: ast.AST, message: str, advice: str) -> None:
        """Adds a problem at a node."""
        self.problems.append((getattr(node, "lineno", 1), message, advice))

    # Statements

    def block(self, statements: list[ast.stmt]) -> None:
        """Walks statements in order."""
        for statement in statements:
            self.statement(statement)

    def statement(self, node: ast.stmt) -> None:
        """Walks one statement."""
        match node:
            case ast.Import(names=names):
                for name in names:
                    if name.name == "boto3":
                        self.scope[name.asname or "boto3"] = Boto3()
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self.function(node)
            case ast.Assign(targets=targets, value=value):
                result = self.value(value)
                for target in targets:
                    self.bind(target, result)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self.bind(target, self.value(value))
            case ast.AugAssign(target=ast.Name(id=name), value=value):
                self.grow(name, self.value(value))
            case ast.For() | ast.AsyncFor():
                self.bind(node.target, self.element(self.value(node.iter)))
                self.block(node.body)
                self.block(node.orelse)
            case ast.Return(value=ast.expr() as value):
                result = self.value(value)
                if isinstance(self.scope.get("return", ANYTHING), Anything):
                    self.scope["return"] = result
            case _:
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.stmt):
                        self.statement(child)
                    elif isinstance(child, ast.expr):
                        self.value(child)
                    elif isinstance(child, ast.ExceptHandler | ast.match_case):
                        self.block(child.body)
                        if isinstance(child, ast.ExceptHandler) and child.type is not None:
                            self.value(child.type)
                    elif isinstance(child, ast.withitem):
                        self.value(child.context_expr)

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """A function's body, with parameters that are named like a service as its client."""
        outer = self.scope
        self.scope = dict(outer) | {"return": ANYTHING}
        for argument in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]:
            known = models.service(argument.arg) is not None
            self.scope[argument.arg] = Client(argument.arg) if known else ANYTHING
        self.block(node.body)
        self.returns[node.name] = self.scope["return"]
        self.scope = outer
        self.scope.pop(node.name, None)

    def bind(self, target: ast.expr, value: Value) -> None:
        """Assigns to a name; the parts of a tuple are unknown."""
        if isinstance(target, ast.Name):
            self.scope[target.id] = value
        elif isinstance(target, ast.Tuple | ast.List):
            for element in target.elts:
                self.bind(element, ANYTHING)

    def grow(self, name: str, more: Value) -> None:
        """`name += more` and `name.extend(more)` on a list that began empty."""
        if self.scope.get(name) == ListOf(ANYTHING) and isinstance(more, ListOf):
            self.scope[name] = more

    # Expressions

    def value(self, node: ast.expr) -> Value:
        """The type of an expression."""
        match node:
            case ast.Name(id=name):
                return self.scope.get(name, ANYTHING)
            case ast.Constant(value=bool() | str() | None):
                return ANYTHING
            case ast.Constant(value=int() | float()):
                return NUMBER
            case ast.Call():
                return self.call(node)
            case ast.Subscript():
                return self.subscript(node)
            case ast.Attribute():
                return self.attribute(node)
            case ast.ListComp() | ast.GeneratorExp() | ast.SetComp():
                return self.comprehension(node)
            case ast.List(elts=[]):
                return ListOf(ANYTHING)
            case ast.BoolOp(values=values):
                types = [self.value(each) for each in values]
                return next((t for t in types if not isinstance(t, Anything)), ANYTHING)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                self.value(test)
                first, second = self.value(body), self.value(orelse)
                return second if isinstance(first, Anything) else first
            case ast.NamedExpr(target=target, value=value):
                result = self.value(value)
                self.bind(target, result)
                return result
            case ast.DictComp(key=key, value=value, generators=generators):
                outer = dict(self.scope)
                self.generators(generators)
                self.value(key)
                result = self.value(value)
                self.scope = outer
                return MapOf(result) if isinstance(result, Type) else ANYTHING
            case ast.Lambda(body=body):
                self.value(body)
                return ANYTHING
            case _:
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.expr):
                        self.value(child)
                return ANYTHING

    def comprehension(self, node: ast.ListComp | ast.GeneratorExp | ast.SetComp) -> Value:
        """A list of what the element expression gives."""
        outer = dict(self.scope)
        self.generators(node.generators)
        result = self.value(node.elt)
        self.scope = outer
        return ListOf(result) if isinstance(result, Type) else ANYTHING

    def generators(self, generators: list[ast.comprehension]) -> None:
        """The `for … in … if …` parts."""
        for part in generators:
            self.bind(part.target, self.element(self.value(part.iter)))
            for test in part.ifs:
                self.value(test)

    def element(self, value: Value) -> Value:
        """What iterating gives."""
        return value.element if isinstance(value, ListOf) else ANYTHING

    def subscript(self, node: ast.Subscript) -> Value:
        """`x["key"]`, `x[0]`, `x[1:]`."""
        value = self.value(node.value)
        if not isinstance(node.slice, ast.Constant):
            self.value(node.slice)
            index = node.slice.operand if isinstance(node.slice, ast.UnaryOp) else node.slice
            if isinstance(value, ListOf):
                return value if isinstance(node.slice, ast.Slice) else value.element
            return ANYTHING if not isinstance(index, ast.Constant) else self.element(value)
        return self.item(node, value, node.slice.value)

    def item(self, node: ast.AST, value: Value, key: object) -> Value:
        """A member of a response, by key or by position."""
        match value:
            case Record() if isinstance(key, str):
                found = value.member(key)
                if found is None and key != "ResponseMetadata":
                    self.report(node, f'{describe(value)} has no "{key}"', value.nearest(key))
                return found or ANYTHING
            case ListOf() if isinstance(key, str):
                self.report(node, f'["{key}"] on a list', "take an element first")
            case ListOf():
                return value.element
            case MapOf():
                return value.value
            case Scalar() | Record() if isinstance(key, int) and isinstance(value, Record):
                self.report(node, f"[{key}] on {describe(value)}", "use a key")
            case _:
                pass
        return ANYTHING

    def attribute(self, node: ast.Attribute) -> Value:
        """`x.name` outside a call."""
        value = self.value(node.value)
        match value:
            case Record() if node.attr not in _DICT_METHODS:
                self.report(node, f"a response is a dict, it has no .{node.attr}",
                            f'write ["{node.attr}"]')  # fmt: skip
            case Client() if node.attr not in _CLIENT_EXTRAS:
                self.operation(node, value, node.attr)
            case _:
                self.exception(node)
        return ANYTHING

    def exception(self, node: ast.Attribute) -> None:
        """`client.exceptions.Name`."""
        if not isinstance(node.value, ast.Attribute) or node.value.attr != "exceptions":
            return
        client = self.value(node.value.value)
        model = models.service(client.service) if isinstance(client, Client) else None
        if model is None or node.attr == "ClientError":
            return
        names = [shape.name for shape in model.error_shapes]
        if node.attr not in names:
            near = difflib.get_close_matches(node.attr, names, n=1)
            advice = f"did you mean {near[0]}?" if near else "see the service's errors"
            self.report(node, f"{model.service_name} has no exception {node.attr}", advice)

    def call(self, node: ast.Call) -> Value:
        """A call: of boto3, of a client, or of a builtin that keeps types."""
        arguments = [self.value(argument) for argument in node.args]
        for keyword in node.keywords:
            if not (isinstance(keyword.value, ast.Lambda) and keyword.arg == "key"):
                self.value(keyword.value)
        first: Value = arguments[0] if arguments else ANYTHING
        match node.func:
            case ast.Name(id=name):
                self.key_function(node, first)
                if name in _SAME and isinstance(first, ListOf):
                    return first
                if name in _ONE and len(arguments) in (1, 2):
                    return self.element(first)
                return self.returns.get(name, ANYTHING)
            case ast.Attribute(value=owner, attr=attr):
                if isinstance(owner, ast.Name) and attr in ("extend", "append") and arguments:
                    more = (
                        first if attr == "extend" or not isinstance(first, Type) else ListOf(first)
                    )
                    self.grow(owner.id, more)
                return self.method(node, self.value(owner), attr, first)
            case _:
                return self.value(node.func)

    def key_function(self, node: ast.Call, values: Value) -> None:
        """`key=lambda x: …` of sorted, max and min."""
        for keyword in node.keywords:
            if keyword.arg == "key" and isinstance(keyword.value, ast.Lambda):
                outer = dict(self.scope)
                for argument in keyword.value.args.args:
                    self.scope[argument.arg] = self.element(values)
                self.value(keyword.value.body)
                self.scope = outer

    def method(self, node: ast.Call, owner: Value, name: str, first: Value) -> Value:
        """A method call by the type of its owner."""
        text = _constant(node.args[0]) if node.args else None
        match owner:
            case Boto3():
                if name == "Session":
                    return owner
                if name != "client" or text is None:
                    return ANYTHING
                if models.service(text) is None:
                    near = difflib.get_close_matches(text, models.services(), n=1)
                    advice = f"did you mean {near[0]}?" if near else "see boto3's service list"
                    self.report(node, f"boto3 has no service {text}", advice)
                    return ANYTHING
                return Client(text)
            case Client():
                return self.client_call(node, owner, name, text)
            case Paginator():
                model = models.service(owner.service)
                if name != "paginate" or model is None:
                    return ANYTHING
                operation = model.operation_model(owner.operation)
                self.arguments(node, operation, {"PaginationConfig"})
                output = of(operation.output_shape)
                return ListOf(output)
            case Waiter():
                if name == "wait":
                    self.arguments(node, models.waiter_operation(owner.service, owner.name),
                                   {"WaiterConfig"})  # fmt: skip
                return ANYTHING
            case Record() | MapOf() if name in ("get", "pop", "setdefault"):
                return self.item(node, owner, text) if text is not None else ANYTHING
            case Record() if name not in _DICT_METHODS:
                self.report(node, f"a response is a dict, it has no .{name}()", "use its keys")
            case MapOf() if name == "values":
                return ListOf(owner.value)
            case ListOf() if name in ("pop", "copy"):
                return owner.element if name == "pop" else owner
            case _:
                pass
        return ANYTHING

    def client_call(self, node: ast.Call, client: Client, name: str, text: str | None) -> Value:
        """A method of a client."""
        if name == "get_paginator" and text is not None:
            operation = self.operation(node, client, text)
            if operation is None:
                return ANYTHING
            if operation.name not in models.paginators(client.service):
                self.report(node, f"{text} has no paginator", "call it directly")
                return ANYTHING
            return Paginator(client.service, operation.name)
        if name == "get_waiter" and text is not None:
            if text not in models.waiters(client.service):
                near = difflib.get_close_matches(text, models.waiters(client.service), n=1)
                advice = f"did you mean {near[0]}?" if near else "see the service's waiters"
                self.report(node, f"{client.service} has no waiter {text}", advice)
                return ANYTHING
            return Waiter(client.service, text)
        if name in _CLIENT_EXTRAS:
            return ANYTHING
        operation = self.operation(node, client, name)
        if operation is None:
            return ANYTHING
        self.arguments(node, operation, set())
        return of(operation.output_shape)

    def operation(self, node: ast.AST, client: Client, name: str) -> OperationModel | None:
        """The operation behind a method name."""
        operations = models.python_operations(client.service)
        model = models.service(client.service)
        if name not in operations or model is None:
            near = difflib.get_close_matches(name, operations, n=1)
            advice = f"did you mean {near[0]}?" if near else "see the client's methods"
            self.report(node, f"the {client.service} client has no {name}()", advice)
            return None
        return model.operation_model(operations[name])

    def arguments(self, node: ast.Call, operation: OperationModel, extra: set[str]) -> None:
        """The keyword arguments of an API call."""
        for place, message, advice in check_arguments(node, operation, extra):
            self.report(place, message, advice)


def _constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
