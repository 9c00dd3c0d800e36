"""Check `sources`: every item of Content/sources.yml is absorbed by the runbooks that it names."""

from __future__ import annotations

import difflib
import re

from .content import Content
from .findings import Finding, Report

NAME = "sources"
FILE = "sources.yml"


def run(content: Content) -> Report:
    """Compares the inventory with the `sources:` of every runbook."""
    report = Report.empty()
    inventory = content.yaml(FILE)
    path = content.path(FILE)
    if not isinstance(inventory, dict) or not isinstance(inventory.get("items"), dict):
        advice = "list the documents and items there"
        report.findings.append(Finding(path, 1, NAME, "no inventory of sources", advice))
        return report
    planned = {str(name): _homes(item) for name, item in inventory["items"].items()}
    lines = _lines(content)
    pages = {page.id: page for page in content.runbooks}
    listed = {name: page.words("sources") for name, page in pages.items()}

    for name, page in pages.items():
        line = page.line_of_key("sources")
        for source in dict.fromkeys(listed[name]):
            if source not in planned:
                near = difflib.get_close_matches(source, planned, n=1)
                advice = f"did you mean {near[0]}?" if near else f"take the id from {FILE}"
                report.findings.append(
                    Finding(page.path, line, NAME, f"unknown source id {source}", advice)
                )
            if listed[name].count(source) > 1:
                report.findings.append(
                    Finding(page.path, line, NAME, f"{source} is listed twice", "list it once")
                )
        missing = [s for s, homes in planned.items() if name in homes and s not in listed[name]]
        if missing:
            report.findings.append(
                Finding(
                    page.path,
                    line,
                    NAME,
                    f"does not list {', '.join(missing)}",
                    "absorb what is missing, then add it to `sources:`",
                )
            )

    absorbed = {source for sources in listed.values() for source in sources}
    wanted = {home for homes in planned.values() for home in homes}
    for home in sorted(wanted - set(pages)):
        first = next(source for source, homes in planned.items() if home in homes)
        report.findings.append(
            Finding(path, lines.get(first, 1), NAME, f"there is no runbook {home}", "write it")
        )
    for source in planned:
        if source not in absorbed:
            report.findings.append(
                Finding(
                    path,
                    lines.get(source, 1),
                    NAME,
                    f"{source} is absorbed by no runbook",
                    f"add it to {', '.join(planned[source]) or 'a runbook'}",
                )
            )
    report.notes.append(f"{len(planned)} items, {len(absorbed & set(planned))} absorbed")
    return report


def _homes(item: object) -> list[str]:
    homes = item.get("runbooks", []) if isinstance(item, dict) else []
    return [str(home) for home in homes]


def _lines(content: Content) -> dict[str, int]:
    text = (content.folder / FILE).read_text(encoding="utf-8")
    found = ((re.match(r"  ([\w.-]+):", line), n) for n, line in enumerate(text.splitlines(), 1))
    return {match[1]: number for match, number in found if match}
