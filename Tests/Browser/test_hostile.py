"""Nothing that a document or a search holds is ever executed, and nothing breaks a page."""

from __future__ import annotations

import json
import time
from pathlib import Path

from pages import Site
from support import SiteTest, answer

PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text x=0 y=20>x</text></a></svg>",
    "<math><mtext></p><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    "<form action=javascript:alert(1)><input type=submit></form>",
    "<input onfocus=alert(1) autofocus>",
    "<video><source onerror=alert(1)></video>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[><img src=x onerror=alert(1)>]]>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "</textarea><img src=x onerror=alert(1)>",
    "</title><script>alert(1)</script>",
    "\" onmouseover=\"alert(1)\" x=\"",
    "' onmouseover='alert(1)' x='",
    "` onmouseover=alert(1) x=`",
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#x0A;script:alert(1))",
    "[x](&#106;&#97;vascript:alert(1))",
    "[x](java\\script:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](//evil.example/)",
    "[x](\\\\evil.example)",
    "[x]: javascript:alert(1)",
    "![x](javascript:alert(1))",
    "![x](x\" onerror=\"alert(1))",
    "![\"onerror=\"alert(1)](https://x.example/a.png)",
    "<javascript:alert(1)>",
    "<https://x.example/\"onmouseover=\"alert(1)>",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}",
    "</svg></text><script>alert(1)</script>",
    "\u2028alert(1)\u2029",
    "\u202egnp.exe",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\x1b]8;;javascript:alert(1)\x07x",
    "__proto__",
    "constructor",
    "runbookSite",
]

# Names that DOM clobbering or the page's own scripts would trip over.
HEADINGS = [
    "runbookSite", "query", "results", "status", "content", "search", "body", "head", "forms", "location",
    "documentElement", "getElementById", "createElement", "<img src=x onerror=alert(1)>", "💥", "",
]  # fmt: skip


def quoted(text: str) -> str:
    """A text as a YAML value; JSON's quoting is YAML's, and no title holds a line end."""
    return json.dumps(text.replace("\n", " ").replace("\x1b", "").replace("\x07", ""))


def runbook(number: int, payload: str) -> str:
    title = f"{payload} runbook {number}"
    body = payload.replace("\x1b", "").replace("\x07", "")
    return f"""---
id: hostile-{number}
title: {quoted(title)}
kind: runbook
version: 1
status: active
description: {quoted(payload)}
category: {quoted(payload)}
services: [{quoted(payload)}]
tags: [{quoted(payload)}, {quoted("a/../../" + payload)}]
aliases: [alias-{number}]
symptoms: [{quoted("hostile symptom " + str(number) + " " + payload)}]
exit_codes: [{number % 256}]
stop_codes: [{quoted(payload)}]
related: [hostile-{(number + 1) % len(PAYLOADS)}]
owner: {quoted(payload)}
reviewed_at: 2026-01-01
---

# {body}

## Meaning

{body}

## Mitigation

1. {body}
2. Second step {body}

## {body}

- [ ] {body}

> {body}

| {body.replace("|", "/")} | b |
|---|---|
| {body.replace("|", "/")} | `{body.replace("|", "/").replace("`", "'")}` |

```{body.replace("`", "'").replace(chr(10), " ")} safety=mutating
{body}
```

```sh safety={body.replace("`", "'").replace(chr(10), " ")}
echo {body}
```

    {body}

<details>
<summary>{body}</summary>

{body}

</details>

*{body}* **{body}** ~~{body}~~ `{body.replace("`", "'")}`

[{body}](hostile-{number}.md "{body.replace('"', "'")}")
"""


def incident(number: int, payload: str) -> str:
    return f"""---
id: 2026-01-{number % 28 + 1:02}-hostile-{number}
title: {quoted(payload + " incident")}
kind: incident
status: resolved
severity: SEV2
services: [{quoted(payload)}]
tags: [{quoted(payload)}]
environment: {quoted(payload)}
started_at: 2026-01-{number % 28 + 1:02}T10:00:00Z
resolved_at: 2026-01-{number % 28 + 1:02}T11:00:00Z
detected_by: {quoted(payload)}
owner: {quoted(payload)}
authors: [{quoted(payload)}]
source: {quoted("javascript:alert(1)" if number % 2 else "https://x.example/" + payload)}
fingerprints: [{quoted(payload)}]
runbooks:
  - {{id: hostile-{number}, version: 1, outcome: fixed}}
---

# {payload.replace(chr(27), "").replace(chr(7), "")}

## Symptoms

{payload.replace(chr(27), "").replace(chr(7), "")}

## Action items

- [ ] {payload.replace(chr(27), "").replace(chr(7), "")} (@{payload.split(" ")[0]}, due 2026-12-04, javascript:alert(1))
"""


