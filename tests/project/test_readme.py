"""The README's curl and httpx lines run as they stand, and answer what it says they answer."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.server import ROOT

MARK = "--- end of block ---"


@dataclass(frozen=True)
class Example:
    """A block of code and the block right below it, which is its output ("" when there is none)."""

    language: str
    code: str
    output: str


def examples() -> list[Example]:
    """Every block of the README that talks to a server, in order."""
    blocks = re.findall(
        r"(?ms)^```(\w*)\n(.*?)^```(?:\n\n```(?:json|text)\n(.*?)^```)?", (ROOT / "README.md").read_text()
    )
    found = [Example(*block) for block in blocks]
    return [example for example in found if "127.0.0.1:8000" in example.code]


CURL = [example for example in examples() if example.language == "sh"]
PYTHON = [example for example in examples() if example.language == "python"]


def same(received: str, shown: str) -> bool:
    """Equal as JSON where it is JSON, else as text."""
    try:
        return bool(json.loads(received) == json.loads(shown))
    except ValueError:
        return received.strip() == shown.strip()


def test_the_readme_shows_both() -> None:
    assert len(CURL) >= 3
    assert sum(bool(example.output) for example in CURL + PYTHON) >= 3
    assert PYTHON


def test_curl(live_server: str, tmp_path: Path) -> None:
    """One shell runs them all, as a reader would: what one block stores, the next one uses."""
    script = "".join(f"{example.code}\necho\necho '{MARK}'\n" for example in CURL)
    script = script.replace("http://127.0.0.1:8000", live_server)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    for example, output in zip(CURL, done.stdout.split(MARK)[:-1], strict=True):
        assert not example.output or same(output, example.output), f"{example.code}\ngave\n{output}"


@pytest.mark.parametrize("example", PYTHON, ids=lambda example: example.code.splitlines()[0])
def test_python(example: Example, live_server: str, tmp_path: Path) -> None:
    code = example.code.replace("http://127.0.0.1:8000", live_server)
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert same(done.stdout, example.output)
