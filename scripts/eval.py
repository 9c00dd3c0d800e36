"""How often `runbook search` is right over labelled symptoms.

Each row of a JSONL file has `query`, `primary` (a runbook id, or `none`), `alternates` and `style`.
accept@k: an accepted runbook is among the first k results of an answer that is not `none`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNBOOK = ROOT / ".build/release/runbook"
FIXTURES = ROOT / "Tests/RunbookTests/Fixtures/eval"
# The first is the sample that the ranking was made with, the second was written blind.
DEFAULT = [FIXTURES / "queries_dev.jsonl", FIXTURES / "queries_blind.jsonl"]
# The targets of the project, in percent.
TARGETS = {
    "accept@1": (90, "at least"),
    "accept@3": (97, "at least"),
    "out of scope answered none": (90, "at least"),
    "in scope answered none": (3, "at most"),
}


def search(query: str, cache: str) -> dict:
    """The answer of the program to one symptom on standard input, from the content of this tree."""
    done = subprocess.run(
        [RUNBOOK, "search", "--dir", ROOT, "--json", "--no-history", "-"],
        input=query.encode(),
        capture_output=True,
        env={"XDG_CACHE_HOME": cache, "HOME": cache, "PATH": "/usr/bin:/bin"},
    )
    if done.returncode not in (0, 1):
        sys.exit(f"search failed with {done.returncode}: {done.stderr.decode()}\n  {query[:200]}")
    return json.loads(done.stdout)


def evaluate(path: Path, verbose: bool, cache: str) -> dict[str, float]:
    """Counts the right answers of one file, prints a table, and returns the percentages."""
    rows = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
    counts: dict[str, Counter] = {}
    for row in rows:
        answer = search(row["query"], cache)
        found = [] if answer["answer"] == "none" else [r["runbook"] for r in answer["results"]]
        accepted = [row["primary"], *row.get("alternates", [])]
        style = counts.setdefault(row["style"], Counter())
        style["n"] += 1
        if row["primary"] == "none":
            first = third = not found
        else:
            first = found[:1] != [] and found[0] in accepted
            third = any(name in accepted for name in found[:3])
            style["none"] += not found
        style["first"] += first
        style["third"] += third
        if verbose and not first:
            best = answer["results"][0] if answer["results"] else {"why": []}
            print(f"{row['id']} {row['query'][:140]!r}\n   want {accepted}, got {found[:3] or 'none'}")
            print(f"   {'; '.join(best['why'])[:200]}")
    inside = sum((c for s, c in counts.items() if s != "none"), Counter())
    outside = counts.get("none", Counter())
    print(f"{path.name}")
    for style, count in counts.items():
        print(
            f"  {style:8} n={count['n']:<4} accept@1 {count['first']:>3} ({percent(count, 'first'):5.1f} %)"
            f"  accept@3 {count['third']:>3} ({percent(count, 'third'):5.1f} %)  none {count['none']}"
        )
    return {
        "accept@1": percent(inside, "first"),
        "accept@3": percent(inside, "third"),
        "out of scope answered none": percent(outside, "first"),
        "in scope answered none": percent(inside, "none"),
    }


def percent(count: Counter, key: str) -> float:
    """The share of a count in percent; 0 of nothing."""
    return 100 * count[key] / count["n"] if count["n"] else 0.0


def main() -> None:
    words = sys.argv[1:]
    verbose = "--verbose" in words
    paths = [Path(word) for word in words if word != "--verbose"] or DEFAULT
    with tempfile.TemporaryDirectory() as cache:
        for path in paths:
            for name, value in evaluate(path, verbose, cache).items():
                target, sense = TARGETS[name]
                met = value >= target if sense == "at least" else value <= target
                print(f"  {name:28} {value:5.1f} %  ({sense} {target} %{'' if met else ': missed'})")


if __name__ == "__main__":
    main()
