"""Runs AWS CLI command lines up to the request they would send, and no further.

A program of its own, with nothing of this package: the interpreter that runs it decides which
AWS CLI answers (v1 in the venv, v2 in the system's Python). Reads `{"commands": [argv, …]}` on
stdin and writes `{"version": …, "results": [{"operation", "error"}, …]}` on stdout.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import re
import signal
import socket
import sys
import tempfile
from typing import Any, NoReturn

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "example",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_MAX_ATTEMPTS": "1",
    "AWS_PAGER": "",
    "LANG": "C.UTF-8",
}
# Options that change the driver's session, so the next command needs a fresh one.
GLOBAL_OPTIONS = {"--profile", "--region", "--endpoint-url", "--debug", "--no-sign-request"}
# Of these, the CLI hangs a check of its boolean options on every later command of the session.
LASTING_CHECKS = re.compile(r"modify-[\w-]+-attribute")
PLUGIN_MODULES = ("ecs.executecommand", "sessionmanager")


class Sent(BaseException):
    """Raised in place of the request; no `except Exception` on the way may stop it."""


class Driver:
    """One AWS CLI with a hook where it would talk to the network."""

    def __init__(self) -> None:
        self.sent: list[list[str]] = []
        self.driver: Any = None

    def fresh(self) -> None:
        """A driver with nothing left over from an earlier command."""
        from awscli.clidriver import create_clidriver

        self.driver = create_clidriver()
        self.driver.session.register("before-call", self.on_call)

    def on_call(self, model: Any = None, **_: object) -> NoReturn:
        """The hook: parameters are validated and serialised at this point."""
        self.sent.append([model.service_model.service_name, model.name])
        raise Sent

    def run(self, argv: list[str]) -> dict[str, Any]:
        """Parses one command line; returns the operation it reached and the error, if any."""
        if self.driver is None:
            self.fresh()
        self.sent.clear()
        errors = io.StringIO()
        status: Any = 0
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(errors):
            signal.alarm(10)
            try:
                status = self.driver.main(argv[1:])
            except Sent:
                pass
            except SystemExit as stop:
                status = stop.code
            except TimeoutError:
                status = 1
                errors.write("the command did not end")
            finally:
                signal.alarm(0)
        is_global = GLOBAL_OPTIONS & {word.split("=")[0] for word in argv}
        if is_global or any(LASTING_CHECKS.fullmatch(word) for word in argv[1:3]):
            self.driver = None
        operation = self.sent[0] if self.sent else None
        failed = operation is None and status not in (0, None)
        return {"operation": operation, "error": explain(errors.getvalue()) if failed else None}


def explain(text: str) -> str:
    """The sentence that matters out of a usage text."""
    choice = text.find("Invalid choice: '")
    if choice >= 0:
        return " ".join(text[choice:].split())[:300]
    error = re.search(r"(?:^|\n)[\w.-]+: error: (.*)", text, re.S)
    said = error[1] if error else text.strip().split("\n\n")[-1]
    if "valid choices are" in said:
        return "there is no such command"
    return " ".join(said.split())[:300]


def refuse(*_: object) -> NoReturn:
    """Stands in for connect(): nothing here may reach a network."""
    raise OSError("check-content: no network")


def on_alarm(*_: object) -> NoReturn:
    """A command that hangs is ended by this."""
    raise TimeoutError


def main() -> None:
    """Answers one batch."""
    request = json.load(sys.stdin)
    answer, sys.stdout = sys.stdout, sys.stderr
    for name in list(os.environ):
        if name.startswith("AWS_") and name != "AWS_DATA_PATH":
            del os.environ[name]
    signal.signal(signal.SIGALRM, on_alarm)
    setattr(socket.socket, "connect", refuse)  # noqa: B010
    with tempfile.TemporaryDirectory() as folder:
        config = os.path.join(folder, "config")
        with open(config, "w", encoding="utf-8") as file:
            file.write("[profile prod]\nregion = us-east-1\n[default]\nregion = us-east-1\n")
        paths = {"AWS_CONFIG_FILE": config, "AWS_SHARED_CREDENTIALS_FILE": config, "HOME": folder}
        os.environ.update(CREDENTIALS | paths)
        os.chdir(folder)
        import awscli

        for name in PLUGIN_MODULES:  # they look for session-manager-plugin before they parse
            with contextlib.suppress(ImportError):
                module = importlib.import_module(f"awscli.customizations.{name}")
                vars(module)["check_call"] = lambda *_, **__: 0
        driver = Driver()
        results = [driver.run(argv) for argv in request["commands"]]
        os.chdir("/")
    json.dump({"version": awscli.__version__, "results": results}, answer)


if __name__ == "__main__":
    main()
