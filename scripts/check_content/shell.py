"""Reads a shell fence into the commands it would run.

tree-sitter's bash grammar does the parsing; this file evaluates words as far as they are known:
quotes, escapes, variables that the page sets, command substitution (a sample of the right form).
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

import tree_sitter_bash
from tree_sitter import Language, Node, Parser

from .placeholders import UNKNOWN_SAMPLE

# Programs that only pass text on, so a substitution keeps the form of the command before them.
_FILTERS = {"cut", "grep", "head", "sed", "sort", "tail", "tr", "uniq", "xargs"}
# Programs that run the command given as their arguments.
_WRAPPERS = {"command", "env", "exec", "nice", "nohup", "sudo", "time", "timeout", "watch", "xargs"}
_INSTANT = datetime(2026, 1, 1, tzinfo=UTC)
_AMBIENT = re.compile(r"AWS_\w+|ECS_\w+|HOME|PATH|PWD|USER|SHELL|[0-9@*#?$!_-]")


@dataclass(frozen=True)
class Word:
    """An evaluated argument; `bare` is what a shell would expand because it is not quoted."""

    text: str
    row: int
    bare: str = ""


@dataclass
class Command:
    """One simple command; `row` counts from the first line of the fence."""

    words: list[Word]
    row: int
    unset: list[str] = field(default_factory=list)

    @property
    def argv(self) -> list[str]:
        """The words as text."""
        return [word.text for word in self.words]

    @property
    def name(self) -> str:
        """The program's name."""
        return self.words[0].text if self.words else ""


@dataclass
class Script:
    """What a fence holds."""

    commands: list[Command]
    problems: list[tuple[int, str]]


SampleOf = Callable[[list[str]], str]


def read(source: str, variables: dict[str, str], sample_of: SampleOf) -> Script:
    """Parses a fence. `variables` carries assignments from fence to fence of a page;
    `sample_of` gives an example of what an `aws` command prints."""
    tree = _parser().parse(source.encode())
    reader = _Reader(variables, sample_of)
    reader.visit(tree.root_node)
    problems = syntax_errors(source)
    if not problems and tree.root_node.has_error:
        row = _first_error(tree.root_node).start_point.row
        problems.append((row, "this shell cannot be read by the check"))
    return Script(reader.commands, problems)


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_bash.language()))


def _first_error(node: Node) -> Node:
    for child in node.children:
        if child.is_error or child.is_missing:
            return child
        if child.has_error:
            return _first_error(child)
    return node


def syntax_errors(source: str) -> list[tuple[int, str]]:
    """What `bash -n` says, where bash is installed."""
    bash = shutil.which("bash")
    if bash is None:
        return []
    done = subprocess.run(
        [bash, "-n"], input=source, capture_output=True, text=True, check=False, env={"LC_ALL": "C"}
    )
    if done.returncode == 0:
        return []
    match = re.search(r"line (\d+): (.*)", done.stderr)
    if not match:
        return [(0, done.stderr.strip()[:200])]
    row = min(int(match[1]) - 1, max(source.count("\n") - 1, 0))
    return [(row, match[2])]


def unwrap(command: Command) -> Command:
    """The command behind `time`, `watch`, `xargs` …; xargs adds one sample argument."""
    if command.name not in _WRAPPERS:
        return command
    for index, word in enumerate(command.words[1:], 1):
        if word.text == "aws":
            words = command.words[index:]
            replaces = any(w.text.startswith(("-I", "-i")) for w in command.words[1:index])
            if command.name == "xargs" and not replaces:
                words = [*words, Word(UNKNOWN_SAMPLE, word.row)]
            return Command(words, word.row, command.unset)
    return command


