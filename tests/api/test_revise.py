"""POST /documents/revise over HTTP; what it makes of a change is tested in tests/revise."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.documents import Document, fill, first
from tests.api.serving import serve

PATH = "/api/v1/documents/revise"


def revise(client: TestClient, document: Any, **change: Any) -> Any:
    return client.post(PATH, json={"document": document, "change": change})


def test_the_reply_is_ready_to_be_posted(client: TestClient, convolution: Document) -> None:
    response = revise(client, convolution, op="insert", at=1, layer={"type": "max_pool2d"})
    assert (response.status_code, response.headers["cache-control"]) == (200, "no-store")
    reply = response.json()
    assert reply["layers"][1] == {"name": "pool1", "type": "max_pool2d", "input": [1, 1, 4, 4], "output": [1, 1, 2, 2]}
    trace = client.post("/api/v1/traces", json=reply["document"])
    assert (trace.status_code, trace.json()["document"]) == (201, reply["document"])


def test_nothing_is_stored() -> None:
    with serve() as client:
        assert revise(client, first(), op="remove", layer="conv1").status_code == 200
        assert len(client.app.state.shared.store) == 0  # type: ignore[attr-defined]


def test_a_refusal_names_the_place_in_the_body(client: TestClient, convolution: Document) -> None:
    response = revise(client, convolution, op="set", layer="conv1", options={"kernel_size": 9})
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["errors"] == [
        {
            "pointer": "/change/options/kernel_size",
            "detail": "conv1: kernel 9×9 is larger than the padded input 5×5; use a smaller kernel or padding ≥ 3",
        }
    ]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"op": "input", "shape": [1, 1, 10**7, 10**9]}, "/document/layers/0"),
        ({"op": "set", "layer": "conv1", "options": {"channels": 10**6, "padding": 1000}}, "/change/options"),
        ({"op": "insert", "at": 1, "layer": {"type": "conv2d", "channels": 10**6, "padding": 100}}, "/change/layer"),
    ],
)
def test_too_much_is_refused_before_it_is_made(
    client: TestClient, convolution: Document, change: Any, pointer: str
) -> None:
    response = revise(client, convolution, **change)
    assert response.status_code == 422
    assert response.json()["type"].endswith(":too-much-work")
    assert response.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ([], ""),
        ({"document": {}}, "/change"),
        ({"document": {}, "change": 1}, "/change"),
        ({"document": {}, "change": {}}, "/change/op"),
        ({"document": {}, "change": {"op": []}}, "/change/op"),
        ({"document": {}, "change": {"op": "remove"}}, "/change/layer"),
        ({"document": {}, "change": {"op": "remove", "layer": 1}}, "/change/layer"),
        ({"document": {}, "change": {"op": "remove", "layer": "a", "at": 1}}, "/change/at"),
        ({"document": {}, "change": {"op": "remove", "layer": "a"}}, "/document/input"),
        ({"document": 1, "change": {"op": "remove", "layer": "a"}}, "/document"),
        ({"document": {"input": [["1"]], "layers": []}, "change": {"op": "loss", "loss": None}}, "/document/input/0/0"),
        ({"document": {"input": [[1]], "layers": []}, "change": {"op": "loss", "loss": 1}}, "/change/loss"),
        ({"document": {"input": [[1]], "layers": []}, "change": {"op": "loss", "loss": {}}}, "/change/loss/type"),
        (
            {
                "document": {"input": [[1]], "layers": []},
                "change": {"op": "insert", "at": 0, "layer": {"type": "linear", "weight": [1]}},
            },
            "/change/layer/weight",
        ),
        (
            {"document": {"input": [[1]], "layers": []}, "change": {"op": "document", "name": 3}},
            "/change/name",
        ),
        (
            {"document": {"input": [[1]], "layers": []}, "change": {"op": "fill", "tensor": "input", "fill": "noise"}},
            "/change/fill",
        ),
        (
            {
                "document": {"input": [[1]], "layers": []},
                "change": {"op": "fill", "tensor": "input", "fill": "normal", "seed": -1},
            },
            "/change/seed",
        ),
    ],
)
def test_what_is_not_a_revision_is_refused(client: TestClient, body: Any, pointer: str) -> None:
    response = client.post(PATH, json=body)
    assert response.status_code == 422, response.text
    assert response.json()["errors"][0]["pointer"] == pointer


def test_a_large_document_is_revised_at_once(client: TestClient) -> None:
    """Shapes and parameters only: the numbers of generators are never made."""
    document = {
        "input": fill(1, 3, 200, 200),
        "layers": [{"type": "conv2d", "weight": fill(8, 3, 3, 3)}, {"type": "relu"}],
    }
    reply = revise(client, document, op="set", layer="conv1", options={"channels": 16, "stride": 2}).json()
    assert reply["layers"][1]["output"] == [1, 16, 99, 99]
    assert reply["document"]["input"] == fill(1, 3, 200, 200, seed=0)
