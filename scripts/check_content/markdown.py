"""One Markdown page as the checks see it: front matter, headings, prose blocks and fences.

Every value carries its 1-based line in the file. Front matter is blanked before the Markdown
parser sees the text, so its line numbers need no correction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---\n(.*?)^---[ \t]*$\n?", re.S | re.M)
_PARSER = MarkdownIt("commonmark").enable("table").enable("strikethrough")


@dataclass(frozen=True)
class Link:
    """A link or image in prose."""

    href: str
    text: str
    line: int


@dataclass(frozen=True)
class Code:
    """An inline code span."""

    text: str
    line: int


@dataclass
class Prose:
    """A paragraph, heading, or table cell: its text with code spans as plain text."""

    text: str
    line: int
    section: str
    kind: str  # "paragraph" | "heading" | "cell"
    codes: list[Code] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    plain: str = ""  # the same text with code spans left out


@dataclass
class Fence:
    """A fenced code block."""

    info: str
    text: str
    line: int  # of the opening fence
    section: str
    before: str = ""  # the two prose blocks above it in its section
    after: str = ""  # the prose block below it in its section

    @property
    def language(self) -> str:
        """The first word of the info string."""
        return self.info.split()[0] if self.info.split() else ""

    @property
    def role(self) -> str:
        """The second plain word of the info string, such as `policy` in `json policy`."""
        return next((word for word in self.info.split()[1:] if "=" not in word), "")

    def attribute(self, name: str) -> str | None:
        """The value of a `name=value` word of the info string."""
        for word in self.info.split()[1:]:
            key, equals, value = word.partition("=")
            if equals and key == name:
                return value
        # Where every tool is to show the fence, the first line of the command says it.
        first = self.text.split("\n", 1)[0]
        if first.startswith(f"# {name}: "):
            return first.split(": ", 1)[1].strip()
        return None

    def line_at(self, offset: int) -> int:
        """The file line of a character offset in the fence's text."""
        return self.line + 1 + self.text.count("\n", 0, max(offset, 0))

    def line_of(self, needle: str, start: int = 0) -> int:
        """The file line where a string first occurs, or the opening fence's."""
        offset = self.text.find(needle, start)
        return self.line_at(offset) if offset >= 0 else self.line


@dataclass
class Page:
    """A parsed page."""

    path: str
    source: str
    front_matter: dict[str, Any]
    front_matter_lines: dict[str, int]
    front_matter_error: tuple[int, str] | None
    prose: list[Prose]
    fences: list[Fence]
    anchors: set[str]

    @property
    def id(self) -> str:
        """The page's id: the file name without its suffix."""
        return self.path.rsplit("/", 1)[-1].removesuffix(".md")

    @property
    def kind(self) -> str:
        """`runbook`, `incident`, or another kind that the front matter names."""
        return str(self.front_matter.get("kind", ""))

    def line_of_key(self, key: str) -> int:
        """The line of a front matter key, or the first line."""
        return self.front_matter_lines.get(key, 1)

    def words(self, key: str) -> list[str]:
        """A front matter list as strings; one string is a list of one."""
        value = self.front_matter.get(key)
        if value is None:
            return []
        return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def parse(path: str, source: str) -> Page:
    """Reads a page; broken front matter is kept as an error with its line."""
    match = _FRONT_MATTER.match(source)
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    error: tuple[int, str] | None = None
    body = source
    if match:
        values, lines, error = _front_matter(match.group(1))
        body = "\n" * match.group(0).count("\n") + source[match.end() :]
    page = Page(path, source, values, lines, error, [], [], set())
    _walk(page, _PARSER.parse(body))
    _set_neighbours(page)
    return page


def _front_matter(text: str) -> tuple[dict[str, Any], dict[str, int], tuple[int, str] | None]:
    try:
        values = yaml.safe_load(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as problem:
        line = (problem.problem_mark.line if problem.problem_mark else 0) + 2
        return {}, {}, (line, str(problem.problem))
    except yaml.YAMLError as problem:
        return {}, {}, (1, str(problem).splitlines()[0])
    if not isinstance(values, dict) or not isinstance(node, yaml.MappingNode):
        return {}, {}, (2, "the front matter is not a mapping of keys to values")
    lines = {key.value: key.start_mark.line + 2 for key, _ in node.value}
    return values, lines, None


def slug(heading: str, taken: set[str]) -> str:
    """GitHub's anchor of a heading, made unique among those taken."""
    base = re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
    result, number = base, 0
    while result in taken:
        number += 1
        result = f"{base}-{number}"
    return result


def _walk(page: Page, tokens: list[Token]) -> None:
    section = ""
    line = 1
    heading: str | None = None
    cell = False
    for token in tokens:
        if token.map:
            line = token.map[0] + 1
        match token.type:
            case "heading_open":
                heading = token.tag
            case "heading_close":
                heading = None
            case "td_open" | "th_open":
                cell = True
            case "td_close" | "th_close":
                cell = False
            case "fence" | "code_block":
                page.fences.append(Fence(token.info.strip(), token.content, line, section))
                if token.type == "code_block":  # no opening fence line above the text
                    page.fences[-1].line = line - 1
            case "inline":
                kind = "heading" if heading else "cell" if cell else "paragraph"
                block = _prose(token, line, section, kind)
                page.prose.append(block)
                if heading:
                    page.anchors.add(slug(block.text, page.anchors))
                    if heading in ("h1", "h2"):
                        section = block.text
                        block.section = section
            case _:
                pass


def _prose(token: Token, line: int, section: str, kind: str) -> Prose:
    block = Prose("", line, section, kind)
    current = line
    open_link: tuple[str, int] | None = None
    link_text = ""
    for child in _flatten(token.children or []):
        text = ""
        match child.type:
            case "softbreak" | "hardbreak":
                current += 1
                text = "\n"
            case "code_inline":
                text = child.content
                block.codes.append(Code(text, current))
            case "link_open":
                open_link = (str(child.attrGet("href") or ""), current)
                link_text = ""
            case "link_close":
                if open_link:
                    block.links.append(Link(open_link[0], link_text, open_link[1]))
                open_link = None
            case "image":
                block.links.append(Link(str(child.attrGet("src") or ""), child.content, current))
            case "text" | "html_inline":
                text = child.content
            case _:
                pass
        link_text += text
        block.text += text
        block.plain += "\x00" if child.type == "code_inline" else text
    return block


def _flatten(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        if token.type != "image" and token.children:
            yield from _flatten(token.children)


def _set_neighbours(page: Page) -> None:
    for fence in page.fences:
        same = [block for block in page.prose if block.section == fence.section]
        above = [block.text for block in same if block.line < fence.line]
        below = [block.text for block in same if block.line > fence.line]
        fence.before = "\n\n".join(above[-2:])
        fence.after = below[0] if below else ""
