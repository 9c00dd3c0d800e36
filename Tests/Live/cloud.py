"""A server on loopback that answers as AWS does, with one cluster whose failures a test chooses."""

from __future__ import annotations

import logging
import os
import urllib.request
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
from moto.ecs.models import ecs_backends
from moto.server import ThreadedMotoServer

REGION = "eu-west-1"
ACCOUNT = "123456789012"
IMAGE = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/shop/checkout:v9"
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_EC2_METADATA_DISABLED": "true",
}


class Cloud:
    """One cluster `shop` with the service `checkout`, its target group and its metrics."""

    def __init__(self) -> None:
        logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
        self.server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self.server.start()
        host, port = self.server.get_host_and_port()
        self.url = f"http://{host}:{port}"
        os.environ.update(CREDENTIALS, AWS_ENDPOINT_URL=self.url)
        self.ecs: Any = boto3.client("ecs")
        self._network()
        self._service()

    def close(self) -> None:
        """Forgets everything and ends the server."""
        reset = urllib.request.Request(f"{self.url}/moto-api/reset", method="POST")
        urllib.request.urlopen(reset).close()
        self.server.stop()

    def _network(self) -> None:
        ec2: Any = boto3.client("ec2")
        self.ec2 = ec2
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        self.vpc = vpc
        ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]
        group = ec2.create_security_group(GroupName="app", Description="app", VpcId=vpc)["GroupId"]
        self.subnet, self.group = subnet, group
        self.network = {
            "awsvpcConfiguration": {"subnets": [subnet], "securityGroups": [group]}
        }
        balancer: Any = boto3.client("elbv2")
        self.target_group = balancer.create_target_group(
            Name="checkout", Protocol="HTTP", Port=8080, VpcId=vpc, TargetType="ip"
        )["TargetGroups"][0]["TargetGroupArn"]
        balancer.register_targets(
            TargetGroupArn=self.target_group, Targets=[{"Id": "10.0.1.5", "Port": 8080}]
        )

    def _service(self) -> None:
        self.ecs.create_cluster(clusterName="shop")
        self.definition = self.ecs.register_task_definition(
            family="checkout",
            requiresCompatibilities=["FARGATE"],
            networkMode="awsvpc",
            cpu="256",
            memory="512",
            containerDefinitions=[
                {
                    "name": "app",
                    "image": IMAGE,
                    "essential": True,
                    "cpu": 128,
                    "memory": 256,
                    "portMappings": [{"containerPort": 8080}],
                    "environment": [{"name": "DB_PASSWORD", "value": "correct-horse-battery"}],
                    "logConfiguration": {
                        "logDriver": "awslogs",
                        "options": {
                            "awslogs-group": "/ecs/checkout",
                            "awslogs-region": REGION,
                            "awslogs-stream-prefix": "web",
                        },
                    },
                }
            ],
        )["taskDefinition"]["taskDefinitionArn"]
        self.ecs.create_service(
            cluster="shop",
            serviceName="checkout",
            taskDefinition=self.definition,
            desiredCount=2,
            launchType="FARGATE",
            loadBalancers=[
                {
                    "targetGroupArn": self.target_group,
                    "containerName": "app",
                    "containerPort": 8080,
                }
            ],
            networkConfiguration=self.network,
            tags=[{"key": "aws:cloudformation:stack-name", "value": "shop"}],
        )
        self.ecs.create_cluster(clusterName="office")
        self.ecs.create_service(
            cluster="office", serviceName="checkout-admin", taskDefinition=self.definition,
            desiredCount=0, launchType="FARGATE", networkConfiguration=self.network,
        )  # fmt: skip
        self.ecr: Any = boto3.client("ecr")
        self.logs: Any = boto3.client("logs")
        self.logs.create_log_group(logGroupName="/ecs/checkout")

    @property
    def service(self) -> Any:
        """The server's own record of the service."""
        services = ecs_backends[ACCOUNT][REGION].services
        return next(one for name, one in services.items() if name.endswith(":checkout"))

    def run(self, count: int = 1) -> list[Any]:
        """Starts tasks; the server's own records of them."""
        arns = [
            task["taskArn"]
            for task in self.ecs.run_task(
                cluster="shop",
                taskDefinition=self.definition,
                count=count,
                launchType="FARGATE",
                group="service:checkout",
                networkConfiguration=self.network,
            )["tasks"]
        ]
        tasks = ecs_backends[ACCOUNT][REGION].tasks["shop"].values()
        return [task for task in tasks if task.task_arn in arns]

    def stop(
        self, tasks: list[Any], stop_code: str, stopped_reason: str, exit_code: int | None,
        reason: str = "",
    ) -> None:  # fmt: skip
        """Ends tasks; the API of the server has no way to say how, so its records are set.

        One without an exit code never started.
        """
        now = datetime.now(UTC)
        for task in tasks:
            task.desired_status = task.last_status = "STOPPED"
            task.stop_code = stop_code
            task.stopped_reason = stopped_reason
            task.started_at = None if exit_code is None else now - timedelta(minutes=20)
            task.stopped_at = now - timedelta(minutes=5)
            container = task.containers[0]
            container.last_status = "STOPPED"
            container.exitCode = exit_code
            container.reason = reason or None

    def clear(self) -> None:
        """Forgets every task and event, and what a test did to the network."""
        ecs_backends[ACCOUNT][REGION].tasks["shop"] = {}
        self.service.events.clear()
        for endpoint in self.ec2.describe_vpc_endpoints()["VpcEndpoints"]:
            self.ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint["VpcEndpointId"]])

    def log(self, task: Any, *lines: str) -> None:
        """What the container of a task wrote."""
        stream = f"web/app/{task.id}"
        self.logs.create_log_stream(logGroupName="/ecs/checkout", logStreamName=stream)
        now = int(datetime.now(UTC).timestamp() * 1000)
        self.logs.put_log_events(
            logGroupName="/ecs/checkout", logStreamName=stream,
            logEvents=[{"timestamp": now + n, "message": line} for n, line in enumerate(lines)],
        )  # fmt: skip

    def endpoint(self, service: str) -> str:
        """Gives the VPC an interface endpoint."""
        made = self.ec2.create_vpc_endpoint(
            VpcId=self.vpc, ServiceName=f"com.amazonaws.{REGION}.{service}",
            VpcEndpointType="Interface", SubnetIds=[self.subnet], PrivateDnsEnabled=True,
            SecurityGroupIds=[self.group],
        )  # fmt: skip
        return str(made["VpcEndpoint"]["VpcEndpointId"])

    def deploy(self, state: str = "IN_PROGRESS") -> str:
        """Begins a deployment; its id."""
        now = datetime.now(UTC)
        self._deployments = getattr(self, "_deployments", 0) + 1
        name = f"ecs-svc/{self._deployments:019}"
        self.service.deployments = [
            {
                "id": name, "status": "PRIMARY", "taskDefinition": self.definition,
                "desiredCount": 2, "pendingCount": 0, "runningCount": 0, "failedTasks": 0,
                "createdAt": now, "updatedAt": now, "launchType": "FARGATE",
                "rolloutState": state,
                "rolloutStateReason": f"ECS deployment {name} in progress.",
            }
        ]  # fmt: skip
        return name

    def end(self, state: str, **values: Any) -> None:
        """Changes the newest deployment."""
        self.service.deployments[0].update(rolloutState=state, **values)

    def event(self, message: str) -> None:
        """Adds a line to the log of the service."""
        self.service.events.insert(
            0, {"id": "1", "createdAt": datetime.now(UTC), "message": message}
        )

    def metric(self, name: str, value: float) -> None:
        """Measures the service once, five minutes ago."""
        watch: Any = boto3.client("cloudwatch")
        watch.put_metric_data(
            Namespace="AWS/ECS",
            MetricData=[
                {
                    "MetricName": name,
                    "Dimensions": [
                        {"Name": "ClusterName", "Value": "shop"},
                        {"Name": "ServiceName", "Value": "checkout"},
                    ],
                    "Timestamp": datetime.now(UTC) - timedelta(minutes=6),
                    "Value": value,
                    "Unit": "Percent",
                }
            ],
        )
