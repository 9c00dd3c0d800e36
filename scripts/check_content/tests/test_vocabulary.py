"""Wording shared with a source document is found where its folder is given."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_content import vocabulary

from .planted import findings_of

PAGE = """# Page

Words of our own come first. Then the quick brown fox
jumps over the lazy dog and nothing else.

Here `the quick brown fox jumps` over the lazy dog is code.
"""


def test_a_run_of_eight_words_is_found_at_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "source.txt").write_text("See: the quick, brown fox jumps over the lazy dog.")
    monkeypatch.setenv("RUNBOOK_SEEDS", str(tmp_path))
    findings = findings_of(vocabulary.run, PAGE)
    assert [(f.line, f.check) for f in findings] == [(3, "vocab")]


def test_without_a_folder_nothing_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RUNBOOK_SEEDS", raising=False)
    assert findings_of(vocabulary.run, PAGE) == []
