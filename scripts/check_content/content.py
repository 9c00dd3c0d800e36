"""The content folder: every page, parsed once, and the plain files beside them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .markdown import Page, parse


class ContentProblem(Exception):
    """The folder cannot be checked at all."""


@dataclass
class Content:
    """The pages of one content folder; paths are as a person would type them."""

    folder: Path
    pages: list[Page]

    @classmethod
    def load(cls, folder: Path) -> Content:
        """Reads every `.md` file below the folder, in a stable order."""
        if not folder.is_dir():
            raise ContentProblem(f"{folder}: no such folder; name one with --content")
        pages: list[Page] = []
        for file in sorted(folder.rglob("*.md")):
            try:
                pages.append(parse(shown(file), file.read_text(encoding="utf-8")))
            except UnicodeDecodeError as error:
                raise ContentProblem(f"{shown(file)}: not UTF-8 ({error}); re-save it") from error
        if not pages:
            raise ContentProblem(f"{folder}: no .md file below it; name another with --content")
        return cls(folder, pages)

    @property
    def runbooks(self) -> list[Page]:
        """The pages whose front matter says `kind: runbook`."""
        return [page for page in self.pages if page.kind == "runbook"]

    def path(self, name: str) -> str:
        """The shown path of a file in the folder."""
        return shown(self.folder / name)

    def yaml(self, name: str) -> Any:
        """A YAML file of the folder, or None where it is absent."""
        file = self.folder / name
        if not file.exists():
            return None
        try:
            return yaml.safe_load(file.read_text(encoding="utf-8"))
        except yaml.YAMLError as error:
            raise ContentProblem(f"{shown(file)}: {error}; repair the YAML") from error


def shown(file: Path) -> str:
    """A path relative to the working folder where it lies below it."""
    relative = os.path.relpath(file)
    return str(file) if relative.startswith("..") else relative
