"""Files: compressed, kept for good under the name of their version, and never stale."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from app.files import Library

GOOD = "public, max-age=31536000, immutable"


def version_in(page: str) -> str:
    (version,) = set(re.findall(r"/static/([0-9a-f]{12})/", page))
    return str(version)


def test_a_page_names_files_that_never_change(client: TestClient) -> None:
    version = version_in(client.get("/").text)
    assert version == version_in(client.get("/derivation").text)
    for name in ("js/main.js", "css/explorer.css", "vendor/katex/fonts/KaTeX_Math-Italic.woff2"):
        assert client.get(f"/static/{version}/{name}").headers["cache-control"] == GOOD


def test_a_linked_file_asks_for_nothing_more(client: TestClient) -> None:
    version = version_in(client.get("/").text)
    script = client.get(f"/static/{version}/js/main.js").text
    assert not re.findall(r"^(?:import|export)\b|\bimport\(", script, re.MULTILINE)
    style = client.get(f"/static/{version}/css/explorer.css").text
    assert "@import" not in style
    for target in set(re.findall(r"url\((?!data:)([^)]+)\)", style)):
        assert client.get(f"/static/{version}/css/{target}").status_code == 200, target


def test_text_is_compressed_for_whoever_takes_it(client: TestClient) -> None:
    path = f"/static/{version_in(client.get('/').text)}/js/main.js"
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    packed = client.get(path, headers={"Accept-Encoding": "gzip, deflate, br"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 3
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"
    assert plain.headers["etag"] != packed.headers["etag"]
    refused = client.get(path, headers={"Accept-Encoding": "gzip;q=0"})
    assert "content-encoding" not in refused.headers


def test_what_is_compressed_already_is_not_again(client: TestClient) -> None:
    font = client.get("/static/vendor/katex/fonts/KaTeX_Math-Italic.woff2")
    assert (font.headers["content-type"], "content-encoding" in font.headers) == ("font/woff2", False)


@pytest.mark.parametrize("path", ["/api/v1/layers", "/api/v1/lessons"])
def test_the_catalogue_is_compressed_too(client: TestClient, path: str) -> None:
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert packed.json() == plain.json()
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 2
    again = client.get(path, headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["etag"]})
    assert again.status_code == 304


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "main.js").write_text('import { one } from "./one.js";\none();\n')
    (tmp_path / "one.js").write_text("export function one() { return 1; }\n")
    return tmp_path


def test_a_file_that_changes_has_another_version_at_once(folder: Path) -> None:
    library = Library(folder)
    with TestClient(Starlette(routes=[Mount("/static", library)])) as client:
        before = library.version
        assert "return 1" in client.get(f"/static/{before}/main.js").text
        (folder / "one.js").write_text("export function one() { return 2; }\n")
        os.utime(folder / "one.js", ns=(1, 1))
        assert "return 2" in client.get("/static/one.js").text
        assert library.version != before
        now = client.get(f"/static/{library.version}/main.js")
        assert ("return 2" in now.text, now.headers["cache-control"]) == (True, GOOD)
        late = client.get(f"/static/{before}/main.js")
        assert ("return 2" in late.text, late.headers["cache-control"]) == (True, "no-cache")


def test_other_names_are_names_of_nothing(folder: Path) -> None:
    library = Library(folder)
    version = library.version
    assert library.find("three.js")[0] is None
    assert library.find(f"{version}/three.js")[0] is None
    assert library.find("notaversion1/main.js")[0] is None
    assert library.find(version)[0] is None


def test_the_page_brings_what_it_asks_first(client: TestClient) -> None:
    page = client.get("/")
    (data,) = re.findall(r'<script type="application/json" id="answers">(.*?)</script>', page.text, re.DOTALL)
    answers = json.loads(data)
    assert any(path.startswith("POST ") for path in answers) and any("/explain?" in path for path in answers)
    for path, answer in answers.items():
        if path.startswith("POST "):
            made = client.post(f"/api/v1{path.removeprefix('POST ')}", json=answer["document"])
            assert answer["reply"] == made.json(), path
            assert answer["document"] in [one.get("document") for one in answers.values() if one is not answer]
        else:
            assert answer == client.get(f"/api/v1{path}").json(), path
    again = client.get("/", headers={"If-None-Match": page.headers["etag"]})
    assert (again.status_code, again.headers["cache-control"]) == (304, "no-cache")
