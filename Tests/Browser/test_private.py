"""What is left out of a site is nowhere in it."""

from __future__ import annotations

import json
from pathlib import Path

from pages import Site
from support import SiteTest, answer

SECRETS = {
    "id": "2026-02-03-zanzibar-outage",
    "title": "Zanzibarcorp checkout outage",
    "service": "zanzibarservice",
    "tag": "zanzibartag",
    "owner": "zanzibarteam",
    "author": "zanzibarauthor",
    "environment": "zanzibarenv",
    "fingerprint": "f1-zanzibar0000",
    "symptom": "zanzibarsymptom",
    "action": "zanzibaraction",
}


# A word that no page but a hidden one has; the classifier learns it.
SECRET_WORD = "quaxolotl"

# Steps of a page that may be seen, named after what may not.
STEPS = """### Follow zanzibar-internal first

If the gate is shut, do as zanzibar-internal says.

### As in Zanzibarcorp checkout outage

If the gate is open, close it.
"""


def word_hash(word: str) -> int:
    """What the data of the search calls a word of the classifier: FNV-1a, 32 bits."""
    found = 0x811C9DC5
    for byte in word.encode():
        found = (found ^ byte) * 0x01000193 & 0xFFFFFFFF
    return found


# What the classifier of a site knows, by the hashes of its features.
FEATURES = """
async () => {
  const [, folder, name] = /^(.*\\/)([^/]*)\\.js$/.exec(document.querySelector("#search").dataset.base);
  const data = await runbookSite.SearchData.open(folder, name);
  for (let shard = 0; shard < data.base.shards.count; shard++) await data.loadShard(shard);
  return { features: [...data.features.keys()], pages: data.base.model.classes.length };
}
"""


