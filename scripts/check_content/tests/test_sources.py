"""What the runbooks must hold is assigned to runbooks that exist."""

from __future__ import annotations

from pathlib import Path

import yaml

from check_content.__main__ import ROOT
from check_content.content import Content

ITEMS = yaml.safe_load((Path(__file__).parent / "coverage.yml").read_text())["items"]


def test_every_item_has_a_home_that_exists() -> None:
    ids = {page.id for page in Content.load(ROOT / "Content").runbooks}
    lost = {name: item["runbooks"] for name, item in ITEMS.items() if not ids & set(item["runbooks"])}
    unknown = {home for item in ITEMS.values() for home in item["runbooks"]} - ids
    assert lost == {}
    assert unknown == set()


def test_the_list_is_not_empty() -> None:
    assert len(ITEMS) > 200
