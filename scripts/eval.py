"""How often `runbook search` is right over labelled symptoms.

    scripts/eval [--verbose] [--keep] [FILE.jsonl …]

A row of a JSONL file has `query` and `style`, and says what is right in one of two ways, or in both:

- `primary` (the id of a runbook, or `none`) and `alternates`: the page. accept@k: an accepted page is
  among the first k results of an answer that is not `none`.
- `runbook` (ids) and `expect`, a list of groups of alternatives: the action. A text says it if it
  holds at least one alternative (a regular expression) of every group. step@1: the page is right and
  the step that leads it, or a command of that step, says it; step@card: any step or command of the
  first result does. A command that only looks is no action, unless the row has `lookup`.

`--keep` writes the figures to Benchmarks/EVAL.md; every other run is compared with them.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RUNBOOK = ROOT / ".build/release/runbook"
FIXTURES = ROOT / "Tests/RunbookTests/Fixtures/eval"
KEPT = ROOT / "Benchmarks/EVAL.md"
# What the project wants, in percent, by the name of the measure.
AT_LEAST = {
    "accept@1": 90, "accept@1 chat": 80, "accept@3": 96, "none right": 90,
    "page@1": 93, "step@1": 70, "step@card": 92, "match right": 95, "weak right": 50,
}  # fmt: skip
AT_MOST = {"false none": 3}

JSON = dict[str, Any]


@dataclass
class Share:
    """So many of so many, by one measure, over all rows of a set or those of one style."""

    measure: str
    style: str = ""
    right: int = 0
    of: int = 0

    @property
    def name(self) -> str:
        return f"{self.measure} {self.style}".strip()

    @property
    def percent(self) -> float:
        return 100 * self.right / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval by Wilson's formula, in percent."""
        if not self.of:
            return 0.0, 100.0
        z, n, p = 1.96, self.of, self.right / self.of
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
        return 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)

    @property
    def missed(self) -> str:
        """The target that is missed, in words; empty where there is none or it is met."""
        if self.percent < AT_LEAST.get(self.name, 0):
            return f"{self.style} wanted: at least {AT_LEAST[self.name]} %".strip()
        if self.percent > AT_MOST.get(self.name, 100):
            return f"{self.style} wanted: at most {AT_MOST[self.name]} %".strip()
        return ""

    def is_worse_than(self, before: Share) -> bool:
        if self.measure in AT_MOST:
            return self.percent > before.percent + 0.05
        return self.percent < before.percent - 0.05


@dataclass
class Judged:
    """A row beside the answer of the program."""

    row: JSON
    answer: str
    pages: list[str]
    first: JSON | None

    @property
    def wanted(self) -> list[str]:
        """The pages that are right; empty for a symptom of another field."""
        if "primary" not in self.row:
            return list(self.row["runbook"])
        named = [self.row["primary"], *self.row.get("alternates", [])]
        return [] if self.row["primary"] == "none" else named

    def is_right(self, depth: int = 1) -> bool:
        return any(page in self.wanted for page in self.pages[:depth])

    @property
    def lead_says_it(self) -> bool:
        return self.is_right() and any(self._says(text) for text in self._lead())

    @property
    def card_says_it(self) -> bool:
        return self.is_right() and any(self._says(text) for text in self._card())

    def _lead(self) -> Iterator[str]:
        step = (self.first or {}).get("step") or {}
        yield step.get("title", "")
        yield step.get("text", "")
        yield f"{step.get('title', '')} {step.get('text', '')}"
        yield from self._actions(step.get("commands", []))

    def _card(self) -> Iterator[str]:
        first = self.first or {}
        yield from self._lead()
        yield from first.get("fix", [])
        yield from self._actions(first.get("commands", []))

    def _actions(self, commands: Iterable[JSON]) -> Iterator[str]:
        for command in commands:
            if self.row.get("lookup") or is_action(command["text"], command.get("safety")):
                yield command["text"]

    def _says(self, text: str) -> bool:
        words = plain(text)
        return bool(words) and all(
            any(re.search(wanted, words, re.I | re.S) for wanted in group)
            for group in self.row["expect"]
        )


