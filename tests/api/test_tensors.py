"""One tensor: JSON, .npy, slices."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from tests.api.documents import fill
from tests.api.serving import serve

NPY = {"Accept": "application/octet-stream"}
SHAPE = (2, 3, 4, 5)


@pytest.fixture(scope="module")
def path(client: TestClient) -> str:
    """A trace with an input of distinct numbers."""
    document = {"input": fill(*SHAPE, how="arange"), "layers": [{"type": "relu"}]}
    return str(client.post("/api/v1/traces", json=document).headers["location"]) + "/tensors/input"


def array() -> np.ndarray[Any, Any]:
    return np.arange(120, dtype=float).reshape(SHAPE)


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("0", np.s_[0]),
        ("1,2", np.s_[1, 2]),
        ("1,2,:,:", np.s_[1, 2, :, :]),
        ("-1,-3", np.s_[-1, -3]),
        ("0:1,1:3", np.s_[0:1, 1:3]),
        (":,:2,-2:,1:-1", np.s_[:, :2, -2:, 1:-1]),
        ("0,0,2:100", np.s_[0, 0, 2:100]),
        (" 1 , 2 ", np.s_[1, 2]),
        ("1,2,3,4", np.s_[1, 2, 3, 4]),
        ("1:1", np.s_[1:1]),
    ],
)
def test_slices_are_numpys(client: TestClient, path: str, text: str, index: Any) -> None:
    expected = np.asarray(array()[index])
    reply = client.get(path, params={"slice": text}).json()
    assert (reply["shape"], reply["data"], reply["slice"]) == (list(expected.shape), expected.tolist(), text)
    loaded = np.load(BytesIO(client.get(path, params={"slice": text}, headers=NPY).content))
    assert loaded.dtype == expected.dtype
    assert loaded.shape == expected.shape
    assert np.array_equal(loaded, expected)


@pytest.mark.parametrize(
    "text",
    ["2", "-3", "0,3", "0,0,0,0,0", "x", "", "0,", "1.0", "0,...", "::2", "1:2:3", "None", "9" * 5000, "0;1", "٣"],
)
def test_slices_that_do_not_fit(client: TestClient, path: str, text: str) -> None:
    response = client.get(path, params={"slice": text})
    assert response.status_code == 422
    assert response.json()["errors"][0]["parameter"] == "slice"
    assert len(response.content) < 1000


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_npy_is_numpys_own_file(client: TestClient, dtype: str) -> None:
    document = {"dtype": dtype, "input": fill(1, 7), "layers": [{"type": "linear", "weight": fill(3, 7)}]}
    path = client.post("/api/v1/traces", json=document).headers["location"]
    response = client.get(f"{path}/tensors/linear1.weight", headers=NPY)
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"] == 'attachment; filename="linear1.weight.npy"'
    loaded = np.load(BytesIO(response.content), allow_pickle=False)
    listed = client.get(f"{path}/tensors/linear1.weight").json()
    assert (loaded.dtype, listed["dtype"]) == (np.dtype(dtype), dtype)
    assert np.array_equal(loaded, np.array(listed["data"], dtype))


def test_one_tensor_is_not_capped() -> None:
    with serve(reply_numbers=10) as client:
        path = client.post("/api/v1/traces", json={"input": fill(2, 100), "layers": [{"type": "relu"}]}).headers[
            "location"
        ]
        assert len(client.get(f"{path}/tensors/input").json()["data"][1]) == 100


def test_derived_tensors_and_scalars(client: TestClient, trace_id: str) -> None:
    path = f"/api/v1/traces/{trace_id}/tensors"
    assert client.get(f"{path}/conv1.turned").json()["data"] == [[[[0.5, 3.0], [-2.0, 1.0]]]]
    assert client.get(f"{path}/loss").json()["data"] == 142.5
    assert np.load(BytesIO(client.get(f"{path}/loss", headers=NPY).content)) == 142.5


@pytest.mark.parametrize("name", ["conv1.weigth", "conv1", "nothing", "conv1.weight.grad.grad", "%20", "x" * 3000])
def test_unknown_tensors(client: TestClient, trace_id: str, name: str) -> None:
    response = client.get(f"/api/v1/traces/{trace_id}/tensors/{name}")
    assert response.status_code == 404
    assert response.json()["type"].endswith("tensor-not-found")
    assert len(response.content) < 1000


def test_a_table_after_some_stamps(client: TestClient, trace_id: str) -> None:
    """What the film shows: six cells of δ have stamped the kernel, and the end is the table itself."""
    path = f"/api/v1/traces/{trace_id}/tensors/conv1.table"
    six = client.get(path, params={"stamps": 6}).json()["data"][0][0]
    cell = {"cell": "conv1.table[0,0,1,1]", "method": "scatter"}
    terms = client.get(f"/api/v1/traces/{trace_id}/explain", params=cell).json()["terms"]
    assert six[1][1] == terms[3]["running_total"] == terms[-1]["running_total"]
    assert six[3] == [0.0] * 5
    assert client.get(path, params={"stamps": 16}).json()["data"] == client.get(path).json()["data"]


@pytest.mark.parametrize(
    ("tensor", "stamps", "words"),
    [
        ("conv1.table", "17", "at most the 16 cells"),
        ("conv1.output", "1", "the table of a convolution"),
        ("conv1.table", "-1", "at least 0"),
    ],
)
def test_stamps_that_there_are_not(client: TestClient, trace_id: str, tensor: str, stamps: str, words: str) -> None:
    response = client.get(f"/api/v1/traces/{trace_id}/tensors/{tensor}", params={"stamps": stamps})
    assert response.status_code == 422
    assert words in response.json()["detail"]
