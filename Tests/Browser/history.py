"""A history of the team's own incidents, made up; the same one in every run."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

from support import Workspace

SEED = 20_241_103
OUTCOMES = ["fixed", "fixed", "fixed", "helped", "no-help", "not-tried"]
ENDS = [
    "We raised the limit and deployed again. It held.", "The old revision was put back.", "Nobody knows what ended it.",
    "`aws ecs update-service` with the right subnets; see the ticket.", "",
]  # fmt: skip


def write_history(workspace: Workspace, base: Path, symptoms: list[str], count: int) -> None:
    """Writes incidents into a copy of the content: like symptoms, unlike ones, equals, with steps and fingerprints."""
    draw = random.Random(SEED)
    lines = [line for line in (readable(text) for text in symptoms) if len(line) > 10]
    pages = steps(workspace, base)
    names = list(pages)
    for number in range(count):
        month, day = number % 12 + 1, number % 28 + 1
        # What happens once happens again: every tenth is the same, more of them than are looked at.
        is_again = number % 10 == 0
        symptom = lines[0] if is_again else draw.choice(lines)
        words = draw.choices([word for line in draw.sample(lines, 3) for word in line.split()], k=8)
        extra = draw.choice([" ".join(words), draw.choice(lines), symptom])
        if is_again:
            extra = "the same as last week"
        links = []
        for name in draw.sample(names, draw.choice([1, 1, 1, 2, 3])):
            step = f"step: {draw.choice(pages[name])}, " if pages[name] and draw.random() < 0.6 else ""
            links.append(f"  - {{id: {name}, {step}version: 1, outcome: {draw.choice(OUTCOMES)}}}")
        mark = fingerprint(workspace, base, symptom) if number % 4 == 0 else ""
        if mark and number % 8 == 0:
            # What the answer leads with was tried, and failed.
            for page, step in lead(workspace, base, symptom):
                links.append(f"  - {{id: {page}, step: {step}, version: 1, outcome: no-help}}")
        name = f"2025-{month:02}-{day:02}-made-up-{number:03}"
        folder = base / "Content/incidents/2025"
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.md").write_text(f"""---
id: {name}
title: {json.dumps(symptom[:70], ensure_ascii=False)}
kind: incident
status: resolved
severity: SEV{draw.randrange(1, 5)}
services: [{"checkout" if is_again else draw.choice(["search", "billing"])}]
started_at: 2025-{month:02}-{day:02}T10:{number % 60:02}:00Z
resolved_at: 2025-{month:02}-{day:02}T11:{draw.randrange(60):02}:00Z
fingerprints: [{mark}]
runbooks:
{chr(10).join(links)}
---

# {symptom[:70]}

## Symptoms

```text
{symptom}
```

- {extra}

## Resolution

{ENDS[0] if is_again else draw.choice(ENDS)}
""")


def readable(text: str) -> str:
    """A symptom as it may stand in a page: one line without marks."""
    line = " ".join(re.sub(r"[^\w .,:;/()'=-]", " ", text).split())[:300]
    return line.strip("-#>*+ ")


def steps(workspace: Workspace, base: Path) -> dict[str, list[str]]:
    """The anchors of the steps of each runbook."""
    folder = workspace.export(base, "steps", "--format", "json")
    documents = [json.loads(line) for line in (folder / "documents.jsonl").read_text().splitlines()]
    return {d["id"]: [s["anchor"] for s in d["steps"]] for d in documents if d["kind"] == "runbook"}


def lead(workspace: Workspace, base: Path, symptom: str) -> list[tuple[str, str]]:
    """The page, and its step, that the program answers a symptom with; none where it has no answer."""
    found = workspace.search(symptom, base)["results"]
    return [(result["runbook"], result["step"]["anchor"]) for result in found[:1] if result.get("step")]


def fingerprint(workspace: Workspace, base: Path, symptom: str) -> str:
    """The fingerprint that the program gives an incident with a symptom; empty where it gives none."""
    scratch = workspace.path / "scratch"
    if not scratch.exists():
        (scratch / "Content/runbooks").mkdir(parents=True)
    done = workspace.run(
        "log", "--dir", str(scratch), "--no-input", "--json", "--symptom", symptom, "--started", "2025-01-01T10:00:00Z",
        "Made up",
    )  # fmt: skip
    path = scratch / json.loads(done.stdout)["path"]
    found = re.search(r"f1-[0-9a-f]{12}", path.read_text())
    path.unlink()
    return found[0] if found else ""
