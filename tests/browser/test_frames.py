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


# Pixels of the strip's canvas that lie outside of the pictures' places, and places in sight without any.
ASTRAY = """(ratio) => {
  const canvas = document.querySelector("#strip canvas");
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const [across, down] = [canvas.width / width, canvas.height / height];
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
  const places = [...document.querySelectorAll("#strip .mx .grid")].map((grid) => {
    const box = grid.getBoundingClientRect();
    const inSight = box.left > 0 && box.right < innerWidth - 24;
    const [l, r] = [box.left - left, box.right - left].map((x) => x * across);
    const [t, b] = [box.top - top, box.bottom - top].map((y) => y * down);
    return { inSight, drawn: 0, has: (x, y) => x >= l - 1 && x <= r + 1 && y >= t - 1 && y <= b + 1 };
  });
  let outside = 0;
  for (let i = 3; i < data.length; i += 4) {
    if (!data[i]) continue;
    const [x, y] = [((i - 3) / 4) % canvas.width, Math.floor((i - 3) / 4 / canvas.width)];
    const home = places.find(({ has }) => has(x, y));
    if (home) home.drawn += 1;
    else outside += 1;
  }
  const empty = places.filter(({ inSight, drawn }) => inSight && !drawn).length;
  return !outside && !empty && Math.abs(across - ratio) < 0.01;
}"""


def expect_in_place(explorer: Explorer, ratio: float = 1) -> None:
    """Waits until each small picture is drawn in its place, and nothing elsewhere."""
    explorer.page.wait_for_function(ASTRAY, arg=ratio)


def test_small_pictures_stay_in_their_places(explorer: Explorer) -> None:
    page = explorer.open(lesson="two-convolutions").page
    expect_in_place(explorer)
    for notation in ("002", "003", "000"):
        page.get_by_role("combobox", name="Symbols").select_option(notation)
        expect_in_place(explorer)
    for width in (700, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        expect_in_place(explorer)
    screen = page.context.new_cdp_session(page)
    screen.send(
        "Emulation.setDeviceMetricsOverride", {"width": 1440, "height": 900, "deviceScaleFactor": 1.5, "mobile": False}
    )
    explorer.type("conv1.weight[0,0,0,0]", "3")
    page.wait_for_load_state("networkidle")
    expect_in_place(explorer, 1.5)
    screen.detach()


def test_pictures_out_of_sight_survive_a_print_out(explorer: Explorer) -> None:
    """They keep what they were painted for, and must not ask all others to follow."""
    page = explorer.open(lesson="lenet", layer="conv1", tensor="conv1.output").page
    for moment in ("beforeprint", "afterprint"):
        page.evaluate("moment => { dispatchEvent(new Event(moment)); }", moment)
    explorer.type("conv1.weight[0,0,2,2]", "0.5")
    explorer.expect_value("conv1.weight[0,0,2,2]", 0.5)
    expect_in_place(explorer)
