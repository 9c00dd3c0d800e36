"""Check `sources`: every runbook ends with a section *Sources* that links to where its facts are from."""

from __future__ import annotations

from .content import Content
from .findings import Finding, Report
from .markdown import Page

NAME = "sources"
SECTION = "Sources"
AT_LEAST, AT_MOST = 2, 9


def run(content: Content) -> Report:
    """Reads the section of every runbook; a page without links to others cannot be checked by hand."""
    report = Report.empty()
    cited: set[str] = set()
    for page in content.runbooks:
        links = [link for block in page.prose if block.section == SECTION for link in block.links]
        report.findings += _problems(page)
        cited |= {link.href for link in links}
    report.notes.append(f"{len(content.runbooks)} runbooks cite {len(cited)} pages")
    return report


def _problems(page: Page) -> list[Finding]:
    def finding(line: int, message: str, advice: str) -> Finding:
        return Finding(page.path, line, NAME, message, advice)

    headings = [block for block in page.prose if block.kind == "heading" and block.section == block.text]
    place = next((block.line for block in headings if block.text == SECTION), None)
    if place is None:
        return [finding(1, "no section Sources", "end the page with it: titles and links")]
    found: list[Finding] = []
    if headings[-1].text != SECTION:
        found.append(finding(place, "Sources is not the last section", "move it to the end"))
    links = [link for block in page.prose if block.section == SECTION for link in block.links]
    if not AT_LEAST <= len(links) <= AT_MOST:
        message = f"{len(links)} sources"
        found.append(finding(place, message, f"name {AT_LEAST} to {AT_MOST}, the telling ones"))
    seen: set[str] = set()
    for link in links:
        if not link.href.startswith("https://"):
            advice = "link to the public page, with https"
            found.append(finding(link.line, f"«{link.href}» is no source", advice))
        if link.href in seen:
            found.append(finding(link.line, f"{link.href} is named twice", "name it once"))
        seen.add(link.href)
    return found
