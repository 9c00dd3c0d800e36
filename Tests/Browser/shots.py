"""Takes pictures of the site for a person to look at: small and large, light, dark and on paper."""

from __future__ import annotations

import sys
from pathlib import Path

from support import Session, Workspace

PAGES = {
    "home": "index.html",
    "answer": "index.html#q=Essential%20container%20in%20task%20exited%20(exit%20code%3A%20137)",
    "none": "index.html#q=npm%20ERR!%20ERESOLVE",
    "runbook": "runbooks/ecs-oom-killed.html",
    "reference": "runbooks/ecs-ref-codes.html",
    "runbooks": "runbooks/index.html",
    "incident": "incidents/2022-04-17-import-killed-at-512-mib.html",
    "incidents": "incidents/index.html",
    "code": "codes/137.html",
    "decisions": "decisions.html",
    "statistics": "statistics.html",
    "category": "categories/exit.html",
    "service": "services/checkout.html",
    "versions": "versions/ecs-oom-killed.html",
}


def main(target: Path, base: Path | None) -> None:
    """Writes one picture for each page and look, of a knowledge base or of the shipped content."""
    target.mkdir(parents=True, exist_ok=True)
    workspace, session = Workspace(), Session()
    try:
        site = workspace.export(base or workspace.copy_content())
        for scheme in ("light", "dark", "print"):
            for width in (320, 1280):
                page = session.page(
                    viewport={"width": width, "height": 1000}, color_scheme="dark" if scheme == "dark" else "light"
                )
                if scheme == "print":
                    page.emulate_media(media="print")
                for name, path in PAGES.items():
                    if not (site / path.partition("#")[0]).exists():
                        continue  # only a knowledge base with a history has it
                    page.goto("about:blank")
                    page.goto(f"file://{site}/{path}")
                    if "#q=" in path:
                        page.locator("#results[data-kind]").wait_for(state="attached")
                    page.wait_for_timeout(100)
                    page.screenshot(path=target / f"{name}-{width}-{scheme}.png", full_page=True)
    finally:
        session.close()
        workspace.close()
    print(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else None)