# Commands that show or try something, whatever their class says.
LOOKING = re.compile(
    r"(?:sudo )?(?:"
    r"aws \S+ (?:describe|get|list|batch-get|filter|lookup|simulate|wait|start-query|tail|test|head)\b"
    r"|aws ecs execute-command\b|aws ssm start-session\b"
    r"|docker (?:run|create|inspect|export|stop|image inspect|buildx imagetools inspect)\b"
    r"|(?:curl|date|df|tail|cat)\b|systemctl status\b)"
)
# A line that writes the next revision of a definition changes something, although it reads a file.
WRITES_REVISION = re.compile(r"jq\b.*> *\S+\.json", re.S)


def is_action(command: str, safety: str | None) -> bool:
    text = plain(command)
    if WRITES_REVISION.match(text):
        return True
    return safety in (None, "mutating") and not LOOKING.match(text)


def plain(text: str) -> str:
    """The words of Markdown or of a command, on one line and without marks and link targets."""
    text = re.sub(r"^\s*(?:```|~~~).*$", " ", text, flags=re.M)
    text = text.replace("\\\n", " ").replace("`", "").replace("**", "").replace("’", "'")
    return " ".join(re.sub(r"\]\([^)]*\)", "]", text).split())


def judge(row: JSON, cache: str) -> Judged:
    """Asks the program one symptom on standard input, over the content of this tree."""
    done = subprocess.run(
        [RUNBOOK, "search", "--dir", ROOT, "--json", "--no-history", "--limit", "3", "-"],
        input=row["query"].encode(),
        capture_output=True,
        env={"XDG_CACHE_HOME": cache, "HOME": cache, "PATH": "/usr/bin:/bin"},
    )
    if done.returncode not in (0, 1):
        sys.exit(
            f"eval: search ended with {done.returncode}: {done.stderr.decode()}\n"
            f"  {row['query'][:200]}"
        )
    answer = json.loads(done.stdout)
    # Pages that are named below a "none" are no answer.
    found = [] if answer["answer"] == "none" else answer["results"]
    found = [result for result in found if "runbook" in result]
    pages = [result["runbook"] for result in found]
    return Judged(row, answer["answer"], pages, found[0] if found else None)


@dataclass
class Measures:
    """The shares of one set, in the order in which they first came."""

    shares: dict[str, Share] = field(default_factory=dict)

    def count(self, measure: str, right: bool, style: str = "") -> None:
        for share in [Share(measure), Share(measure, style)] if style else [Share(measure)]:
            share = self.shares.setdefault(share.name, share)
            share.right += right
            share.of += 1


def measure(judged: list[Judged]) -> Measures:
    """Counts one set, over all of it and by style."""
    measures = Measures()
    for each in judged:
        style = each.row["style"]
        if not each.wanted:
            measures.count("none right", not each.pages)
            continue
        if "primary" in each.row:
            measures.count("accept@1", each.is_right(), style)
            measures.count("accept@3", each.is_right(3), style)
        if "runbook" in each.row:
            measures.count("page@1", each.is_right(), style)
        if "expect" in each.row:
            measures.count("step@1", each.lead_says_it, style)
            measures.count("step@card", each.card_says_it, style)
        measures.count("false none", not each.pages, style)
    return measures


def calibration(judged: list[Judged]) -> Measures:
    """How often each word of an answer is true, over the sets that label pages."""
    measures = Measures()
    for each in judged:
        if "primary" in each.row:
            right = each.is_right() if each.wanted else not each.pages
            measures.count(f"{each.answer} right", right)
    order = ["match right", "weak right", "none right"]
    return Measures({name: measures.shares[name] for name in order if name in measures.shares})


def show(title: str, measures: Measures) -> None:
    """Prints a row for each measure, its styles beside it."""
    print(title)
    for share in measures.shares.values():
        if share.style:
            continue
        same = [each for each in measures.shares.values() if each.measure == share.measure]
        styles = "  ".join(f"{each.style} {each.right}/{each.of}" for each in same if each.style)
        missed = "; ".join(each.missed for each in same if each.missed)
        low, high = share.interval
        line = (
            f"  {share.measure:12} {share.right:>4}/{share.of:<4} {share.percent:5.1f} %"
            f"  ({low:4.1f}–{high:5.1f})  {styles}"
        )
        print(f"{line.rstrip()}  [{missed}]" if missed else line.rstrip())


