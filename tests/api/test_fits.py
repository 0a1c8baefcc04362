"""POST /documents/fits: for each of some changes whether it would fit, in the words of /documents/revise."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.documents import Document

PATH = "/api/v1/documents/fits"
CHANGES: list[dict[str, Any]] = [
    {"op": "insert", "at": 1, "layer": {"type": "relu"}},
    {"op": "insert", "at": 1, "layer": {"type": "linear"}},
    {"op": "set", "layer": "conv1", "options": {"kernel_size": 9}},
    {"op": "input", "shape": [1, 1, 10**7, 10**9]},
    {"op": "remove", "layer": "nobody"},
    {"op": "sing"},
]


def test_each_change_is_judged_on_its_own_as_revise_judges_it(client: TestClient, convolution: Document) -> None:
    reply = client.post(PATH, json={"document": convolution, "changes": CHANGES})
    assert reply.status_code == 200
    for change, result in zip(CHANGES, reply.json()["results"], strict=True):
        revised = client.post("/api/v1/documents/revise", json={"document": convolution, "change": change})
        fits = revised.status_code == 200
        assert result == {"fits": fits, "detail": None if fits else revised.json()["errors"][0]["detail"]}
    assert [result["fits"] for result in reply.json()["results"]] == [True, False, False, False, False, False]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"changes": CHANGES[:1]}, "/document"),
        ({"document": {"input": [[1]]}, "changes": []}, "/changes"),
        ({"document": {"input": [[1]]}, "changes": CHANGES[:1] * 65}, "/changes"),
        ({"document": {"input": [[1], [2, 3]], "layers": []}, "changes": CHANGES[:1]}, "/document"),
    ],
)
def test_a_wrong_request_names_its_place(client: TestClient, body: dict[str, Any], pointer: str) -> None:
    reply = client.post(PATH, json=body)
    assert reply.status_code == 422
    assert reply.json()["errors"][0]["pointer"].startswith(pointer)