class Hostile(SiteTest):
    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        base = cls.workspace.path / "hostile"
        runbooks, incidents = base / "Content/runbooks/x", base / "Content/incidents/2026"
        runbooks.mkdir(parents=True)
        incidents.mkdir(parents=True)
        for number, payload in enumerate(PAYLOADS):
            (runbooks / f"hostile-{number}.md").write_text(runbook(number, payload))
            name = f"2026-01-{number % 28 + 1:02}-hostile-{number}"
            (incidents / f"{name}.md").write_text(incident(number, payload))
        headings = "\n\n".join(f"## {text}\n\ntext\n\n### {text}\n\ntext" for text in HEADINGS)
        (runbooks / "clobber.md").write_text(
            "---\nid: clobber\ntitle: clobber\nkind: runbook\nversion: 1\nstatus: active\n"
            "description: clobber\ncategory: x\nservices: []\ntags: []\naliases: [index]\nsymptoms: [clobber]\n"
            f"exit_codes: []\nstop_codes: []\nrelated: []\n---\n\n# clobber\n\n## Mitigation\n\n1. x\n\n{headings}\n"
        )
        cls.base = base
        cls.folder = cls.workspace.export(
            base, "hostile-site", "--base-url", "https://x.example", "--edit-url", "https://x.example/{path}"
        )
        cls.site = Site(cls.folder)

    def test_there_is_a_page_for_each(self) -> None:
        for number in range(len(PAYLOADS)):
            self.assertIn(f"runbooks/hostile-{number}.html", self.site.pages)

    def test_pages_are_valid_and_hold_no_foreign_markup(self) -> None:
        allowed = {"script", "svg", "a", "form", "input", "details", "summary"}
        for name, page in self.site.pages.items():
            with self.subTest(page=name):
                self.assertEqual(page.errors, [])
                for element in page.elements():
                    tag = element.tag.rpartition("}")[2]
                    self.assertFalse([key for key in element.attrib if key.startswith("on")])
                    self.assertNotIn(
                        tag, {"iframe", "object", "embed", "base", "style", "img", "math", "template", "video"}
                    )
                    if tag == "script":
                        self.assertRegex(element.attrib["src"], r"^(\.\./|https://x\.example/)?assets/(site|search)-[0-9a-f]{10}\.js$")
                    if tag == "form":
                        self.assertNotIn("action", element.attrib)
                    if tag in allowed:
                        for key in ("href", "src"):
                            link = element.attrib.get(key, "").strip().lower()
                            self.assertFalse(link.startswith(("javascript:", "vbscript:", "file:", "//", "\\")))
                            if link.startswith("data:"):
                                self.fail(link)

    def test_links_stay_whole(self) -> None:
        broken = [line for line in self.site.broken_links() if not line.startswith("404.html")]
        self.assertEqual(broken, [])

    def test_no_file_leaves_the_folder(self) -> None:
        for name in self.site.files():
            self.assertNotIn("..", Path(name).parts)
            self.assertRegex(name, r"^[A-Za-z0-9._/-]+$")

    def test_nothing_runs(self) -> None:
        page = self.session.page()
        for name, parsed in self.site.pages.items():
            if 'http-equiv="refresh"' in parsed.text:
                continue
            page.goto(f"file://{self.folder}/{name}")
            page.evaluate("() => [...document.querySelectorAll('summary')].slice(0, 2).forEach((s) => s.click())")
        problems = [text for text in page.problems if "x.example" not in text]
        self.assertEqual(problems, [])
        outside = [url for url in page.requests if not url.startswith(("file://", "data:", "https://x.example/"))]
        self.assertEqual(outside, [])

    def test_nothing_runs_in_a_search(self) -> None:
        page = self.session.page()
        page.goto(f"file://{self.folder}/index.html")
        for number, payload in enumerate(PAYLOADS):
            text = f"hostile symptom {number} " + payload.replace("\x1b", "").replace("\x07", "")
            with self.subTest(payload=payload):
                shown = answer(page, text)
                found = self.workspace.search(text, self.base)
                first = found["results"][0]["runbook"] if found["results"] else ""
                self.assertEqual(shown, {"answer": found["answer"], "first": first})
        for payload in PAYLOADS:
            answer(page, payload + " ")
        self.assertEqual(page.problems, [])

    def test_headings_cannot_take_the_place_of_the_pages_own(self) -> None:
        page = self.session.page()
        page.goto(f"file://{self.folder}/runbooks/clobber.html")
        self.assertGreater(page.locator("button.copy, .find input").count(), 0)
        page.keyboard.press("/")
        page.keyboard.type("clobber")
        page.keyboard.press("Enter")
        page.locator("#results[data-first=clobber]").wait_for(state="attached")
        self.assertEqual(page.problems, [])


class Bounds(SiteTest):
    """Documents that are made to be slow are bounded."""

    BOMBS = {
        "pipes": "|" * 200_000 + "\n|-|\n",
        "columns": "|" + "a|" * 20_000 + "\n|" + "-|" * 20_000 + "\n" + ("|x" * 100 + "|\n") * 200,
        "nesting": "> " * 20_000 + "x",
        "brackets": "[" * 50_000 + "a" + "](" * 50_000,
        "emphasis": "*a **a " * 30_000,
        "backticks": "".join("`" * n + " " for n in range(1, 700)),
        "links": "[a](b) " * 40_000,
        "entities": "&lt;" * 100_000,
        "headings": "## x\n\n" * 10_000,
        "details": "<details>\n\n" * 5_000,
        "lists": "".join("  " * n + "- x\n" for n in range(1000)),
    }
    FRONT = "---\nid: {id}\ntitle: bomb\nkind: runbook\nversion: 1\nstatus: active\ndescription: x\ncategory: x\n---\n\n"

    def test_bombs(self) -> None:
        folder = self.workspace.path / "bombs/Content/runbooks/x"
        folder.mkdir(parents=True)
        for name, body in self.BOMBS.items():
            (folder / f"{name}.md").write_text(self.FRONT.format(id=name) + body + "\n")
        laughs = "a: &a [x,x]\n" + "".join(f"k{n}: &k{n} [*a,*a]\n" for n in range(50))
        (folder / "laughs.md").write_text(f"---\nid: laughs\ntitle: x\nkind: runbook\n{laughs}---\n\nx\n")
        start = time.monotonic()
        site = self.workspace.export(self.workspace.path / "bombs", "bombs-site")
        self.assertLess(time.monotonic() - start, 60)
        found = {path.stem for path in (site / "runbooks").glob("*.html")}
        self.assertNotIn("laughs", found)
        for name in self.BOMBS:
            self.assertIn(name, found)
        size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
        self.assertLess(size, 80 << 20)
