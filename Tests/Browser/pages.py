"""Reads exported pages: strict HTML5, links, anchors, and what stands in them."""

from __future__ import annotations

import posixpath
import re
import urllib.parse
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import html5lib

XHTML = "{http://www.w3.org/1999/xhtml}"
XLINK_FREE = ("href", "src", "content")


class HTML:
    """One page, parsed; a parse error of any kind is an error here."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = path.read_text()
        parser = html5lib.HTMLParser(
            tree=html5lib.getTreeBuilder("etree"), strict=False, namespaceHTMLElements=True
        )
        self.root: ElementTree.Element = parser.parse(self.text)
        self.errors = [f"{line}:{column} {code}" for (line, column), code, _ in parser.errors]

    def elements(self, name: str = "") -> list[ElementTree.Element]:
        """Elements of a name; all elements of HTML and SVG without one."""
        every = [e for e in self.root.iter() if isinstance(e.tag, str)]
        return [e for e in every if not name or e.tag.rpartition("}")[2] == name]

    def ids(self) -> list[str]:
        return [e.attrib["id"] for e in self.elements() if "id" in e.attrib]

    def links(self) -> list[str]:
        """Everything that the page refers to."""
        found = []
        for element in self.elements():
            for name in ("href", "src"):
                if name in element.attrib:
                    found.append(element.attrib[name])
            if element.attrib.get("http-equiv") == "refresh":
                found.append(element.attrib["content"].partition("url=")[2])
        return found

    def text_of(self, element: ElementTree.Element) -> str:
        return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


class Site:
    """Every page of an export."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages = {
            path.relative_to(folder).as_posix(): HTML(path) for path in sorted(folder.rglob("*.html"))
        }

    def files(self) -> set[str]:
        return {p.relative_to(self.folder).as_posix() for p in self.folder.rglob("*") if p.is_file()}

    def broken_links(self) -> list[str]:
        """Relative links without a file, and fragments without an element."""
        files = self.files()
        ids = {name: set(page.ids()) for name, page in self.pages.items()}
        broken = []
        for name, page in self.pages.items():
            for link in page.links():
                url = urllib.parse.urlsplit(link)
                if url.scheme in ("http", "https", "mailto", "data"):
                    continue
                path = urllib.parse.unquote(url.path)
                if url.scheme or url.netloc or path.startswith("/"):
                    broken.append(f"{name}: {link} is not relative")
                    continue
                target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
                if target not in files:
                    broken.append(f"{name}: {link} leads nowhere")
                fragment = urllib.parse.unquote(url.fragment)
                if fragment and target in ids and fragment not in ids[target]:
                    broken.append(f"{name}: {link} has no such anchor")
        return broken
