"""The shell fences of the pages, read once for the checks that need them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import models
from . import value_types as types
from .content import Content
from .jmespath_types import check as check_query
from .markdown import Fence, Page
from .placeholders import substitute
from .safety import positionals
from .shell import Command, Script, Word, read, unwrap

LANGUAGES = {"sh", "bash", "shell", "zsh", "console"}


@dataclass
class ShellFence:
    """A shell fence with its commands; rows count from the fence's first text line."""

    page: Page
    fence: Fence
    script: Script

    def line(self, row: int) -> int:
        """The file line of a row."""
        return self.fence.line + 1 + row

    @property
    def commands(self) -> list[Command]:
        """The commands with wrappers such as `watch` taken off."""
        return [unwrap(command) for command in self.script.commands]

    @property
    def aws(self) -> list[Command]:
        """The AWS CLI commands."""
        return [command for command in self.commands if command.name == "aws"]

    @property
    def others(self) -> list[Command]:
        """Everything else."""
        return [command for command in self.commands if command.name not in ("aws", "")]


def of(content: Content) -> list[ShellFence]:
    """Every shell fence, in page order; variables carry over within a page."""
    found: list[ShellFence] = []
    for page in content.pages:
        variables: dict[str, str] = {}
        for fence in page.fences:
            if fence.language in LANGUAGES:
                script = read(substitute(fence.text), variables, output_sample)
                found.append(ShellFence(page, fence, script))
    return found


def option(command: Command, name: str) -> Word | None:
    """The value of an option, in either of its two spellings."""
    for index, word in enumerate(command.words):
        if word.text == name and index + 1 < len(command.words):
            return command.words[index + 1]
        if word.text.startswith(f"{name}="):
            return Word(word.text[len(name) + 1 :], word.row)
    return None


def output_type(argv: list[str], expression: str | None) -> types.Type:
    """The type of what a command prints."""
    words = positionals(argv)
    model = models.operation(words[0], words[1]) if len(words) == 2 else None
    if model is None:
        return types.ANYTHING
    root = types.of(model.output_shape)
    return check_query(expression, root)[0] if expression else root


def output_sample(argv: list[str]) -> str:
    """An example of what `$(aws … --query … --output text)` gives."""
    command = Command([Word(word, 0) for word in argv], 0)
    query = option(command, "--query")
    return types.sample(output_type(argv, query.text if query else None))


def last_line(text: str) -> str:
    """The last line of the text above a fence, where a label stands."""
    return re.sub(r"\s+", " ", text.strip().split("\n\n")[-1]) if text.strip() else ""
