"""Writes an answer of describe-tasks with many tasks, all different, from recorded ones."""

from __future__ import annotations

import copy
import hashlib
import json
import sys
from pathlib import Path

FIXTURES = Path(__file__).resolve().parent.parent / "Tests/RunbookTests/Fixtures/diagnose"


def main() -> None:
    """make_tasks.py COUNT > FILE"""
    count = int(sys.argv[1])
    kinds = []
    for path in sorted(FIXTURES.glob("*.json")):
        answer = json.loads(path.read_text())
        kinds += [json.dumps(task) for task in answer.get("tasks", [])]
    tasks = []
    for number in range(count):
        text = kinds[number % len(kinds)]
        task = json.loads(text)
        identity = task["taskArn"].rsplit("/", 1)[1]
        other = hashlib.md5(str(number).encode()).hexdigest()
        tasks.append(copy.deepcopy(json.loads(text.replace(identity, other))))
    json.dump({"tasks": tasks, "failures": []}, sys.stdout, indent=4)


if __name__ == "__main__":
    main()
