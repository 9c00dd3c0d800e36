"""What Fargate and the ECS API documentation allow beyond the types of a task definition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .hcl_values import Reference

_GIB = 1024
# CPU units → memory in MiB, from the documentation of RegisterTaskDefinition.
SIZES: dict[int, list[int]] = {
    256: [512, 1 * _GIB, 2 * _GIB],
    512: [n * _GIB for n in range(1, 5)],
    1024: [n * _GIB for n in range(2, 9)],
    2048: [n * _GIB for n in range(4, 17)],
    4096: [n * _GIB for n in range(8, 31)],
    8192: [n * _GIB for n in range(16, 61, 4)],
    16384: [n * _GIB for n in range(32, 121, 8)],
}
_HEALTH_RANGES = {"interval": (5, 300), "timeout": (2, 60), "retries": (1, 10),
                  "startPeriod": (0, 300)}  # fmt: skip


def size_problems(cpu: Any, memory: Any) -> Iterator[tuple[str, str]]:
    """Message and advice for a pair that Fargate refuses; a lone value must occur in some pair."""
    if cpu is None or isinstance(cpu, Reference):
        return
    units = vcpu_units(cpu)
    if units not in SIZES:
        yield f"cpu {cpu} is no Fargate size", f"use one of {', '.join(map(str, SIZES))}"
        return
    size = mebibytes(memory)
    if size is not None and size not in SIZES[units]:
        allowed = ", ".join(map(str, SIZES[units]))
        yield f"Fargate has no size cpu {cpu} with memory {memory}", f"use one of {allowed}"


def vcpu_units(value: Any) -> int | None:
    """CPU units out of 256, "256" or ".25 vCPU"."""
    text = str(value).strip().lower()
    match = re.fullmatch(r"([\d.]+)\s*vcpu", text)
    if match:
        return int(float(match[1]) * 1024)
    return int(text) if text.isdigit() else None


def mebibytes(value: Any) -> int | None:
    """MiB out of 512, "512" or "1 GB"."""
    if value is None or isinstance(value, Reference):
        return None
    text = str(value).strip().lower()
    match = re.fullmatch(r"([\d.]+)\s*gb", text)
    if match:
        return int(float(match[1]) * _GIB)
    return int(text) if text.isdigit() else None


def container_problems(
    container: dict[str, Any], names: list[Any]
) -> Iterator[tuple[str, str, str]]:
    """Needle, message and advice for one container definition."""
    timeout = container.get("stopTimeout")
    if isinstance(timeout, int) and not 2 <= timeout <= 120:
        yield "stopTimeout", f"stopTimeout {timeout} is outside Fargate's 2–120", "use 2–120"
    if "interval" in container or "retries" in container:
        yield from _health(container)
    if isinstance(container.get("healthCheck"), dict):
        yield from _health(container["healthCheck"])
    soft, hard = container.get("memoryReservation"), container.get("memory")
    if isinstance(soft, int) and isinstance(hard, int) and soft >= hard:
        message = f"memoryReservation {soft} is not below memory {hard}"
        yield "memoryReservation", message, "lower it, or leave one out"
    for mapping in _dicts(container.get("portMappings")):
        host, inside = mapping.get("hostPort"), mapping.get("containerPort")
        if isinstance(host, int) and host != inside:
            message = f"hostPort {host} differs from containerPort {inside}"
            yield "hostPort", message, "with awsvpc they are equal: leave hostPort out"
    for need in _dicts(container.get("dependsOn")):
        other = need.get("containerName")
        if len(names) > 1 and other not in names and not isinstance(other, Reference):
            yield str(other), f"dependsOn names no container {other}", "name one of the task's"
    if container.get("privileged") is True:
        yield "privileged", "Fargate has no privileged containers", "leave it out"
    linux = container.get("linuxParameters")
    if isinstance(linux, dict):
        for name in linux.keys() & {"devices", "sharedMemorySize", "maxSwap", "swappiness"}:
            yield name, f"Fargate does not support linuxParameters.{name}", "leave it out"
        added = linux.get("capabilities", {})
        if isinstance(added, dict) and set(added.get("add", [])) - {"SYS_PTRACE"}:
            yield "add", "Fargate adds no capability but SYS_PTRACE", "leave the others out"


def _health(check: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name, (least, most) in _HEALTH_RANGES.items():
        value = check.get(name)
        if isinstance(value, int) and not least <= value <= most:
            yield name, f"{name} {value} is outside {least}–{most}", f"use {least}–{most}"
    command = check.get("command")
    first = command[0] if isinstance(command, list) and command else Reference()
    if first not in ("CMD", "CMD-SHELL", "NONE") and not isinstance(first, Reference):
        yield "command", f"a health check starts with CMD, not {first}", "add CMD-SHELL"


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
