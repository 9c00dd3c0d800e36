"""Literal values out of HCL, and what is left to terraform."""

from __future__ import annotations

from typing import Any

import pytest

from check_content.hcl_values import Encoded, HCLProblem, Reference, read


def value(text: str) -> Any:
    """The value of one attribute."""
    return read(f"x = {text}\n").value("x")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"a"', "a"),
        ('"a \\"b\\""', 'a "b"'),
        ("1", 1),
        ("-2.5", -2.5),
        ("true", True),
        ("null", None),
        ("[1, 2,\n 3,]", [1, 2, 3]),
        ("[]", []),
        ("{ a = 1, b : 2\n \"c-d\" = [true] }", {"a": 1, "b": 2, "c-d": [True]}),
        ("{ # note\n a = 1 // note\n /* note */ }", {"a": 1}),
        ("jsonencode({ A = [\"b\"] })", Encoded({"A": ["b"]})),
        ("<<-EOT\n  text\n  EOT", "  text\n"),
    ],
)  # fmt: skip
def test_literals(text: str, expected: Any) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "var.name",
        '"${var.name}/*"',
        'var.on ? "a" : "b"',
        '"a" == var.b ? [1] : []',
        "merge(var.a, { b = 1 })",
        "[for k, v in var.env : { name = k }]",
        "{ for k in var.x : k => 1 }",
        "aws_ecs_cluster.main.arn",
        "1 + var.count",
    ],
)
def test_the_rest_is_a_reference(text: str) -> None:
    assert isinstance(value(text), Reference)


def test_blocks_keep_labels_attributes_and_offsets() -> None:
    text = 'resource "aws_x" "y" {\n  a = 1\n  inner {\n    b = "c"\n  }\n}\n'
    block = read(text).blocks[0]
    assert (block.kind, block.labels, block.value("a")) == ("resource", ["aws_x", "y"], 1)
    assert text[block.blocks[0].attributes["b"][0] :].startswith('b = "c"')


@pytest.mark.parametrize("text", ["x = [1", 'x = "open', "x = {", "= 1", "x = {a 1}", "block {"])
def test_broken_text_is_a_problem(text: str) -> None:
    with pytest.raises(HCLProblem):
        read(text)
