"""A tool that is absent is named, with the way to get it; it never looks like a clean page."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from check_content import __main__ as program
from check_content import aws_cli, commands, terraform
from check_content.content import Content
from check_content.findings import Report, ToolMissing
from check_content.terraform import Module

from .planted import FIXTURES, findings_of, load


def test_without_aws_cli_v2_the_message_names_make_deps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aws_cli, "PROGRAMS", ())
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(ToolMissing, match="AWS CLI v2 is not installed; run `make deps`"):
        aws_cli.version_2()


def test_a_missing_tool_fails_the_run_and_the_other_checks_still_report(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def absent(content: Content) -> Report:
        raise ToolMissing("run `make deps`")

    monkeypatch.setitem(program.CHECKS, "commands", absent)
    reports, missing = program.run(load("vocab")[0], ["commands", "vocab"])
    assert missing == {"commands": "run `make deps`"}
    assert reports["vocab"].findings


def test_without_terraform_or_its_provider_validation_is_skipped_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(terraform, "plugin_folders", lambda: iter(()))
    if not shutil.which("terraform"):
        monkeypatch.setattr(shutil, "which", lambda _: "/bin/terraform")
    assert "provider not present" in terraform.validate([Module(0, "", 0)]).skipped
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert terraform.validate([]).skipped == "terraform is not installed"


def test_an_operation_newer_than_the_installed_v2_is_a_note() -> None:
    content, _ = load("commands")
    notes = " ".join(commands.run(content).notes)
    assert "AWS CLI commands, v1 1." in notes


def test_broken_front_matter_is_a_finding() -> None:
    from check_content.markdown import parse

    page = parse("x.md", "---\nid: a\nbad: [\n---\n\n# X\n")
    findings = program.page_errors(Content(FIXTURES, [page]))
    assert [(finding.line, finding.check) for finding in findings] == [(4, "page")]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["--content", "nowhere"], 66, "nowhere: no such folder"),
        (["--only", "nothing"], 64, "invalid choice"),
        (["--only", "vocab", "--content", str(FIXTURES / "vocab")], 1, "2 pages, 5 findings"),
        (["--only", "iam", "--content", str(FIXTURES / "vocab")], 1, "2 pages"),
        (["--only", "links", "--content", str(FIXTURES / "vocab")], 0, "0 findings, 0 warnings"),
    ],
)
def test_exit_codes(arguments: list[str], status: int, words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_content", *arguments],
        cwd=Path(program.__file__).parent.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, words in done.stderr) == (status, True), done


def test_incident_fences_need_no_safety_class() -> None:
    from check_content import fences

    text = "---\nkind: incident\n---\n\n# X\n\n```sh\naws ecs list-clusters\n```\n"
    assert findings_of(fences.run, text) == []