def show_misses(judged: list[Judged]) -> None:
    for each in judged:
        wanted = each.wanted or ["none"]
        got = each.pages or ["none"]
        if not (each.is_right() if each.wanted else not each.pages):
            print(f"{each.row['id']} {each.row['query'][:140]!r}\n   want {wanted}, got {got}")
        elif "expect" in each.row and not each.lead_says_it:
            step = ((each.first or {}).get("step") or {}).get("anchor")
            where = "on the card" if each.card_says_it else "nowhere"
            print(f"{each.row['id']} {each.row['query'][:140]!r}\n   {got[0]}#{step}; {where}")
            print(f"   want: {each.row['fix']}")


HEAD = """# How often search is right

The figures of the last `make eval-keep`; `make eval` says which of them got worse. The interval is
Wilson's, 95 %. What the measures mean stands at the top of `scripts/eval.py`.

| Set | Measure | Right | Of | Percent | Interval |
|---|---|---:|---:|---:|---|
"""


def write_kept(sets: dict[str, Measures]) -> None:
    lines = [
        f"| {name} | {share.name} | {share.right} | {share.of} | {share.percent:.1f} |"
        f" {share.interval[0]:.1f}–{share.interval[1]:.1f} |\n"
        for name, measures in sets.items()
        for share in measures.shares.values()
    ]
    KEPT.write_text(HEAD + "".join(lines))


def read_kept() -> dict[tuple[str, str], Share]:
    kept: dict[tuple[str, str], Share] = {}
    for line in KEPT.read_text().splitlines() if KEPT.exists() else []:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 6 and cells[2].isdigit() and cells[3].isdigit():
            kept[cells[0], cells[1]] = Share(cells[1], "", int(cells[2]), int(cells[3]))
    return kept


def losses(sets: dict[str, Measures]) -> list[str]:
    """What got worse since the figures that are kept."""
    kept = read_kept()
    return [
        f"{name}, {share.name}: {share.right}/{share.of}, was {before.right}/{before.of}"
        for name, measures in sets.items()
        for share in measures.shares.values()
        if (before := kept.get((name, share.name))) and share.is_worse_than(before)
    ]


def main() -> None:
    flags = {word for word in sys.argv[1:] if word.startswith("--")}
    if unknown := flags - {"--verbose", "--keep"}:
        sys.exit(f"eval: unknown option {min(unknown)}; use --verbose, --keep and names of files")
    words = [Path(word) for word in sys.argv[1:] if word not in flags]
    if words and "--keep" in flags:
        sys.exit("eval: --keep needs all sets; leave the names of files out")
    paths = words or sorted(FIXTURES.glob("*.jsonl"))
    sets: dict[str, Measures] = {}
    everything: list[Judged] = []
    with tempfile.TemporaryDirectory() as cache, ThreadPoolExecutor(os.cpu_count()) as pool:
        for path in paths:
            lines = path.read_text().splitlines()
            rows: list[JSON] = [json.loads(line) for line in lines if line.strip()]
            # The first search makes the index; the others read it.
            judged = [judge(row, cache) for row in rows[:1]]
            judged += pool.map(lambda row: judge(row, cache), rows[1:])
            if "--verbose" in flags:
                show_misses(judged)
            sets[path.stem] = measure(judged)
            styles = Counter(each.row["style"] for each in judged)
            counted = ", ".join(f"{count} {style}" for style, count in styles.items())
            show(f"{path.stem} ({counted})", sets[path.stem])
            everything += judged
    sets["calibration"] = calibration(everything)
    show("calibration", sets["calibration"])
    if words:
        del sets["calibration"]  # of some sets it is not comparable
    for loss in losses(sets):
        print(f"eval: a loss: {loss}", file=sys.stderr)
    if "--keep" in flags:
        write_kept(sets)
        print(f"kept in {KEPT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
