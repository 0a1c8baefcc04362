"""The look has one source: colours, type sizes and contrasts come from static/css/tokens.css."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "static/css"
TOKENS = re.sub(r"/\*.*?\*/", "", (CSS / "tokens.css").read_text(), flags=re.DOTALL)
SHEETS = sorted(path for path in CSS.glob("*.css") if path.name != "tokens.css")
RAW_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklab|oklch|lab|lch|color)\(")
RELATIVE = re.compile(r"inherit|0|[\d.]+em|var\(--fs-[a-z]+\)")

TEXTS = ("ink", "ink-2", "ink-3", "r-input", "r-weight", "r-bias", "r-activation", "r-gradient", "r-padding")
GROUNDS = ("paper", "panel")
PAIRS = [
    *((text, ground, 4.5) for text in TEXTS for ground in GROUNDS),
    *((text, "sunk", 4.5) for text in ("ink", "ink-2", "ink-3")),
    ("on-ink", "ink", 4.5),
    ("on-ink", "ink-2", 4.5),
    *(
        ("ink", wash, 4.5)
        for wash in ("v-zero", "v-pos", "v-neg", "w-weight", "w-bad", "ok-wash", "w-input", "w-gradient")
    ),
    ("ok", "ok-wash", 4.5),
    ("bad", "w-bad", 4.5),
    ("bad", "panel", 3),
    ("edge", "panel", 3),
    ("edge", "paper", 3),
]


def declarations(path: Path) -> Iterator[tuple[str, str]]:
    """Each property with its value, print-outs excepted: paper has points."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    screen = re.sub(r"@page.*", "", text.split("@media print")[0])
    for name, value in re.findall(r"(?<=[{;\s])([a-z-]+):([^;{}]+)", screen):
        if not name.startswith("@"):
            yield name, value.strip()


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_no_colour_is_written_outside_of_the_tokens(path: Path) -> None:
    found = RAW_COLOUR.findall(re.sub(r"color-mix\([^;]*", "", path.read_text()))
    assert not found, f"{path.name}: {found}; use a token of tokens.css"


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_no_rule_looks_into_what_changes_with_every_number(path: Path) -> None:
    """With `:has()` on a figure each mark in it that hides has the styles of all of it computed: a class says it."""
    found = re.findall(
        r"\.(?:stage|fig|mx|grid|target|under|legend|side|strip|flow)(?:[.:[][^,{\s>+~]*)?:has\(", path.read_text()
    )
    assert not found, f"{path.name}: {found}"


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_every_type_size_is_on_the_scale(path: Path) -> None:
    for name, value in declarations(path):
        if name == "font-size" and "--cell" not in value:
            assert RELATIVE.fullmatch(value.removesuffix("!important").strip()), f"{path.name}: {name}:{value}"
        if name == "font" and value != "inherit":
            size = re.search(r"var\(--fs-[a-z]+\)|[\d.]+(?:em|rem|px|pt)", value)
            assert size and RELATIVE.fullmatch(size[0]), f"{path.name}: {name}:{value}"


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme; dark says only what differs from light."""
    found = re.findall(r"(:root|\[data-theme=dark\])\s*\{([^{}]*--ink:[^{}]*)\}", TOKENS.split("@media")[0])
    blocks = dict(found)
    light = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", blocks[":root"]))
    dark = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", blocks["[data-theme=dark]"]))
    return light if theme == "light" else light | dark


def luminance(colour: str) -> float:
    def linear(channel: int) -> float:
        part = channel / 255
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_written_can_be_read(theme: str) -> None:
    colours = tokens(theme)
    weak = {
        f"{text} on {ground}": ratio
        for text, ground, least in PAIRS
        if (ratio := contrast(colours[text], colours[ground])) < least
    }
    assert not weak, weak
