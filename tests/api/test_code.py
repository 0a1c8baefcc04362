"""Code over HTTP; what it computes is tested with the code itself, what it loads is loaded here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from starlette.testclient import TestClient

from app.schemas.code import CodeReply
from tests.api.documents import lenet


def ask(client: TestClient | httpx.Client, id: str, **query: str) -> Any:
    response = client.get(f"/api/v1/traces/{id}/code", params=query)
    assert response.status_code == 200, response.text
    CodeReply.model_validate(response.json())
    return response.json()


def printed(script: str, folder: Path) -> str:
    """What a copied script prints, in a process and a folder that know nothing of the explorer."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", script], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_cell_in_three_forms(client: TestClient, trace_id: str, tmp_path: Path) -> None:
    reply = ask(client, trace_id, cell="input.grad[0,0,0,0]", method="rot180")
    assert (reply["tensor"], reply["cell"], reply["method"]) == ("input.grad", "input.grad[0,0,0,0]", "rot180")
    assert reply["expression"] == "1*0.5 + 2*3 + 3*(-2) + (-2)*1"
    assert reply["value"] == eval(reply["expression"]) == -1.5
    assert printed(reply["numpy"], tmp_path) == "input.grad[0,0,0,0] = -1.5\n"
    assert "torch.nn.grad.conv2d_input(" in reply["pytorch"]
    assert "http" not in reply["numpy"] + reply["pytorch"]


def test_a_tensor_has_no_expression(client: TestClient, trace_id: str, tmp_path: Path) -> None:
    reply = ask(client, trace_id, tensor="conv1.weight.grad")
    assert (reply["cell"], reply["value"], reply["expression"], reply["method"]) == (None, None, None, "chain")
    assert reply["methods"] == ["chain", "correlate", "rot180_input", "matrix"]
    assert printed(reply["numpy"], tmp_path).split("=")[1].split() == ["[[[[34.", "28.]", "[50.", "23.]]]]"]


def test_every_tensor_has_code(client: TestClient, trace_id: str) -> None:
    names = client.get(f"/api/v1/traces/{trace_id}?values=none").json()["tensors"]
    for name in names:
        assert ask(client, trace_id, tensor=name)["numpy"].startswith(f"# {name}")


def test_many_numbers_are_loaded_from_the_server(live_server: str, tmp_path: Path) -> None:
    with httpx.Client(base_url=live_server) as client:
        id = client.post("/api/v1/traces?values=none", json=lenet()).json()["id"]
        reply = ask(client, id, cell="conv1.weight.grad[2,0,1,3]")
        for script in (reply["numpy"], reply["pytorch"]):
            assert f'BASE = "{live_server}/api/v1/traces"\nTRACE = "{id}"\n' in script
        address, _, value = printed(reply["numpy"], tmp_path).partition(" = ")
        assert address == "conv1.weight.grad[2,0,1,3]"
        np.testing.assert_allclose(float(value), reply["value"], rtol=1e-12)
        small = ask(client, id, tensor="conv1.output")["numpy"]
        assert 'x = load("input")' in small and "b = np.array([0, 0, 0, 0, 0, 0]" in small


@pytest.mark.long
@pytest.mark.parametrize("cell", ["conv2.weight.grad[2,0,1,3]", "conv1.output.grad[0,1,2,3]", "relu4.output.grad[0,3]"])
def test_pytorch_loads_them_too(live_server: str, tmp_path: Path, cell: str) -> None:
    pytest.importorskip("torch")
    with httpx.Client(base_url=live_server) as client:
        id = client.post("/api/v1/traces?values=none", json=lenet()).json()["id"]
        reply = ask(client, id, cell=cell)
        address, _, value = printed(reply["pytorch"], tmp_path).partition(" = ")
        assert address == cell
        np.testing.assert_allclose(float(value), reply["value"], rtol=1e-12)


def test_the_reply_belongs_to_the_host_that_it_names(client: TestClient, trace_id: str) -> None:
    path = f"/api/v1/traces/{trace_id}/code?tensor=conv1.output"
    first = client.get(path)
    held = {"If-None-Match": first.headers["etag"]}
    assert client.get(path, headers=held).status_code == 304
    assert client.get(path, headers={**held, "Host": "localhost"}).status_code == 200


# (query, status, words of the detail)
REFUSED = [
    ({}, 422, "expected the address of a cell or the name of a tensor"),
    ({"cell": "conv1.bias[0]", "tensor": "conv1.bias"}, 422, "one of the two"),
    ({"cell": "conv1.bias"}, 422, "expected a tensor and its 0-based indices"),
    ({"cell": "conv1.bias[1]"}, 422, "index 1 on axis 0"),
    ({"cell": "conv1.bais[0]"}, 404, 'did you mean "conv1.bias"?'),
    ({"tensor": "conv1.bais"}, 404, 'did you mean "conv1.bias"?'),
    ({"tensor": "conv1.weight.next"}, 404, "no tensor"),
    ({"tensor": "conv1.bias.grad", "method": "rot180"}, 422, "use one of chain"),
    ({"cell": "conv1.bias.grad[0]", "method": "rot180"}, 422, "use one of chain"),
]


@pytest.mark.parametrize(("query", "status", "words"), REFUSED, ids=[json.dumps(each[0]) for each in REFUSED])
def test_refusals(client: TestClient, trace_id: str, query: dict[str, str], status: int, words: str) -> None:
    response = client.get(f"/api/v1/traces/{trace_id}/code", params=query)
    assert response.status_code == status
    assert words in response.json()["detail"]
