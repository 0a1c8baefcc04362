"""The check of one cell over HTTP; how it judges is tested with the check itself."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.schemas.responses import CellCheckReply
from tests.api.documents import fill, lenet, single
from tests.api.serving import serve


def check(client: TestClient, id: str, cell: str) -> Any:
    response = client.get(f"/api/v1/traces/{id}/gradcheck", params={"cell": cell})
    assert response.status_code == 200, response.text
    CellCheckReply.model_validate(response.json())
    return response.json()


@pytest.mark.parametrize("cell", ["conv1.weight.grad[0,0,1,1]", "conv1.output.grad[0,0,3,3]", "input.grad[0,0,1,1]"])
def test_every_gradient_has_its_difference(client: TestClient, trace_id: str, cell: str) -> None:
    reply = check(client, trace_id, cell)
    assert reply["moved"] == cell.replace(".grad", "")
    assert reply["passed"] is True and reply["kink"] is None
    slope = (reply["loss_above"] - reply["loss_below"]) / (2 * reply["epsilon"])
    assert reply["numeric"] == pytest.approx(slope, rel=1e-6)
    assert reply["absolute_error"] <= reply["tolerance"]


def test_a_kink_is_a_sentence(client: TestClient) -> None:
    layers = [{"type": "relu"}, {"type": "max_pool2d", "kernel_size": 2}]
    document = {
        "input": [[[[0, 3], [3, 2]]]],
        "layers": layers,
        "loss": {"type": "upstream", "gradient": [[[[2]]]]},
    }
    id = client.post("/api/v1/traces", json=document).json()["id"]
    sign = check(client, id, "input.grad[0,0,0,0]")["kink"]
    assert (sign["left"], sign["right"], sign["cause_count"]) == (0, 0, 1)
    assert sign["causes"] == [
        {
            "kind": "sign",
            "cell": "relu1.output[0,0,0,0]",
            "reads": "input[0,0,0,0]",
            "text": "it reads input[0,0,0,0], which crosses 0",
        }
    ]
    (winner,) = check(client, id, "relu1.output.grad[0,0,1,0]")["kink"]["causes"]
    assert winner["text"] == "the winner changes from relu1.output[0,0,0,1] to relu1.output[0,0,1,0]"


def test_a_single_cell_of_lenet_costs_a_single_cell() -> None:
    with serve(multiply_adds=20_000_000) as client:
        id = client.post("/api/v1/traces?values=none", json=lenet()).json()["id"]
        path = f"/api/v1/traces/{id}/gradcheck"
        assert check(client, id, "conv2.weight.grad[3,2,1,1]")["passed"] is True
        assert client.get(path, params={"tensor": "conv2.weight.grad"}).json()["type"].endswith("too-much-work")


def test_too_much_work_is_refused() -> None:
    document = single({"type": "relu"}, fill(1, 30), loss={"type": "upstream", "gradient": fill(1, 30)})
    with serve(multiply_adds=100_000) as client:
        id = client.post("/api/v1/traces", json=document).json()["id"]
        problem = client.get(f"/api/v1/traces/{id}/gradcheck", params={"cell": "input.grad[0,0]"}).json()
    assert problem["type"].endswith("too-much-work")
    assert problem["errors"][0]["parameter"] == "cell"
    assert "allows 100,000; make the document smaller" in problem["detail"]


# (query, status, words of the detail)
REFUSED = [
    ({"cell": "conv1.wieght.grad[0]"}, 404, 'did you mean "conv1.weight.grad"?'),
    ({"cell": "conv1.weight[0,0,1,1]"}, 422, "ask for conv1.weight.grad[0,0,1,1]"),
    ({"cell": "loss[]"}, 422, "expected a cell of a gradient"),
    ({"cell": "loss.gradient[0,0,0,0]"}, 422, "expected a cell of a gradient"),
    ({"cell": "conv1.weight.grad[0,0,1,2]"}, 422, "index 2 on axis 3"),
    ({"cell": "conv1.weight.grad"}, 422, "expected a tensor and its 0-based indices"),
    ({"cell": "conv1.bias.grad[0]", "tensor": "conv1.bias.grad"}, 422, "leave one of them out"),
    ({"cell": "conv1.bias.grad[0]", "cells": "all"}, 422, "leave one of them out"),
]


@pytest.mark.parametrize(("query", "status", "words"), REFUSED)
def test_refusals(client: TestClient, trace_id: str, query: dict[str, str], status: int, words: str) -> None:
    response = client.get(f"/api/v1/traces/{trace_id}/gradcheck", params=query)
    assert response.status_code == status
    assert words in response.json()["detail"]


def test_without_a_loss(client: TestClient) -> None:
    id = client.post("/api/v1/traces", json=single({"type": "relu"}, [[1.0]])).json()["id"]
    response = client.get(f"/api/v1/traces/{id}/gradcheck", params={"cell": "relu1.output[0,0]"})
    assert response.status_code == 422
    assert "no loss" in response.json()["detail"]
