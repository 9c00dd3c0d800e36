"""`runbook diagnose --cluster …` against the real AWS CLI and a server on loopback."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from live_case import EXITED, RUNBOOK, LiveCase

READ_ONLY = ("list-", "describe-", "get-")


class Live(LiveCase):
    """One cluster with one service that fails in many ways."""

    def test_a_service_with_its_tasks(self) -> None:
        """Stopped tasks, the running one, the service and the metrics are one answer."""
        killed = "OutOfMemoryError: Container killed due to memory usage"
        self.cloud.stop(self.cloud.run(3), *EXITED, 137, killed)
        self.cloud.run()
        self.cloud.metric("MemoryUtilization", 99.5)
        answer = self.answer("--cluster", "shop", "--service", "checkout")
        tasks = [one for one in answer["subjects"] if one["subject"].startswith("task ")]
        self.assertEqual(len(tasks), 4)
        first = answer["groups"][0]
        self.assertEqual((first["runbook"], first["count"]), ("ecs-oom-killed", 3))
        commands = tasks[0]["diagnoses"][0]["commands"]
        self.assertTrue(any("--cluster shop" in one["text"] for one in commands))
        self.assertTrue(any("/ecs/checkout" in one["text"] for one in commands), commands)
        memory = next(one for one in answer["live"]["metrics"] if one["name"][0] == "M")
        self.assertEqual([point["maximum"] for point in memory["points"]], [99.5])

    def test_only_reading_calls_each_shown_before(self) -> None:
        """Every command stands on standard error, as it can be pasted, and only reads."""
        self.cloud.stop(self.cloud.run(), "UserInitiated", "Task stopped by user", 137)
        done = self.diagnose("--cluster", "shop", "--service", "checkout")
        self.assertEqual(done.returncode, 0, done.stderr)
        shown = [line[2:].split() for line in done.stderr.splitlines() if line.startswith("+ ")]
        operations = [words[2] for words in shown]
        self.assertEqual(
            operations,
            [
                "describe-services", "list-tasks", "list-tasks", "describe-tasks",
                "describe-task-definition", "describe-target-health", "describe-alarms",
                "list-tags-for-resource", "describe-stack-events", "get-metric-statistics",
                "get-metric-statistics",
            ],
        )  # fmt: skip
        self.assertTrue(all(name.startswith(READ_ONLY) for name in operations))
        self.assertTrue(all(words[0] == "aws" for words in shown))
        self.assertIn("ecs-sigterm-sigkill", done.stdout)

    def test_memory_settles_the_doubt_of_137(self) -> None:
        """137 without a reason is suspected; what was measured stands beside it."""
        self.cloud.stop(self.cloud.run(), *EXITED, 137)
        self.cloud.metric("MemoryUtilization", 99.5)
        answer = self.answer("--cluster", "shop", "--service", "checkout")
        task = next(one for one in answer["subjects"] if one["subject"].startswith("task "))
        diagnosis = task["diagnoses"][0]
        self.assertEqual(diagnosis["confidence"], "suspected")
        self.assertTrue(
            any("MemoryUtilization of the service was at most" in one for one in diagnosis["because"])
        )

    def test_one_task(self) -> None:
        """A task by its ARN, with its definition and the metrics of its service."""
        tasks = self.cloud.run()
        self.cloud.stop(tasks, *EXITED, 139)
        answer = self.answer("--cluster", "shop", "--task", tasks[0].task_arn)
        self.assertEqual(answer["subjects"][0]["diagnoses"][0]["runbook"], "ecs-crash-signal")
        operations = [one["command"].split()[2] for one in answer["live"]["calls"]]
        self.assertEqual(
            operations,
            ["describe-tasks", "describe-task-definition", "get-log-events"]
            + ["get-metric-statistics"] * 2,
        )

    def test_events_of_the_service(self) -> None:
        """No task is left, and the log of the service still says why."""
        self.cloud.event(
            "(service checkout) was unable to place a task. Reason: Capacity is unavailable at "
            "this time. Please try again later or in a different availability zone."
        )
        answer = self.answer("--cluster", "shop", "--service", "checkout")
        service = next(one for one in answer["subjects"] if one["subject"] == "service checkout")
        self.assertEqual(service["diagnoses"][0]["runbook"], "ecs-placement-capacity")

    def test_more_tasks_than_one_call_takes(self) -> None:
        """`describe-tasks` takes a hundred ids."""
        self.cloud.stop(self.cloud.run(103), *EXITED, 1)
        done = self.diagnose("--cluster", "shop", "--service", "checkout")
        self.assertEqual(done.stderr.count(" describe-tasks "), 2)
        self.assertIn("103 of 103 tasks: ecs-app-exit", done.stdout)

    def test_saved_answers(self) -> None:
        """What AWS said is kept for the owner only, without secrets, and diagnoses the same."""
        self.cloud.stop(self.cloud.run(), *EXITED, 139)
        with tempfile.TemporaryDirectory() as folder:
            seen = Path(folder) / "seen"
            done = self.diagnose(
                "--cluster", "shop", "--service", "checkout", "--save", str(seen)
            )
            self.assertEqual(done.returncode, 0, done.stderr)
            files = sorted(seen.iterdir())
            self.assertEqual(len(files), 10)
            self.assertEqual(stat.S_IMODE(seen.stat().st_mode), 0o700)
            for file in files:
                self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
                json.loads(file.read_text())
            text = "".join(file.read_text() for file in files)
            self.assertNotIn("correct-horse-battery", text)
            self.assertIn("[redacted:", text)
            again = subprocess.run(
                [str(RUNBOOK), "diagnose", "--json"], input=text, capture_output=True, text=True,
                check=False, cwd=self.home.name, env={"HOME": self.home.name, "PATH": "/bin"},
            )  # fmt: skip
            runbooks = {
                one["diagnoses"][0]["runbook"]
                for one in json.loads(again.stdout)["subjects"]
                if one["diagnoses"]
            }
            self.assertIn("ecs-crash-signal", runbooks)
            kept = self.diagnose(
                "--cluster", "shop", "--service", "checkout", "--save", str(seen), "--no-redact"
            )
            self.assertEqual(kept.returncode, 0, kept.stderr)
            text = "".join(file.read_text() for file in seen.iterdir())
            self.assertIn("correct-horse-battery", text)

    def test_no_such_service(self) -> None:
        """The cluster is there and the service is not: a task that is gone, not a crash."""
        done = self.diagnose("--cluster", "nowhere", "--service", "checkout")
        self.assertEqual(done.returncode, 66, done.stderr)
        self.assertIn("no such cluster", done.stderr)

    def test_not_logged_in(self) -> None:
        """One call tells it; the others would only repeat it."""
        done = self.diagnose(
            "--cluster", "shop", "--service", "checkout",
            AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY="",
        )  # fmt: skip
        self.assertEqual(done.returncode, 66, done.stderr)
        self.assertIn("log in first", done.stderr)
        self.assertEqual(done.stderr.count("\n+ ") + done.stderr.startswith("+ "), 1)

    def test_no_network(self) -> None:
        """A server that is not there is said, not waited for."""
        done = self.diagnose(
            "--cluster", "shop", "--service", "checkout",
            AWS_ENDPOINT_URL="http://127.0.0.1:1", AWS_MAX_ATTEMPTS="1",
        )  # fmt: skip
        self.assertEqual(done.returncode, 66, done.stderr)
        self.assertIn("cannot be reached", done.stderr)

    def test_no_such_profile(self) -> None:
        """The profile is passed on, and what the program says of it is shown."""
        done = self.diagnose("--cluster", "shop", "--task", "x", "--profile", "nobody")
        self.assertEqual(done.returncode, 66, done.stderr)
        self.assertIn("nobody", done.stderr)
        self.assertIn("list-profiles", done.stderr)

    def test_aws_is_not_installed(self) -> None:
        """The program is missing: say which, and what else works."""
        done = self.diagnose("--cluster", "shop", "--task", "x", path="/nonexistent")
        self.assertEqual(done.returncode, 66, done.stderr)
        self.assertIn("'aws' is not installed", done.stderr)

    def test_a_call_that_fails(self) -> None:
        """Metrics are refused; the diagnosis stands without them."""
        self.cloud.stop(self.cloud.run(), *EXITED, 139)
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder) / "aws"
            program.write_text(
                "#!/bin/sh\n"
                'if [ "$1" = cloudwatch ]; then\n'
                '  echo "An error occurred (AccessDenied) when calling the GetMetricStatistics'
                ' operation: User is not authorized" >&2\n'
                "  exit 254\nfi\n"
                f'exec {Path(sys.executable).parent}/aws "$@"\n'
            )
            program.chmod(0o755)
            done = self.diagnose(
                "--cluster", "shop", "--service", "checkout", path=f"{folder}:/usr/bin:/bin"
            )
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("going on with the others", done.stderr)
        self.assertIn("ecs-crash-signal", done.stdout)


if __name__ == "__main__":
    unittest.main()
