"""What a live diagnosis asks beside the service: image, network, log, alarms, stack, and where it is."""

from __future__ import annotations

import json
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
from live_case import EXITED, LiveCase

UNSTARTED = ("TaskFailedToStart", "Task failed to start")
TIMEOUT = (
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource "
    "retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 "
    "time(s): RequestError: send request failed caused by: Post "
    '"https://api.ecr.eu-west-1.amazonaws.com/": dial tcp 10.0.3.7:443: i/o timeout'
)
MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
PULL = (
    "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref"
)


class Around(LiveCase):
    """Each test asks about the one service."""

    def primary(self, *words: str) -> dict[str, Any]:
        """The first conclusion about a task."""
        answer = self.answer("--cluster", "shop", "--service", "checkout", *words)
        task = next(one for one in answer["subjects"] if one["subject"].startswith("task "))
        return {**task["diagnoses"][0], "facts": task["facts"]}

    def operations(self, *words: str) -> list[str]:
        """What was asked."""
        done = self.diagnose(*words)
        return [line.split()[3] for line in done.stderr.splitlines() if line.startswith("+ ")]

    def test_an_image_that_is_not_there(self) -> None:
        """The repository is missing, then the tag; then the image is there and the text decides."""
        self.cloud.stop(self.cloud.run(), UNSTARTED[0], UNSTARTED[1], None, PULL)
        found = self.primary()
        self.assertEqual(found["rule"], "image-not-in-registry")
        self.assertEqual(found["step"]["anchor"], "create-the-missing-repository")
        self.cloud.ecr.create_repository(repositoryName="shop/checkout")
        found = self.primary()
        self.assertEqual(found["step"]["anchor"], "push-the-missing-tag")
        self.assertEqual(found["facts"]["image_in_registry"], ["no-image"])
        self.cloud.ecr.put_image(
            repositoryName="shop/checkout", imageTag="v9",
            imageManifest=json.dumps({"schemaVersion": 2, "mediaType": MANIFEST}),
        )  # fmt: skip
        found = self.primary()
        self.assertEqual(found["facts"]["image_in_registry"], ["present"])
        self.assertNotEqual(found["rule"], "image-not-in-registry")
        self.cloud.ecr.delete_repository(repositoryName="shop/checkout", force=True)

    def test_the_way_out_of_the_subnet(self) -> None:
        """No route, then endpoints that are not all there; the page and the step follow."""
        self.cloud.stop(self.cloud.run(), UNSTARTED[0], TIMEOUT, None)
        found = self.primary()
        self.assertEqual((found["runbook"], found["rule"]), ("ecs-network-path", "path-closed"))
        self.assertEqual(found["step"]["anchor"], "route-the-private-subnet-to-a-nat-gateway")
        self.assertEqual(found["facts"]["path_fault"], ["no-default-route"])
        self.cloud.endpoint("ecr.api")
        found = self.primary()
        self.assertEqual(found["facts"]["missing_endpoint"][:2], ["ecr.api", "ecr.dkr"])
        self.assertIn("endpoint-closed", found["facts"]["path_fault"])
        self.cloud.ec2.authorize_security_group_ingress(
            GroupId=self.cloud.group, IpPermissions=[
                {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
                 "UserIdGroupPairs": [{"GroupId": self.cloud.group}]}
            ],
        )  # fmt: skip
        found = self.primary()
        self.assertEqual(found["facts"]["path_fault"], ["no-endpoint"])
        self.assertEqual(found["facts"]["missing_endpoint"], ["ecr.dkr", "s3", "logs"])
        self.assertEqual(found["step"]["anchor"], "create-the-missing-interface-endpoints")
        self.assertTrue(any(self.cloud.vpc in one["text"] for one in found["commands"]))

    def test_a_group_that_lets_nothing_out(self) -> None:
        """The security group of the service decides, whatever the routes."""
        self.cloud.stop(self.cloud.run(), UNSTARTED[0], TIMEOUT, None)
        every = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
        self.cloud.ec2.revoke_security_group_egress(GroupId=self.cloud.group, IpPermissions=every)
        found = self.primary()
        self.cloud.ec2.authorize_security_group_egress(
            GroupId=self.cloud.group, IpPermissions=every
        )
        self.assertEqual(found["step"]["anchor"], "let-the-security-group-out")
        self.assertEqual(found["facts"]["path_fault"][0], "group-closed")

    def test_the_last_lines_of_the_log(self) -> None:
        """Exit 1 alone says nothing; the log of that very task names the step."""
        failed, other = self.cloud.run(2)
        self.cloud.stop([failed], *EXITED, 1)
        self.cloud.stop([other], *EXITED, 137, "OutOfMemoryError: Container killed due to memory")
        self.cloud.log(failed, "starting", "Error: Cannot find module 'express'")
        answer = self.answer("--cluster", "shop", "--service", "checkout")
        by_task = {one["subject"].split()[1]: one["diagnoses"][0] for one in answer["subjects"]
                   if one["subject"].startswith("task ")}  # fmt: skip
        because = " ".join(by_task[failed.id]["because"])
        self.assertIn("Cannot find module", because)
        self.assertEqual(by_task[failed.id]["runbook"], "ecs-app-exit")
        self.assertEqual(by_task[other.id]["runbook"], "ecs-oom-killed")

    def test_alarms_of_the_service_only(self) -> None:
        """An alarm that has gone off is a subject; that of another service is not."""
        watch: Any = boto3.client("cloudwatch")
        for name, service in (("busy", "checkout"), ("other", "search")):
            watch.put_metric_alarm(
                AlarmName=name, Namespace="AWS/ECS", MetricName="CPUUtilization",
                Dimensions=[{"Name": "ClusterName", "Value": "shop"},
                            {"Name": "ServiceName", "Value": service}],
                Statistic="Average", Period=60, EvaluationPeriods=1, Threshold=80,
                ComparisonOperator="GreaterThanThreshold",
            )  # fmt: skip
            watch.set_alarm_state(
                AlarmName=name, StateValue="ALARM", StateReason="Threshold Crossed: 99.0"
            )
        answer = self.answer("--cluster", "shop", "--service", "checkout")
        watch.delete_alarms(AlarmNames=["busy", "other"])
        alarms = [one for one in answer["subjects"] if one["subject"].startswith("alarm ")]
        self.assertEqual([one["subject"] for one in alarms], ["alarm busy"])
        self.assertEqual(alarms[0]["diagnoses"][0]["runbook"], "ecs-performance-scaling")
        self.assertIn("Threshold Crossed", " ".join(alarms[0]["diagnoses"][0]["because"]))

    def test_calls_can_be_left_out(self) -> None:
        """A group of calls that is turned off is not made."""
        self.cloud.stop(self.cloud.run(), UNSTARTED[0], TIMEOUT, None)
        words = ("--cluster", "shop", "--service", "checkout")
        every = self.operations(*words)
        self.assertTrue({"describe-images", "describe-route-tables", "describe-alarms"} <= set(every))
        few = self.operations(*words, "--without", "images,network,logs,alarms,stacks,metrics")
        self.assertEqual(
            few,
            ["describe-services", "list-tasks", "list-tasks", "describe-tasks",
             "describe-task-definition", "describe-target-health"],
        )  # fmt: skip
        self.assertTrue(set(few) <= set(every))

    def test_a_service_by_its_name(self) -> None:
        """The cluster is looked for; a part of a name that fits several is a choice."""
        self.cloud.stop(self.cloud.run(), *EXITED, 139)
        done = self.diagnose("--service", "checkout")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("'checkout' in the cluster 'shop'", done.stderr)
        self.assertIn("ecs-crash-signal", done.stdout)
        done = self.diagnose("--service", "heckout")
        self.assertEqual(done.returncode, 64, done.stderr)
        self.assertIn("runbook diagnose --cluster shop --service checkout\n", done.stderr)
        self.assertIn("--cluster office --service checkout-admin", done.stderr)
        done = self.diagnose("--cluster", "office", "--without", "metrics")
        self.assertIn("'checkout-admin' in the cluster 'office'", done.stderr)
        done = self.diagnose("--service", "billing")
        self.assertEqual(done.returncode, 66, done.stderr)
        self.assertIn("no service, cluster or task is called 'billing'", done.stderr)

    def test_a_task_by_its_id(self) -> None:
        """Its cluster is looked for, or read from its ARN."""
        task = self.cloud.run()[0]
        self.cloud.stop([task], *EXITED, 139)
        for name in (task.id, task.task_arn):
            answer = self.answer("--task", name, "--without", "metrics,logs")
            self.assertEqual(answer["subjects"][0]["diagnoses"][0]["runbook"], "ecs-crash-signal")

    def test_a_stack_that_failed(self) -> None:
        """The newest operation on the stack of the service failed, and says why."""
        reason = "Resource handler returned message: \"Error occurred during operation 'ECS Deployment "
        events = [
            self.event("UPDATE_ROLLBACK_COMPLETE", 1),
            self.event("UPDATE_FAILED", 5, "AWS::ECS::Service", reason + "Circuit Breaker was triggered'."),
            self.event("UPDATE_IN_PROGRESS", 9),
            self.event("CREATE_FAILED", 800, "AWS::SQS::Queue", "an older story: no space left on device"),
        ]  # fmt: skip
        answer = self.stacked(events)
        found = next(one for one in answer["subjects"] if one["diagnoses"])
        self.assertEqual(found["diagnoses"][0]["runbook"], "ecs-deployment-stuck")
        self.assertNotIn("older story", json.dumps(answer))
        old = self.stacked([self.event("UPDATE_ROLLBACK_COMPLETE", 9000), *events[1:]])
        because = [one["because"] for subject in old["subjects"] for one in subject["diagnoses"]]
        self.assertNotIn("Circuit", json.dumps(because))

    def event(
        self, status: str, minutes: int, kind: str = "AWS::CloudFormation::Stack", reason: str = ""
    ) -> dict[str, str]:
        """An event of the stack, so many minutes ago."""
        stack = "arn:aws:cloudformation:eu-west-1:123456789012:stack/shop/1"
        own = kind == "AWS::CloudFormation::Stack"
        time = datetime.now(UTC) - timedelta(minutes=minutes)
        return {
            "StackId": stack, "PhysicalResourceId": stack if own else "x", "ResourceType": kind,
            "ResourceStatus": status, "ResourceStatusReason": reason, "Timestamp": time.isoformat(),
        }  # fmt: skip

    def stacked(self, events: list[dict[str, str]]) -> dict[str, Any]:
        """The answer where CloudFormation, which the server does not play, tells of these events."""
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder) / "aws"
            text = json.dumps({"StackEvents": events}).replace("'", "'\\''")
            program.write_text(
                "#!/bin/sh\n"
                f"if [ \"$1\" = cloudformation ]; then\n  echo '{text}'\n  exit 0\nfi\n"
                f'exec {Path(sys.executable).parent}/aws "$@"\n'
            )
            program.chmod(0o755)
            done = self.diagnose(
                "--cluster", "shop", "--service", "checkout", "--json",
                path=f"{folder}:/usr/bin:/bin",
            )  # fmt: skip
        self.assertIn(done.returncode, (0, 1), done.stderr)
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer


if __name__ == "__main__":
    import unittest

    unittest.main()
