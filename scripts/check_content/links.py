"""Check `links`: internal links and anchors resolve, external ones are well-formed https."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from .content import Content
from .findings import Finding, Report
from .markdown import Link, Page

NAME = "links"
_BARE = re.compile(r"https?://[^\s<>\"'`）」]+")
_UNREAD = re.compile(r"\[[^\]\n]+\](?:\[[^\]\n]*\]|\([^)\n]*\))")


def run(content: Content) -> Report:
    """Checks the links in prose, and the ids and addresses in front matter."""
    report = Report.empty()
    files = {Path(page.path).resolve(): page for page in content.pages}
    ids = {page.id for page in content.pages}
    for page in content.pages:
        report.findings += _front_matter(page, ids)
        for block in page.prose:
            for link in block.links:
                report.findings += _problems(page, link, files, content.folder)
            shown = {link.text for link in block.links}
            for match in _BARE.finditer(block.plain):
                line = block.line + block.plain.count("\n", 0, match.start())
                if not any(match[0] in text for text in shown):
                    href = match[0].rstrip(".,;:!?)")
                    report.findings += _external(page, Link(href, href, line))
            for match in _UNREAD.finditer(block.plain):
                line = block.line + block.plain.count("\n", 0, match.start())
                message = f"`{match[0]}` is not read as a link"
                report.findings.append(Finding(page.path, line, NAME, message, "repair it"))
    return report


def _front_matter(page: Page, ids: set[str]) -> list[Finding]:
    found: list[Finding] = []
    wanted = [("related", name) for name in page.words("related")]
    pins = page.front_matter.get("runbooks")
    if isinstance(pins, list):
        wanted += [
            ("runbooks", str(pin["id"])) for pin in pins if isinstance(pin, dict) and "id" in pin
        ]
    for key, name in wanted:
        if name not in ids:
            near = difflib.get_close_matches(name, ids, n=1)
            advice = f"did you mean {near[0]}?" if near else "name a page that exists"
            line = page.line_of_key(key)
            found.append(Finding(page.path, line, NAME, f"{key}: there is no page {name}", advice))
    address = page.front_matter.get("source")
    if isinstance(address, str):
        found += _external(page, Link(address, address, page.line_of_key("source")))
    return found


def _problems(page: Page, link: Link, files: dict[Path, Page], folder: Path) -> list[Finding]:
    def finding(message: str, advice: str) -> list[Finding]:
        return [Finding(page.path, link.line, NAME, message, advice)]

    href = link.href
    if not href:
        return finding(f"the link «{link.text}» has no target", "give it one")
    if re.match(r"[a-zA-Z][\w+.-]*:", href) or href.startswith("//"):
        return _external(page, link)
    if href.startswith("/"):
        return finding(f"{href} depends on where the site is served", "use a relative link")
    target, _, anchor = href.partition("#")
    here = Path(page.path).resolve()
    file = (here.parent / unquote(target)).resolve() if target else here
    if not file.is_relative_to(folder.resolve()):
        return finding(f"{href} leaves the content folder", "link to a page, or to https")
    other = page if file == here else files.get(file)
    if other is None:
        if file.is_file() and file.suffix != ".md":
            return []
        near = difflib.get_close_matches(file.name, [each.name for each in files], n=1)
        return finding(f"there is no {href}", f"did you mean {near[0]}?" if near else "repair it")
    if anchor and anchor not in other.anchors:
        near = difflib.get_close_matches(anchor, other.anchors, n=1)
        advice = f"did you mean #{near[0]}?" if near else "name a heading of that page"
        return finding(f"{other.id} has no heading #{anchor}", advice)
    if re.fullmatch(r"ecs-[a-z0-9-]+", link.text) and link.text != other.id:
        return finding(f"the text says {link.text}, the link goes to {other.id}", "make them agree")
    return []


def _external(page: Page, link: Link) -> list[Finding]:
    def finding(message: str, advice: str) -> list[Finding]:
        return [Finding(page.path, link.line, NAME, f"{link.href} {message}", advice)]

    try:
        parts = urlsplit(link.href)
        port = parts.port
    except ValueError:
        return finding("is not an address", "repair it")
    host = parts.hostname or ""
    if parts.scheme == "http":
        return finding("is not https", "use https")
    if parts.scheme != "https":
        return finding(f"has the scheme «{parts.scheme}»", "link to https only")
    if not re.fullmatch(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", host):
        return finding("has no host name", "repair it")
    if parts.username or parts.password or port:
        return finding("carries a user or a port", "link to the public address")
    if re.search(r"[\s<>{}|\\^`]|%(?![0-9A-Fa-f]{2})", link.href) or ".." in parts.path:
        return finding("holds characters that break it", "encode or remove them")
    return []
