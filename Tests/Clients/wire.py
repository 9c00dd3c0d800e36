"""A server by its bare wire, and the official schemas that every line of it must fit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

HERE = Path(__file__).resolve().parent
RUNBOOK = Path(os.environ.get("RUNBOOK", HERE.parent.parent / ".build/release/runbook"))
MODERN = "2026-07-28"
LEGACY = "2025-11-25"
PREFIX = "io.modelcontextprotocol/"

RESULTS = {
    "initialize": "InitializeResult",
    "server/discover": "DiscoverResult",
    "tools/list": "ListToolsResult",
    "tools/call": "CallToolResult",
    "resources/list": "ListResourcesResult",
    "resources/templates/list": "ListResourceTemplatesResult",
    "resources/read": "ReadResourceResult",
    "prompts/list": "ListPromptsResult",
    "prompts/get": "GetPromptResult",
    "completion/complete": "CompleteResult",
    "ping": "Result",
}


@cache
def validator(revision: str, name: str) -> jsonschema.Draft202012Validator:
    """The schema of one message in one revision."""
    schema = json.loads((HERE / "schema" / f"{revision}.json").read_text())
    return jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]})


def check(line: bytes, method: str, revision: str) -> dict[str, Any]:
    """Reads an answer and checks it against the revision."""
    assert line.endswith(b"\n"), line[:200]
    message = json.loads(line)
    if "error" in message:
        validator(revision, "JSONRPCErrorResponse").validate(message)
    else:
        validator(revision, "JSONRPCResultResponse").validate(message)
        validator(revision, RESULTS[method]).validate(message["result"])
    return message


def environment(home: str) -> dict[str, str]:
    """As little as a client hands on."""
    return {"HOME": home, "PATH": "/usr/bin:/bin", "TERM": "dumb", "LC_ALL": "C.UTF-8"}


@cache
def template() -> tempfile.TemporaryDirectory[str]:
    """A knowledge base with its index, made once."""
    folder = tempfile.TemporaryDirectory()
    for words in [["init", "--no-git", f"{folder.name}/kb"], ["index", "--dir", f"{folder.name}/kb"]]:
        subprocess.run(
            [RUNBOOK, *words], env=environment(folder.name), check=True, capture_output=True
        )
    return folder


def knowledge_base(home: str) -> str:
    """A knowledge base of its own in a folder."""
    return shutil.copytree(f"{template().name}/kb", f"{home}/kb", symlinks=True)


class Server:
    """`runbook mcp` as a process; one request after the other."""

    def __init__(self, home: str, *words: str) -> None:
        self.process = subprocess.Popen(
            [str(RUNBOOK), "mcp", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(home),
            cwd=home,
        )
        self.number = 0

    def send(self, line: bytes) -> None:
        """Writes bytes as they are."""
        assert self.process.stdin
        self.process.stdin.write(line)
        self.process.stdin.flush()

    def receive(self) -> bytes:
        """The next line."""
        assert self.process.stdout
        return self.process.stdout.readline()

    def ask(self, method: str, revision: str = LEGACY, **params: Any) -> dict[str, Any]:
        """Sends a request, and returns its answer, checked."""
        self.number += 1
        if revision == MODERN:
            params["_meta"] = {
                PREFIX + "protocolVersion": MODERN,
                PREFIX + "clientCapabilities": {},
            }
        request = {"jsonrpc": "2.0", "id": self.number, "method": method, "params": params}
        self.send(json.dumps(request).encode() + b"\n")
        message = check(self.receive(), method, revision)
        assert message["id"] == self.number, message
        return message

    def call(self, tool: str, revision: str = LEGACY, **arguments: Any) -> dict[str, Any]:
        """Calls a tool; its result."""
        return self.ask("tools/call", revision, name=tool, arguments=arguments)["result"]

    def close(self) -> int:
        """Ends the input; the exit code, within the two seconds that clients wait."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        code = self.process.wait(timeout=2)
        self.process.stdout.close()
        return code
