"""Reads the blocks and literal values of an HCL fence, with their lines.

python-hcl2 says whether a fence parses; it does not keep what is inside `jsonencode(…)` as data.
This reader does, so that policies, event patterns and container definitions in HCL meet the same
checks as their JSON forms. What is not a literal becomes a Reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


class Reference(str):
    """An expression whose value only terraform knows, or a string that holds one."""


@dataclass
class Block:
    """A block, its labels, attributes and inner blocks."""

    kind: str
    labels: list[str]
    offset: int
    attributes: dict[str, tuple[int, Any]] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)

    def walk(self) -> Iterator[Block]:
        """This block and every block inside it."""
        yield self
        for block in self.blocks:
            yield from block.walk()

    def value(self, name: str) -> Any:
        """An attribute's value, or None."""
        return self.attributes.get(name, (0, None))[1]


@dataclass(frozen=True)
class Encoded:
    """The argument of `jsonencode(…)`."""

    value: Any


class HCLProblem(Exception):
    """The text is not the HCL that this reader knows."""


def read(text: str) -> Block:
    """The fence as one block without a kind; raises HCLProblem."""
    reader = _Reader(text)
    root = Block("", [], 0)
    reader.body(root, end=None)
    return root


_SPACE = re.compile(r"(?:\s|#[^\n]*|//[^\n]*|/\*.*?\*/)*", re.S)
_NAME = re.compile(r"[A-Za-z_][\w-]*")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_HEREDOC = re.compile(r"<<-?(\w+)\n(.*?)^[ \t]*\1[ \t]*$", re.S | re.M)
_OPENING = {"(": ")", "[": "]", "{": "}"}


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def skip(self, newlines: bool = True) -> None:
        if newlines:
            self.at = _SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]
        else:
            while self.text[self.at : self.at + 1] in (" ", "\t"):
                self.at += 1

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def name(self) -> str | None:
        match = _NAME.match(self.text, self.at)
        if match:
            self.at = match.end()
        return match[0] if match else None

    def body(self, into: Block, end: str | None) -> None:
        while True:
            self.skip()
            if self.peek() == (end or ""):
                self.at += len(end or "")
                return
            offset = self.at
            name = self.name()
            if name is None:
                raise HCLProblem(f"unexpected {self.peek() or 'end of text'!r}")
            self.skip(newlines=False)
            if self.peek() == "=":
                self.at += 1
                into.attributes[name] = (offset, self.expression())
                continue
            into.blocks.append(self.block(name, offset))

    def block(self, kind: str, offset: int) -> Block:
        block = Block(kind, [], offset)
        while self.peek() not in ("{", ""):
            label = self.string() if self.peek() == '"' else self.name()
            if label is None:
                raise HCLProblem(f"unexpected {self.peek()!r}")
            block.labels.append(label)
            self.skip(newlines=False)
        self.at += 1
        self.body(block, end="}")
        return block

    def expression(self) -> Any:
        """A value up to the end of its line or the next `,`, `]`, `)` or `}`."""
        self.skip()
        start = self.at
        value = self.primary()
        self.skip(newlines=False)
        if self.peek() in ("", "\n", ",", "]", ")", "}", "#") or self.text.startswith(
            "//", self.at
        ):
            return value
        self.rest()
        return Reference(self.text[start : self.at].strip())

    def rest(self) -> None:
        """Skips an expression that is no literal."""
        while self.peek() not in ("", "\n", ",", "]", ")", "}"):
            if self.peek() == '"':
                self.string()
            elif self.peek() in _OPENING:
                self.balanced()
            else:
                self.at += 1

    def balanced(self) -> None:
        closing = _OPENING[self.peek()]
        self.at += 1
        while self.peek() != closing:
            if self.peek() == "":
                raise HCLProblem(f"no {closing!r}")
            if self.peek() == '"':
                self.string()
            elif self.peek() in _OPENING:
                self.balanced()
            else:
                self.at += 1
        self.at += 1

    def primary(self) -> Any:
        char = self.peek()
        if char == '"':
            return self.string()
        if char == "[":
            return self.sequence()
        if char == "{":
            return self.mapping()
        if match := _HEREDOC.match(self.text, self.at):
            self.at = match.end()
            return Reference(match[2]) if "${" in match[2] else match[2]
        if match := _NUMBER.match(self.text, self.at):
            self.at = match.end()
            return float(match[0]) if "." in match[0] else int(match[0])
        start = self.at
        name = self.name()
        if name in ("true", "false", "null"):
            return {"true": True, "false": False, "null": None}[name]
        if name == "jsonencode" and self.peek() == "(":
            self.at += 1
            value = self.expression()
            self.skip()
            self.at += 1
            return Encoded(value)
        self.rest()
        if self.at == start:
            raise HCLProblem(f"unexpected {self.peek() or 'end of text'!r}")
        return Reference(self.text[start : self.at].strip())

    def string(self) -> str:
        start = self.at
        self.at += 1
        literal = True
        while self.peek() != '"':
            if self.peek() in ("", "\n"):
                raise HCLProblem("a string without an end")
            if self.text.startswith(("${", "%{"), self.at):
                literal = False
                self.at += 1
                self.balanced()
            else:
                self.at += 2 if self.peek() == "\\" else 1
        self.at += 1
        raw = self.text[start + 1 : self.at - 1]
        return raw.replace('\\"', '"').replace("\\\\", "\\") if literal else Reference(raw)

    def sequence(self) -> Any:
        start = self.at
        self.at += 1
        values: list[Any] = []
        while True:
            self.skip()
            if self.peek() == "]":
                self.at += 1
                return values
            if self.text.startswith("for ", self.at):
                self.at = start
                self.balanced()
                return Reference(self.text[start : self.at])
            values.append(self.expression())
            self.skip()
            if self.peek() == ",":
                self.at += 1
            elif self.peek() != "]":
                raise HCLProblem(f"unexpected {self.peek() or 'end of text'!r} in a list")

    def mapping(self) -> Any:
        start = self.at
        self.at += 1
        values: dict[str, Any] = {}
        while True:
            self.skip()
            if self.peek() == "}":
                self.at += 1
                return values
            if self.text.startswith("for ", self.at):
                self.at = start
                self.balanced()
                return Reference(self.text[start : self.at])
            key = self.primary() if self.peek() in ('"', "(") else self.name()
            self.skip(newlines=False)
            if key is None or self.peek() not in ("=", ":"):
                raise HCLProblem(f"unexpected {self.peek() or 'end of text'!r} in an object")
            self.at += 1
            values[str(key)] = self.expression()
            self.skip()
            if self.peek() == ",":
                self.at += 1
