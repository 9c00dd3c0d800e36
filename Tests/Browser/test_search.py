"""The page answers as the program does, over file: and HTTP, with the keyboard alone."""

from __future__ import annotations

import ast
import gzip
import importlib.util
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import yaml
from history import write_history
from odd_queries import odd_queries
from support import ROOT, Server, SiteTest, Workspace, answer, answers


def searches() -> list[str]:
    """Every entry of searches.yml, the labelled symptoms, and queries that are hard to read."""
    listed = yaml.safe_load((ROOT / "Content/searches.yml").read_text())["searches"]
    found = [entry["query"] for entry in listed]
    for path in sorted((ROOT / "Tests/RunbookTests/Fixtures/eval").glob("*.jsonl")):
        found += [as_typed(json.loads(line)["query"]) for line in path.read_text().splitlines()]
    for line in (Path(__file__).parent / "queries.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            found.append(unescaped(line))
    return list(dict.fromkeys(found))


def is_prose(text: str) -> bool:
    """Whether the program reads it as text: it reads JSON by its structure, which the page cannot."""
    return not any(line.lstrip().startswith("{") for line in text.splitlines())


def as_typed(text: str) -> str:
    """A text as a text area has it, which knows one kind of line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unescaped(line: str) -> str:
    """A line with its backslash escapes undone."""
    return as_typed(ast.literal_eval("'''" + line.replace("'", "\\'") + "'''") if "\\" in line else line)


def documents() -> ModuleType:
    """The benchmark of the site, which can make documents."""
    spec = importlib.util.spec_from_file_location("bench_site", ROOT / "Benchmarks/site.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def expected(workspace: Workspace, base: Path, queries: list[str]) -> list[dict]:
    """What the page must answer, by what the program answers."""
    workspace.search("exit 137", base)  # makes the index
    with ThreadPoolExecutor() as threads:
        return list(threads.map(lambda query: outline(workspace.search(query, base)), queries))


def outline(found: dict) -> dict:
    """The parts of the program's answer that the page has as well."""
    runbooks = [result["runbook"] for result in found["results"]][:5]
    best = found["results"][0] if runbooks else {"why": [], "question": None, "step": None}
    step, order = best["step"], found["explanation"]["order"]
    return {
        "answer": found["answer"], "first": runbooks[0] if runbooks else "", "runbooks": runbooks,
        "nearest": [page["runbook"] for page in found.get("nearest", [])],
        "shown": (best["why"] or [""])[0].replace("`", ""), "why": best["why"], "question": best["question"] or "",
        "step": step["anchor"] if step else "", "decided": step["decided"] if step else None,
        "order": order if runbooks else [], "input": found["facts"].get("input", []),
    }  # fmt: skip


class Answers(SiteTest):
    """The program and the page, asked the same."""

    def compare(self, address: str, queries: list[str], expected: list[dict]) -> None:
        page = self.session.page()
        page.goto(address)
        for query, answer, wanted in zip(queries, answers(page, queries), expected, strict=True):
            # The program reads pieces of AWS answers by their structure, which the page cannot.
            if wanted["input"] not in ([], ["text"]):
                continue
            with self.subTest(query=query[:200]):
                others = answer.pop("others")
                self.assertEqual({**answer, "input": wanted["input"]}, wanted)
                self.assertEqual(len(others), max(0, len(answer["order"]) - 1))
                self.assertNotIn(answer["step"], others)
        # So many searches in a row are more changes of the address than Chromium likes.
        self.assertEqual([text for text in page.problems if "Throttling navigation" not in text], [])


class History(Answers):
    """A team's own incidents count the same for both, also where many are equal."""

    def test_same_answers_with_a_history(self) -> None:
        base = self.workspace.copy_content("team")
        ordinary = searches()
        write_history(self.workspace, base, ordinary, 200)
        site = self.workspace.export(base, "team-site")
        queries = list(filter(is_prose, dict.fromkeys(ordinary + odd_queries(ordinary, 100))))
        wanted = expected(self.workspace, base, queries)
        reasons = {reason.rpartition(" ")[0] for answer in wanted for reason in answer["why"] if "made-up" in reason}
        self.assertLessEqual({"fixed the same failure in", "fixed in past incident"}, reasons)
        self.assertTrue(any("did not help in past incident" in reason for reason in reasons), reasons)
        self.compare(f"file://{site}/index.html", queries, wanted)

    def test_the_card_tells_what_happened_here(self) -> None:
        base = self.workspace.copy_content("told")
        step = "raise-the-memory-of-the-task"
        for number, outcome in enumerate(["fixed", "no-help", "helped"]):
            name = f"2026-01-0{number + 1}-checkout-down"
            folder = base / "Content/incidents/2026"
            folder.mkdir(exist_ok=True)
            (folder / f"{name}.md").write_text(
                f"---\nid: {name}\ntitle: Checkout was down {number}\nkind: incident\nstatus: resolved\n"
                f"started_at: 2026-01-0{number + 1}T10:00:00Z\nresolved_at: 2026-01-0{number + 1}T10:30:00Z\nrunbooks:\n"
                f"  - {{id: ecs-oom-killed, step: {step}, version: 1, outcome: {outcome}}}\n---\n\n## Symptoms\n\n"
                "OutOfMemoryError: container killed due to memory usage in checkout\n\n"
                f"## Resolution\n\nWe gave it {number + 1} GiB. Then we slept.\n"
            )
        site = self.workspace.export(base, "told-site")
        page = self.session.page()
        page.goto(f"file://{site}/index.html")
        text = "OutOfMemoryError: container killed due to memory usage in checkout"
        answer(page, text)
        past = self.workspace.search(text, base)["results"][0]["past"]
        self.assertEqual((past["step_taken"], past["step_worked"]), (3, 2))
        card = page.locator("#results .card")
        self.assertIn("This step worked 2 of 3 times here", card.inner_text())
        first = card.locator(".incidents li").first
        self.assertEqual(first.locator("a").get_attribute("href"), f"incidents/{past['last']}.html")
        self.assertIn(past["resolution"], first.inner_text())
        self.assertEqual(past["resolution"], "We gave it 3 GiB.")


class Search(Answers):
    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.base = cls.workspace.copy_content()
        cls.site = cls.workspace.export(cls.base)
        cls.server = cls.serve(cls.site)
        ordinary = searches()
        cls.queries = list(filter(is_prose, dict.fromkeys(ordinary + odd_queries(ordinary, 400))))

    def test_same_answers(self) -> None:
        wanted = expected(self.workspace, self.base, self.queries)
        for address in (f"file://{self.site}/index.html", self.server.address):
            with self.subTest(address=address):
                self.compare(address, self.queries, wanted)

    def test_asks_nobody_else(self) -> None:
        page = self.session.page()
        page.goto(self.server.address)
        answer(page, "exit 137")
        self.assertTrue(page.requests)
        for url in page.requests:
            self.assertTrue(url.startswith((self.server.address, "data:")), url)

    def test_a_search_is_never_sent(self) -> None:
        page = self.session.page()
        page.goto(self.server.address + "runbooks/ecs-oom-killed.html")
        page.fill(".find input", "secret-words-137")
        page.press(".find input", "Enter")
        page.locator("#results[data-kind]").wait_for(state="attached")
        self.assertIn("#q=secret-words-137", page.url)
        self.assertFalse([path for path, _ in self.server.sent if "secret" in path])

    def test_every_request_is_answered(self) -> None:
        page = self.session.page()
        page.goto(self.server.address)
        self.server.sent.clear()
        for query in ["exit 137", "contianer kiled", "health check"]:
            answer(page, query)
        self.assertEqual([entry for entry in self.server.sent if entry[1] != 200], [])

    def test_the_card_has_the_step_and_fills_commands(self) -> None:
        page = self.session.page()
        page.goto(f"file://{self.site}/index.html")
        paste = (
            "OutOfMemoryError: Container killed due to memory usage\n"
            "arn:aws:ecs:eu-west-1:111122223333:task/prod/0123456789abcdef0123456789abcdef"
        )
        answer(page, paste)
        card = page.locator("#results .card")
        expected = self.workspace.search(paste, self.base)["results"][0]
        step = expected["step"]
        self.assertEqual(card.locator(".do").inner_text(), f"Do {step['number']}. {step['title']}")
        self.assertEqual(card.locator(".do a").get_attribute("href"), f"runbooks/{expected['runbook']}.html#{step['anchor']}")
        self.assertIn(step["text"], card.inner_text())
        shown = [text.strip() for text in card.locator("pre").all_inner_texts()]
        self.assertEqual(shown, [command["text"] for command in step["commands"]])
        classes = card.locator(".command .safety").all_inner_texts()
        self.assertEqual(classes, [command["safety"] for command in step["commands"]])
        self.assertGreater(card.locator("button.copy").count(), 0)
        paste = "runbook for: the last deployment is bad, roll back the service\n--cluster prod --service checkout"
        answer(page, paste)
        step = self.workspace.search(paste, self.base)["results"][0]["step"]
        shown = [text.strip() for text in card.locator("pre").all_inner_texts()]
        self.assertEqual(shown, [command["text"] for command in step["commands"]])
        shown = " ".join(card.locator(".effect").all_inner_texts())
        effects = [command for command in step["commands"] if command["undo"]]
        for effect in effects:
            self.assertIn(f"Changes: {effect['changes']} Undo: {effect['undo']}", shown)

    def test_nothing_is_hidden_where_the_answer_is_none(self) -> None:
        page = self.session.page()
        page.goto(f"file://{self.site}/index.html")
        text = "npm ERR! ERESOLVE could not resolve"
        found = self.workspace.search(text, self.base)
        self.assertEqual(answer(page, text), {"answer": "none", "first": ""})
        self.assertIn("all unlikely", page.inner_text("#results"))
        self.assertEqual(page.locator(".nearest a").all_inner_texts(), [near["title"] for near in found["nearest"]])
        self.assertEqual(page.evaluate("() => document.activeElement.id"), "query")

    def test_what_is_read_as_text_is_said_where_the_program_reads_more(self) -> None:
        page = self.session.page()
        page.goto(f"file://{self.site}/index.html")
        task = json.dumps({"tasks": [{"stopCode": "EssentialContainerExited", "containers": [{"exitCode": 137}]}]}, indent=2)
        table = "-------------------\n|  DescribeTasks  |\n+-----------------+\n|  exitCode | 137  |\n"
        for text, is_said in ((task, True), (table, True), ("exit 137", False), ("[error] exit 137: {none}", False)):
            with self.subTest(text=text):
                answer(page, text)
                self.assertEqual(page.locator("#results .structure").count(), int(is_said))

    def test_two_actions_from_a_pasted_error_to_the_page_of_the_fix(self) -> None:
        page = self.session.page()
        page.goto(f"file://{self.site}/index.html")
        page.locator("#query").fill("Essential container in task exited (exit code: 137)")
        page.locator("#results [data-result]").first.click()
        self.assertIn("ecs-oom-killed.html", page.url)

    def test_keys(self) -> None:
        page = self.session.page()
        page.goto(f"file://{self.site}/index.html")
        focused = lambda: page.evaluate("() => document.activeElement.id || document.activeElement.textContent")
        page.keyboard.press("/")
        self.assertEqual(focused(), "query")
        page.keyboard.type("exit 137")
        page.keyboard.press("Enter")
        page.locator("#results[data-kind=match]").wait_for(state="attached")
        titles = page.locator("#results [data-result]").all_inner_texts()
        self.assertGreater(len(titles), 2)
        self.assertEqual(focused(), titles[0])
        page.keyboard.press("ArrowDown")
        self.assertEqual(focused(), titles[1])
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        self.assertEqual(focused(), "query")
        page.keyboard.press("ArrowDown")
        self.assertEqual(focused(), titles[0])
        page.keyboard.press("Escape")
        self.assertEqual(focused(), "query")
        page.keyboard.press("Escape")
        self.assertEqual(page.input_value("#query"), "")
        self.assertEqual(page.inner_text("#results"), "")
        page.keyboard.press("Tab")
        page.keyboard.press("Control+k")
        self.assertEqual(focused(), "query")
        page.keyboard.type("exit 137")
        page.keyboard.press("Enter")
        page.locator("#results[data-kind=match] [data-result]:focus").wait_for()
        page.keyboard.press("Enter")
        page.wait_for_url("**/runbooks/ecs-oom-killed.html")
        page.keyboard.press("/")
        page.keyboard.type("no such host")
        page.keyboard.press("Enter")
        page.wait_for_url("**/index.html#q=*")
        self.assertEqual(page.input_value("#query"), "no such host")
        self.assertEqual(page.problems, [])

    def test_the_number_of_results_is_announced(self) -> None:
        page = self.session.page()
        page.goto(f"file://{self.site}/index.html")
        status = page.locator("#status")
        self.assertEqual(status.get_attribute("role"), "status")
        answer(page, "exit 137")
        self.assertRegex(status.inner_text(), r"^\d+ results\. Best: ")
        answer(page, "npm ERR! ERESOLVE")
        self.assertIn("No confident match", status.inner_text())

    def test_lists_give_way_to_an_answer(self) -> None:
        page = self.session.page()
        page.goto(f"file://{self.site}/index.html")
        lists = page.locator("#browse")
        for query, is_answer in (("exit 137", True), ("npm ERR! ERESOLVE", False), ("exit 137", True), ("", False)):
            page.fill("#query", query)
            page.press("#query", "Enter")
            lists.wait_for(state="hidden" if is_answer else "visible")

    def test_a_link_with_a_search_shows_its_answer(self) -> None:
        page = self.session.page()
        page.goto(f"file://{self.site}/index.html#q=exit%20137")
        page.locator("#results[data-first=ecs-oom-killed]").wait_for(state="attached")

    def test_a_paste_of_a_megabyte_is_answered(self) -> None:
        page = self.session.page()
        page.goto(f"file://{self.site}/index.html")
        line = "2026-11-03T10:31:00Z INFO request 0123456789abcdef served in 12 ms by worker 7\n"
        text = line * 6000 + "CannotPullContainerError: i/o timeout\n" + line * 6000
        self.assertLess(len(text), 1 << 20)
        found = self.workspace.search(text, self.base)
        expected = {"answer": found["answer"], "first": found["results"][0]["runbook"]}
        self.assertEqual(answer(page, text), expected)

    def test_lost_data_is_said(self) -> None:
        page = self.session.page()
        page.route("**/search/base-*", lambda route: route.abort())
        page.goto(self.server.address)
        page.fill("#query", "exit 137")
        page.press("#query", "Enter")
        page.get_by_text("cannot be loaded").wait_for()

    def first_search(self, site: Path, server: Server, query: str) -> int:
        """The bytes that the first search of a page asks for, compressed as a host sends them."""
        page = self.session.page()
        page.goto(server.address)
        page.wait_for_load_state("networkidle")
        server.sent.clear()
        answer(page, query)
        paths = {site / path.removeprefix("/some/where/") for path, _ in server.sent}
        return sum(len(gzip.compress(path.read_bytes())) for path in paths)

    def test_the_first_search_is_light(self) -> None:
        usual = "Essential container in task exited (exit code: 137)"
        longest = max((text for text in searches() if len(text) < 10_000), key=lambda text: len(set(text.split())))
        for query, most in (("exit 137", 80), (usual, 120), ("contianer kiled by memmory", 120), (longest, 300)):
            with self.subTest(query=query[:80]):
                self.assertLess(self.first_search(self.site, self.server, query), most * 1024)

    def test_the_first_search_of_two_thousand_documents_is_light(self) -> None:
        base = self.workspace.path / "many"
        documents().write_documents(base, 2000)
        site = self.workspace.export(base, "many-site")
        server = self.serve(site)
        for query in ("exit 137", "the queue stops: broker fails with error 512", "contianer kiled by memmory"):
            with self.subTest(query=query):
                self.assertLess(self.first_search(site, server, query), 300 * 1024)
