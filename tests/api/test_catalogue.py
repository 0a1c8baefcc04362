"""The catalogue, the lessons, the pages and their files."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.engine.layers import LAYERS
from app.engine.losses import LOSSES
from app.lessons import LESSONS
from app.pages import resource


def test_every_type_is_in_the_catalogue(client: TestClient) -> None:
    reply = client.get("/api/v1/layers").json()
    assert reply["layers"].keys() == LAYERS.keys()
    assert reply["losses"].keys() == LOSSES.keys()
    conv = reply["layers"]["conv2d"]
    assert conv["methods"]["input.grad"] == ["chain", "scatter", "rot180", "matrix"]
    assert conv["formulas"]["input.grad"].keys() == set(conv["methods"]["input.grad"])
    assert conv["derived"].keys() == {"padded", "turned", "stuffed", "bordered", "table"}
    assert conv["tensors"]["bias"]["optional"] is True
    assert conv["prefix"] == "conv"


def test_methods_are_the_catalogues(client: TestClient, trace_id: str) -> None:
    offered = client.get("/api/v1/layers").json()["layers"]["conv2d"]["methods"]
    for suffix, cell in {
        "output": "conv1.output",
        "weight.grad": "conv1.weight.grad",
        "input.grad": "input.grad",
    }.items():
        reply = client.get(f"/api/v1/traces/{trace_id}/explain", params={"cell": f"{cell}[0,0,0,0]"}).json()
        assert reply["methods"] == offered[suffix]


@pytest.mark.parametrize("slug", LESSONS)
def test_lessons(client: TestClient, slug: str) -> None:
    assert slug in [lesson["slug"] for lesson in client.get("/api/v1/lessons").json()["lessons"]]
    lesson = client.get(f"/api/v1/lessons/{slug}").json()
    assert lesson["title"]
    assert lesson["summary"]
    trace = client.post("/api/v1/traces", json=lesson["document"]).json()
    focus = lesson["focus"]
    assert focus["layer"] in [*(layer["name"] for layer in trace["layers"]), "loss"]
    assert focus["cell"].startswith(f"{focus['tensor']}[")
    path = f"/api/v1/traces/{trace['id']}/explain"
    reply = client.get(path, params={"cell": focus["cell"], "method": focus["method"]})
    assert (reply.status_code, reply.json()["method"]) == (200, focus["method"])
    assert focus["method"] in reply.json()["methods"]
    symbols = {"cell": focus["cell"], **lesson["symbols"]}
    assert client.get(path, params=symbols).status_code == 200


def test_the_first_lesson_comes_first(client: TestClient) -> None:
    slugs = [lesson["slug"] for lesson in client.get("/api/v1/lessons").json()["lessons"]]
    assert slugs[:2] == ["padding-1-kernel-2x2", "padding-1-kernel-2x2-relu"]
    assert slugs[-1] == "lenet"


def test_the_groups_stay_together(client: TestClient) -> None:
    groups = [lesson["group"] for lesson in client.get("/api/v1/lessons").json()["lessons"]]
    assert [name for name, _ in groupby(groups)] == ["From the articles", "Convolution", "Pooling", "Whole networks"]


def test_an_unknown_lesson(client: TestClient) -> None:
    response = client.get("/api/v1/lessons/padding-1-kernel-2x3")
    assert response.status_code == 404
    assert '"padding-1-kernel-2x2"' in response.json()["detail"]


class Loaded(HTMLParser):
    """What a page loads, and what it has inline."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[str] = []
        self.inline: list[str] = []
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        data = tag == "script" and given.get("type") == "application/json"
        self._open = tag if tag in ("script", "style") and not data else ""
        self.inline += [name for name, _ in attrs if name == "style" or name.startswith("on")]
        for name in ("src", "href"):
            path = given.get(name)
            if path and tag in ("script", "link", "img"):
                self.files.append(path)

    def handle_data(self, data: str) -> None:
        if self._open and data.strip():
            self.inline.append(data)


@pytest.mark.parametrize("path", ["/", "/docs", "/derivation"])
def test_pages_load_only_our_own_files(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["cache-control"] == "no-cache"
    page = Loaded()
    page.feed(response.text)
    assert page.inline == []
    assert page.files
    for file in page.files:
        assert file.startswith("/static/")
        assert client.get(file).status_code == 200, file


def test_files_are_asked_about_each_time(client: TestClient) -> None:
    response = client.get("/static/js/docs.js")
    assert response.headers["cache-control"] == "no-cache"
    assert response.headers["content-type"].startswith("text/javascript")
    again = client.get("/static/js/docs.js", headers={"If-None-Match": response.headers["etag"]})
    assert (again.status_code, again.headers["cache-control"]) == (304, "no-cache")


def test_resources_are_found_inside_the_package_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beside = resource("templates")
    assert beside.name == "templates"
    (tmp_path / "templates").mkdir()
    monkeypatch.setattr("app.pages._HERE", tmp_path)
    assert resource("templates") == tmp_path / "templates"
    assert resource("static") == tmp_path.parent / "static"


def test_health(client: TestClient) -> None:
    reply: Any = client.get("/healthz").json()
    assert reply == {"status": "ok", "version": "0.1.0"}
