"""What the hcl check finds without terraform."""

from __future__ import annotations

import pytest

from check_content import hcl, terraform

from .planted import findings_of

BROKEN = '# X\n\n```hcl\nresource "aws_ecs_cluster" "main" {\n  name =\n}\n```\n'


def test_parse_errors_are_found_without_the_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terraform, "plugin_folders", lambda: iter(()))
    findings = findings_of(hcl.run, BROKEN)
    assert [(finding.line, finding.message[:8]) for finding in findings] == [(5, "not HCL:")]


@pytest.mark.parametrize(
    ("info", "given", "added"),
    [
        ("hcl fragment=aws_ecs_service", 'name = "web"', []),
        ("hcl fragment=aws_ecs_service", "desired_count = 2", ['name = "sample"']),
        ("hcl fragment=aws_lb_target_group", 'target_type = "ip"', []),
    ],
)
def test_fragments_get_the_required_arguments_they_lack(
    info: str, given: str, added: list[str]
) -> None:
    from check_content.markdown import Fence

    module = hcl._module(0, Fence(info, given, 1, ""), given)
    assert module.shift == 1
    assert module.text.splitlines()[2:-1] == added
