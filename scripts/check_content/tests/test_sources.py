"""Items that no runbook absorbs are found in the inventory itself."""

from __future__ import annotations

from pathlib import Path

from check_content import sources
from check_content.content import Content

INVENTORY = """items:
  S0-01: {kind: meta, runbooks: [here]}
  S0-02: {kind: row, runbooks: [absent]}
"""
PAGE = "---\nid: here\nkind: runbook\nsources: [S0-01]\n---\n\n# Here\n"


def found(folder: Path) -> list[tuple[int, str]]:
    (folder / "here.md").write_text(PAGE)
    return [(f.line, f.message) for f in sources.run(Content.load(folder)).findings]


def test_an_item_without_a_runbook_is_found_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "sources.yml").write_text(INVENTORY)
    assert found(tmp_path) == [
        (3, "there is no runbook absent"),
        (3, "S0-02 is absorbed by no runbook"),
    ]


def test_a_missing_inventory_is_a_finding(tmp_path: Path) -> None:
    assert found(tmp_path) == [(1, "no inventory of sources")]
