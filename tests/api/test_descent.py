"""Stochastic gradient descent over HTTP."""

from __future__ import annotations

import json
import struct
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.documents import Document, fill, single
from tests.api.serving import serve


def descend(client: TestClient, id: str, **options: Any) -> Any:
    response = client.post(f"/api/v1/traces/{id}/sgd", json=options)
    assert response.status_code == 201, response.text
    return response.json()


def test_a_step_is_a_new_trace(client: TestClient, trace_id: str, convolution: Document) -> None:
    response = client.post(f"/api/v1/traces/{trace_id}/sgd", json={"lr": 0.1})
    reply = response.json()
    assert response.headers["location"] == f"/api/v1/traces/{reply['id']}"
    assert reply["losses"] == [142.5]
    weight = reply["document"]["layers"][0]["weight"][0][0]
    assert [cell for row in weight for cell in row] == pytest.approx([-2.4, -4.8, -2, -1.8])
    assert reply["document"]["layers"][0]["bias"] == pytest.approx([0.25 - 1.2])
    assert reply["document"]["input"] == convolution["input"]
    again = client.post("/api/v1/traces", json=reply["document"]).json()
    assert again == {key: value for key, value in reply.items() if key != "losses"}
    assert "losses" not in client.get(f"/api/v1/traces/{reply['id']}").json()


def test_steps_go_on_and_momentum_gathers(client: TestClient, trace_id: str) -> None:
    three = descend(client, trace_id, lr=0.01, momentum=0.9, weight_decay=0.01, l1=0.001, steps=3)
    assert three["losses"][0] == 142.5
    assert three["losses"] == sorted(three["losses"], reverse=True)
    assert three["loss"] < three["losses"][2]
    plain = descend(client, trace_id, lr=0.01, steps=1)
    assert descend(client, trace_id, lr=0.01, momentum=0.9)["id"] == plain["id"]
    once_more = descend(client, plain["id"], lr=0.01)
    assert descend(client, trace_id, lr=0.01, steps=2)["id"] == once_more["id"]


def test_what_changed_alone_and_in_binary(client: TestClient, trace_id: str) -> None:
    path = f"/api/v1/traces/{trace_id}/sgd"
    changed = client.post(f"{path}?values=changed", json={"lr": 0.1}).json()
    assert set(changed["tensors"]) == {"conv1.weight", "conv1.bias", "conv1.output", "loss", "input.grad"}
    media = "application/vnd.backprop.trace"
    binary = client.post(path, json={"lr": 0.1, "steps": 2}, headers={"Accept": media})
    (length,) = struct.unpack_from("<Q", binary.content)
    assert len(json.loads(binary.content[8 : 8 + length])["losses"]) == 2


def test_generators_become_numbers_and_float32_stays(client: TestClient) -> None:
    layer = {"type": "linear", "weight": fill(2, 3), "bias": None}
    loss = {"type": "squared_error", "target": fill(1, 2, how="zeros")}
    posted = client.post("/api/v1/traces", json=single(layer, fill(1, 3), loss=loss, dtype="float32")).json()
    reply = descend(client, posted["id"], lr=0.1)
    assert isinstance(reply["document"]["layers"][0]["weight"], list)
    assert reply["document"]["input"] == posted["document"]["input"]
    assert reply["losses"] == [posted["loss"]]
    assert all(len(repr(cell)) < 14 for row in reply["document"]["layers"][0]["weight"] for cell in row)


# (body, status, pointer, words of the detail)
REFUSED: list[tuple[Any, int, str, str]] = [
    ({}, 422, "/lr", "lr"),
    ([], 422, "", "an object"),
    ({"lr": "0.1"}, 422, "/lr", "without quotes"),
    ({"lr": True}, 422, "/lr", "a number"),
    ({"lr": -0.1}, 422, "/lr", "at least 0"),
    ({"lr": 0.1, "momentum": -1}, 422, "/momentum", "at least 0"),
    ({"lr": 0.1, "weight_decay": None}, 422, "/weight_decay", "a number"),
    ({"lr": 0.1, "l1": [1]}, 422, "/l1", "a number"),
    ({"lr": 0.1, "steps": 0}, 422, "/steps", "at least 1"),
    ({"lr": 0.1, "steps": 1.0}, 422, "/steps", "an integer"),
    ({"lr": 0.1, "steps": 10**30}, 422, "/steps", "allows 2,000,000,000"),
    ({"lr": 0.1, "learning_rate": 1}, 422, "/learning_rate", "not a known key"),
    ({"lr": 1e308, "steps": 2}, 422, "/lr", "not a finite float64"),
]


