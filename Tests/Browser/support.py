"""What the browser tests share: the program, an exported site, a server, and Chromium."""

from __future__ import annotations

import functools
import http.server
import json
import os
import shutil
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent


def program() -> str:
    """The program to test."""
    named = os.environ.get("RUNBOOK")
    for path in [named] if named else [ROOT / ".build/release/runbook", ROOT / ".build/debug/runbook"]:
        if Path(path).exists():
            return str(Path(path).resolve())
    raise unittest.SkipTest("no program; build it with 'make build', or name it in RUNBOOK")


def chromium() -> str:
    """The system's browser."""
    for name in [os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]:
        path = name and shutil.which(name)
        if path:
            return path
    raise unittest.SkipTest("no Chromium; install it with 'make deps', or name it in CHROMIUM")


class Workspace:
    """A folder that is removed at the end, with its own cache, so no index of ours is touched."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="runbook-site-")
        self.path = Path(self._folder.name)
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.path), "XDG_CACHE_HOME": str(self.path / "cache"),
        }  # fmt: skip

    def run(self, *words: str, text: str = "", check: bool = True) -> subprocess.CompletedProcess:
        """Runs the program."""
        done = subprocess.run(
            [program(), *words], input=text.encode(), capture_output=True, env=self.environment,
            cwd=self.path, check=False,
        )  # fmt: skip
        if check and done.returncode != 0:
            raise AssertionError(f"{words}: {done.returncode}: {done.stderr.decode()}")
        return done

    def search(self, text: str, base: Path) -> dict:
        """What the program answers, and how that came about."""
        done = self.run("search", "--json", "--explain", "--dir", str(base), "-", text=text, check=False)
        if done.returncode not in (0, 1):
            raise AssertionError(f"search: {done.returncode}: {done.stderr.decode()}")
        return json.loads(done.stdout)

    def export(self, base: Path, name: str = "site", *options: str) -> Path:
        """Exports a knowledge base."""
        folder = self.path / name
        self.run("export", str(folder), "--dir", str(base), *options)
        return folder

    def copy_content(self, name: str = "base") -> Path:
        """A copy of the shipped content, which a test may change."""
        folder = self.path / name
        shutil.copytree(ROOT / "Content", folder / "Content")
        return folder

    def close(self) -> None:
        self._folder.cleanup()


class Server:
    """The site over HTTP below a path, as a project page of a host is."""

    def __init__(self, folder: Path, prefix: str = "/some/where/") -> None:
        self.sent: list[tuple[str, int]] = []
        server = self

        class Handler(http.server.SimpleHTTPRequestHandler):
            def translate_path(self, path: str) -> str:
                path = path.split("?", 1)[0].split("#", 1)[0]
                if not path.startswith(prefix):
                    return str(folder / "none")
                return super().translate_path("/" + path.removeprefix(prefix))

            def log_message(self, *_: object) -> None:
                pass

            def log_request(self, code: object = "-", size: object = "-") -> None:
                server.sent.append((self.path, int(code)))

        handler = functools.partial(Handler, directory=str(folder))
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}{prefix}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


# Violations of the content policy are events; a console message is easier to collect.
WATCH = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error("violation", event.violatedDirective, event.blockedURI, event.sourceFile);
});
"""


class Session:
    """A browser whose pages report everything that went wrong and everything they asked for."""

    def __init__(self) -> None:
        self._playwright = sync_playwright().start()
        self.browser: Browser = self._playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox"]
        )
        self._contexts: list[BrowserContext] = []

    def page(self, **options: object) -> Page:
        """A page in a context of its own; `problems` and `requests` are lists that it fills."""
        options.setdefault("viewport", {"width": 1280, "height": 900})
        context = self.browser.new_context(**options)
        self._contexts.append(context)
        page = context.new_page()
        page.problems = []
        page.requests = []
        page.add_init_script(WATCH)
        page.on("console", lambda m: m.type in ("error", "warning") and page.problems.append(m.text))
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("dialog", lambda dialog: (page.problems.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: page.requests.append(request.url))
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()
        self.browser.close()
        self._playwright.stop()


def answer(page: Page, text: str) -> dict:
    """Types a search and waits for its answer, as the page shows it."""
    results = page.locator("#results")
    before = results.get_attribute("data-turn")
    if len(text) > 10_000:  # typing is slow, and not what is tested
        page.evaluate("(text) => { document.querySelector('#query').value = text; }", text)
    else:
        page.fill("#query", text)
    page.press("#query", "Enter")
    for _ in range(2000):
        turn = results.get_attribute("data-turn")
        if turn != before:
            break
        page.wait_for_timeout(5)
    else:
        raise AssertionError(f"no answer to {text[:80]!r}: {page.problems}")
    return {"answer": results.get_attribute("data-kind"), "first": results.get_attribute("data-first")}


# The answers to many searches, each asked as a person asks: text in the box, then Enter. What a card does
# not show, the reasons beside the first and the order of the steps, is asked of its script.
ASK = """
async (texts) => {
  const box = document.querySelector("#query"), results = document.querySelector("#results");
  const [, folder, name] = /^(.*\\/)([^/]*)\\.js$/.exec(document.querySelector("#search").dataset.base);
  const data = await runbookSite.SearchData.open(folder, name);
  const next = () => new Promise((resolve) => {
    const observer = new MutationObserver(() => { observer.disconnect(); clearTimeout(timer); resolve(true); });
    const timer = setTimeout(() => { observer.disconnect(); resolve(false); }, 20000);
    observer.observe(results, { attributeFilter: ["data-turn"] });
  });
  const idOf = (link) => link.getAttribute("href").replace(/^.*\\/|\\.html$/g, "");
  const anchorOf = (link) => link ? link.getAttribute("href").replace(/^[^#]*#/, "") : "";
  const all = (selector) => [...results.querySelectorAll(selector)];
  const found = [];
  for (const text of texts) {
    const shown = next();
    box.value = text;
    box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    if (!await shown) throw new Error(`no answer to ${JSON.stringify(text.slice(0, 80))}`);
    const { results: pages, card, choice } = await runbookSite.answer(text, data);
    found.push({
      answer: results.dataset.kind, first: results.dataset.first,
      runbooks: all("[data-result]").map(idOf), nearest: all(".nearest a").map(idOf),
      shown: results.querySelector(".why span")?.textContent ?? "",
      why: (pages[0]?.why ?? []).map(({ text, incident }) => text + (incident ?? "")),
      question: results.querySelector(".ask")?.lastChild.textContent ?? "",
      step: anchorOf(results.querySelector(".do a")),
      others: all(".card .steps a").map(anchorOf),
      order: choice ? choice.order.map((place) => place + 1) : [], decided: choice?.isDecided ?? null,
    });
  }
  return found;
}
"""


def answers(page: Page, texts: list[str]) -> list[dict]:
    """What the page answers to each of many different texts."""
    found = []
    for start in range(0, len(texts), 100):
        found += page.evaluate(ASK, texts[start : start + 100])
    return found


class SiteTest(unittest.TestCase):
    """A test with a workspace and a browser of its own class."""

    workspace: Workspace
    session: Session

    @classmethod
    def setUpClass(cls) -> None:
        program()
        chromium()
        cls.workspace = Workspace()
        cls.addClassCleanup(cls.workspace.close)
        cls.session = Session()
        cls.addClassCleanup(cls.session.close)

    @classmethod
    def serve(cls, folder: Path) -> Server:
        server = Server(folder)
        cls.addClassCleanup(server.close)
        return server
