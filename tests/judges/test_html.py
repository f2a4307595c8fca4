"""The page by the Nu checker, and by axe on a phone and a desk, by day and by night."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Request, sync_playwright

from tests.judges.conftest import Built
from tests.judges.java import HERE, vnu

ARTICLES = ("reference", "hard", "marked")
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"
every_article = pytest.mark.parametrize("name", ARTICLES)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@every_article
def test_the_nu_checker_finds_no_error(built: Built, name: str) -> None:
    """Markup and style keep the standards."""
    for path in built(name, ".html"):
        messages = json.loads(vnu(path).stderr)["messages"]
        errors = [f"{m.get('lastLine')}: {m['message']}" for m in messages if m["type"] == "error"]
        assert errors == []


@every_article
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_no_violation(
    built: Built, browser: Browser, name: str, scheme: Literal["light", "dark"], width: int
) -> None:
    """Contrast, names, landmarks and all else; nothing is wider than the window."""
    for path in built(name, ".html"):
        context = browser.new_context(
            color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True
        )
        page = context.new_page()
        asked: list[Request] = []
        page.on("request", lambda request: asked.append(request))  # noqa: B023
        page.goto(path.as_uri())
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run()")
        assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []
        assert len(found["passes"]) > 20
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert all(r.url.startswith(("file:", "data:", "blob:")) for r in asked)
        context.close()
