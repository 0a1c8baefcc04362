"""The libraries that came from npm are the ones the locks name, byte for byte, with their licences."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from static.vendor.fetch import LOCK, TARGETS

FOLDERS = pytest.mark.parametrize("folder", TARGETS, ids=lambda folder: folder.parent.name)


def locked(folder: Path) -> dict[str, str]:
    """sha256 by path below `folder`."""
    entries = json.loads((folder / LOCK).read_text())
    return {path: digest for entry in entries for path, digest in entry["files"].items()}


@FOLDERS
def test_every_file_is_as_locked(folder: Path) -> None:
    found = {path: hashlib.sha256((folder / path).read_bytes()).hexdigest() for path in locked(folder)}
    assert found == locked(folder)


@FOLDERS
def test_nothing_else_lies_beside_them(folder: Path) -> None:
    present = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert present - {LOCK, "fetch.py"} == locked(folder).keys()


@FOLDERS
def test_the_lock_answers_the_script(folder: Path) -> None:
    entries = json.loads((folder / LOCK).read_text())
    wanted = [(package.name, package.version) for package in TARGETS[folder]]
    assert [(entry["package"], entry["version"]) for entry in entries] == wanted


@FOLDERS
def test_each_package_has_its_licence_and_integrity(folder: Path) -> None:
    for entry in json.loads((folder / LOCK).read_text()):
        assert entry["licence"] in {"MIT", "OFL-1.1", "MPL-2.0"}
        assert re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", entry["integrity"])
        assert any(Path(path).name == "LICENSE" for path in entry["files"])


@FOLDERS
def test_they_point_at_nothing_that_is_not_there(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.suffix in {".js", ".mjs", ".css"}:
            text = path.read_text()
            assert "sourceMappingURL" not in text
            for target in re.findall(r"url\(([^)]+)\)", text) if path.suffix == ".css" else []:
                assert (path.parent / target).is_file()
