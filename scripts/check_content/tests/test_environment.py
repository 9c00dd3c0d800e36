"""The venv is made once, keyed by what is asked for; a failure says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_content import environment


def finished(home: Path, key: str) -> Path:
    """A venv as a completed run leaves it."""
    folder = home / "venv"
    (folder / "bin").mkdir(parents=True)
    environment.interpreter(folder).touch()
    (folder / ".requirements-key").write_text(key)
    return folder


def test_the_key_changes_with_requirements_and_interpreter(tmp_path: Path) -> None:
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text("a==1\n")
    two.write_text("a==2\n")
    keys = {environment.key(file, version) for file in (one, two) for version in ("3.11", "3.12")}
    assert len(keys) == 4


def test_a_finished_venv_is_used_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "key", lambda *_: "wanted")
    monkeypatch.setattr(environment, "make", lambda *_: pytest.fail("made again"))
    folder = finished(tmp_path, "wanted")
    assert environment.ensure(tmp_path) == environment.interpreter(folder)


@pytest.mark.parametrize("left", ["", "other"])
def test_an_unfinished_or_older_venv_is_made_again(
    left: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []
    monkeypatch.setattr(environment, "key", lambda *_: "wanted")
    monkeypatch.setattr(environment, "make", lambda folder, *_: made.append(folder))
    folder = finished(tmp_path, left)
    environment.ensure(tmp_path)
    assert made == [folder]


def test_pip_without_a_network_is_explained() -> None:
    text = environment.explain(
        "WARNING: Retrying\nERROR: Could not find a version\nERROR: No matching distribution\n"
    )
    assert "cannot install its tools from PyPI: pip says «No matching distribution»" in text
    assert "PIP_INDEX_URL" in text
