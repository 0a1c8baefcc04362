"""What the reply of a trace carries, and how its numbers are written."""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.schemas.numbers import decimals, encode_array
from tests.api.documents import Document, fill, first, lenet, single
from tests.api.serving import serve

BINARY = "application/vnd.backprop.trace"
ROWS = [
    [0.75, 4.25, 7.75, 9.25],
    [0.25, 11.75, 14.25, 21.25],
    [-4.25, 19.25, 21.75, 33.25],
    [-13.75, -8.75, -9.75, 9.25],
]


def create(client: TestClient, document: Document, **query: str) -> Any:
    response = client.post("/api/v1/traces", json=document, params=query)
    assert response.status_code == 201, response.text[:300]
    return response.json()


def carried(reply: Any) -> list[str]:
    return [name for name, tensor in reply["tensors"].items() if tensor["data"] is not None]


def test_a_trace_comes_with_its_document_and_place(client: TestClient, convolution: Document) -> None:
    response = client.post("/api/v1/traces", json=convolution)
    reply = response.json()
    assert response.status_code == 201
    assert response.headers["location"] == f"/api/v1/traces/{reply['id']}"
    assert list(reply) == ["id", "document", "loss", "layers", "tensors"]
    assert reply["loss"] == 142.5
    assert reply["layers"][0]["parameters"] == ["conv1.weight", "conv1.bias"]
    assert reply["tensors"]["conv1.output"] == {
        "shape": [1, 1, 4, 4],
        "role": "activation",
        "symbol": "z",
        "finite": True,
        "data": [[ROWS]],
    }
    assert client.get(response.headers["location"]).content == response.content
    document = client.get(f"{response.headers['location']}/document").json()
    assert document == reply["document"]


def test_posting_again_is_created_again(client: TestClient, convolution: Document) -> None:
    one, two = (client.post("/api/v1/traces", json=convolution) for _ in range(2))
    assert (two.status_code, two.content) == (201, one.content)


def test_which_numbers(client: TestClient, convolution: Document) -> None:
    plain = create(client, convolution)
    derived = [name for name, tensor in plain["tensors"].items() if tensor["role"] == "derived"]
    assert derived
    assert carried(plain) == [name for name in plain["tensors"] if name not in derived]
    assert carried(create(client, convolution, include="derived")) == list(plain["tensors"])
    assert carried(create(client, convolution, values="none")) == []
    assert carried(create(client, convolution, values="none", tensors="input.grad,conv1.padded")) == [
        "conv1.padded",
        "input.grad",
    ]
    assert set(carried(create(client, convolution, tensors="conv1.table"))) == {*carried(plain), "conv1.table"}
    assert create(client, convolution, notation="004")["tensors"]["conv1.output"]["symbol"] == "y"


def test_without_a_loss_there_are_forward_states_only(client: TestClient, convolution: Document) -> None:
    reply = create(client, convolution | {"loss": None}, include="derived")
    assert reply["loss"] is None
    assert set(reply["tensors"]) == {
        "input",
        *(f"conv1.{name}" for name in ("weight", "bias", "output", "padded", "turned")),
    }


def test_the_largest_tensors_wait_ties_by_order() -> None:
    sizes = {"input": 4, "relu1.output": 4, "relu2.output": 4, "flatten1.output": 4, "linear1.weight": 8}
    document = {
        "input": fill(1, 1, 2, 2),
        "layers": [{"type": "relu"}] * 2 + [{"type": "flatten"}, {"type": "linear", "weight": fill(2, 4)}],
    }
    total = sum(sizes.values()) + 2
    waiting: list[set[str]] = []
    for most in (total, total - 1, total - 8, total - 9, total - 13, 0):
        with serve(reply_numbers=most) as client:
            reply = create(client, document)
            waiting.append(set(reply["tensors"]) - set(carried(reply)) - {"relu1.derivative", "relu2.derivative"})
    largest = ["linear1.weight", "input", "relu1.output", "relu2.output", "flatten1.output", "linear1.output"]
    assert waiting == [set(), set(largest[:1]), set(largest[:1]), set(largest[:2]), set(largest[:3]), set(largest)]


