"""The network is put together on the strip: layers, settings, sizes, the loss; what does not fit says so."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Watch
from tests.browser.explorer import PLAIN, RELU, Explorer

REFUSED = "the server responded with a status of 422"
NAMES = "all => all.map((one) => one.dataset.card)"


def expect_kept(explorer: Explorer, read: Callable[[dict[str, Any]], object], value: object) -> None:
    """Waits until the kept document says this."""
    explorer.eventually(lambda: read(explorer.kept()), value)


def cards(explorer: Explorer) -> list[str]:
    found: list[str] = explorer.page.locator(".card[data-card]").evaluate_all(NAMES)
    return found


def expect_cards(explorer: Explorer, *names: str) -> None:
    expect(explorer.page.locator(".card[data-card]")).to_have_count(len(names))
    assert cards(explorer) == list(names)


def settings(explorer: Explorer, name: str) -> Locator:
    """Opens the settings of a card."""
    explorer.page.get_by_role("button", name=f"Change {name}").click()
    panel = explorer.page.get_by_role("dialog", name=f"Settings of {name}")
    expect(panel).to_be_visible()
    return panel


def name_of(explorer: Explorer, card: str) -> Locator:
    """The button that chooses a card."""
    return explorer.page.locator(f"[data-card={card}] .name")


def insert(explorer: Explorer, where: str, kind: str) -> None:
    explorer.page.get_by_role("button", name=f"Insert a layer {where}").click()
    explorer.page.get_by_role("menuitem").filter(has_text=kind).first.click()


def test_a_layer_is_inserted_chosen_and_taken_back(explorer: Explorer) -> None:
    explorer.open(PLAIN)
    before = explorer.kept()
    insert(explorer, "at the end", "ReLU")
    expect_cards(explorer, "input", "conv1", "relu1", "loss")
    expect(explorer.stage).to_have_attribute("data-stage", "relu")
    expect(explorer.page.get_by_role("dialog", name="Settings of relu1")).to_be_visible()
    explorer.page.keyboard.press("Escape")
    explorer.page.get_by_role("button", name="Undo").click()
    expect_cards(explorer, "input", "conv1", "loss")
    assert explorer.kept() == before


def test_the_menu_works_by_keyboard_and_says_what_does_not_fit(explorer: Explorer) -> None:
    explorer.open(PLAIN)
    explorer.page.get_by_role("button", name="Insert a layer before conv1").focus()
    explorer.page.keyboard.press("Enter")
    linear = explorer.page.get_by_role("menuitem", name=re.compile("^Linear"))
    expect(linear).to_have_attribute("aria-disabled", "true")
    expect(linear).to_contain_text("flatten")
    explorer.page.keyboard.press("f")
    expect(explorer.page.get_by_role("menuitem", name=re.compile("^Flatten"))).to_be_focused()
    explorer.page.keyboard.press("Escape")
    expect(explorer.page.get_by_role("button", name="Insert a layer before conv1")).to_be_focused()
    expect_cards(explorer, "input", "conv1", "loss")


def test_a_larger_kernel_keeps_its_numbers_and_a_smaller_one_finds_them(explorer: Explorer) -> None:
    explorer.open(PLAIN, layer="conv1", tensor="input.grad", method="rot180")
    panel = settings(explorer, "conv1")
    panel.get_by_role("button", name="Kernel size: one more").click()
    expect_kept(explorer, lambda made: len(made["layers"][0]["weight"][0][0]), 3)
    weight = explorer.kept()["layers"][0]["weight"][0][0]
    assert [row[:2] for row in weight[:2]] == [[1, -2], [3, 0.5]]
    assert [len(row) for row in weight] == [3, 3, 3]
    explorer.page.get_by_role("button", name="Kernel size: one less").click()
    expect_kept(explorer, lambda made: made["layers"][0]["weight"], [[[[1, -2], [3, 0.5]]]])
    explorer.expect_value("conv1.weight[0,0,1,1]", 0.5)


def test_what_does_not_fit_says_so_and_nothing_changes(explorer: Explorer, watch: Watch) -> None:
    watch.allowed.append(REFUSED)
    explorer.open(PLAIN)
    before, picture = explorer.kept(), explorer.read_all()
    panel = settings(explorer, "conv1")
    size = panel.get_by_role("textbox", name="Kernel size")
    size.fill("6")
    size.press("Enter")
    alert = panel.get_by_role("alert")
    expect(alert).to_contain_text("conv1: kernel 6×6 is larger than the padded input 5×5")
    expect(size).to_have_attribute("aria-invalid", "true")
    assert explorer.kept() == before
    assert explorer.read_all() == picture
    expect(explorer.page.get_by_role("button", name="Undo")).to_have_attribute("aria-disabled", "true")
    alert.get_by_role("button", name="Keep it as it was").click()
    expect(size).to_have_value("2")
    expect(alert).to_be_hidden()


def test_every_option_of_a_convolution_has_its_control(explorer: Explorer) -> None:
    explorer.open(PLAIN)
    panel = settings(explorer, "conv1")
    panel.get_by_role("button", name="same size").click()
    expect(panel.get_by_text("1×1×3×3 goes in, 1×1×3×3 comes out.")).to_be_visible()
    assert explorer.kept()["layers"][0]["padding"] == "same"
    panel.get_by_role("button", name="by number").click()
    expect(panel.get_by_text("1×1×3×3 goes in, 1×1×2×2 comes out.")).to_be_visible()
    panel.get_by_role("button", name="Dilation: one more").click()
    expect(panel.get_by_text("1×1×3×3 goes in, 1×1×1×1 comes out.")).to_be_visible()
    panel.get_by_role("group", name="Padding").get_by_role("button", name="Padding: one more").click()
    panel.get_by_role("button", name="Stride: one more").click()
    expect(panel.get_by_role("textbox", name="Stride")).to_have_value("2")
    panel.get_by_role("checkbox", name="Bias").uncheck()
    panel.get_by_role("button", name="turned 180°").click()
    panel.get_by_role("button", name="Output maps: one more").click()
    expect(panel.get_by_role("textbox", name="Output maps")).to_have_value("2")
    expect_kept(explorer, lambda made: len(made["layers"][0]["weight"]), 2)
    layer = explorer.kept()["layers"][0]
    assert (layer["dilation"], layer["stride"], layer["padding"]) == ([2, 2], [2, 2], [[1, 1], [1, 1]])
    assert (layer["bias"], layer["convention"]) == (None, "convolution")
    panel.get_by_role("checkbox", name="choose which maps are read").check()
    expect(panel.get_by_role("checkbox", name="Kernel 2 reads map 1")).to_be_checked()
    expect_kept(explorer, lambda made: made["layers"][0]["connections"], [[True], [True]])


def test_rows_and_columns_apart_and_every_side_apart(explorer: Explorer) -> None:
    explorer.open(PLAIN)
    panel = settings(explorer, "conv1")
    padding = panel.locator(".both").filter(has_text="Padding")
    padding.get_by_role("button", name="rows and columns apart").click()
    padding.get_by_role("button", name="every side apart").click()
    padding.get_by_role("button", name="Padding, left: one less").click()
    expect(panel.get_by_text("1×1×3×3 goes in, 1×1×4×3 comes out.")).to_be_visible()
    assert explorer.kept()["layers"][0]["padding"] == [[1, 1], [0, 1]]


def test_layers_move_by_keyboard_by_button_and_by_mouse(explorer: Explorer) -> None:
    explorer.open(RELU)
    name_of(explorer, "relu1").focus()
    explorer.page.keyboard.press("Alt+ArrowLeft")
    expect_cards_eventually(explorer, "input", "relu1", "conv1", "loss")
    expect(name_of(explorer, "relu1")).to_be_focused()
    settings(explorer, "relu1").get_by_role("button", name="Later").click()
    expect_cards_eventually(explorer, "input", "conv1", "relu1", "loss")
    explorer.page.keyboard.press("Escape")
    dragged, target = (explorer.page.locator(f"[data-card={name}] h2") for name in ("relu1", "conv1"))
    dragged.drag_to(target, target_position={"x": 4, "y": 8})
    expect_cards_eventually(explorer, "input", "relu1", "conv1", "loss")


def expect_cards_eventually(explorer: Explorer, *names: str) -> None:
    explorer.page.wait_for_function(
        "names => [...document.querySelectorAll('.card[data-card]')].map((one) => one.dataset.card).join() === names",
        arg=",".join(names),
    )


def test_a_layer_is_removed_and_the_reader_stands_beside_it(explorer: Explorer) -> None:
    explorer.open(RELU, layer="relu1")
    name_of(explorer, "relu1").focus()
    explorer.page.keyboard.press("Delete")
    expect_cards(explorer, "input", "conv1", "loss")
    expect(explorer.stage).to_have_attribute("data-stage", "conv2d")
    explorer.page.get_by_role("button", name="Undo").click()
    expect_cards(explorer, "input", "conv1", "relu1", "loss")


def test_the_input_grows_keeping_its_numbers_and_takes_samples_and_maps(explorer: Explorer) -> None:
    explorer.open(PLAIN)
    panel = settings(explorer, "input")
    panel.get_by_role("button", name="Columns: one more").click()
    expect_kept(explorer, lambda made: len(made["input"][0][0][0]), 4)
    assert [row[:3] for row in explorer.kept()["input"][0][0]] == [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    panel.get_by_role("button", name="Maps: one more").click()
    panel.get_by_role("button", name="Samples: one more").click()
    expect_kept(explorer, lambda made: (len(made["input"]), len(made["input"][0])), (2, 2))
    card = explorer.page.locator("[data-card=input]")
    expect(card.get_by_text("1/4")).to_be_visible()
    card.get_by_role("button", name="Next map: input", exact=True).click()
    expect(card.get_by_text("2/4")).to_be_visible()
    made = explorer.kept()
    assert (len(made["input"]), len(made["input"][0]), len(made["layers"][0]["weight"][0])) == (2, 2, 2)


def test_another_loss_none_and_one_again(explorer: Explorer) -> None:
    explorer.open(PLAIN)
    panel = settings(explorer, "loss")
    panel.get_by_label("Type").select_option(label="Mean squared error")
    expect(panel.get_by_text("Averaged over the batch")).to_be_visible()
    expect_kept(explorer, lambda made: made["loss"]["type"], "mse")
    panel.get_by_label("Averaged over the batch").select_option(label="sum")
    expect_kept(explorer, lambda made: made["loss"]["reduction"], "sum")
    panel.get_by_role("button", name="Remove the loss").click()
    expect_cards_eventually(explorer, "input", "conv1")
    explorer.page.get_by_role("button", name="Add a loss").click()
    expect_cards_eventually(explorer, "input", "conv1", "loss")


def test_a_layer_is_renamed_and_a_taken_name_is_refused(explorer: Explorer, watch: Watch) -> None:
    watch.allowed.append(REFUSED)
    explorer.open(RELU)
    panel = settings(explorer, "relu1")
    panel.get_by_label("Name").fill("conv1")
    panel.get_by_label("Name").press("Enter")
    expect(panel.get_by_role("alert")).to_contain_text("conv1")
    panel.get_by_label("Name").fill("act")
    panel.get_by_label("Name").press("Enter")
    expect_cards_eventually(explorer, "input", "conv1", "act", "loss")
    expect(explorer.stage.locator(".where-am")).to_have_text("act")


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (390, 844)])
def test_the_settings_fit_smaller_windows(explorer: Explorer, width: int, height: int) -> None:
    explorer.page.set_viewport_size({"width": width, "height": height})
    explorer.open(PLAIN)
    panel = settings(explorer, "conv1")
    box = panel.bounding_box()
    assert box is not None
    assert box["x"] >= 0 and box["x"] + box["width"] <= width + 1
    assert box["y"] >= 0 and box["y"] + box["height"] <= height + 1
    assert panel.evaluate("one => one.scrollWidth <= one.clientWidth")


def test_a_refused_removal_opens_the_settings_and_says_why(explorer: Explorer, watch: Watch) -> None:
    watch.allowed.append(REFUSED)
    explorer.open("classifier")
    name_of(explorer, "flatten1").focus()
    explorer.page.keyboard.press("Delete")
    panel = explorer.page.get_by_role("dialog", name="Settings of flatten1")
    expect(panel.get_by_role("alert")).to_contain_text("linear1: linear reads vectors")
    expect(panel.get_by_role("alert")).to_be_in_viewport()


def test_the_settings_follow_the_card_and_make_room_for_an_explanation(explorer: Explorer) -> None:
    explorer.open(RELU)
    settings(explorer, "conv1")
    name_of(explorer, "relu1").click()
    panel = explorer.page.get_by_role("dialog", name="Settings of relu1")
    expect(panel).to_be_visible()
    explorer.stage.locator("[role=grid]").first.click()
    expect(panel).to_be_hidden()