class _Reader:
    """Walks the syntax tree in source order."""

    def __init__(self, variables: dict[str, str], sample_of: SampleOf) -> None:
        self.variables = variables
        self.sample_of = sample_of
        self.commands: list[Command] = []
        self.unset: list[str] = []

    def visit(self, node: Node) -> None:
        """Records the commands below a node."""
        match node.type:
            case "command":
                self._command(node)
            case "variable_assignment":
                self._assignment(node)
            case "for_statement":
                self._loop(node)
            case "command_substitution" | "string" | "concatenation" | "expansion":
                self.value(node)
            case _:
                for child in node.named_children:
                    self.visit(child)

    def _command(self, node: Node) -> None:
        outer, self.unset = self.unset, []
        words: list[Word] = []
        for child in node.named_children:
            if child.type == "variable_assignment":
                self._assignment(child)
            elif child.type in ("herestring_redirect", "file_redirect", "heredoc_redirect"):
                self.visit(child)
            else:
                inner = child.named_children[0] if child.type == "command_name" else child
                words.append(Word(self.value(inner), child.start_point.row, _bare(inner)))
        command = Command(words, node.start_point.row, self.unset)
        if words:
            command.row = words[0].row
        self.unset = outer
        self.commands.append(command)
        if command.name == "read":
            for name in command.argv[1:]:
                if re.fullmatch(r"[A-Za-z_]\w*", name):
                    self.variables[name] = UNKNOWN_SAMPLE

    def _assignment(self, node: Node) -> None:
        name = node.child_by_field_name("name")
        value = node.child_by_field_name("value")
        if name is not None:
            self.variables[_text(name)] = self.value(value) if value is not None else ""

    def _loop(self, node: Node) -> None:
        name = node.child_by_field_name("variable")
        body = node.child_by_field_name("body")
        values = [child for child in node.named_children if child not in (name, body)]
        samples = [self.value(child) for child in values]
        if name is not None:
            self.variables[_text(name)] = samples[0] if samples else UNKNOWN_SAMPLE
        if body is not None:
            self.visit(body)

    def value(self, node: Node) -> str:
        """What a word becomes when the shell evaluates it."""
        match node.type:
            case "word":
                return re.sub(r"\\(.)", lambda m: m[1].strip("\n"), _text(node), flags=re.S)
            case "raw_string":
                return _text(node)[1:-1]
            case "ansi_c_string":
                return _text(node)[2:-1].encode().decode("unicode_escape")
            case "string" | "translated_string":
                return self._string(node)
            case "concatenation":
                return "".join(self.value(child) for child in node.children)
            case "simple_expansion":
                return self._variable(_text(node)[1:], None)
            case "expansion":
                return self._expansion(node)
            case "command_substitution":
                return self._substitution(node)
            case "process_substitution":
                self._substitution(node)
                return "/dev/fd/63"
            case "arithmetic_expansion":
                self._substitution(node)
                return str(int(_INSTANT.timestamp()))
            case "array":
                values = [self.value(child) for child in node.named_children]
                return values[0] if values else ""
            case _:
                for child in node.named_children:
                    self.visit(child)
                return _text(node)

    def _string(self, node: Node) -> str:
        source = node.text or b""
        result, position = "", node.start_byte + 1
        for child in node.named_children:
            if child.type == "string_content":
                continue
            result += _unescape(
                source[position - node.start_byte : child.start_byte - node.start_byte]
            )
            result += self.value(child)
            position = child.end_byte
        return result + _unescape(source[position - node.start_byte : -1])

    def _expansion(self, node: Node) -> str:
        children = node.named_children
        if not children:
            return UNKNOWN_SAMPLE
        name = children[0]
        if name.type == "subscript":
            name = name.named_children[0]
        default = children[1] if len(children) > 1 and b":-" in (node.text or b"") else None
        return self._variable(_text(name), default)

    def _variable(self, name: str, default: Node | None) -> str:
        if name in self.variables:
            return self.variables[name]
        if default is not None:
            return self.value(default)
        if not _AMBIENT.fullmatch(name):
            self.unset.append(name)
        return UNKNOWN_SAMPLE

    def _substitution(self, node: Node) -> str:
        first = len(self.commands)
        for child in node.named_children:
            self.visit(child)
        inside = [c for c in self.commands[first:] if c.name not in _FILTERS]
        if len(inside) != 1:
            return UNKNOWN_SAMPLE
        command = unwrap(inside[0])
        if command.name == "date":
            return date_sample(command.argv)
        return self.sample_of(command.argv) if command.name == "aws" else UNKNOWN_SAMPLE


def date_sample(argv: list[str]) -> str:
    """What `date` prints for its format at a fixed instant."""
    pattern = next((word[1:] for word in argv if word.startswith("+")), None)
    if pattern is None:
        return _INSTANT.isoformat()
    seconds = str(int(_INSTANT.timestamp()))
    pattern = re.sub(r"%(\d?)N", lambda m: "0" * int(m[1] or 9), pattern.replace("%s", seconds))
    return _INSTANT.strftime(pattern)


def _bare(node: Node) -> str:
    """The unquoted characters of a word."""
    if node.type in ("concatenation", "command_name"):
        return "".join(_bare(child) for child in node.children)
    quoted = {
        "string", "raw_string", "ansi_c_string", "simple_expansion", "expansion",
        "command_substitution", "process_substitution", "arithmetic_expansion",
    }  # fmt: skip
    return "" if node.type in quoted else re.sub(r"\\.", "", _text(node), flags=re.S)


def _unescape(raw: bytes) -> str:
    return re.sub(r'\\([$`"\\\n])', lambda m: m[1].strip("\n"), raw.decode())


def _text(node: Node) -> str:
    return (node.text or b"").decode()