@pytest.mark.parametrize(("body", "status", "pointer", "words"), REFUSED)
def test_bodies_that_are_refused(
    client: TestClient, trace_id: str, body: Any, status: int, pointer: str, words: str
) -> None:
    response = client.post(f"/api/v1/traces/{trace_id}/sgd", json=body)
    assert response.status_code == status, response.text
    assert response.json()["errors"][0]["pointer"] == pointer
    assert words in response.json()["detail"]


def test_too_many_steps_name_the_figure_the_limit_and_how_many_are_possible() -> None:
    document = single(
        {"type": "linear", "weight": fill(1, 1)}, fill(1, 1), loss={"type": "upstream", "gradient": [[1]]}
    )
    with serve(multiply_adds=10_000_000) as client:
        id = client.post("/api/v1/traces", json=document).json()["id"]
        refused = client.post(f"/api/v1/traces/{id}/sgd", json={"lr": 0.1, "steps": 1000}).json()
        assert refused["type"].endswith("too-much-work")
        assert "allows 10,000,000" in refused["detail"]
        possible = int(refused["detail"].split("Ask for ")[1].split()[0])
        assert client.post(f"/api/v1/traces/{id}/sgd", json={"lr": 0.1, "steps": possible}).status_code == 201
        assert client.post(f"/api/v1/traces/{id}/sgd", json={"lr": 0.1, "steps": possible + 1}).status_code == 422


def test_without_a_loss(client: TestClient) -> None:
    id = client.post("/api/v1/traces", json=single({"type": "relu"}, [[1.0]])).json()["id"]
    response = client.post(f"/api/v1/traces/{id}/sgd", json={"lr": 0.1})
    assert response.status_code == 422
    assert "no loss" in response.json()["detail"]
    assert client.post("/api/v1/traces/unknown/sgd", json={"lr": 0.1}).status_code == 404


def explain(client: TestClient, id: str, **query: Any) -> Any:
    return client.get(f"/api/v1/traces/{id}/explain", params=query)


def test_an_updated_parameter_is_explained(client: TestClient, trace_id: str) -> None:
    options = {"lr": 0.1, "weight_decay": 0.5, "l1": 0.25, "momentum": 0.9}
    cell = "conv1.weight.next[0,0,0,1]"
    reply = explain(client, trace_id, cell=cell, **options).json()
    after = descend(client, trace_id, **options)
    assert reply["value"] == pytest.approx(after["document"]["layers"][0]["weight"][0][0][0][1], rel=1e-12)
    assert (reply["cell"], reply["rule"], reply["method"], reply["methods"]) == (cell, "sum", "chain", ["chain"])
    assert [term["value"] for term in reply["terms"]] == pytest.approx([-2, -2.8, 0.1, 0.025, 0])
    assert reply["terms"][1]["factors"] == [
        {"constant": True, "value": -0.1, "symbol": "-\\eta"},
        {"cell": "conv1.weight.grad[0,0,0,1]", "value": 28.0, "symbol": "\\frac{\\partial L}{\\partial w_{12}}"},
    ]


# (query, status, words)
NOT_EXPLAINED: list[tuple[str, int, str]] = [
    ("cell=conv1.weight.next[0,0,0,1]", 422, "lr=0.1"),
    ("cell=conv1.weight.next[0,0,0,1]&lr=", 422, "like 0.1"),
    ("cell=conv1.weight.next[0,0,0,1]&lr=nan", 422, "like 0.1"),
    ("cell=conv1.weight.next[0,0,0,1]&lr=-1", 422, "at least 0"),
    ("cell=conv1.weight.next[0,0,0,1]&lr=1e999", 422, "finite"),
    ("cell=conv1.weight.next[0,0,0,9]&lr=0.1", 422, "outside 0…1"),
    ("cell=conv1.weight.next[0,0,0,1]&lr=0.1&method=rot180", 422, "chain"),
    ("cell=conv1.wieght.next[0,0,0,1]&lr=0.1", 404, "no tensor"),
    ("cell=input.next[0,0,0,1]&lr=0.1", 404, "no tensor"),
    ("cell=input[0,0,0,1]&momentum=0.9", 422, "add lr=0.1"),
]


@pytest.mark.parametrize(("query", "status", "words"), NOT_EXPLAINED)
def test_updates_that_cannot_be_explained(
    client: TestClient, trace_id: str, query: str, status: int, words: str
) -> None:
    response = client.get(f"/api/v1/traces/{trace_id}/explain?{query}")
    assert response.status_code == status, response.text
    assert words in response.json()["detail"]


def test_a_learning_rate_beside_any_other_cell_changes_nothing(client: TestClient, trace_id: str) -> None:
    cell = "input.grad[0,0,0,0]"
    assert explain(client, trace_id, cell=cell, lr=0.1).json() == explain(client, trace_id, cell=cell).json()
