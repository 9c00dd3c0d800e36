"""Makes the venv that the checks run in, once, and prints the path of its interpreter.

Standard library only: this file runs before any tool is installed. The venv is keyed by a hash
of requirements.txt and of the interpreter, so an unchanged checkout never talks to the network.
Given a folder of its own and its requirements, it does the same for another set of tools.
"""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
import sys
import venv
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent.parent
REQUIREMENTS = PACKAGE / "requirements.txt"
HOME = ROOT / ".cache" / "check-content"

EX_UNAVAILABLE = 69


class EnvironmentProblem(Exception):
    """The venv cannot be made; the text says what to do."""


def key(requirements: Path, version: str) -> str:
    """The identity of a venv: what is asked for, and the interpreter that asks."""
    digest = hashlib.sha256(requirements.read_bytes())
    digest.update(version.encode())
    return digest.hexdigest()


def interpreter(folder: Path) -> Path:
    """The Python inside a venv."""
    return folder / "bin" / "python"


def is_current(folder: Path, wanted: str) -> bool:
    """Whether a finished venv with this key is there (the marker is written last)."""
    marker = folder / ".requirements-key"
    try:
        return marker.read_text() == wanted and interpreter(folder).exists()
    except OSError:
        return False


def make(folder: Path, requirements: Path, wanted: str) -> None:
    """Builds the venv in place; a failed build leaves no marker, so the next run starts again."""
    print(f"{folder.parent.name}: installing its tools, once …", file=sys.stderr)
    try:
        venv.EnvBuilder(clear=True, with_pip=True).create(folder)
    except (subprocess.CalledProcessError, OSError) as error:
        raise EnvironmentProblem(
            f"cannot make a Python venv ({error}); on Debian install python3-venv, "
            "or run `make deps`"
        ) from error
    command = [
        str(interpreter(folder)), "-m", "pip", "install", "--quiet", "--no-deps",
        "--only-binary", ":all:", "--retries", "2", "--disable-pip-version-check",
        "-r", str(requirements),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise EnvironmentProblem(explain(done.stderr, folder.parent.name))
    (folder / ".requirements-key").write_text(wanted)


def explain(errors: str, name: str = HOME.name) -> str:
    """One sentence out of pip's complaint, and what to do about it."""
    lines = [line.strip() for line in errors.splitlines() if line.strip().startswith("ERROR:")]
    said = lines[-1].removeprefix("ERROR:").strip() if lines else errors.strip()[-200:]
    return (
        f"cannot install its tools from PyPI: pip says «{said}»; connect to the network once, "
        "or set PIP_INDEX_URL to a mirror that you can reach, and run it again. "
        f"The tools are kept in .cache/{name} after that"
    )


def ensure(home: Path = HOME, requirements: Path = REQUIREMENTS) -> Path:
    """The interpreter of an up-to-date venv; concurrent runs wait for the one that builds it."""
    folder = home / "venv"
    wanted = key(requirements, f"{sys.version}{sys.prefix}")
    if not is_current(folder, wanted):
        home.mkdir(parents=True, exist_ok=True)
        with (home / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not is_current(folder, wanted):
                make(folder, requirements, wanted)
    return interpreter(folder)


def main() -> int:
    """Prints the interpreter's path, or says why there is none."""
    home, requirements = map(Path, sys.argv[1:3]) if len(sys.argv) > 2 else (HOME, REQUIREMENTS)
    try:
        print(ensure(home, requirements))
    except EnvironmentProblem as problem:
        print(f"{home.name}: {problem}", file=sys.stderr)
        return EX_UNAVAILABLE
    return 0


if __name__ == "__main__":
    sys.exit(main())
