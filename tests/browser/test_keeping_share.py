"""A link and a file reproduce the view; what is broken is said and loses nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.explorer import PLAIN, Explorer
from tests.browser.links import check, deflated, encoded, fragment, packed

LOOK = {"layer": "conv1", "tensor": "conv1.weight.grad", "method": "correlate", "cell": "conv1.weight.grad[0,0,1,0]"}


def drop(page: Page, *files: tuple[str, str]) -> None:
    """Drops files onto the page, as the system's file manager does."""
    page.evaluate(
        """(files) => {
          const dataTransfer = new DataTransfer();
          for (const [name, text] of files) dataTransfer.items.add(new File([text], name));
          for (const kind of ["dragenter", "dragover", "drop"]) {
            document.body.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
          }
        }""",
        list(files),
    )


def test_a_link_and_a_file_reproduce_the_view(explorer: Explorer, watch: Watch, tmp_path: Path) -> None:
    page = explorer.open(**LOOK).page
    short = explorer.share()
    assert "doc=" not in short
    explorer.type("conv1.weight[0,0,0,0]", "-0")
    explorer.type("input[0,0,0,0]", "0.1")
    page.get_by_role("combobox", name="Symbols").select_option("002")
    kept, picture = explorer.kept(), explorer.read_all()
    link = explorer.share()
    assert len(link) < 1_000
    page.get_by_role("button", name="File").click()
    with page.expect_download() as saved:
        page.get_by_role("menuitem", name="Save file").click()
    assert saved.value.suggested_filename == "padding-1-kernel-2x2.json"
    saved.value.save_as(tmp_path / "saved.json")
    text = (tmp_path / "saved.json").read_text()
    assert (json.loads(text)["format"], json.loads(text)["version"]) == ("backprop-explorer", 1)
    place = page.url

    other = page.context.new_page()
    watch.attach(other)
    other.goto(link)
    opened = Explorer(other, explorer.base).ready()
    assert (opened.kept(), opened.read_all(), other.url) == (kept, picture, place)
    expect(other.get_by_role("combobox", name="Symbols")).to_have_value("002")
    # Over own work: the lesson's own document, and back to the work by undo.
    other.goto(short)
    opened.expect_value("input[0,0,0,0]", 1)
    assert other.get_by_text("cut off").count() == 0
    other.keyboard.press("Control+z")
    opened.expect_value("input[0,0,0,0]", 0.1)
    assert opened.kept() == kept
    opened.type("input[0,0,0,0]", "7")
    other.get_by_role("button", name="Reset").click()
    opened.expect_value("input[0,0,0,0]", 0.1)

    explorer.page.get_by_role("combobox", name="Document").select_option("stride-2")
    page.wait_for_url("**lesson=stride-2**")
    drop(page, ("saved.json", text))
    page.wait_for_url(place)
    assert (explorer.kept(), explorer.read_all()) == (kept, picture)
    drop(page, ("plain.json", json.dumps({"name": "mine", "input": [[[[1, 2]]]], "layers": [{"type": "relu"}]})))
    expect(page.get_by_role("combobox", name="Document").locator("option:checked")).to_have_text("mine")
    page.reload()
    explorer.ready()
    assert explorer.kept()["name"] == "mine"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("cut.json", '{"input": [[1, 2],\n [3, ]]}', "line 2, column 6"),
        ("other.json", "[1, 2]", "no document"),
        ("new.json", '{"format": "backprop-explorer", "version": 2}', "newer version"),
        ("wrong.json", '{"input": [[1, 2]], "layers": [{"type": "conv9"}]}', "conv9"),
        ("large.json", " " * 8_000_001, "8 MB"),
    ],
)
def test_a_file_that_cannot_be_opened_says_why(
    explorer: Explorer, watch: Watch, name: str, text: str, says: str
) -> None:
    watch.allowed.append("status of 422")
    page = explorer.open().page
    kept = explorer.kept()
    drop(page, (name, text))
    expect(page.get_by_role("status").filter(has_text=says)).to_be_visible()
    page.get_by_role("button", name="Put this message away").click()
    drop(page, (name, text), (name, text))
    expect(page.get_by_role("status").filter(has_text="One file opens at a time")).to_be_visible()
    assert explorer.kept() == kept
    expect(page.get_by_role("button", name="Undo")).to_have_attribute("aria-disabled", "true")


def test_broken_links_leave_the_work_alone(explorer: Explorer, watch: Watch) -> None:
    watch.allowed.append("status of 422")
    page = explorer.open(**LOOK).page
    explorer.type("conv1.weight[0,0,0,0]", "2.5")
    explorer.expect_value("conv1.weight[0,0,0,0]", 2.5)
    whole = fragment(explorer.kept(), lesson=PLAIN, **LOOK)
    bomb = deflated(b" " * 20_000_000)
    broken = {
        whole[:-9]: "not whole",
        whole.replace("v=1", "v=2"): "newer version",
        f"#v=1&lesson={PLAIN}&doc=z.{check(b' ')}.{encoded(bomb)}": "larger than 8 MB",
        f"#v=1&lesson={PLAIN}&doc={packed({'document': {'layers': 1}})}": "cannot be opened",
        "#v=1&lesson=gone&view=sensitivities": "not here",
        f"#v=1&doc={packed(None)}": "holds no document",
        f"#v=1&doc={packed({'document': 5})}": "holds no document",
        f"#v=1&doc=j.{check(b'words')}.{encoded(b'words')}": "holds no document",
    }
    place = page.url
    for hash_, says in broken.items():
        page.evaluate("hash => { location.hash = hash; }", hash_)
        expect(page.get_by_role("status").filter(has_text=says)).to_be_visible()
        page.wait_for_url(place)
        explorer.expect_value("conv1.weight[0,0,0,0]", 2.5)
    page.goto("about:blank")
    page.goto(f"{explorer.base}/{whole[:-9]}")
    explorer.ready()
    explorer.expect_value("conv1.weight[0,0,0,0]", 2.5)
    expect(page.get_by_role("status").filter(has_text="not whole")).to_be_visible()
    # What is not known of a place does no harm, and undo leads back to where the work was left.
    page.goto("about:blank")
    page.goto(f"{explorer.base}/#v=1&lesson=stride-2&layer=conv1&trail=abc&step=x&film=1&view=y&cell=[")
    explorer.ready()
    page.wait_for_url("**lesson=stride-2&layer=conv1&tensor=**")
    page.keyboard.press("Control+z")
    page.wait_for_url(place)
    explorer.expect_value("conv1.weight[0,0,0,0]", 2.5)


def test_a_document_too_long_for_a_link_is_offered_as_a_file(explorer: Explorer) -> None:
    numbers = [[[[(i * 7919 % 104729) / 104729 + j / 7 for i in range(60)] for j in range(60)]]]
    name = "../δ: 3×3 → relu? *"
    page = explorer.open_document({"name": name, "input": numbers, "layers": [{"type": "relu"}]}).page
    page.get_by_role("button", name="Share", exact=True).click()
    window = page.get_by_role("dialog", name="Share this view")
    expect(window.get_by_text("A file holds the same view")).to_be_visible()
    expect(window.get_by_role("textbox", name="Link")).to_be_hidden()
    with page.expect_download() as saved:
        window.get_by_role("button", name="Save file").click()
    assert saved.value.suggested_filename == "δ-3x3-relu.json", "every system takes it"
