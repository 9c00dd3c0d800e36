"""An official client, whichever is installed, lists and calls everything that there is."""

from __future__ import annotations

import asyncio
import contextlib
import json
import tempfile
import unittest
from collections.abc import AsyncIterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from wire import LEGACY, MODERN, PREFIX, RUNBOOK, check, environment, knowledge_base

IS_MODERN = int(version("mcp").split(".")[0]) >= 2


def plain(result: Any) -> dict[str, Any]:
    """A result as on the wire."""
    return result.model_dump(mode="json", by_alias=True, exclude_none=True)


class Clients(unittest.TestCase):
    """Every session runs between two files that keep what went over the wire."""

    def setUp(self) -> None:
        home = tempfile.TemporaryDirectory()
        self.addCleanup(home.cleanup)
        self.home = home.name
        self.base = knowledge_base(self.home)

    @property
    def parameters(self) -> StdioServerParameters:
        script = f'tee sent | "{RUNBOOK}" mcp --dir "{self.base}" --allow-write | tee received'
        return StdioServerParameters(
            command="/bin/sh", args=["-c", script], env=environment(self.home), cwd=self.home
        )

    @contextlib.asynccontextmanager
    async def session(self, mode: str) -> AsyncIterator[Any]:
        if IS_MODERN:
            from mcp.client.client import Client

            async with Client(self.parameters, mode=mode) as client:
                yield client
        else:
            async with stdio_client(self.parameters) as (read, write):
                async with ClientSession(read, write) as session:
                    await session.initialize()
                    yield session

    async def everything(self, mode: str) -> None:
        async with self.session(mode) as session:
            tools = {tool["name"] for tool in plain(await session.list_tools())["tools"]}
            called = {
                "search": {"query": "exit 137"},
                "diagnose": {"input": "ResourceInitializationError: unable to pull secrets"},
                "show": {"id": "ecs-oom-killed", "part": "1"},
                "list_facets": {},
                "log": {"title": "checkout is down", "open": True},
                "note": {"text": "restarted"},
                "link": {"runbook": "ecs-oom-killed", "outcome": "fixed"},
                "incidents": {"open": True},
                "close": {"resolution": "more memory"},
            }
            self.assertEqual(set(called), tools)
            for name, arguments in called.items():
                # The client itself raises where an answer does not fit the schema of its tool.
                result = plain(await session.call_tool(name, arguments))
                self.assertFalse(result.get("isError"), result)
                self.assertIn("structuredContent", result)
            resources = plain(await session.list_resources())["resources"]
            for resource in resources[:5]:
                uri: Any = resource["uri"]
                read = plain(await session.read_resource(uri))
                self.assertTrue(read["contents"][0]["text"])
            templates = plain(await session.list_resource_templates())["resourceTemplates"]
            self.assertEqual(len(templates), 2)
            self.assertEqual(len(plain(await session.list_prompts())["prompts"]), 2)
            incident = resources[-1]["name"]
            for name, arguments in [
                ("triage", {"symptom": "exit 137"}), ("postmortem", {"incident": incident})
            ]:
                self.assertTrue(plain(await session.get_prompt(name, arguments))["messages"])

    def checked(self, revision: str) -> set[str]:
        """Checks every line that was received, and says which methods were answered."""
        asked = {}
        for line in Path(self.home, "sent").read_bytes().splitlines():
            message = json.loads(line)
            if "id" not in message:
                continue
            asked[message["id"]] = message["method"]
            meta = message.get("params", {}).get("_meta", {})
            if revision == MODERN:
                self.assertEqual(meta.get(PREFIX + "protocolVersion"), MODERN)
        lines = Path(self.home, "received").read_bytes().splitlines(keepends=True)
        self.assertEqual(len(lines), len(asked))
        for line in lines:
            check(line, asked[json.loads(line)["id"]], revision)
        return set(asked.values())

    @unittest.skipUnless(IS_MODERN, "this client ends before that revision")
    def test_the_stateless_revision(self) -> None:
        asyncio.run(self.everything("auto"))
        methods = self.checked(MODERN)
        self.assertIn("server/discover", methods)
        self.assertNotIn("initialize", methods)

    def test_the_revision_with_a_handshake(self) -> None:
        asyncio.run(self.everything("legacy"))
        self.assertIn("initialize", self.checked(LEGACY))


if __name__ == "__main__":
    unittest.main()
