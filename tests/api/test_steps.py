"""The film over HTTP; what it shows is tested with the film itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from tests.api.documents import lenet, single


def steps(client: TestClient, id: str, **query: Any) -> Any:
    response = client.get(f"/api/v1/traces/{id}/steps", params=query)
    assert response.status_code == 200, response.text
    return response.json()


def test_the_first_page(client: TestClient, trace_id: str) -> None:
    reply = steps(client, trace_id)
    assert (reply["total"], reply["start"], len(reply["steps"])) == (47, 0, 47)
    assert reply["steps"][5] == {
        "index": 5,
        "phase": "forward",
        "layer": "conv1",
        "tensor": "conv1.output",
        "cell": "conv1.output[0,0,1,1]",
        "method": "chain",
        "label": "conv1.output[0,0,1,1] = 11.75, the sum of 5 terms",
    }
    assert [(s["phase"], s["layer"], s["tensor"], s["start"], s["count"]) for s in reply["segments"]] == [
        ("forward", "conv1", "conv1.output", 0, 16),
        ("loss", "loss", "loss", 16, 1),
        ("backward", "loss", "conv1.output.grad", 17, 16),
        ("backward", "conv1", "conv1.weight.grad", 33, 4),
        ("backward", "conv1", "conv1.bias.grad", 37, 1),
        ("backward", "conv1", "input.grad", 38, 9),
    ]


def test_scatter_shows_delta_s_cells_and_an_update_its_parameters(client: TestClient, trace_id: str) -> None:
    reply = steps(client, trace_id, input_method="scatter", weight_method="correlate", lr=0.1, start=38, limit=17)
    assert [step["cell"] for step in reply["steps"]] == [
        *(f"conv1.output.grad[0,0,{i},{j}]" for i in range(4) for j in range(4)),
        "conv1.weight.next[0,0,0,0]",
    ]
    assert {(step["tensor"], step["method"]) for step in reply["steps"][:16]} == {("conv1.table", "scatter")}
    assert reply["steps"][16]["phase"] == "update"
    assert [segment["method"] for segment in reply["segments"][3:6]] == ["correlate", "chain", "scatter"]


def test_a_segment_tells_the_cell_of_each_of_its_steps(client: TestClient, trace_id: str) -> None:
    reply = steps(client, trace_id, input_method="scatter", lr=0.1)
    table = reply["segments"][5]
    assert (table["tensor"], table["cells"], table["shape"]) == ("conv1.table", "conv1.output.grad", [1, 1, 4, 4])
    assert (reply["segments"][1]["shape"], reply["segments"][6]["cells"]) == ([], "conv1.weight.next")
    for segment in reply["segments"]:
        for place, index in enumerate(np.ndindex(*segment["shape"])):
            step = reply["steps"][segment["start"] + place]
            assert step["cell"] == f"{segment['cells']}[{','.join(map(str, index))}]"


def test_every_cell_of_a_page_explains_itself(client: TestClient, trace_id: str) -> None:
    for step in steps(client, trace_id, input_method="rot180", weight_method="matrix", lr=0.1)["steps"]:
        query = {"cell": step["cell"], "method": step["method"], "lr": "0.1"}
        explanation = client.get(f"/api/v1/traces/{trace_id}/explain", params=query)
        assert explanation.status_code == 200
        assert f"{explanation.json()['value']:g}" in step["label"]


def test_pages_of_a_large_film(client: TestClient) -> None:
    id = client.post("/api/v1/traces?values=none", json=lenet()).json()["id"]
    first = steps(client, id, limit=1)
    total = first["total"]
    assert total == first["segments"][-1]["start"] + first["segments"][-1]["count"]
    middle = steps(client, id, start=total // 2, limit=3)
    assert [step["index"] for step in middle["steps"]] == [total // 2 + k for k in range(3)]
    assert len(steps(client, id, start=total - 2, limit=500)["steps"]) == 2
    assert steps(client, id, start=total)["steps"] == steps(client, id, start=10**12)["steps"] == []


def test_without_a_loss_there_is_only_the_forward_phase(client: TestClient) -> None:
    id = client.post("/api/v1/traces", json=single({"type": "relu"}, [[1.0, -2.0]])).json()["id"]
    reply = steps(client, id, lr=0.1)
    assert (reply["total"], [segment["phase"] for segment in reply["segments"]]) == (2, ["forward"])


# (query, words of the detail)
REFUSED = [
    ("start=-1", "start"),
    ("limit=0", "at least 1"),
    ("limit=10001", "at most 10000"),
    ("input_method=magic", '"chain", "scatter", "rot180", "matrix"'),
    ("weight_method=rot180", '"rot180_input"'),
    ("lr=x", "like 0.1"),
    ("lr=-0.1", "at least 0"),
    ("l1=0.1", "add lr=0.1"),
    ("lr=0.1&steps=2", "not a known key"),
]


@pytest.mark.parametrize(("query", "words"), REFUSED)
def test_questions_that_are_refused(client: TestClient, trace_id: str, query: str, words: str) -> None:
    response = client.get(f"/api/v1/traces/{trace_id}/steps?{query}")
    assert response.status_code == 422
    assert words in response.json()["detail"]


def test_an_unknown_trace_has_no_film(client: TestClient) -> None:
    assert client.get("/api/v1/traces/unknown/steps").status_code == 404


def test_a_page_may_be_kept(client: TestClient, trace_id: str) -> None:
    path = f"/api/v1/traces/{trace_id}/steps?limit=2"
    tag = client.get(path).headers["etag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(path + "&lr=0.1", headers={"If-None-Match": tag}).status_code == 200
