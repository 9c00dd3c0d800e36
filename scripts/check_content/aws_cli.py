"""The two AWS CLIs, each in its own process: which one is where, and what it says to a command."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .findings import ToolMissing

# Debian's own comes first: a bundled `aws` on PATH cannot be imported.
PROGRAMS: tuple[str, ...] = ("/usr/bin/aws",)
_WORKER = Path(__file__).with_name("cli_worker.py")


@dataclass(frozen=True)
class Parsed:
    """What a CLI made of one command line."""

    operation: tuple[str, str] | None
    error: str | None


@dataclass(frozen=True)
class CLI:
    """An AWS CLI that can be imported by some Python."""

    interpreter: str
    data_path: str | None = None  # models to read before the CLI's own

    def parse(self, commands: list[list[str]]) -> tuple[str, list[Parsed]]:
        """Its version, and its verdict on each command line."""
        environment = _environment()
        if self.data_path:
            environment["AWS_DATA_PATH"] = self.data_path
        done = subprocess.run(
            [self.interpreter, "-I", str(_WORKER)],
            input=json.dumps({"commands": commands}),
            capture_output=True, text=True, check=False, env=environment,
        )  # fmt: skip
        if done.returncode != 0:
            raise ToolMissing(
                f"the AWS CLI of {self.interpreter} broke: {done.stderr.strip()[-300:]}; "
                "re-install it with `make deps`"
            )
        answer = json.loads(done.stdout)
        return str(answer["version"]), [
            Parsed(tuple(one["operation"]) if one["operation"] else None, one["error"])
            for one in answer["results"]
        ]


def version_1() -> CLI:
    """AWS CLI v1, in this venv."""
    return CLI(sys.executable)


def version_2() -> CLI:
    """AWS CLI v2, found through the `aws` program's own `#!` line."""
    seen: list[str] = []
    for program in (*PROGRAMS, shutil.which("aws")):
        if program is None or not Path(program).exists():
            continue
        interpreter = _interpreter(Path(program))
        if interpreter and (version := _version(interpreter)):
            if version.startswith("2."):
                return CLI(interpreter)
            seen.append(f"{program} is {version}")
        else:
            seen.append(f"{program} is not a Python program")
    found = f" ({'; '.join(seen)})" if seen else ""
    raise ToolMissing(f"AWS CLI v2 is not installed{found}; run `make deps` (Debian: awscli)")


def with_current_models(cli: CLI) -> CLI:
    """The same parser with today's service models, for a CLI that is older than an API."""
    package = importlib.util.find_spec("awscli")  # importing it would set AWS_DATA_PATH here
    if package is None or package.origin is None:
        return cli
    return CLI(cli.interpreter, str(Path(package.origin).parent / "botocore" / "data"))


def _environment() -> dict[str, str]:
    hidden = ("PYTHONPATH", "AWS_DATA_PATH")
    return {name: text for name, text in os.environ.items() if name not in hidden}


def _interpreter(program: Path) -> str | None:
    with program.open("rb") as file:
        first = file.readline(200)
    if not first.startswith(b"#!") or b"python" not in first:
        return None
    words = first[2:].decode(errors="replace").split()
    return shutil.which(words[-1]) if words[0].endswith("/env") else words[0]


def _version(interpreter: str) -> str | None:
    code = "import awscli; print(awscli.__version__)"
    done = subprocess.run(
        [interpreter, "-I", "-c", code], capture_output=True, text=True, check=False,
        env=_environment(), cwd="/",
    )  # fmt: skip
    return done.stdout.strip() or None
