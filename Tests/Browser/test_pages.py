"""Every page of the shipped content: standards, links, access, sizes, and the promises of the frame."""

from __future__ import annotations

import filecmp
import json
import random
import re
import subprocess
import time
import xml.etree.ElementTree as ElementTree

from axe_playwright_python.sync_playwright import Axe
from pages import Site
from support import SiteTest, program

SAMPLES = [
    "index.html", "404.html", "decisions.html", "statistics.html", "runbooks/index.html",
    "runbooks/ecs-oom-killed.html", "runbooks/ecs-ref-codes.html", "incidents/index.html",
    "incidents/2022-04-17-import-killed-at-512-mib.html", "categories/exit.html", "categories/index.html",
    "services/fargate.html", "tags/index.html", "tags/oom.html", "codes/index.html", "codes/137.html",
    "codes/EssentialContainerExited.html",
]  # fmt: skip


class Pages(SiteTest):
    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.base = cls.workspace.copy_content()
        address = "https://wiki.example.com/team/runbooks"
        cls.folder = cls.workspace.export(
            cls.base, "site", "--base-url", address, "--edit-url", "https://git.example.com/edit/main/"
        )
        cls.site = Site(cls.folder)
        cls.server = cls.serve(cls.folder)

    def test_html_is_valid(self) -> None:
        for name, page in self.site.pages.items():
            with self.subTest(page=name):
                self.assertEqual(page.errors, [])
                ids = page.ids()
                self.assertEqual(sorted(set(ids)), sorted(ids), "an id stands twice")

    def test_links(self) -> None:
        broken = [line for line in self.site.broken_links() if not line.startswith("404.html")]
        self.assertEqual(broken, [])

    def test_every_page_has_a_frame(self) -> None:
        for name, page in self.site.pages.items():
            with self.subTest(page=name):
                self.assertEqual(len(page.elements("main")), 1)
                self.assertEqual(len(page.elements("h1")), 1)
                self.assertTrue(page.text_of(page.elements("title")[0]))
                metas = {e.attrib.get("name") or e.attrib.get("property") or e.attrib.get("http-equiv"): e.attrib
                         for e in page.elements("meta")}  # fmt: skip
                self.assertIn("default-src 'none'", metas["Content-Security-Policy"]["content"])
                if "refresh" in metas:
                    continue
                self.assertTrue(metas["description"]["content"])
                self.assertTrue(metas["og:description"]["content"])
                landmarks = [e.tag.rpartition("}")[2] for e in page.elements()]
                for landmark in ("header", "nav", "main", "footer"):
                    self.assertIn(landmark, landmarks)
                for element in page.elements():
                    self.assertNotIn("style", element.attrib)
                    self.assertFalse([key for key in element.attrib if key.startswith("on")])
                self.assertEqual([e for e in page.elements("script") if "src" not in e.attrib], [])

    def test_there_is_a_page_for_everything(self) -> None:
        names = set(self.site.pages)
        for folder in ("runbooks", "incidents"):
            for path in (self.base / "Content" / folder).rglob("*.md"):
                if path.name != "README.md":
                    self.assertIn(f"{folder}/{path.stem}.html", names)
        for name in SAMPLES:
            self.assertIn(name, names)

    def test_a_runbook_begins_with_the_fix(self) -> None:
        page = self.site.pages["runbooks/ecs-oom-killed.html"]
        headings = [page.text_of(e).removesuffix(" #") for e in page.elements("h2")]
        self.assertEqual(headings[:3], ["On this page", "Mitigation", "Meaning"])
        self.assertIn("History", headings)
        self.assertIn("https://git.example.com/edit/main/Content/runbooks/ecs/ecs-oom-killed.md", page.links())

    def test_every_step_can_be_linked(self) -> None:
        documents = self.workspace.export(self.base, "lines", "--format", "json") / "documents.jsonl"
        for line in documents.read_text().splitlines():
            document = json.loads(line)
            if document["kind"] != "runbook":
                continue
            with self.subTest(runbook=document["id"]):
                page = self.site.pages[f"runbooks/{document['id']}.html"]
                titles = {e.attrib["id"]: page.text_of(e).removesuffix(" #") for e in page.elements("h3") if "id" in e.attrib}
                listed = [a.attrib["href"] for a in page.root.findall(".//*[@class='steps']//{*}a")]
                self.assertEqual([titles.get(step["anchor"]) for step in document["steps"]],
                                 [step["title"] for step in document["steps"]])  # fmt: skip
                self.assertEqual(listed, [f"#{step['anchor']}" for step in document["steps"]])

    def test_the_items_of_a_plain_page_can_be_linked(self) -> None:
        folder = self.workspace.path / "plain/Content/runbooks"
        folder.mkdir(parents=True)
        front = "---\nid: {0}\ntitle: {0}\nkind: runbook\nversion: 1\nstatus: active\ndescription: x\ncategory: x\n---\n\n"
        (folder / "plain.md").write_text(
            front.format("plain") + "# The queue is full\n\n## Fix\n\nStep 2\n\n1. Stop the senders.\n2. Drain it.\n   1. Slowly.\n"
            "3. Start the senders.\n\n## Step 2\n\nText.\n"
        )
        (folder / "headed.md").write_text(
            front.format("headed") + "# The queue is empty\n\n## Fix\n\n### Fix\n\nStart a sender.\n\n### Wait\n\nFor it.\n\n## Wait\n\nText.\n"
        )
        site = Site(self.workspace.export(folder.parent.parent, "plain-site"))
        page = site.pages["runbooks/plain.html"]
        items = {e.attrib["id"]: page.text_of(e) for e in page.elements("li") if "id" in e.attrib}
        self.assertEqual(items, {"step-1": "Stop the senders.", "step-2": "Drain it. Slowly.", "step-3": "Start the senders."})
        self.assertIn("step-2-1", page.ids())
        page = site.pages["runbooks/headed.html"]
        ids = {e.attrib["id"]: e.tag.rpartition("}")[2] for e in page.elements() if e.attrib.get("id", "").startswith(("fix", "wait"))}
        self.assertEqual(ids, {"fix-1": "h2", "fix": "h3", "wait": "h3", "wait-1": "h2"})
        self.assertEqual([line for line in site.broken_links() if not line.startswith("404.html")], [])

    def test_aliases_lead_to_their_runbook(self) -> None:
        page = self.session.page()
        page.goto(self.server.address + "runbooks/oom-killed.html")
        page.wait_for_url("**/runbooks/ecs-oom-killed.html")

    def test_sitemap_and_feed(self) -> None:
        sitemap = ElementTree.parse(self.folder / "sitemap.xml").getroot()
        addresses = [e.text for e in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
        self.assertIn("https://wiki.example.com/team/runbooks/runbooks/ecs-oom-killed.html", addresses)
        for address in addresses:
            path = address.removeprefix("https://wiki.example.com/team/runbooks/")
            self.assertTrue((self.folder / path).exists(), address)
        atom = "{http://www.w3.org/2005/Atom}"
        feed = ElementTree.parse(self.folder / "incidents.atom").getroot()
        entries = feed.findall(f"{atom}entry")
        self.assertGreater(len(entries), 10)
        for entry in [feed, *entries]:
            for name in ("id", "title", "updated"):
                self.assertTrue(entry.findtext(f"{atom}{name}"), name)

    def test_home_is_light(self) -> None:
        page = self.session.page()
        sizes: list[int] = []
        page.on("response", lambda response: sizes.append(len(response.body())))
        page.goto(self.server.address)
        page.wait_for_load_state("networkidle")
        text = (self.folder / "index.html").stat().st_size
        self.assertLess(text, 60 * 1024)
        self.assertLess(sum(sizes), 60 * 1024 + 100 * 1024, "with the stylesheet and the scripts")
        self.assertFalse([url for url in page.requests if "/search/" in url and "assets" not in url])

    def test_the_same_twice(self) -> None:
        again = self.workspace.export(
            self.base, "again", "--base-url", "https://wiki.example.com/team/runbooks",
            "--edit-url", "https://git.example.com/edit/main/",
        )  # fmt: skip
        subprocess.run(["diff", "-r", self.folder, again], check=True, capture_output=True)

    def test_an_edit_writes_only_what_it_changes(self) -> None:
        base = self.workspace.copy_content("edited")
        folder = self.workspace.export(base, "edited-site")
        before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.html")}
        target = base / "Content/runbooks/ecs/ecs-exec.md"
        target.write_text(target.read_text() + "\nOne more sentence.\n")
        self.workspace.run("export", str(folder), "--dir", str(base))
        changed = [path.name for path, time in before.items() if path.stat().st_mtime_ns != time]
        # The page itself, and the first page, which names the data of the search.
        self.assertEqual(sorted(changed), ["ecs-exec.html", "index.html"])
        match, mismatch, errors = filecmp.cmpfiles(
            folder, self.workspace.export(base, "edited-fresh"), [p.name for p in folder.glob("*.html")], False
        )
        self.assertEqual((mismatch, errors), ([], []))
        versions = Site(folder).pages["versions/ecs-exec.html"]
        self.assertIn("+One more sentence.", versions.text)

    def test_an_export_that_is_killed_leaves_whole_pages(self) -> None:
        base = self.workspace.copy_content("killed")
        folder = self.workspace.path / "killed-site"
        words = [program(), "export", str(folder), "--dir", str(base)]
        start = time.monotonic()
        self.workspace.export(base, "killed-once")
        whole = time.monotonic() - start
        draw = random.Random(9)
        for turn in range(20):
            process = subprocess.Popen(
                [*words, "--title", f"Turn {turn}"], env=self.workspace.environment,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            time.sleep(draw.uniform(0, whole * 1.2))
            process.kill()
            process.wait()
            for path in folder.rglob("*.html"):
                text = path.read_text()
                self.assertTrue(text.endswith("</html>\n"), path)
                # The style, the scripts and the data that it names are there.
                for name in re.findall(r'"(?:\.\./)*((?:assets|search)/[^"]*\.(?:css|js))"', text):
                    self.assertTrue((folder / name).exists(), f"{path} needs {name}")
        fresh = self.workspace.export(base, "killed-fresh")
        self.workspace.run(*words[1:])
        subprocess.run(["diff", "-r", folder, fresh], check=True)

    # ---- In a browser

    def test_no_page_breaks_its_policy_or_asks_elsewhere(self) -> None:
        page = self.session.page()
        for name in SAMPLES:
            with self.subTest(page=name):
                page.goto(f"file://{self.folder}/{name}")
        # The 404 page refers to the address where the site will be.
        problems = [text for text in page.problems if "wiki.example.com" not in text]
        self.assertEqual(problems, [])

    def test_access(self) -> None:
        axe = Axe()
        # Colours do not depend on the width.
        for scheme, width in (("light", 320), ("light", 1280), ("dark", 1280)):
            context = self.session.page(
                color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
            )
            for name in SAMPLES:
                if name == "404.html":
                    continue
                with self.subTest(page=name, scheme=scheme, width=width):
                    context.goto(f"file://{self.folder}/{name}")
                    self.assertEqual(self.violations(axe, context), [])

    def test_access_of_an_answer(self) -> None:
        page = self.session.page(bypass_csp=True)
        page.goto(f"file://{self.folder}/index.html#q=exit%20137")
        page.locator("#results[data-kind]").wait_for(state="attached")
        self.assertEqual(self.violations(Axe(), page), [])

    def violations(self, axe: Axe, page: object) -> list[str]:
        found = axe.run(page).response["violations"]
        return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found]

    def test_nothing_is_wider_than_a_small_window(self) -> None:
        page = self.session.page(viewport={"width": 320, "height": 800})
        for name in SAMPLES:
            with self.subTest(page=name):
                page.goto(f"file://{self.folder}/{name}")
                width = page.evaluate("() => document.documentElement.scrollWidth")
                self.assertLessEqual(width, 320)

    def test_everything_is_there_without_scripts(self) -> None:
        page = self.session.page(java_script_enabled=False)
        page.goto(f"file://{self.folder}/index.html")
        self.assertIn("Searching needs JavaScript", page.inner_text("main"))
        page.click("text=All runbooks")
        page.click("text=OutOfMemoryError: container killed by the memory limit")
        self.assertIn("Mitigation", page.inner_text("main"))
        self.assertFalse(page.locator(".find").is_visible())

    def test_copy(self) -> None:
        page = self.session.page()
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(self.server.address + "runbooks/ecs-oom-killed.html")
        command = page.locator(".command").first
        command.locator("button").click()
        command.locator("button", has_text="Copied").wait_for()
        copied = page.evaluate("() => navigator.clipboard.readText()")
        self.assertEqual(copied, command.locator("code").inner_text())

    def test_ticks_are_kept_and_cleared(self) -> None:
        page = self.session.page()
        page.goto(self.server.address + "runbooks/ecs-ref-codes.html")
        box = page.locator(".task input").first
        self.assertFalse(box.is_checked())
        box.check()
        page.reload()
        self.assertTrue(box.is_checked())
        page.click("text=Clear ticks")
        self.assertFalse(box.is_checked())
        page.reload()
        self.assertFalse(box.is_checked())

    def test_an_old_review_is_pointed_out(self) -> None:
        page = self.session.page()
        page.clock.set_fixed_time("2026-11-30T00:00:00Z")
        page.goto(self.server.address + "runbooks/ecs-oom-killed.html")
        self.assertFalse(page.locator(".stale").is_visible())
        page.clock.set_fixed_time("2028-01-01T00:00:00Z")
        page.reload()
        self.assertTrue(page.locator(".stale").is_visible())

    def test_an_incident_of_ours(self) -> None:
        base = self.workspace.copy_content("team")
        self.workspace.run(
            "log", "--dir", str(base), "--no-input", "Checkout was down", "-r", "ecs-oom-killed=fixed",
            "--severity", "SEV2", "--started", "2026-11-03T10:31:00Z", "--resolved", "2026-11-03T10:58:30Z",
            "--action", "Add an alarm (@ana, due 2026-11-10)", "--action", "Test the load (due 2027-02-01)",
        )  # fmt: skip
        folder = self.workspace.export(base, "team-site")
        parsed = Site(folder).pages["incidents/2026-11-03-checkout-was-down.html"]
        headings = [parsed.text_of(e).removesuffix(" #") for e in parsed.elements("h2")]
        self.assertEqual(headings, ["Runbooks", "Timeline", "Action items"], "no heading stands over nothing")
        self.assertIn("2026-11-03 10:31 UTC", parsed.text)
        self.assertIn("2026-11-03 10:58:30 UTC", parsed.text)
        page = self.session.page()
        page.clock.set_fixed_time("2026-11-20T00:00:00Z")
        page.goto(f"file://{folder}/index.html")
        actions = page.locator(".actions li")
        self.assertEqual(actions.count(), 2)
        self.assertIn("overdue", actions.nth(0).inner_text())
        self.assertNotIn("overdue", actions.nth(1).inner_text())
        self.assertIn("SEV2", page.inner_text(".incidents"))

    def test_skip_link_and_focus(self) -> None:
        page = self.session.page()
        page.goto(self.server.address + "runbooks/ecs-oom-killed.html")
        page.keyboard.press("Tab")
        self.assertEqual(page.evaluate("() => document.activeElement.className"), "skip")
        page.keyboard.press("Enter")
        self.assertEqual(page.evaluate("() => document.activeElement.id"), "content")

    def test_paper_has_the_text_and_not_the_frame(self) -> None:
        page = self.session.page()
        page.goto(self.server.address + "runbooks/ecs-oom-killed.html")
        page.emulate_media(media="print")
        self.assertFalse(page.locator("nav").first.is_visible())
        self.assertFalse(page.locator("button.copy").first.is_visible())
        self.assertTrue(page.locator(".task input").first.is_visible())
