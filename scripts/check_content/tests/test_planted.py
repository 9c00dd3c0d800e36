"""Every check passes a clean page, and finds each planted error at its line."""

from __future__ import annotations

import pytest

from check_content import terraform
from check_content.__main__ import CHECKS

from .planted import FIXTURES, compare

FOLDERS = sorted(folder.name for folder in FIXTURES.iterdir() if folder.is_dir())


@pytest.mark.parametrize("name", [name for name in FOLDERS if name in CHECKS])
def test_findings_are_exactly_the_planted_ones(name: str) -> None:
    if name == "hcl" and (skipped := terraform.validate([]).skipped):
        pytest.skip(skipped)
    assert "\n".join(compare(CHECKS[name], name)) == ""


def test_every_check_has_fixtures() -> None:
    assert set(CHECKS) <= set(FOLDERS)
