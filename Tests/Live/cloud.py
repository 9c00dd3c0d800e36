"""A server on loopback that answers as AWS does, with one cluster whose failures a test chooses."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
from moto.ecs.models import ecs_backends
from moto.server import ThreadedMotoServer

REGION = "eu-west-1"
ACCOUNT = "123456789012"
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
        """Ends the server."""
        self.server.stop()

    def _network(self) -> None:
        ec2: Any = boto3.client("ec2")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]
        group = ec2.create_security_group(GroupName="app", Description="app", VpcId=vpc)["GroupId"]
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
                    "image": "checkout:1",
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
        )

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
        self, tasks: list[Any], stop_code: str, stopped_reason: str, exit_code: int, reason: str = ""
    ) -> None:
        """Ends tasks; the API of the server has no way to say how, so its records are set."""
        now = datetime.now(UTC)
        for task in tasks:
            task.desired_status = task.last_status = "STOPPED"
            task.stop_code = stop_code
            task.stopped_reason = stopped_reason
            task.started_at = now - timedelta(minutes=20)
            task.stopped_at = now - timedelta(minutes=5)
            container = task.containers[0]
            container.last_status = "STOPPED"
            container.exitCode = exit_code
            container.reason = reason or None

    def clear(self) -> None:
        """Forgets every task."""
        ecs_backends[ACCOUNT][REGION].tasks["shop"] = {}

    def event(self, message: str) -> None:
        """Adds a line to the log of the service."""
        service: Any = next(iter(ecs_backends[ACCOUNT][REGION].services.values()))
        service.events.insert(
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
