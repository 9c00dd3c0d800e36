"""Every command of every recorded input, filled in, is one that the real AWS CLI accepts."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
RUNBOOK = Path(os.environ.get("RUNBOOK", ROOT / ".build/release/runbook"))
FIXTURES = ROOT / "Tests/RunbookTests/Fixtures"


class FilledCommands(unittest.TestCase):
    """One page for each input, checked as the pages of the content are."""

    def test_every_command_parses(self) -> None:
        """The AWS CLI parses it up to the request that it would send."""
        files = sorted(FIXTURES.glob("diagnose*/*.json"))
        self.assertGreaterEqual(len(files), 23)
        with tempfile.TemporaryDirectory() as folder:
            count = 0
            seen: set[tuple[str, str]] = set()  # many inputs get the same commands, unfilled
            for file in files:
                page, commands = self.page(file, folder, seen)
                count += commands
                path = Path(folder, "pages", f"{file.parent.name}-{file.stem}.md")
                path.parent.mkdir(exist_ok=True)
                path.write_text(page)
            done = subprocess.run(
                [ROOT / "scripts/check-content", "--content", f"{folder}/pages", "--only", "commands"],
                capture_output=True, text=True, check=False,
            )  # fmt: skip
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertGreater(count, 300)
        print(f"{count} commands of {len(files)} inputs:", done.stderr.splitlines()[0])

    def page(self, file: Path, home: str, seen: set[tuple[str, str]]) -> tuple[str, int]:
        """The commands of an input as fences of a page, without those that stand in an earlier one."""
        done = subprocess.run(
            [str(RUNBOOK), "diagnose", str(file), "--json"],
            capture_output=True, text=True, check=False, cwd=home,
            env={"HOME": home, "PATH": "/usr/bin:/bin"},
        )  # fmt: skip
        answer = json.loads(done.stdout)
        commands = [
            command
            for subject in answer["subjects"]
            for diagnosis in subject["diagnoses"]
            for command in diagnosis["commands"]
        ]
        lines = ["---", f"id: {file.stem.lower()}", "title: x", "kind: runbook", "---"]
        for command in commands:
            if (command["safety"], command["text"]) in seen:
                continue
            seen.add((command["safety"], command["text"]))
            # The content says where a form is for one CLI or one kind of date; here all are in one list.
            lines += ["", "AWS CLI v2 only, perhaps. GNU date: BSD and macOS date:", ""]
            lines += [f"```sh safety={command['safety']}", command["text"], "```"]
        return "\n".join(lines) + "\n", len(commands)


if __name__ == "__main__":
    unittest.main()
