"""Edits: a trace with some cells set is another trace."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.documents import Document, fill, lenet, single

X = "input[0,0,0,0]"


def edit(cell: Any, value: Any) -> Document:
    return {"cell": cell, "value": value}


def test_an_edit_is_the_edited_document(client: TestClient, trace_id: str, convolution: Document) -> None:
    edits = [
        edit(X, 5),
        edit("conv1.weight[0,0,1,1]", -0.75),
        edit("conv1.bias[0]", 1e-3),
        edit("loss.gradient[0,0,3,3]", 0),
    ]
    response = client.post(f"/api/v1/traces/{trace_id}/edits", json=edits)
    assert response.status_code == 201
    convolution["input"][0][0][0][0] = 5
    convolution["layers"][0]["weight"][0][0][1][1] = -0.75
    convolution["layers"][0]["bias"][0] = 1e-3
    convolution["loss"]["gradient"][0][0][3][3] = 0
    posted = client.post("/api/v1/traces", json=convolution)
    assert response.json() == posted.json()
    assert response.headers["location"] == posted.headers["location"]
    assert client.get(f"/api/v1/traces/{trace_id}").json()["document"]["input"][0][0][0][0] == 1


def test_an_edit_that_changes_nothing_is_the_same_trace(client: TestClient, trace_id: str) -> None:
    response = client.post(f"/api/v1/traces/{trace_id}/edits?values=changed&include=derived", json=[edit(X, 1)])
    assert response.json()["id"] == trace_id
    assert response.json()["tensors"] == {}


# (cell, tensors that differ with derived ones)
CHANGES = {
    X: ["input", "conv1.output", "conv1.padded", "loss", "conv1.weight.grad"],
    "conv1.weight[0,0,1,1]": ["conv1.weight", "conv1.output", "conv1.turned", "conv1.table", "loss", "input.grad"],
    "conv1.bias[0]": ["conv1.bias", "conv1.output", "loss"],
    "loss.gradient[0,0,1,1]": [
        *("conv1.stuffed", "conv1.bordered", "conv1.table", "loss.gradient", "loss", "conv1.output.grad"),
        *("conv1.weight.grad", "conv1.bias.grad", "input.grad"),
    ],
}


@pytest.mark.parametrize("cell", CHANGES)
def test_only_what_differs_is_listed(client: TestClient, trace_id: str, cell: str) -> None:
    path = f"/api/v1/traces/{trace_id}/edits"
    reply = client.post(path, params={"values": "changed", "include": "derived"}, json=[edit(cell, 9)]).json()
    assert set(reply["tensors"]) == set(CHANGES[cell])
    full = client.get(f"/api/v1/traces/{reply['id']}?include=derived").json()
    before = client.get(f"/api/v1/traces/{trace_id}?include=derived").json()
    for name, tensor in full["tensors"].items():
        assert (tensor != before["tensors"][name]) == (name in reply["tensors"])
        assert reply["tensors"].get(name, tensor) == tensor
    plain = client.post(path, params={"values": "changed"}, json=[edit(cell, 9)]).json()["tensors"]
    assert set(plain) == {name for name in CHANGES[cell] if full["tensors"][name]["role"] != "derived"}
    named = client.post(path, params={"values": "changed", "tensors": "conv1.padded"}, json=[edit(cell, 9)]).json()
    assert ("conv1.padded" in named["tensors"]) == ("conv1.padded" in CHANGES[cell])


def test_the_sign_of_zero_is_a_change(client: TestClient) -> None:
    id = client.post("/api/v1/traces", json=single({"type": "relu"}, [[0.0, 1]])).json()["id"]
    reply = client.post(f"/api/v1/traces/{id}/edits?values=changed", json=[edit("input[0,0]", -0.0)]).json()
    assert "input" in reply["tensors"]


def test_generators_keep_their_form(client: TestClient) -> None:
    id = client.post("/api/v1/traces", json=single({"type": "relu"}, fill(1, 2000, how="zeros"))).json()["id"]
    path = f"/api/v1/traces/{id}/edits?values=none"
    few = client.post(path, json=[edit("input[0,7]", 2), edit("input[0,3]", 1)]).json()["document"]["input"]
    assert few == {"shape": [1, 2000], "fill": "zeros", "seed": 0, "set": [[[0, 3], 1.0], [[0, 7], 2.0]]}
    many = client.post(path, json=[edit(f"input[0,{i}]", i) for i in range(1001)]).json()["document"]["input"]
    assert many[0][:2] == [0.0, 1.0]


def test_edits_of_edits(client: TestClient) -> None:
    id = client.post("/api/v1/traces?values=none", json=lenet()).json()["id"]
    for value in (1.5, -2.5):
        reply = client.post(
            f"/api/v1/traces/{id}/edits?values=changed", json=[edit("conv1.weight[0,0,1,1]", value)]
        ).json()
        assert reply["tensors"]["conv1.weight"]["data"][0][0][1][1] == value
        assert "conv3.weight" not in reply["tensors"]
        id = reply["id"]


# what is wrong: (edits, pointer, words)
WRONG: dict[str, tuple[Any, str, tuple[str, ...]]] = {
    "not a list": (edit(X, 1), "", ("list",)),
    "nothing": ([], "", ("empty list",)),
    "not objects": ([5], "/0", ("object",)),
    "no value": ([{"cell": X}], "/0/value", ("nothing",)),
    "no cell": ([{"value": 1}], "/0/cell", ("conv1.weight[0,0,1,1]",)),
    "unknown key": ([edit(X, 1) | {"vlaue": 1}], "/0/vlaue", ('"value"',)),
    "cell twice": ([edit(X, 1), edit(X, 2)], "/1/cell", ("twice",)),
    "value a string": ([edit(X, "1")], "/0/value", ("quotes",)),
    "value true": ([edit(X, True)], "/0/value", ("true",)),
    "value null": ([edit(X, None)], "/0/value", ("null",)),
    "value huge": ([edit(X, 10**400)], "/0/value", ("finite",)),
    "cell not a string": ([edit(5, 1)], "/0/cell", ("address",)),
    "cell malformed": ([edit("input[0,0", 1)], "/0/cell", ("input[0,0",)),
    "cell negative": ([edit("input[0,0,0,-1]", 1)], "/0/cell", ("input[0,0,0,-1]",)),
    "cell out of range": ([edit("input[0,0,0,3]", 1)], "/0/cell", ("[1, 1, 3, 3]",)),
    "too few indices": ([edit("input[0]", 1)], "/0/cell", ("4 indices",)),
    "unknown tensor": ([edit("conv2.weight[0]", 1)], "/0/cell", ("conv1.weight", "conv1.bias", "loss.gradient")),
    "an output": ([edit("conv1.output[0,0,0,0]", 1)], "/0/cell", ("conv1.weight",)),
    "a gradient": ([edit("input.grad[0,0,0,0]", 1)], "/0/cell", ("conv1.weight",)),
    "a derived tensor": ([edit("conv1.padded[0,0,0,0]", 1)], "/0/cell", ("conv1.weight",)),
    "the loss": ([edit("loss[]", 1)], "/0/cell", ("loss.gradient",)),
    "later ones": ([edit(X, 1), edit("x", 1)], "/1/cell", ("'x'",)),
    "200,000 wrong ones": ([edit(X, "1.5")] * 50_000, "/0/value", ("quotes",)),
}


@pytest.mark.parametrize("name", WRONG)
def test_edits_that_are_refused(client: TestClient, trace_id: str, name: str) -> None:
    edits, pointer, words = WRONG[name]
    response = client.post(f"/api/v1/traces/{trace_id}/edits", json=edits)
    assert response.status_code == 422
    problem = response.json()
    assert problem["errors"][0]["pointer"] == pointer
    assert len(problem["errors"]) <= 10
    assert len(response.content) <= 8192
    for word in words:
        assert word in problem["errors"][0]["detail"]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e400", "9" * 5000])
def test_edits_to_nothing_finite(client: TestClient, trace_id: str, number: str) -> None:
    body = f'[{{"cell": "{X}", "value": {number}}}]'
    response = client.post(
        f"/api/v1/traces/{trace_id}/edits", content=body, headers={"Content-Type": "application/json"}
    )
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "/0/value"


def test_beyond_float32(client: TestClient, convolution: Document) -> None:
    id = client.post("/api/v1/traces", json=convolution | {"dtype": "float32"}).json()["id"]
    response = client.post(f"/api/v1/traces/{id}/edits", json=[edit(X, 1e300)])
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "/0/value")


def test_an_edit_can_keep_to_some_tensors(client: TestClient, trace_id: str) -> None:
    path = f"/api/v1/traces/{trace_id}/edits"
    query = {"values": "changed", "include": "derived", "among": "input.grad,conv1.table,conv1.bias"}
    reply = client.post(path, params=query, json=[edit("conv1.weight[0,0,0,0]", 9)]).json()
    assert list(reply["tensors"]) == ["conv1.table", "input.grad"]
    full = client.get(f"/api/v1/traces/{reply['id']}?include=derived").json()["tensors"]
    assert reply["tensors"] == {name: full[name] for name in reply["tensors"]}
    some = client.get(f"/api/v1/traces/{reply['id']}", params={"include": "derived", "among": "conv1.table"}).json()
    assert some["tensors"] == {"conv1.table": full["conv1.table"]}
    unknown = client.post(path, params={"among": "conv1.nothing"}, json=[edit("conv1.bias[0]", 9)])
    assert unknown.status_code == 404
