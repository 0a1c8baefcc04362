"""What the documents say is so: the version, the commands, the files they point at."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.server import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")


def test_the_changelog_has_this_version() -> None:
    heading = rf"(?m)^## {re.escape(PROJECT['version'])} \(\d{{4}}-\d{{2}}-\d{{2}}\)$"
    assert re.search(heading, (ROOT / "CHANGELOG.md").read_text())


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_command_exists(document: str) -> None:
    targets = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text()))
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", (ROOT / document).read_text(), re.MULTILINE))
    assert named <= targets


def test_the_readme_names_the_two_commands() -> None:
    assert {"make run", "make test"} <= set(re.findall(r"make [a-z-]+", (ROOT / "README.md").read_text()))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_to_a_file(document: str) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", (ROOT / document).read_text())
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_in_code_style_exists(document: str) -> None:
    paths = re.findall(r"`((?:app|static|templates|tests)/[\w./-]+)`", (ROOT / document).read_text())
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_make_help_lists_every_command() -> None:
    makefile = (ROOT / "Makefile").read_text()
    described = re.findall(r"(?m)^([a-z-]+):.*## ", makefile)
    assert {"run", "test", "test-long", "check", "clean", "help"} <= set(described)
