"""The server may forget a trace or go away; nothing typed is lost."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import Watch
from tests.browser.explorer import PLAIN, Api, Explorer
from tests.server import free_port, served


@pytest.mark.parametrize("tensor", ["input.grad", "conv1.weight.grad"])
def test_a_forgotten_trace_comes_back_by_itself(context: BrowserContext, tensor: str) -> None:
    """A server that keeps nothing answers every question about a trace with 404."""
    with served("--store-bytes", "0") as forgetful, served() as other, Api(other) as api:
        watch = Watch(forgetful, allowed=["status of 404"])
        page = context.new_page()
        watch.attach(page)
        explorer = Explorer(page, forgetful).open(layer="conv1", tensor=tensor)
        explorer.type("conv1.weight[0,0,0,0]", "2.5")
        explorer.expect_value("conv1.weight[0,0,0,0]", 2.5)
        expected = api.edit(api.trace(api.lesson(PLAIN)["document"]), ("conv1.weight[0,0,0,0]", 2.5))
        for cell, value in api.values(expected, tensor).items():
            explorer.expect_value(cell, value)
        assert watch.faults == []


def test_a_server_that_was_away_gets_what_was_typed_meanwhile(context: BrowserContext) -> None:
    port = free_port()
    page = context.new_page()
    watch = Watch(f"http://127.0.0.1:{port}", allowed=["ERR_CONNECTION_REFUSED", "status of 404"])
    watch.attach(page)
    with ExitStack() as first:
        base = first.enter_context(served(port=port))
        explorer = Explorer(page, base).open(layer="conv1", tensor="input.grad")
    explorer.type("conv1.weight[0,0,0,0]", "2.5")
    explorer.type("input[0,0,2,2]", "-1")
    away = page.get_by_text("The server does not answer")
    expect(away).to_be_visible()
    with served(port=port) as base, Api(base) as api:
        edits = ("conv1.weight[0,0,0,0]", 2.5), ("input[0,0,2,2]", -1.0)
        expected = api.edit(api.trace(api.lesson(PLAIN)["document"]), *edits)
        expect(away).to_be_hidden(timeout=10_000)
        for tensor in ("conv1.weight", "input", "input.grad"):
            for cell, value in api.values(expected, tensor).items():
                explorer.expect_value(cell, value)
    assert watch.faults == []
