"""Explanations and feeds over HTTP; what they say is tested with the explanations themselves."""

from __future__ import annotations

import math
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.documents import fill, single
from tests.api.serving import serve


def explain(client: TestClient, id: str, cell: str, **query: Any) -> Any:
    response = client.get(f"/api/v1/traces/{id}/explain", params={"cell": cell, **query})
    assert response.status_code == 200, response.text
    return response.json()


def test_the_contracts_example(client: TestClient, trace_id: str) -> None:
    reply = explain(client, trace_id, "input.grad[0,0,0,0]", method="rot180")
    assert list(reply) == ["cell", "value", "method", "rule", "term_count", "start", "terms", "latex", "methods"]
    assert reply["terms"][0] == {
        "value": 0.5,
        "running_total": 0.5,
        "factors": [
            {
                "cell": "conv1.bordered[0,0,1,1]",
                "source": "conv1.output.grad[0,0,0,0]",
                "value": 1.0,
                "symbol": "\\frac{\\partial L}{\\partial z_{11}}",
            },
            {
                "cell": "conv1.turned[0,0,0,0]",
                "source": "conv1.weight[0,0,1,1]",
                "value": 0.5,
                "symbol": "w_{22}",
            },
        ],
    }
    assert (reply["value"], reply["rule"], reply["term_count"]) == (-1.5, "sum", 4)
    assert reply["methods"] == ["chain", "scatter", "rot180", "matrix"]
    assert reply["latex"].keys() == {"symbolic", "numeric"}


def test_every_cell_explains_itself(client: TestClient, trace_id: str) -> None:
    tensors = client.get(f"/api/v1/traces/{trace_id}?include=derived").json()["tensors"]
    for name, tensor in tensors.items():
        cell = f"{name}[{','.join('0' * len(tensor['shape']))}]"
        first = tensor["data"]
        while isinstance(first, list):
            first = first[0]
        for method in explain(client, trace_id, cell)["methods"]:
            reply = explain(client, trace_id, cell, method=method)
            assert (reply["value"], reply["method"]) == (first, method)
            if reply["rule"] == "sum":
                assert math.isclose(math.fsum(term["value"] for term in reply["terms"]), first, abs_tol=1e-12)
            feeds = client.get(f"/api/v1/traces/{trace_id}/feeds", params={"cell": cell})
            assert feeds.json()["total"] == len(feeds.json()["cells"])


def test_keys_come_only_where_they_mean_something(client: TestClient) -> None:
    layers = [{"type": "max_pool2d", "kernel_size": 2, "padding": 1}, {"type": "relu"}]
    document = {"input": [[[[1, -2], [-3, 4]]]], "layers": layers}
    id = client.post("/api/v1/traces", json=document).json()["id"]
    largest = explain(client, id, "pool1.output[0,0,1,1]")
    assert (largest["rule"], largest["chosen"]) == ("max", 0)
    assert "function" not in largest
    assert "running_total" not in largest["terms"][0]
    padded = largest["terms"][1]
    assert (padded["value"], padded["zero"]) == ("-Infinity", "padding")
    derivative = explain(client, id, "relu1.derivative[0,0,0,0]")
    assert derivative["rule"] == "map"
    assert derivative["function"] == {"name": "step", "parameters": {}}
    assert "chosen" not in derivative
    given = explain(client, id, "input[0,0,0,0]")
    assert (given["rule"], given["terms"], given["term_count"]) == ("given", [], 0)


def test_pages_of_terms(client: TestClient, trace_id: str) -> None:
    cell = "conv1.weight.grad[0,0,1,1]"
    whole = explain(client, trace_id, cell)
    assert whole["term_count"] == 16
    assert "sum_before" not in whole
    page = explain(client, trace_id, cell, terms="3,2")
    assert (page["start"], page["terms"]) == (3, whole["terms"][3:5])
    assert page["sum_before"] == whole["terms"][2]["running_total"]
    assert explain(client, trace_id, cell, terms="16,5")["terms"] == []
    assert explain(client, trace_id, cell, terms="0,0")["terms"] == []


def test_symbols(client: TestClient, trace_id: str) -> None:
    cell = "conv1.weight.grad[0,0,1,1]"
    symbols = {
        (base, notation): explain(client, trace_id, cell, index_base=base, notation=notation)["latex"]["symbolic"]
        for base in (0, 1)
        for notation in ("000", "001", "002", "003", "004")
    }
    assert len(set(symbols.values())) == 10
    assert explain(client, trace_id, cell)["latex"]["symbolic"] == symbols[1, "000"]


def test_long_sums_are_paged() -> None:
    document = single({"type": "linear", "weight": fill(1, 1500)}, fill(1, 1500))
    with serve(page_terms=1200) as client:
        id = client.post("/api/v1/traces", json=document).json()["id"]
        cell = "linear1.output[0,0]"
        first, rest = explain(client, id, cell), explain(client, id, cell, terms="1000,1000")
        assert (len(first["terms"]), len(rest["terms"])) == (1000, 500)
        assert rest["sum_before"] == first["terms"][-1]["running_total"]
        response = client.get(f"/api/v1/traces/{id}/explain", params={"cell": cell, "terms": "0,1201"})
        assert response.status_code == 422


def test_feeds_are_paged(client: TestClient, trace_id: str) -> None:
    path = f"/api/v1/traces/{trace_id}/feeds"
    whole = client.get(path, params={"cell": "conv1.weight[0,0,0,0]"}).json()
    assert whole["total"] == 25
    page = client.get(path, params={"cell": "conv1.weight[0,0,0,0]", "start": 4, "limit": 3}).json()
    assert (page["total"], page["cells"]) == (25, whole["cells"][4:7])


def test_brackets_may_be_encoded_or_not(client: TestClient, trace_id: str) -> None:
    path = f"/api/v1/traces/{trace_id}/explain?cell=conv1.weight"
    assert client.get(f"{path}[0,0,1,1]").json() == client.get(f"{path}%5B0%2C0%2C1%2C1%5D").json()


# (path and query, status, words of the detail)
REFUSED: list[tuple[str, int, tuple[str, ...]]] = [
    ("explain", 422, ("cell", "nothing")),
    ("explain?cell=", 422, ("conv1.weight[0,0,1,1]",)),
    ("explain?cell=conv1.weight", 422, ("conv1.weight",)),
    ("explain?cell=conv1.weight[0,0,1", 422, ("conv1.weight[0,0,1",)),
    ("explain?cell=conv1.weight[0,0,1,-1]", 422, ("received",)),
    ("explain?cell=conv1.weight[0,0,1,1.0]", 422, ("received",)),
    ("explain?cell=conv1.weight[0,0,1,2]", 422, ("outside 0…1",)),
    (f"explain?cell=conv1.weight[0,0,1,{'9' * 12}]", 422, ("outside 0…1",)),
    (f"explain?cell=conv1.weight[0,0,1,{'9' * 5000}]", 422, ("received",)),
    ("explain?cell=conv1.weight[0,0]", 422, ("rank 4",)),
    ("explain?cell=conv1.wieght[0,0,1,1]", 404, ('did you mean "conv1.weight"?',)),
    ("explain?cell=conv1.output[0,0,1,1]&method=rot180", 422, ("rot180", "chain")),
    ("explain?cell=input.grad[0,0,1,1]&method=magic", 422, ("magic", "chain, scatter, rot180, matrix")),
    ("explain?cell=input.grad[0,0,1,1]&metod=scatter", 422, ('did you mean "method"?',)),
    ("explain?cell=input.grad[0,0,1,1]&terms=5", 422, ("start,limit",)),
    ("explain?cell=input.grad[0,0,1,1]&terms=-1,5", 422, ("start,limit",)),
    ("explain?cell=input.grad[0,0,1,1]&terms=0,10001", 422, ("10000",)),
    ("explain?cell=input.grad[0,0,1,1]&index_base=2", 422, ('"0", "1"',)),
    ("explain?cell=input.grad[0,0,1,1]&notation=005", 422, ('"004"',)),
    ("feeds", 422, ("cell", "nothing")),
    ("feeds?cell=nothing[0]", 404, ("nothing",)),
    ("feeds?cell=input[0,0,9,9]", 422, ("outside",)),
    ("feeds?cell=input[0,0,0,0]&limit=0", 422, ("limit", "at least 1")),
    ("feeds?cell=input[0,0,0,0]&limit=1e3", 422, ("limit",)),
    ("feeds?cell=input[0,0,0,0]&start=-1", 422, ("start",)),
    ("feeds?cell=input[0,0,0,0]&limit=99999", 422, ("10000",)),
    ("?values=some", 422, ('"all", "none"',)),
    ("?values=changed", 422, ('"all", "none"',)),
    ("?include=all", 422, ('"derived"',)),
    ("?tensors=nothing", 404, ("nothing",)),
]


@pytest.mark.parametrize(("place", "status", "words"), REFUSED)
def test_questions_that_are_refused(
    client: TestClient, trace_id: str, place: str, status: int, words: tuple[str, ...]
) -> None:
    path = f"/api/v1/traces/{trace_id}"
    response = client.get(path + place if place.startswith("?") else f"{path}/{place}")
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert len(response.content) <= 8192
    for word in words:
        assert word in response.json()["detail"]
