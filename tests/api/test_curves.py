"""The sampled curves of elementwise functions."""

from __future__ import annotations

import math

import pytest
from starlette.testclient import TestClient


def test_the_points_are_the_functions(client: TestClient) -> None:
    reply = client.get("/api/v1/layers/tanh/curve", params={"reach": 2, "amplitude": 1.5, "slope": 0.5}).json()
    z, value, derivative = reply["z"], reply["value"], reply["derivative"]
    assert (z[0], z[len(z) // 2], z[-1]) == (-2.0, 0.0, 2.0)
    for at, f, slope in zip(z, value, derivative, strict=True):
        assert f == pytest.approx(1.5 * math.tanh(0.5 * at), abs=1e-12)
        assert slope == pytest.approx(1.5 * 0.5 / math.cosh(0.5 * at) ** 2, abs=1e-12)


def test_the_corner_of_relu(client: TestClient) -> None:
    reply = client.get("/api/v1/layers/relu/curve").json()
    middle = len(reply["z"]) // 2
    assert reply["derivative"][middle - 1 : middle + 2] == [0, 0, 1]
    assert reply["value"][-1] == 4


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("conv2d", 404, "relu, leaky_relu, sigmoid, tanh, identity"),
        ("sigmoidd", 404, "sigmoid"),
        ("relu?slope=1", 422, "relu has no slope"),
        ("relu?reach=0", 422, "above 0"),
        ("tanh?slope=x", 422, "expected a number"),
        ("tanh?slope=1e999", 422, "finite"),
        ("tanh?reech=1", 422, "reach"),
    ],
)
def test_what_is_refused(client: TestClient, path: str, status: int, words: str) -> None:
    name, _, query = path.partition("?")
    response = client.get(f"/api/v1/layers/{name}/curve?{query}")
    assert response.status_code == status
    assert words in response.text
