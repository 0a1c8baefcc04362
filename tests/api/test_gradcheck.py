"""The gradient check over HTTP; how it judges is tested with the check itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from tests.api.documents import fill, lenet, single
from tests.api.serving import serve


def check(client: TestClient, id: str, **query: Any) -> Any:
    response = client.get(f"/api/v1/traces/{id}/gradcheck", params=query)
    assert response.status_code == 200, response.text
    return response.json()


def test_all_gradients_pass(client: TestClient, trace_id: str) -> None:
    reply = check(client, trace_id)
    assert reply["passed"] is True
    assert list(reply["tensors"]) == ["conv1.output.grad", "conv1.weight.grad", "conv1.bias.grad", "input.grad"]
    for name, found in reply["tensors"].items():
        assert found["passed"] is True
        assert found["checked"] == found["of"]
        assert found["kinks"] == [] and "numeric" not in found
        assert found["max_absolute_error"] < 1e-6 and found["max_relative_error"] < 1e-6
        assert found["worst_cell"].startswith(f"{name}[")


def test_one_tensor_with_all_its_differences(client: TestClient, trace_id: str) -> None:
    reply = check(client, trace_id, tensor="conv1.weight.grad", cells="all")
    numeric = reply["tensors"]["conv1.weight.grad"]["numeric"]
    np.testing.assert_allclose(numeric, [[[[34, 28], [50, 23]]]], rtol=1e-7)
    assert len(reply["tensors"]) == 1


def test_kinks_have_two_slopes(client: TestClient) -> None:
    document = single({"type": "relu"}, [[0.0, 1.0]], loss={"type": "upstream", "gradient": [[3, 4]]})
    id = client.post("/api/v1/traces", json=document).json()["id"]
    found = check(client, id)["tensors"]["input.grad"]
    (kink,) = found["kinks"]
    assert kink == {"cell": "input.grad[0,0]", "left": pytest.approx(0), "right": pytest.approx(3)}
    assert (found["passed"], found["checked"], found["worst_cell"]) == (True, 2, "input.grad[0,1]")


def test_lenet_is_checked_by_sixty_four_cells_of_each(client: TestClient) -> None:
    id = client.post("/api/v1/traces?values=none", json=lenet()).json()["id"]
    reply = check(client, id)
    assert reply["passed"] is True
    assert len(reply["tensors"]) == 23
    assert {name: found["checked"] for name, found in reply["tensors"].items() if found["of"] > 64} == dict.fromkeys(
        (name for name, found in reply["tensors"].items() if found["of"] > 64), 64
    )
    assert check(client, id) == reply


def test_a_loss_beyond_all_numbers_is_json(client: TestClient) -> None:
    layer = {"type": "linear", "weight": [[1e200]]}
    document = single(layer, [[1e200]], loss={"type": "upstream", "gradient": [[1]]})
    id = client.post("/api/v1/traces", json=document).json()["id"]
    reply = check(client, id)
    assert reply["passed"] is False
    assert reply["tensors"]["input.grad"]["max_absolute_error"] == "NaN"


# (query, status, words of the detail)
REFUSED = [
    ("tensor=conv1.wieght.grad", 404, 'did you mean "conv1.weight.grad"?'),
    ("tensor=conv1.weight", 422, "conv1.weight.grad"),
    ("tensor=loss.gradient", 422, "expected a gradient"),
    ("cells=some", 422, '"all"'),
    ("cells=64", 422, '"all"'),
    ("epsilon=1", 422, "not a known key"),
]


@pytest.mark.parametrize(("query", "status", "words"), REFUSED)
def test_questions_that_are_refused(client: TestClient, trace_id: str, query: str, status: int, words: str) -> None:
    response = client.get(f"/api/v1/traces/{trace_id}/gradcheck?{query}")
    assert response.status_code == status
    assert words in response.json()["detail"]


def test_without_a_loss_there_is_nothing_to_check(client: TestClient) -> None:
    id = client.post("/api/v1/traces", json=single({"type": "relu"}, [[1.0]])).json()["id"]
    response = client.get(f"/api/v1/traces/{id}/gradcheck")
    assert response.status_code == 422
    assert "no loss" in response.json()["detail"]


def test_too_much_work_names_the_figure_the_limit_and_the_remedy() -> None:
    layer = {"type": "linear", "weight": fill(30, 30)}
    document = single(layer, fill(1, 30), loss={"type": "upstream", "gradient": fill(1, 30)})
    with serve(multiply_adds=15_000_000) as client:
        id = client.post("/api/v1/traces", json=document).json()["id"]
        path = f"/api/v1/traces/{id}/gradcheck"
        for query, remedy in (("cells=all", "leave out cells=all"), ("", "?tensor=")):
            problem = client.get(f"{path}?{query}").json()
            assert problem["type"].endswith("too-much-work")
            assert "allows 15,000,000" in problem["detail"] and remedy in problem["detail"]
        assert client.get(f"{path}?tensor=linear1.output.grad&cells=all").status_code == 200


def test_float32_needs_room_for_float64() -> None:
    document = single({"type": "relu"}, fill(1, 1000), loss={"type": "upstream", "gradient": fill(1, 1000)})
    with serve(memory_bytes=50_000) as client:
        id = client.post("/api/v1/traces?values=none", json=document | {"dtype": "float32"}).json()["id"]
        problem = client.get(f"/api/v1/traces/{id}/gradcheck?tensor=input.grad").json()
    assert problem["type"].endswith("too-much-work")
    assert "bytes; this server allows 50,000" in problem["detail"]


def test_what_has_no_slope_is_no_failure(client: TestClient) -> None:
    """A window of padding alone is −∞; saturated probabilities meet the clamp of their loss."""
    empty_window = {
        "input": [[[[1], [0], [1]], [[0], [1], [0.5]]]],
        "layers": [
            {"type": "sigmoid"},
            {"type": "max_pool2d", "kernel_size": [2, 2], "stride": 2, "padding": [1, 1], "dilation": [1, 2]},
            {"type": "tanh"},
        ],
        "loss": {"type": "squared_error", "target": [[[[0.5], [-0.69]], [[1], [1]]]]},
    }
    saturated = {
        "input": [[80, -80, 3]],
        "layers": [{"type": "softmax"}],
        "loss": {"type": "binary_cross_entropy", "target": [[1, 0, 0.5]]},
    }
    for document in (empty_window, saturated):
        name = client.post("/api/v1/traces", json=document).json()["id"]
        check = client.get(f"/api/v1/traces/{name}/gradcheck?cells=all").json()
        assert check["passed"] is True
        assert any(tensor["kinks"] for tensor in check["tensors"].values())
