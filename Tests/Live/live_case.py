"""How the tests of the live diagnosis run the program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any

from cloud import CREDENTIALS, Cloud

ROOT = Path(__file__).resolve().parent.parent.parent
RUNBOOK = Path(os.environ.get("RUNBOOK", ROOT / ".build/release/runbook"))
EXITED = ("EssentialContainerExited", "Essential container in task exited")


class LiveCase(unittest.TestCase):
    """One server for all tests; each begins without tasks and events."""

    cloud: Cloud
    home: tempfile.TemporaryDirectory[str]

    @classmethod
    def setUpClass(cls) -> None:
        cls.cloud = Cloud()
        cls.home = tempfile.TemporaryDirectory()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.cloud.close()
        cls.home.cleanup()

    def setUp(self) -> None:
        self.cloud.clear()

    def diagnose(
        self, *words: str, path: str | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Runs the program as a person would who is logged in."""
        environment = {
            "PATH": path or f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "HOME": self.home.name,
            "AWS_ENDPOINT_URL": self.cloud.url,
            **CREDENTIALS,
            **variables,
        }
        return subprocess.run(
            [str(RUNBOOK), "diagnose", *words],
            capture_output=True, text=True, check=False, env=environment, cwd=self.home.name,
            stdin=subprocess.DEVNULL, timeout=120,
        )  # fmt: skip

    def answer(self, *words: str, **variables: str) -> dict[str, Any]:
        """What it prints as JSON."""
        done = self.diagnose(*words, "--json", **variables)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer
