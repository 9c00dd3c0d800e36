"""`runbook diagnose --watch` during a deployment on a server on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from cloud import CREDENTIALS
from live_case import EXITED, RUNBOOK, LiveCase


class Watch(LiveCase):
    """The deployment changes while the program looks every two seconds."""

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Begins to watch."""
        environment = {
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "HOME": self.home.name, "AWS_ENDPOINT_URL": self.cloud.url, **CREDENTIALS,
        }  # fmt: skip
        return subprocess.Popen(
            [str(RUNBOOK), "diagnose", "--watch", "--cluster", "shop", "--service", "checkout",
             "--interval", "2", *words],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
            cwd=self.home.name, stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def finish(self, program: subprocess.Popen[str], status: int) -> tuple[list[Any], str]:
        """What it printed, one object a line, and its calls."""
        out, errors = program.communicate(timeout=120)
        self.assertEqual(program.returncode, status, out + errors)
        return [json.loads(line) for line in out.splitlines()], errors

    def fail(self, deployment: str, count: int = 1) -> list[Any]:  # type: ignore[override]
        """Tasks of the deployment that were killed for their memory."""
        tasks = self.cloud.run(count)
        for task in tasks:
            task.started_by = deployment
        self.cloud.stop(tasks, *EXITED, 137, "OutOfMemoryError: Container killed due to memory usage")
        return tasks

    def test_failed_tasks_then_a_rollback(self) -> None:
        """Each stopped task once, with its cause; the verdict is that the service went back."""
        deployment = self.cloud.deploy()
        old = self.cloud.run()
        self.cloud.stop(old, "ServiceSchedulerInitiated", "Scaling activity initiated by", 0)
        first = self.fail(deployment, 2)
        program = self.start("--json")
        time.sleep(5)
        second = self.fail(deployment)
        time.sleep(4)
        failed = self.cloud.service.deployments[0]
        failed.update(status="ACTIVE", rolloutState="FAILED", failedTasks=3,
                      rolloutStateReason="ECS deployment circuit breaker: tasks failed to start.")
        self.cloud.deploy()
        self.cloud.end("IN_PROGRESS", rolloutStateReason=(
            f"ECS deployment circuit breaker: rolling back to deploymentId {deployment}."))
        self.cloud.service.deployments.append(failed)
        time.sleep(4)
        self.cloud.end("COMPLETED", runningCount=2)
        lines, errors = self.finish(program, 1)
        stopped = [one["task"] for one in lines if one["event"] == "stopped"]
        self.assertEqual(sorted(stopped), sorted(task.id for task in first + second))
        self.assertEqual({one["runbook"] for one in lines if one["event"] == "stopped"},
                         {"ecs-oom-killed"})
        self.assertEqual(lines[-1]["verdict"], "rolled-back")
        self.assertEqual(lines[-1]["causes"], [{"runbook": "ecs-oom-killed", "tasks": 3}])
        self.assertIn("circuit breaker", lines[-1]["reason"])
        # A call that is made again is shown once.
        self.assertEqual(errors.count(" describe-services "), 1)

    def test_completed(self) -> None:
        """The new revision serves: success, in words."""
        self.cloud.deploy()
        program = self.start()
        time.sleep(4)
        self.cloud.end("COMPLETED", runningCount=2)
        out, errors = program.communicate(timeout=60)
        self.assertEqual(program.returncode, 0, out + errors)
        self.assertIn("is completed: 2 of 2 tasks run.", out)

    def test_failed_without_rollback(self) -> None:
        """The card of the cause stands where it first appears, and the verdict counts it."""
        deployment = self.cloud.deploy()
        self.fail(deployment, 2)
        program = self.start()
        time.sleep(4)
        self.cloud.end("FAILED", failedTasks=2, rolloutStateReason="ECS deployment failed.")
        out, errors = program.communicate(timeout=60)
        self.assertEqual(program.returncode, 1, out + errors)
        self.assertEqual(out.count("stopped: ecs-oom-killed"), 3)  # two tasks and the count
        self.assertEqual(out.count("Raise the memory of the task"), 1)
        self.assertIn("failed: 0 of 2 tasks run, 2 failed.", out)

    def test_timeout(self) -> None:
        """A deployment that does not end is not waited for forever."""
        self.cloud.deploy()
        lines, _ = self.finish(self.start("--json", "--timeout", "3s"), 1)
        self.assertEqual(lines[-1]["verdict"], "timeout")

    def test_an_interrupt_ends_with_what_is_known(self) -> None:
        """Ctrl-C goes to the program and to the call that it is making."""
        deployment = self.cloud.deploy()
        self.fail(deployment)
        program = self.start("--json")
        assert program.stdout is not None
        self.assertIn("stopped", program.stdout.readline())
        os.killpg(program.pid, signal.SIGINT)
        lines, errors = self.finish(program, 130)
        self.assertEqual(lines[-1]["verdict"], "interrupted")
        self.assertEqual(lines[-1]["causes"], [{"runbook": "ecs-oom-killed", "tasks": 1}])
        self.assertNotIn("aws ended", errors)

    def test_what_cannot_be_watched(self) -> None:
        """A task has no deployment, and a service that is not there has none either."""
        done = self.diagnose("--watch", "--task", "x")
        self.assertEqual(done.returncode, 64, done.stderr)
        done = self.diagnose("--watch", "--cluster", "shop", "--service", "nobody")
        self.assertEqual(done.returncode, 66, done.stderr)
        done = self.diagnose("--watch", "--service", "checkout", "--timeout", "soon")
        self.assertEqual(done.returncode, 64, done.stderr)


if __name__ == "__main__":
    import unittest

    unittest.main()