class Private(SiteTest):
    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.base = cls.workspace.copy_content()
        s = SECRETS
        folder = cls.base / "Content/incidents/2026"
        folder.mkdir(exist_ok=True)
        (folder / f"{s['id']}.md").write_text(f"""---
id: {s["id"]}
title: "{s["title"]}"
kind: incident
status: resolved
severity: SEV1
services: [{s["service"]}]
tags: [{s["tag"]}]
environment: {s["environment"]}
started_at: 2026-02-03T10:00:00Z
resolved_at: 2026-02-03T10:47:00Z
owner: {s["owner"]}
authors: [{s["author"]}]
fingerprints: [{s["fingerprint"]}]
runbooks:
  - {{id: ecs-exec, step: follow-zanzibar-internal-first, version: 1, outcome: fixed}}
  - {{id: zanzibar-internal, step: zanzibarstep, version: 1, outcome: fixed}}
---

# {s["title"]}

## Symptoms

- {s["symptom"]}

## Action items

- [ ] {s["action"]} (@{s["owner"]}, due 2026-12-04)
""")
        secret = cls.base / "Content/runbooks/ecs/zanzibar-internal.md"
        secret.write_text(f"""---
id: zanzibar-internal
title: "Zanzibarrunbook"
kind: runbook
version: 1
status: active
description: zanzibardescription
category: zanzibarcategory
services: [{s["service"]}]
tags: [internal]
aliases: [zanzibaralias]
symptoms: ["{s["symptom"]}"]
exit_codes: [77]
---

# Zanzibarrunbook

## Mitigation

### Zanzibarstep

zanzibarsentence of the {SECRET_WORD}
""")
        exec_page = cls.base / "Content/runbooks/ecs/ecs-exec.md"
        exec_page.write_text(
            exec_page.read_text()
            .replace("symptoms:\n", f'symptoms:\n  - "told by {s["id"]} -> #follow-zanzibar-internal-first"\n', 1)
            .replace("## Mitigation\n", f"## Mitigation\n\n{STEPS}\n", 1)
            + f"\nSee [{s['title']}](../../incidents/2026/{s['id']}.md), {s['id']} and `{s['id']}`,"
            " or [Zanzibarrunbook](zanzibar-internal.md),"
            " [the step](zanzibar-internal.md#zanzibarstep), [this step](#follow-zanzibar-internal-first)"
            " and [that one](#as-in-zanzibarcorp-checkout-outage).\n"
        )
        lines = cls.base / "Content/lines.yml"
        lines.write_text(
            lines.read_text().replace(
                "lines:\n",
                'lines:\n  ecs-exec#follow-zanzibar-internal-first:\n    - "as we did in zanzibar-internal last week"\n'
                f'  zanzibar-internal#zanzibarstep:\n    - "zanzibarline about the {SECRET_WORD}"\n',
                1,
            )
        )
        # An earlier text that says more, known to the index only.
        cls.workspace.run("index", "--dir", str(cls.base))
        exec_page.write_text(exec_page.read_text().replace("One more", "Another") + "\n")
        table = cls.base / "Content/diagnosis/ecs.yml"
        table.write_text(
            table.read_text().replace(
                "rules:\n",
                'rules:\n  - id: zanzibarrule\n    all: ["zanzibarpattern"]\n    runbook: zanzibar-internal\n'
                '    because: "zanzibarbecause"\n'
                '  - id: steprule\n    all: ["sesame gate stays shut"]\n    runbook: ecs-exec\n'
                '    step: follow-zanzibar-internal-first\n    because: "The gate of the team is shut."\n',
                1,
            )
        )

    def leaks(self, folder: Path) -> list[str]:
        found = []
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                text = path.read_text().lower()
                if "zanzibar" in text or "zanzibar" in path.name:
                    place = text.find("zanzibar")
                    found.append(f"{path.relative_to(folder)}: {text[max(0, place - 60) : place + 60]!r}")
        return found

    def test_everything_is_there_without_exclusions(self) -> None:
        site = self.workspace.export(self.base, "all")
        text = "\n".join(path.read_text() for path in site.rglob("*") if path.is_file())
        for secret in SECRETS.values():
            self.assertIn(secret, text)

    def test_a_public_site_says_nothing(self) -> None:
        for form in ("site", "json", "markdown"):
            with self.subTest(format=form):
                site = self.workspace.export(
                    self.base, f"public-{form}", "--format", form, "--exclude", "incidents",
                    "--exclude", "tag:internal", "--base-url", "https://x.example",
                )  # fmt: skip
                self.assertEqual(self.leaks(site), [])

    def test_a_public_site_has_no_incidents(self) -> None:
        site = self.workspace.export(self.base, "no-incidents", "--exclude", "incidents")
        self.assertFalse((site / "incidents").exists())
        self.assertFalse((site / "statistics.html").exists())
        text = (site / "runbooks/ecs-exec.html").read_text()
        self.assertIn("(not published)", text)
        page = self.session.page()
        page.goto(f"file://{site}/index.html")
        self.assertEqual(answer(page, "exit 137")["first"], self.workspace.search("exit 137", self.base)["results"][0]["runbook"])
        self.assertEqual(answer(page, SECRETS["symptom"])["first"], "zanzibar-internal")
        self.assertEqual(page.problems, [])

    def test_a_step_is_found_under_its_public_name(self) -> None:
        site = self.workspace.export(self.base, "steps", "--exclude", "incidents", "--exclude", "tag:internal")
        page = self.session.page()
        page.goto(f"file://{site}/index.html")
        self.assertEqual(answer(page, "the sesame gate stays shut")["first"], "ecs-exec")
        link = page.locator("#results .do a")
        self.assertEqual(link.inner_text(), "1. Follow (not published) first")
        link.click()
        self.assertTrue(page.url.endswith("ecs-exec.html#follow-not-published-first"), page.url)
        self.assertEqual(page.locator("#follow-not-published-first").count(), 1)
        broken = [line for line in Site(site).broken_links() if not line.startswith("404.html")]
        self.assertEqual(broken, [])

    def test_the_classifier_of_a_public_site_has_no_word_of_a_hidden_page(self) -> None:
        known = {}
        for name, options in (("whole", []), ("part", ["--exclude", "tag:internal"])):
            site = self.workspace.export(self.base, f"model-{name}", *options)
            page = self.session.page()
            page.goto(f"file://{site}/index.html")
            known[name] = page.evaluate(FEATURES)
        self.assertIn(word_hash(SECRET_WORD), known["whole"]["features"])
        self.assertNotIn(word_hash(SECRET_WORD), known["part"]["features"])
        self.assertIn(word_hash("task"), known["part"]["features"])
        self.assertEqual(known["part"]["pages"], known["whole"]["pages"] - 1)

    def test_exclusions_are_a_new_export(self) -> None:
        site = self.workspace.export(self.base, "turned")
        self.assertTrue(self.leaks(site))
        self.workspace.run(
            "export", str(site), "--dir", str(self.base), "--exclude", "incidents", "--exclude", "tag:internal"
        )
        self.assertEqual(self.leaks(site), [])

    def test_json_is_one_document_a_line(self) -> None:
        folder = self.workspace.export(self.base, "lines", "--format", "json")
        lines = (folder / "documents.jsonl").read_text().splitlines()
        documents = [json.loads(line) for line in lines]
        self.assertEqual({d["kind"] for d in documents}, {"runbook", "incident"})
        ids = {d["id"] for d in documents}
        self.assertIn("ecs-oom-killed", ids)
        self.assertIn(SECRETS["id"], ids)
        files = [p for p in (self.base / "Content").rglob("*.md") if p.name != "README.md"]
        self.assertEqual(len(documents), len(files))
        [oom] = [d for d in documents if d["id"] == "ecs-oom-killed"]
        self.assertIn("## Mitigation", oom["text"])
        self.assertNotIn("reviewed_at:", oom["text"])

    def test_a_wiki_links_by_the_names_of_pages(self) -> None:
        folder = self.workspace.export(self.base, "wiki", "--format", "markdown")
        names = {path.stem for path in folder.glob("*.md")}
        self.assertLessEqual({"Home", "_Sidebar", "ecs-oom-killed", SECRETS["id"]}, names)
        text = (folder / "ecs-oom-killed.md").read_text()
        self.assertIn("[ecs-sigterm-sigkill](ecs-sigterm-sigkill)", text)
        self.assertNotIn("kind: runbook", text)
        self.assertTrue(text.startswith("# OutOfMemoryError"))
