"""The articles' mistakes over HTTP; their numbers are tested with the errata themselves."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.explain.errata import ERRATA
from tests.api.documents import Document, fill, lenet, single
from tests.api.serving import serve


def trace(client: TestClient, document: Document) -> str:
    return str(client.post("/api/v1/traces?values=none", json=document).json()["id"])


def listed(client: TestClient, id: str) -> Any:
    response = client.get(f"/api/v1/traces/{id}/errata")
    assert response.status_code == 200, response.text
    return response.json()["errata"]


def get(client: TestClient, id: str, key: str) -> Any:
    return client.get(f"/api/v1/traces/{id}/errata/{key}")


def test_the_first_article_s_trace(client: TestClient, trace_id: str) -> None:
    found = {each["key"]: each for each in listed(client, trace_id)}
    assert found["E000-1"] == {
        "key": "E000-1",
        "article": "000",
        "title": "∂L/∂x as a product with itself",
        "tensor": "input.grad",
        "numeric": True,
    }
    assert found["E000-3"]["tensor"] == "conv1.bias.grad"
    assert found["E002-11"]["tensor"] is None and found["E002-11"]["numeric"] is False
    assert not found.keys() & {"E000-4", "E000-6", "E000-7", "E001-10", "E004-6", "E004-8"}
    assert list(found) == [key for key in ERRATA if key in found]


def test_an_erratum_with_its_numbers(client: TestClient, trace_id: str) -> None:
    reply = get(client, trace_id, "E000-2").json()
    assert (reply["article"], reply["check"], reply["tensor"]) == ("000", "000-dx22", "input.grad")
    assert (reply["printed_value"], reply["right_value"]) == (-1.5, -11.0)
    assert reply["finite_difference"] == pytest.approx(-11, abs=1e-6)
    assert reply["printed"].count("$") == reply["right"].count("$") == 2
    assert "That makes −1.5 where −11 is right" in reply["explanation"]


def test_an_erratum_about_words(client: TestClient, trace_id: str) -> None:
    reply = get(client, trace_id, "E003-10").json()
    assert reply["printed"].startswith("1/(1+e-x)")
    assert reply["tensor"] is reply["printed_value"] is reply["right_value"] is reply["finite_difference"] is None


def test_what_is_printed_may_be_a_message(client: TestClient) -> None:
    document = single({"type": "conv2d", "weight": [[[[1, 2], [3, 4]]]]}, fill(1, 1, 3, 3))
    document["loss"] = {"type": "upstream", "gradient": [[[[1, 2], [3, 4]]]]}
    reply = get(client, trace(client, document), "E000-6").json()
    assert reply["printed_value"] == "ValueError: could not broadcast input array from shape (0,0) into shape (3,3)"
    assert len(reply["right_value"][0][0]) == len(reply["finite_difference"][0][0]) == 3


def test_what_is_not_found(client: TestClient, trace_id: str) -> None:
    for key, words in (("E000-99", "did you mean"), ("E000-7", "about nothing in this trace"), ("x", "list of errata")):
        response = get(client, trace_id, key)
        assert (response.status_code, response.json()["type"].rpartition(":")[2]) == (404, "erratum-not-found")
        assert words in response.json()["detail"]
    assert get(client, "0" * 64, "E000-1").json()["type"].endswith("trace-not-found")
    assert client.get(f"/api/v1/traces/{'0' * 64}/errata").status_code == 404


def test_answers_may_be_kept(client: TestClient, trace_id: str) -> None:
    for path in ("errata", "errata/E000-1"):
        first = client.get(f"/api/v1/traces/{trace_id}/{path}")
        again = client.get(f"/api/v1/traces/{trace_id}/{path}", headers={"If-None-Match": first.headers["etag"]})
        assert (first.status_code, again.status_code) == (200, 304)
    assert get(client, trace_id, "E000-1").headers["vary"] == "Accept, Accept-Encoding"


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_all_that_a_lenet_has(client: TestClient, dtype: str) -> None:
    id = trace(client, lenet(dtype=dtype))
    keys = [each["key"] for each in listed(client, id)]
    assert {"E000-1", "E001-19", "E003-2", "E004-8"} <= set(keys)
    for key in keys:
        response = get(client, id, key)
        assert response.status_code == 200, response.text
        assert response.elapsed.total_seconds() < 10


def test_a_large_network_affords_few_differences() -> None:
    with serve(multiply_adds=30_000_000) as client:
        id = trace(client, lenet())
        reply = get(client, id, "E004-8").json()
    assert reply["slice"] is not None
    assert reply["finite_difference"] is not None


def test_float32_is_held_against_float64(client: TestClient, convolution: Document) -> None:
    id = trace(client, convolution | {"dtype": "float32"})
    reply = get(client, id, "E000-1").json()
    assert reply["finite_difference"] == pytest.approx(-1.5, abs=1e-8)
