"""What makes a frame fast, by its causes: `make bench` has the milliseconds."""

from __future__ import annotations

from tests.browser.explorer import Explorer

# How often elements had been changed when the edit was sent, and when its answer had come.
WATCH = """() => {
  const own = window.watched = { sent: null, asked: [] };
  const changes = new MutationObserver(() => {});
  changes.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  const bare = window.fetch;
  window.fetch = (address, init) => {
    if (address.includes("/edits")) own.sent = changes.takeRecords().length;
    own.asked.push(address);
    return bare(address, init);
  };
}"""


def test_an_edit_is_sent_before_anything_is_drawn_and_asks_nothing_meanwhile(explorer: Explorer) -> None:
    explorer.open()
    page = explorer.page
    explorer.go("conv1.weight[0,0,0,0]")
    page.keyboard.type("7")
    page.wait_for_load_state("networkidle")
    page.evaluate(WATCH)
    with page.expect_response("**/edits*"):
        page.keyboard.press("Enter")
    explorer.expect_value("input.grad[0,0,0,0]", -13.5)
    page.wait_for_function("() => watched.asked.length > 1")
    watched = page.evaluate("watched")
    assert watched["sent"] == 0
    assert "/edits" in watched["asked"][0]


def test_each_canvas_is_composed_by_itself_so_there_are_few(explorer: Explorer) -> None:
    page = explorer.open(lesson="lenet", layer="conv1", tensor="conv1.output").page
    assert page.locator("#strip canvas").count() == 1
    matrices = page.locator("#stage .mx")
    assert matrices.count() > 3
    assert page.locator("#stage .mx canvas").count() == matrices.count()
