"""Runs the program and its peer in turn, and prints how they compare."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 25


def run(words: list[str], home: str) -> float:
    """Milliseconds of a whole process, its output thrown away."""
    environment = {"HOME": home, "XDG_CACHE_HOME": home, "PATH": os.environ["PATH"]}
    start = time.perf_counter()
    subprocess.run(
        words, check=True, cwd=home, env=environment, stdout=subprocess.DEVNULL
    )
    return (time.perf_counter() - start) * 1000


def processor(words: list[str], home: str) -> float:
    """Milliseconds of processor time of a whole process, which other programs disturb less."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(words, home)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return spent * 1000


def peak(words: list[str], home: str) -> int:
    """The most memory that a process held, in bytes."""
    code = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    environment = {"HOME": home, "XDG_CACHE_HOME": home, "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-c", code, *words], check=True, cwd=home, env=environment,
        capture_output=True, text=True,
    )  # fmt: skip
    return int(done.stdout) * 1024


def main() -> None:
    """diagnose.py PROGRAM FOLDER"""
    program, folder = sys.argv[1], Path(sys.argv[2])
    file, peer = str(folder / "tasks.json"), str(folder / "decode-tasks")
    size = Path(file).stat().st_size
    with tempfile.TemporaryDirectory() as home:
        card = [program, "diagnose", file]
        run(card, home)
        ours, answers, theirs, alone = [], [], [], []
        for _ in range(ROUNDS):
            ours.append(processor(card, home))
            answers.append(processor([*card, "--json"], home))
            theirs.append(processor([peer, file, "1"], home))
            done = subprocess.run([peer, file, "1"], check=True, capture_output=True, text=True)
            count, milliseconds = done.stdout.split()
            alone.append(float(milliseconds))
        decode = statistics.median(alone)
        print(f"{count} tasks, {size / 1e6:.1f} MB; medians of {ROUNDS} runs")
        print(f"   JSONDecoder, parsing alone      {decode:7.1f} ms")
        print(f"   JSONDecoder, the whole process  {statistics.median(theirs):7.1f} ms")
        for name, times in (("runbook diagnose", ours), ("runbook diagnose --json", answers)):
            median = statistics.median(times)
            print(
                f"   {name:<31} {median:7.1f} ms, the whole process: {median / decode:.2f} times "
                f"parsing alone, {median / statistics.median(theirs):.2f} times the process"
            )
        print("   the target is at most 2.00")
        for name in ("tasks.json", "large.json"):
            path = folder / name
            size = path.stat().st_size
            for words in ([], ["--json"]):
                most = peak([program, "diagnose", str(path), *words], home)
                print(
                    f"   memory on {size / 1e6:.1f} MB{' ' + words[0] if words else '':<8} "
                    f"{most / 1e6:.0f} MB: {most / size:.1f} times the input; "
                    "the target is at most 10"
                )


if __name__ == "__main__":
    main()
