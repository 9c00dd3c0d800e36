"""Check `pages`: a page is read in a minute. *Meaning* is short and has a line in Japanese, and no
link leads to the page on which it stands."""

from __future__ import annotations

import re

from .content import Content
from .findings import Finding, Report
from .markdown import Page

NAME = "pages"
WORDS = 60
JAPANESE = "日本語:"


def run(content: Content) -> Report:
    """Reads every runbook."""
    report = Report.empty()
    for page in content.runbooks:
        report.findings += _meaning(page)
        report.findings += _own_links(page)
    return report


def _meaning(page: Page) -> list[Finding]:
    blocks = [b for b in page.prose if b.section == "Meaning"]
    line = blocks[0].line if blocks else 1
    texts = [block.text for block in blocks if block.kind != "heading"]
    words = sum(len(text.split()) for text in texts)
    found = []
    if words > WORDS:
        advice = f"say it in {WORDS}, and the rest where it is needed"
        found.append(Finding(page.path, line, NAME, f"Meaning has {words} words", advice))
    if not any(text.startswith(JAPANESE) for text in texts):
        advice = f"add a paragraph that begins with {JAPANESE}"
        found.append(Finding(page.path, line, NAME, "Meaning has no line in Japanese", advice))
    return found


def _own_links(page: Page) -> list[Finding]:
    own = re.compile(rf"(?:\./)?{re.escape(page.id)}\.md$")
    return [
        Finding(page.path, link.line, NAME, f"«{link.text}» leads to this page",
                "link to a heading of it, or to nothing")
        for block in page.prose
        for link in block.links
        if own.match(link.href)
    ]  # fmt: skip
