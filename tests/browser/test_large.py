"""A large network: what an edit moves, and that nothing on the page is older than it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Response, expect

from tests.browser.explorer import Api, Explorer

CELL = "conv1.weight[0,0,2,2]"
LARGE = "linear1.weight.grad"
MOST = 400_000
"""Bytes of an edit's reply; all changed tensors of the network take a million."""


def test_an_edit_carries_what_is_looked_at_and_the_rest_follows(explorer: Explorer, api: Api) -> None:
    explorer.open("lenet", layer="conv1", tensor="conv1.output")
    with explorer.page.expect_response(lambda reply: "/edits" in reply.url) as edited:
        explorer.type(CELL, "0.75")
    reply: Response = edited.value
    assert len(reply.body()) < MOST
    among = parse_qs(urlsplit(reply.url).query)["among"][0].split(",")
    assert "conv1.output" in among
    assert LARGE not in among
    trace = reply.header_value("location").rpartition("/")[2]  # type: ignore[union-attr]
    explorer.look(layer="linear1", tensor=LARGE)
    matrix = explorer.matrix(LARGE)
    expect(matrix).to_be_visible()
    shown = explorer.current(LARGE)
    expect(shown).not_to_have_attribute("data-value", "NaN")
    values = api.values(trace, LARGE)
    assert float(shown.get_attribute("data-value") or "") == values[shown.get_attribute("data-cell") or ""]
