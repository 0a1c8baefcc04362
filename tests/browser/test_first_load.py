"""A first visit: how much it moves, how often it asks, and that a second one asks only for the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.explorer import Explorer

MOST = 450_000
"""Bytes over the wire, fonts included."""


@pytest.fixture
def counted(explorer: Explorer, context: BrowserContext) -> Iterator[list[int]]:
    sizes: list[int] = []

    def count(event: dict[str, Any]) -> None:
        sizes.append(int(event["encodedDataLength"]))

    session = context.new_cdp_session(explorer.page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", count)
    yield sizes
    session.detach()


def asked(page: Page, kind: str) -> list[str]:
    """The paths of a kind that the page asked for and did not have."""
    found = page.evaluate(
        "performance.getEntriesByType('resource').filter(one => one.transferSize > 0).map(one => one.name)"
    )
    return [path for path in (urlsplit(name).path for name in found) if path.startswith(kind)]


def test_a_first_visit_is_small_and_a_second_nearly_free(explorer: Explorer, counted: list[int]) -> None:
    explorer.open()
    page = explorer.page
    page.wait_for_load_state("networkidle")
    assert 100_000 < sum(counted) < MOST
    files = asked(page, "/static/")
    assert sum(path.endswith(".js") for path in files) <= 2, files
    assert sum(path.endswith(".css") for path in files) == 1, files
    questions = asked(page, "/api/v1/")
    assert not [path for path in questions if not path.startswith("/api/v1/traces/")], questions
    assert not [path for path in questions if path.endswith(("/steps", "/feeds"))], questions
    counted.clear()
    page.reload()
    explorer.ready()
    page.wait_for_load_state("networkidle")
    assert asked(page, "/static/") == []
    assert sum(counted) < MOST / 10
