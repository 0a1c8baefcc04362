"""The wheel works where the sources are not: templates and static files travel inside."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import httpx
import pytest

from tests.server import ROOT, served

PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
ANSWERS = (
    "/healthz",
    "/docs",
    "/derivation",
    "/static/js/main.js",
    "/static/vendor/katex/katex.min.css",
    "/api/v1/layers",
    "/api/v1/lessons/padding-1-kernel-2x2",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as pip builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [*PIP, "wheel", "--no-build-isolation", "--no-deps", "-w", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_app_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {"app", f"{wheel.name.split('-py3')[0]}.dist-info"}
    assert {"app/main.py", "app/templates/index.html", "app/static/vendor/katex/katex.min.mjs"} <= set(names)
    assert not [name for name in names if "fetch.py" in name or "__pycache__" in name]


def test_it_answers_when_installed_elsewhere(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    install = [*PIP, "install", "--no-deps", "--no-index", "--target", str(target)]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True, timeout=300)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    where = subprocess.run(
        [sys.executable, "-c", "import app; print(app.__file__)"],
        cwd=elsewhere,
        env={**os.environ, "PYTHONPATH": str(target)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(target)
    with served(cwd=elsewhere, environment={"PYTHONPATH": str(target)}) as base:
        page = httpx.get(f"{base}/")
        assert page.status_code == 200
        assert page.headers["content-type"].startswith("text/html")
        for path in ANSWERS:
            assert httpx.get(base + path).status_code == 200, path
