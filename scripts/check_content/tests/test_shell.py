"""What a fence would run, out of quotes, variables, substitutions, loops and wrappers."""

from __future__ import annotations

import pytest

from check_content.shell import Command, Word, date_sample, read, unwrap


def argvs(source: str, **variables: str) -> list[list[str]]:
    """The `aws` commands of a fence."""
    script = read(source, dict(variables), lambda argv: "PRINTED")
    assert script.problems == []
    unwrapped = [unwrap(command) for command in script.commands]
    return [command.argv[1:] for command in unwrapped if command.name == "aws"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("aws a b \\\n  --c d\n", [["a", "b", "--c", "d"]]),
        ("# aws x y\naws a b # aws z\n", [["a", "b"]]),
        ("aws a b --q 'x[?y==`1`].{a:b}'", [["a", "b", "--q", "x[?y==`1`].{a:b}"]]),
        ('aws a b --q "it\'s \\"so\\" \\$x"', [["a", "b", "--q", 'it\'s "so" $x']]),
        ("aws a b --c=d\"e f\"'g'", [["a", "b", "--c=de fg"]]),
        ("aws a b --c one\\ word", [["a", "b", "--c", "one word"]]),
        ("aws a b | jq . > out 2>&1", [["a", "b"]]),
        ("aws a b && aws c d || true", [["a", "b"], ["c", "d"]]),
        ('X=1\naws a b --c "$X-${X}"', [["a", "b", "--c", "1-1"]]),
        ('aws a b --c "${Y:-two}"', [["a", "b", "--c", "two"]]),
        ("X=1 aws a b", [["a", "b"]]),
        ("export X=3\naws a b --c $X", [["a", "b", "--c", "3"]]),
        ("aws a b --c $(aws c d)", [["c", "d"], ["a", "b", "--c", "PRINTED"]]),
        ("aws a b --c `aws c d`", [["c", "d"], ["a", "b", "--c", "PRINTED"]]),
        ('T=$(aws c d)\naws a b --c "$T"', [["c", "d"], ["a", "b", "--c", "PRINTED"]]),
        ("aws a b --c $(aws c d | head -n 1)", [["c", "d"], ["a", "b", "--c", "PRINTED"]]),
        ("aws a b --c $(aws c d | jq .x)", [["c", "d"], ["a", "b", "--c", "1"]]),
        ('for t in x y; do\n  aws a b --c "$t"\ndone', [["a", "b", "--c", "x"]]),
        ("if aws a b; then aws c d; else aws e f; fi", [["a", "b"], ["c", "d"], ["e", "f"]]),
        ("while read -r l; do aws a b --c $l; done < <(aws c d)",
         [["a", "b", "--c", "1"], ["c", "d"]]),
        ("aws c d | xargs -n 10 aws a b --c", [["c", "d"], ["a", "b", "--c", "1"]]),
        ("aws c d | xargs -I{} aws a b --c {}", [["c", "d"], ["a", "b", "--c", "{}"]]),
        ("watch -n 5 aws a b", [["a", "b"]]),
        ("time aws a b", [["a", "b"]]),
        ("cat <<EOF\naws a b\nEOF", []),
        ("f() { aws a b; }\nf", [["a", "b"]]),
        ("aws a b --c '{\n \"x\": 1}'", [["a", "b", "--c", '{\n "x": 1}']]),
        ("aws a b --t $(( $(date +%s) - 60 ))", [["a", "b", "--t", "1767225600"]]),
        ("docker run --rm amazon/aws-cli a b", []),
    ],
)  # fmt: skip
def test_commands(source: str, expected: list[list[str]]) -> None:
    assert argvs(source) == expected


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (["date", "-u", "+%Y-%m-%dT%H:%M:%SZ"], "2026-01-01T00:00:00Z"),
        (["date", "+%s000"], "1767225600000"),
        (["date", "+%s%3N"], "1767225600000"),
        (["date", "-Iseconds"], "2026-01-01T00:00:00+00:00"),
    ],
)
def test_date_samples(argv: list[str], expected: str) -> None:
    assert date_sample(argv) == expected


def test_rows_unset_variables_and_unquoted_parts() -> None:
    source = "# first\naws a b \\\n  --c $GONE \\\n  --q x[0] --r 'y[0]'\n"
    command = read(source, {}, lambda argv: "").commands[0]
    assert (command.row, command.unset) == (1, ["GONE"])
    assert [(word.row, word.bare) for word in command.words[-4:]] == [
        (3, "--q"), (3, "x[0]"), (3, "--r"), (3, ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "row"), [("aws a b |\n", 0), ("echo 'open\n", 0), ("if true\nthen :\n", 1)]
)
def test_broken_shell_is_a_problem(source: str, row: int) -> None:
    problems = read(source, {}, lambda argv: "").problems
    assert [found for found, _ in problems] == [row]


def test_unwrap_leaves_other_programs_alone() -> None:
    command = Command([Word("which", 0), Word("aws", 0)], 0)
    assert unwrap(command) is command
