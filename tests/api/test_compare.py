"""Check mine over HTTP; which mistakes are known is tested with the mistakes themselves."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.documents import Document, single

DX = [[[[-1.5, 3, 1.5], [0.5, -11, 20.5], [18, -6.5, -1.5]]]]
UNTURNED = [[[[5, -1.5, 4], [9.5, 9.5, -15], [-12.5, 15, -2]]]]


def post(client: TestClient, id: str, body: Any) -> Any:
    return client.post(f"/api/v1/traces/{id}/compare", json=body)


def compare(client: TestClient, id: str, data: Any, **more: Any) -> Any:
    response = post(client, id, {"tensor": "input.grad", "data": data, **more})
    assert response.status_code == 200, response.text
    return response.json()


def test_the_right_answer_matches(client: TestClient, trace_id: str) -> None:
    assert compare(client, trace_id, DX) == {
        "match": True,
        "shape_ok": True,
        "max_absolute_error": 0.0,
        "wrong_cells": [],
        "difference": [[[[0.0] * 3] * 3]],
        "diagnoses": [],
        "tolerance": 2.05e-05,
        "wrong_count": 0,
        "compared_count": 9,
    }


def test_a_wrong_answer_is_diagnosed(client: TestClient, trace_id: str) -> None:
    reply = compare(client, trace_id, UNTURNED)
    assert (reply["match"], reply["shape_ok"], reply["max_absolute_error"]) == (False, True, 35.5)
    assert reply["wrong_cells"] == [f"input.grad[0,0,{i},{j}]" for i in range(3) for j in range(3)]
    assert reply["difference"][0][0][0] == [6.5, -4.5, 2.5]
    [diagnosis] = reply["diagnoses"]
    assert list(diagnosis) == ["mistake", "title", "explanation", "error", "also", "gives", "operands"]
    assert diagnosis["mistake"] == "kernel_not_turned"
    assert "[[1, −2], [3, 0.5]]" in diagnosis["explanation"]
    assert "input.grad[0,0,1,2] is 1·0.5 + 4·3 + (−3)·(−2) + 2·1 = 20.5, not" in diagnosis["explanation"]
    assert (diagnosis["error"], diagnosis["also"]) == (0.0, [])
    assert (reply["wrong_count"], reply["compared_count"]) == (9, 9)


def test_a_diagnosis_has_its_picture(client: TestClient, trace_id: str) -> None:
    reply = compare(client, trace_id, UNTURNED)
    [diagnosis] = reply["diagnoses"]
    assert diagnosis["gives"] == UNTURNED
    assert diagnosis["operands"] == [
        {
            "name": "the kernel of conv1 that met δ",
            "role": "weight",
            "used": {"words": "as it stands", "data": [[[[1.0, -2.0], [3.0, 0.5]]]], "part": None},
            "right": {"words": "turned by 180°", "data": [[[[0.5, 3.0], [-2.0, 1.0]]]], "part": None},
        }
    ]


def test_a_table_that_was_cropped_wrongly_shows_what_was_kept(client: TestClient, trace_id: str) -> None:
    table = client.get(f"/api/v1/traces/{trace_id}/tensors/conv1.table").json()["data"]
    reply = compare(client, trace_id, table)
    diagnosis = next(each for each in reply["diagnoses"] if each["mistake"] == "padding_not_cropped")
    [operand] = diagnosis["operands"]
    assert operand["used"] == {"words": "this part was kept", "data": table, "part": [0, 0, 5, 5]}
    assert operand["right"] == {"words": "this part is x", "data": table, "part": [1, 1, 3, 3]}
    assert diagnosis["gives"] == table


def test_a_constant_is_one_number(client: TestClient, trace_id: str) -> None:
    half = [[[[cell / 4 for cell in row] for row in DX[0][0]]]]
    [diagnosis] = compare(client, trace_id, half)["diagnoses"]
    [operand] = diagnosis["operands"]
    assert (operand["used"]["data"], operand["right"]["data"], operand["role"]) == (0.25, 1.0, "mix")


def test_large_pictures_are_left_out(client: TestClient) -> None:
    weight = {"shape": [200, 110], "fill": "arange"}
    document = {
        "input": [[1.0] * 110],
        "layers": [{"type": "linear", "name": "fc", "weight": weight, "bias": None}],
        "loss": {"type": "upstream", "gradient": [[1.0] * 200]},
    }
    id = client.post("/api/v1/traces", json=document).json()["id"]
    body = {"tensor": "fc.weight.grad", "data": [[-1.0] * 110] * 200}
    [diagnosis] = post(client, id, body).json()["diagnoses"]
    assert (diagnosis["mistake"], diagnosis["gives"]) == ("wrong_sign", None)


def test_cells_left_open_are_not_compared(client: TestClient, trace_id: str) -> None:
    reply = compare(client, trace_id, [[[[None, None, None], [None, -11, None], [18, None, None]]]])
    assert reply["match"] is True
    assert reply["difference"] == [[[[None] * 3, [None, 0.0, None], [0.0, None, None]]]]
    reply = compare(client, trace_id, [[[[5, -1.5, 4], [9.5, None, None], [None, None, None]]]])
    assert reply["wrong_cells"] == [f"input.grad[0,0,{i}]" for i in ("0,0", "0,1", "0,2", "1,0")]
    assert reply["diagnoses"][0]["mistake"] == "kernel_not_turned"
    assert reply["difference"][0][0][1] == [9.0, None, None]


def test_the_tolerance(client: TestClient, trace_id: str) -> None:
    near = [[[[-1.5, 3, 1.5], [0.5, -11.00002, 20.5], [18, -6.5, -1.5]]]]
    assert compare(client, trace_id, near)["match"] is True  # 10⁻⁶ of 20.5
    assert compare(client, trace_id, near, tolerance=1e-5)["match"] is False
    rounded = [[[[-2, 3, 2], [0, -11, 20], [18, -6, -2]]]]
    assert compare(client, trace_id, rounded, tolerance=0.5)["match"] is True
    assert compare(client, trace_id, rounded, tolerance=None)["match"] is False
    assert compare(client, trace_id, DX, tolerance=0)["match"] is True


def test_a_wrong_shape(client: TestClient, trace_id: str) -> None:
    reply = compare(client, trace_id, DX[0][0])
    assert (reply["match"], reply["shape_ok"]) == (False, False)
    assert reply["max_absolute_error"] is reply["difference"] is None
    assert reply["wrong_cells"] == []
    assert reply["diagnoses"][0]["mistake"] == "squeezed"
    unknown = compare(client, trace_id, [[1, 2], [3, 4], [5, 6]])["diagnoses"]
    assert [(each["mistake"], each["error"]) for each in unknown] == [("wrong_shape", None)]


def test_the_loss_is_a_single_number(client: TestClient, trace_id: str) -> None:
    loss = client.get(f"/api/v1/traces/{trace_id}").json()["loss"]
    assert post(client, trace_id, {"tensor": "loss", "data": loss}).json()["match"] is True
    reply = post(client, trace_id, {"tensor": "loss", "data": -loss}).json()
    assert (reply["wrong_cells"], reply["diagnoses"][0]["mistake"]) == (["loss[]"], "wrong_sign")


def test_numbers_that_are_not_finite(client: TestClient) -> None:
    pool = {"type": "max_pool2d", "kernel_size": 2, "padding": 1, "stride": 3, "ceil_mode": True}
    huge = single({"type": "relu"}, [[1e308, -1e308]])
    document = huge | {"layers": [{"type": "linear", "weight": [[10, 1]], "bias": None}]}
    for posted in (document, single(pool, [[[[1, 2], [3, 4]]]])):
        id = client.post("/api/v1/traces", json=posted).json()["id"]
        name = "linear1.output" if posted is document else "pool1.output"
        data = client.get(f"/api/v1/traces/{id}/tensors/{name}").json()["data"]
        reply = post(client, id, {"tensor": name, "data": data}).json()
        assert reply["match"] is True
    id = client.post("/api/v1/traces", json=document).json()["id"]
    reply = post(client, id, {"tensor": "linear1.output", "data": [[5]]}).json()
    assert (reply["match"], reply["max_absolute_error"], reply["difference"]) == (False, "Infinity", [["-Infinity"]])


# what is wrong: (body, status, pointer, words)
REFUSED: dict[str, tuple[Any, int, str, str]] = {
    "not an object": ([], 422, "", "object"),
    "no tensor": ({"data": DX}, 422, "/tensor", "tensor"),
    "no data": ({"tensor": "input.grad"}, 422, "/data", "data"),
    "unknown key": ({"tensor": "input.grad", "data": DX, "tolerence": 1}, 422, "/tolerence", '"tolerance"'),
    "data a string": ({"tensor": "input.grad", "data": "1"}, 422, "/data", '"1"'),
    "data empty": ({"tensor": "input.grad", "data": []}, 422, "/data", "empty list"),
    "data ragged": ({"tensor": "input.grad", "data": [[1, 2], [3]]}, 422, "/data/1", "2 entries"),
    "data mixed": ({"tensor": "input.grad", "data": [[1, 2], 3]}, 422, "/data/1", "neighbours"),
    "data mixed the other way": ({"tensor": "input.grad", "data": [3, [1, 2]]}, 422, "/data/0", "neighbours"),
    "data true": ({"tensor": "input.grad", "data": [1, True]}, 422, "/data/1", "true"),
    "data huge": ({"tensor": "input.grad", "data": [10**400]}, 422, "/data/0", "larger"),
    "data all open": ({"tensor": "input.grad", "data": [[None]]}, 422, "/data", "null everywhere"),
    "data deep": ({"tensor": "input.grad", "data": [[[[[[[1]]]]]]]}, 422, "/data", "rank 6"),
    "tolerance negative": ({"tensor": "input.grad", "data": DX, "tolerance": -1}, 422, "/tolerance", "at least 0"),
    "tolerance a string": ({"tensor": "input.grad", "data": DX, "tolerance": "1"}, 422, "/tolerance", "number"),
    "no such tensor": ({"tensor": "input.gard", "data": DX}, 404, "", '"input.grad"'),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(client: TestClient, trace_id: str, name: str) -> None:
    body, status, pointer, words = REFUSED[name]
    response = post(client, trace_id, body)
    assert response.status_code == status, response.text
    problem = response.json()
    assert words in problem["detail"]
    if status == 422:
        assert problem["errors"][0]["pointer"].startswith(pointer)


def test_an_unknown_trace(client: TestClient) -> None:
    response = post(client, "0" * 64, {"tensor": "input.grad", "data": DX})
    assert (response.status_code, response.json()["type"].rpartition(":")[2]) == (404, "trace-not-found")


def test_float32(client: TestClient, convolution: Document) -> None:
    id = client.post("/api/v1/traces", json=convolution | {"dtype": "float32"}).json()["id"]
    assert compare(client, id, DX)["match"] is True
    assert compare(client, id, UNTURNED)["diagnoses"][0]["mistake"] == "kernel_not_turned"


def test_nothing_about_an_answer_is_kept(client: TestClient, trace_id: str) -> None:
    response = post(client, trace_id, {"tensor": "input.grad", "data": DX})
    assert response.headers["cache-control"] == "no-store"
    assert json.loads(response.content)["match"] is True
