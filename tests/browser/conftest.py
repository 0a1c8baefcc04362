"""A real browser, and a page that may not err: a fault of console, CSP or origin fails the test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from tests.browser import chromium
from tests.browser.explorer import Api, Explorer

REPORT_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) => console.error(
    `CSP: ${event.violatedDirective} refused ${event.blockedURI} at ${event.sourceFile}`))"""


@dataclass
class Watch:
    """What a page did and should not have done; `allowed` holds parts of messages that a test provokes."""

    origin: str
    allowed: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.seen.append(f"console {message.type}: {message.text} ({message.location.get('url')})")

    def on_request(self, request: Request) -> None:
        if not request.url.startswith((self.origin + "/", "data:", "blob:")):
            self.seen.append(f"request to another origin: {request.url}")

    def attach(self, page: Page) -> None:
        page.add_init_script(REPORT_VIOLATIONS)
        page.on("console", self.on_console)
        page.on("request", self.on_request)
        page.on("pageerror", lambda error: self.seen.append(f"page error: {error}"))

    @property
    def faults(self) -> list[str]:
        return [what for what in self.seen if not any(part in what for part in self.allowed)]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window; where there is none, a skip (REQUIRE_BROWSER=1: a failure) says the cure."""
    if problem := chromium.obstacle():
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"REQUIRE_BROWSER=1, but {problem}")
        pytest.skip(problem)
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox"] if as_root else [])
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile: nothing stored, a laptop's window, no animations to wait for."""
    fresh = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    fresh.set_default_timeout(8_000)
    yield fresh
    fresh.close()


@pytest.fixture
def watch(live_server: str) -> Watch:
    """What the page of this test may not do, and did."""
    return Watch(live_server)


@pytest.fixture
def explorer(context: BrowserContext, watch: Watch, live_server: str) -> Iterator[Explorer]:
    """A page to open; fails the test afterwards if the page erred on the way."""
    page = context.new_page()
    watch.attach(page)
    yield Explorer(page, live_server)
    assert watch.faults == []


@pytest.fixture
def api(live_server: str) -> Iterator[Api]:
    """The server that the page talks to."""
    with Api(live_server) as api:
        yield api
