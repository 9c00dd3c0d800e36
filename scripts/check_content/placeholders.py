"""The placeholders that a page may use, each with a value of the right form."""

from __future__ import annotations

import difflib
import re

ACCOUNT = "123456789012"
_TASK = "0123456789abcdef0123456789abcdef"
_ECS = f"arn:aws:ecs:us-east-1:{ACCOUNT}"
_ELB = f"arn:aws:elasticloadbalancing:us-east-1:{ACCOUNT}"
_ACM = f"arn:aws:acm:us-east-1:{ACCOUNT}"
_IAM = f"arn:aws:iam::{ACCOUNT}:role"

SAMPLES: dict[str, str] = {
    "cluster": "prod",
    "service": "web",
    "task-id": _TASK,
    "task-arn": f"{_ECS}:task/prod/{_TASK}",
    "task-definition": "web:12",
    "family": "web",
    "region": "us-east-1",
    "account-id": ACCOUNT,
    "container": "app",
    "log-group": "/ecs/web",
    "log-stream": f"web/app/{_TASK}",
    "stream-prefix": "web",
    "target-group-arn": f"{_ELB}:targetgroup/web/0123456789abcdef",
    "load-balancer-arn": f"{_ELB}:loadbalancer/app/web/0123456789abcdef",
    "subnet-id": "subnet-0123456789abcdef0",
    "vpc-id": "vpc-0123456789abcdef0",
    "security-group-id": "sg-0123456789abcdef0",
    "peer-security-group-id": "sg-0123456789abcdef1",
    "endpoint-security-group-id": "sg-0123456789abcdef2",
    "route-table-id": "rtb-0123456789abcdef0",
    "repository": "web",
    "tag": "v1.2.3",
    "digest": "sha256:" + "0123456789abcdef" * 4,
    "instance-id": "i-0123456789abcdef0",
    "image": f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/web:v1.2.3",
    "role-name": "web-task",
    "role-arn": f"{_IAM}/web-task",
    "execution-role-arn": f"{_IAM}/web-execution",
    "execution-role-name": "web-execution",
    "task-role-arn": f"{_IAM}/web-task",
    "secret-arn": f"arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:web/db-AbCdEf",
    "parameter-name": "/web/db",
    "kms-key-arn": f"arn:aws:kms:us-east-1:{ACCOUNT}:key/01234567-89ab-cdef-0123-456789abcdef",
    "bucket": "web-bucket",
    "file-system-id": "fs-0123456789abcdef0",
    "start-time": "2026-01-01T00:00:00Z",
    "end-time": "2026-01-01T01:00:00Z",
    "start-ms": "1767225600000",
    "port": "8080",
    "path": "/health",
    "desired-count": "2",
    "deployment-id": "ecs-svc/0123456789012345678",
    "service-revision-arn": f"{_ECS}:service-revision/prod/web/1234567890123456789",
    "container-instance-id": _TASK,
    "capacity-provider": "FARGATE_SPOT",
    "auto-scaling-group": "web-asg",
    "query-id": "01234567-89ab-cdef-0123-456789abcdef",
    "event-bus-rule": "ecs-task-stopped",
    "alarm-name": "web-errors",
    "user": "app",
    "profile": "prod",
    "namespace-id": "ns-0123456789abcdef",
    "service-id": "srv-0123456789abcdef",
    "assign-public-ip": "DISABLED",
    "build-project": "web-build",
    "capacity-units": "100",
    "certificate-arn": f"{_ACM}:certificate/01234567-89ab-cdef-0123-456789abcdef",
    "codedeploy-deployment-id": "d-ABCDEF123",
    "count": "100",
    "db-instance": "web-db",
    "db-instance-class": "db.r7g.xlarge",
    "db-parameter-group": "web-postgres16",
    "db-proxy": "web-proxy",
    "dead-letter-queue-arn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:jobs-dead",
    "dead-letter-queue-url": f"https://sqs.us-east-1.amazonaws.com/{ACCOUNT}/jobs-dead",
    "host-name": "api.example.com",
    "hosted-zone-id": "Z0123456789ABCDEFGHIJ",
    "idle-percent": "50",
    "listener-arn": f"{_ELB}:listener/app/web/0123456789abcdef/0123456789abcdef",
    "listener-rule-arn": f"{_ELB}:listener-rule/app/web/{'/'.join(['0123456789abcdef'] * 3)}",
    "percent": "90",
    "pipeline": "web",
    "pipeline-execution-id": "01234567-89ab-cdef-0123-456789abcdef",
    "queue-url": f"https://sqs.us-east-1.amazonaws.com/{ACCOUNT}/jobs",
    "quota-code": "L-3032A538",
    "quota-value": "4000",
    "seconds": "120",
    "service-code": "fargate",
    "ssl-policy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
    "stage": "Deploy",
    "zonal-shift-id": "01234567-89ab-cdef-0123-456789abcdef",
    "zone-id": "use1-az1",
}

_PLACEHOLDER = re.compile(r"<([a-z][a-z0-9]*(?:-[a-z0-9]+)*)>")
UNKNOWN_SAMPLE = "1"  # passes as text, as a number and as a timestamp


def substitute(text: str) -> str:
    """The text with sample values; no placeholder holds a line break, so lines stay in place."""
    return _PLACEHOLDER.sub(lambda match: SAMPLES.get(match[1], UNKNOWN_SAMPLE), text)


def unknown(text: str) -> list[tuple[int, str, str]]:
    """Each placeholder outside the list: offset, name, and what to write instead."""
    found: list[tuple[int, str, str]] = []
    for match in _PLACEHOLDER.finditer(text):
        name = match[1]
        if name in SAMPLES:
            continue
        near = difflib.get_close_matches(name, SAMPLES, n=1, cutoff=0.6)
        advice = f"write <{near[0]}>" if near else "use one of the content guide's placeholders"
        found.append((match.start(), name, advice))
    return found