def test_non_finite_numbers_are_lossless(client: TestClient) -> None:
    big = 1e308
    layer = {"type": "linear", "weight": [[10], [-10], [1]]}
    reply = create(client, single(layer, [[big]], loss={"type": "upstream", "gradient": [[1, 1, 1]]}))
    output = reply["tensors"]["linear1.output"]
    assert output["finite"] is False
    assert output["data"] == [["Infinity", "-Infinity", 1e308]]
    assert reply["loss"] == "NaN"
    assert reply["tensors"]["loss"] == {"shape": [], "role": "loss", "symbol": "L", "finite": False, "data": "NaN"}
    assert reply["tensors"]["input"]["finite"] is True
    one = client.get(f"/api/v1/traces/{reply['id']}/tensors/linear1.output").json()
    assert (one["finite"], one["data"]) == (False, output["data"])


def test_minus_zero_stays(client: TestClient) -> None:
    text = client.post("/api/v1/traces", json=single({"type": "relu"}, [[-0.0]])).text
    assert '"input":[[-0.0]]' in text


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_numbers_are_the_shortest_that_round_trip(dtype: str) -> None:
    bits = np.random.default_rng(0).integers(0, 2**63, 20_000, dtype=np.uint64)
    array = (bits.astype(np.uint32).view("f4") if dtype == "float32" else bits.view("f8")).astype(dtype)
    array = np.concatenate([array[np.isfinite(array)], np.array([0.1, -0.0, 1e-7, 16777216, 1 / 3], dtype)])
    shortest = decimals(array)
    assert np.array_equal(shortest.astype(dtype), array)
    assert [repr(float(x)) for x in shortest] == [repr(float(str(x))) for x in array]
    assert json.loads(encode_array(array)) == shortest.tolist()


def test_float32_all_the_way(client: TestClient) -> None:
    document = single({"type": "linear", "weight": [[0.1]]}, [[0.2]], dtype="float32")
    document["loss"] = {"type": "upstream", "gradient": [[0.7]]}
    reply = create(client, document)
    assert reply["document"]["input"] == [[0.2]]
    product = float(str(np.float32(0.1) * np.float32(0.2)))
    assert product == 0.020000001
    assert reply["tensors"]["linear1.output"]["data"] == [[product]]
    assert reply["tensors"]["linear1.output.grad"]["data"] == [[0.7]]
    explained = client.get(f"/api/v1/traces/{reply['id']}/explain", params={"cell": "linear1.output[0,0]"}).json()
    assert explained["value"] == product
    assert sorted(factor["value"] for factor in explained["terms"][0]["factors"]) == [0.1, 0.2]


def test_a_large_array_is_encoded_in_pieces() -> None:
    array = np.arange(240_000, dtype=float).reshape(2, 300, 400)
    assert json.loads(encode_array(array)) == array.tolist()


def unpacked(content: bytes) -> tuple[Any, dict[str, np.ndarray[Any, Any]]]:
    """The header and arrays of a binary trace, read as the contract says."""
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    arrays = {}
    for name, tensor in header["tensors"].items():
        assert "data" not in tensor
        if tensor["offset"] is not None:
            at = 8 + length + tensor["offset"]
            assert at % 8 == 0
            kind = np.dtype(tensor["dtype"]).newbyteorder("<")
            size = int(np.prod(tensor["shape"]))
            arrays[name] = np.frombuffer(content, kind, size, at).reshape(tensor["shape"])
    return header, arrays


@pytest.mark.parametrize("document", [first(), first() | {"dtype": "float32"}, lenet(dtype="float32")], ids=range(3))
def test_binary_is_the_reply_with_arrays(client: TestClient, document: Document) -> None:
    response = client.post("/api/v1/traces?include=derived", json=document, headers={"Accept": BINARY})
    assert (response.status_code, response.headers["content-type"]) == (201, BINARY)
    header, arrays = unpacked(response.content)
    with serve(reply_numbers=10**9) as uncapped:
        reply = create(uncapped, document, include="derived")
    assert {key: header[key] for key in ("id", "document", "loss", "layers")} == {
        key: reply[key] for key in ("id", "document", "loss", "layers")
    }
    assert arrays.keys() == reply["tensors"].keys()
    for name, array in arrays.items():
        assert np.array_equal(array, np.array(reply["tensors"][name]["data"], array.dtype)), name


def test_binary_is_not_capped(convolution: Document) -> None:
    with serve(reply_numbers=0) as client:
        id = create(client, convolution)["id"]
        _, arrays = unpacked(client.get(f"/api/v1/traces/{id}", headers={"Accept": BINARY}).content)
        assert "conv1.output" in arrays
        assert "conv1.padded" not in arrays
        _, arrays = unpacked(client.get(f"/api/v1/traces/{id}?values=none", headers={"Accept": BINARY}).content)
        assert arrays == {}
