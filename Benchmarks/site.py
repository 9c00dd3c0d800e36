"""Times `runbook export` beside Hugo on the same documents; `make bench-site` calls it.

    python3 Benchmarks/site.py [COUNT…]     1000 and 10000 documents by default

Both render the same Markdown in one run: Hugo with templates for a page, a list, the terms of three
taxonomies and an index in JSON; we with the index of the search included, from nothing to the last
page. Also measured: the second export, where nothing has changed, and the most memory.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(os.environ.get("RUNBOOK", ROOT / ".build/release/runbook")).resolve()

SINGLE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="description" content="{{ .Description }}"></head><body><header><nav><a href="/">Home</a>
<a href="/runbooks/">Runbooks</a> <a href="/incidents/">Incidents</a></nav></header><main><h1>{{ .Title }}</h1>
<p>{{ .Description }}</p>{{ .TableOfContents }}{{ .Content }}
<p>{{ range (.GetTerms "tags") }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ end }}
{{ range (.GetTerms "services") }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ end }}</p>
{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</main></body></html>
"""
LIST = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body>
<header><nav><a href="/">Home</a></nav></header><main><h1>{{ .Title }}</h1><ul>{{ range .Pages }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a><p>{{ .Description }}</p></li>{{ end }}</ul></main></body></html>
"""
INDEX = """[{{ range $i, $p := .Site.RegularPages }}{{ if $i }},{{ end }}
{"title":{{ $p.Title | jsonify }},"link":{{ $p.RelPermalink | jsonify }},"text":{{ $p.Plain | jsonify }}}{{ end }}]
"""
CONFIG = """baseURL = "https://example.org/"
title = "Runbooks"
[taxonomies]
  tag = "tags"
  service = "services"
  category = "category"
[outputs]
  home = ["HTML", "RSS", "JSON"]
"""

SOURCES = sorted((ROOT / "Content/runbooks/ecs").glob("*.md"))


def vary(text: str, rng: random.Random, number: int) -> str:
    """A document like a shipped one: its paragraphs in another order, some words of its own."""
    head, body = text.split("\n---\n", 1)
    del head
    title, *blocks = body.strip().split("\n\n")
    del title
    # Code and lists stay whole; four in ten blocks, so that documents differ.
    kept = [block for block in blocks if block.count("```") % 2 == 0 and rng.random() < 0.4]
    words = " ".join(f"{rng.choice(NOUNS)}-{rng.randrange(2000)}" for _ in range(30))
    return "\n\n".join([f"## Meaning\n\nDocument {number} is about {words}.", *kept[:24]])


NOUNS = ["queue", "cache", "broker", "ledger", "gateway", "worker", "indexer", "mailer", "billing", "search"]


def write_documents(folder: Path, count: int) -> None:
    """Half runbooks, half incidents; the same for the same count."""
    rng = random.Random(count)
    texts = [path.read_text() for path in SOURCES]
    for number in range(count):
        body = vary(rng.choice(texts), rng, number)
        noun = rng.choice(NOUNS)
        if number % 2 == 0:
            name = f"generated-{number:05}"
            path = folder / f"Content/runbooks/{noun}/{name}.md"
            symptoms = "\n".join(
                f'  - "{noun} {rng.choice(NOUNS)} fails with error {rng.randrange(900)} on host {i}"' for i in range(12)
            )
            head = (
                f"id: {name}\ntitle: \"The {noun} number {number} stops\"\nkind: runbook\nversion: 1\n"
                f"status: active\ndescription: What to do when {noun} number {number} stops.\ncategory: {noun}\n"
                f"services: [{noun}]\ntags: [{rng.choice(NOUNS)}, t{rng.randrange(50)}]\naliases: []\n"
                f"symptoms:\n{symptoms}\nexit_codes: [{rng.randrange(256)}]\nstop_codes: []\nrelated: []\n"
                f"reviewed_at: 2026-10-01"
            )
        else:
            day = f"20{rng.randrange(18, 26)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
            name = f"{day}-generated-{number:05}"
            path = folder / f"Content/incidents/{day[:4]}/{name}.md"
            body = f"## Symptoms\n\n- {noun} {number} did not answer\n\n" + body
            head = (
                f"id: {name}\ntitle: \"The {noun} {number} was down\"\nkind: incident\nstatus: resolved\n"
                f"severity: SEV{rng.randrange(1, 6)}\nservices: [{noun}]\ntags: [{rng.choice(NOUNS)}]\n"
                f"started_at: {day}T10:00:00Z\nresolved_at: {day}T11:{rng.randrange(60):02}:00Z\n"
                f"runbooks:\n  - {{id: generated-{rng.randrange(count // 2) * 2:05}, version: 1, outcome: fixed}}"
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{head}\n---\n\n# Generated {number}\n\n{body}\n")
    for name in ("diagnosis", "synonyms.yml", "scope.yml"):
        source = ROOT / "Content" / name
        if source.is_dir():
            shutil.copytree(source, folder / "Content" / name)
        else:
            shutil.copy(source, folder / "Content" / name)


def write_hugo(folder: Path, base: Path) -> None:
    """A Hugo site of the same Markdown."""
    (folder / "layouts/_default").mkdir(parents=True)
    (folder / "config.toml").write_text(CONFIG)
    (folder / "layouts/_default/single.html").write_text(SINGLE)
    (folder / "layouts/_default/list.html").write_text(LIST)
    (folder / "layouts/_default/index.json").write_text(INDEX)
    shutil.copytree(base / "Content/runbooks", folder / "content/runbooks")
    shutil.copytree(base / "Content/incidents", folder / "content/incidents")


class Cost:
    """What a command took: seconds on the wall, seconds of the processors, the most memory in MiB."""

    def __init__(self, wall: float, usage: resource.struct_rusage) -> None:
        self.wall = wall
        self.processor = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss // 1024

    def __str__(self) -> str:
        return f"{self.wall:.2f} s ({self.processor:.2f} s of the processors), {self.memory} MiB"


def timed(*words: str, environment: dict[str, str] | None = None) -> Cost:
    """Runs a command to its end."""
    start = time.monotonic()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"bench-site: {words} failed")
    return Cost(seconds, usage)


def measure(count: int) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-site-") as name:
        folder = Path(name)
        base, site = folder / "base", folder / "site"
        write_documents(base, count)
        size = sum(path.stat().st_size for path in base.rglob("*.md")) / count / 1024
        environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "HOME": str(folder)}
        hugo = None
        if shutil.which("hugo"):
            write_hugo(folder / "hugo", base)
            hugo = timed(
                "hugo", "--quiet", "--source", str(folder / "hugo"), "--cacheDir", str(folder / "hugo-cache")
            )
        export = [str(PROGRAM), "export", str(site), "--dir", str(base)]
        first = timed(*export, environment=environment)
        again = timed(*export, environment=environment)
        shutil.rmtree(site)
        indexed = timed(*export, environment=environment)
        pages = sum(1 for _ in site.rglob("*.html"))
        print(f"== {count} documents of {size:.1f} KiB, {pages} pages")
        print(f"   runbook export, all included:   {first}")
        print(f"   runbook export, with the index: {indexed}")
        print(f"   nothing changed: {again.wall:.3f} s; {first.wall / again.wall:.0f} times faster, at least 10 wanted")
        if hugo:
            print(f"   hugo:                           {hugo}")
            wall, processor = first.wall / hugo.wall, first.processor / hugo.processor
            print(f"   ratio to hugo: {wall:.2f} on the wall, {processor:.2f} of the processors; at most 1 wanted")


def main() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
    for count in [int(word) for word in sys.argv[1:]] or [1000, 10000]:
        measure(count)


if __name__ == "__main__":
    main()
