"""Whole derivations over HTTP; what they say is tested with the derivations themselves."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.api.serving import serve

# (format, media type, file, beginning)
FORMS = [
    ("latex", "text/x-tex", "conv1.weight.grad.tex", "\\documentclass{article}\n"),
    ("markdown", "text/markdown", "conv1.weight.grad.md", "# `conv1.weight.grad`\n"),
    ("text", "text/plain", "conv1.weight.grad.txt", "conv1.weight.grad\n====="),
]


@pytest.mark.parametrize(("form", "media", "file", "beginning"), FORMS)
def test_each_form_has_its_media_type(
    client: TestClient, trace_id: str, form: str, media: str, file: str, beginning: str
) -> None:
    query = {"tensor": "conv1.weight.grad", "format": form}
    response = client.get(f"/api/v1/traces/{trace_id}/derivation", params=query)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == f"{media}; charset=utf-8"
    assert response.headers["content-disposition"] == f'inline; filename="{file}"'
    assert response.content.decode("utf-8").startswith(beginning)
    tag = {"If-None-Match": response.headers["etag"]}
    assert client.get(response.url.raw_path.decode(), headers=tag).status_code == 304
    other = client.get(response.url.raw_path.decode(), headers={"Accept": "application/json"})
    assert other.status_code == 406


def test_latex_is_the_form_unless_another_is_asked_for(client: TestClient, trace_id: str) -> None:
    response = client.get(f"/api/v1/traces/{trace_id}/derivation?tensor=conv1.bias.grad")
    assert response.headers["content-type"].startswith("text/x-tex")


def test_method_notation_and_index_base(client: TestClient, trace_id: str) -> None:
    query = {"tensor": "input.grad", "format": "text", "method": "rot180", "notation": "001", "index_base": "0"}
    text = client.get(f"/api/v1/traces/{trace_id}/derivation", params=query).text
    assert "∂C/∂a₀₀ = δ₀₀·W₁₁ + δ₀₁·W₁₀ + δ₁₀·W₀₁ + δ₁₁·W₀₀\n" in text


# (query, status, words of the detail)
REFUSED = [
    ("", 422, "tensor"),
    ("tensor=conv1.wieght", 404, 'did you mean "conv1.weight"?'),
    ("tensor=input.grad&format=pdf", 422, '"latex", "markdown", "text"'),
    ("tensor=input.grad&method=magic", 422, "chain, scatter, rot180, matrix"),
    ("tensor=input.grad&notation=005", 422, '"004"'),
    ("tensor=input.grad&index_base=2", 422, '"0", "1"'),
    ("tensor=input.grad&cell=1", 422, "not a known key"),
]


@pytest.mark.parametrize(("query", "status", "words"), REFUSED)
def test_questions_that_are_refused(client: TestClient, trace_id: str, query: str, status: int, words: str) -> None:
    response = client.get(f"/api/v1/traces/{trace_id}/derivation?{query}")
    assert response.status_code == status
    assert words in response.json()["detail"]


def test_what_is_too_long_names_size_and_limit(convolution: dict[str, object]) -> None:
    with serve(derivation_cells=15, derivation_terms=40) as client:
        id = client.post("/api/v1/traces", json=convolution).json()["id"]
        path = f"/api/v1/traces/{id}/derivation"
        for tensor, figure in (("conv1.output", "16 cells"), ("conv1.weight.grad", "at least 48 terms")):
            response = client.get(path, params={"tensor": tensor})
            assert response.status_code == 422
            problem = response.json()
            assert problem["type"].endswith("too-long")
            assert problem["errors"][0]["parameter"] == "tensor"
            assert figure in problem["detail"]
            assert ("up to 15" if "cells" in figure else "up to 40") in problem["detail"]
        assert client.get(path, params={"tensor": "conv1.bias.grad"}).status_code == 200


def test_the_equations_themselves_as_json(client: TestClient, trace_id: str) -> None:
    query = {"tensor": "conv1.weight.grad", "format": "json"}
    reply = client.get(f"/api/v1/traces/{trace_id}/derivation", params=query).json()
    assert (reply["of"], reply["shape"], reply["method"]) == (4, [1, 1, 2, 2], "chain")
    assert reply["reads"] == ["conv1.output.grad", "input"]
    last = reply["cells"][-1]
    assert last["cell"] == "conv1.weight.grad[0,0,1,1]" and last["value"] == 23
    assert last["left"] == r"\frac{\partial L}{\partial w_{22}}"
    assert (last["terms"], last["zeros"]) == (16, {"padding": 7})
    assert last["sides"][-1] == ["23"] and len(last["sides"]) == 3


def test_a_part_of_a_tensor(convolution: dict[str, object]) -> None:
    with serve(derivation_cells=6) as client:
        path = f"/api/v1/traces/{client.post('/api/v1/traces', json=convolution).json()['id']}/derivation"

        def ask(**query: object) -> list[str]:
            reply = client.get(path, params={"tensor": "input.grad", "format": "json", **query})
            assert reply.status_code == 200, reply.text
            return [each["cell"] for each in reply.json()["cells"]]

        middle = [f"input.grad[0,0,1,{j}]" for j in range(3)]
        assert ask(slice="0,0,1,:") == middle == ask(slice="0,0,1") == ask(slice="0,0,-2,:")
        assert ask(cells=2) == ["input.grad[0,0,0,0]", "input.grad[0,0,0,1]"]
        assert ask(slice="0,0,1:,:", cells=4)[-1] == "input.grad[0,0,2,0]"
        assert ask(slice="0,0,1:2,2:") == ["input.grad[0,0,1,2]"]
        assert ask(slice="0,0,1:1,:") == []
        text = client.get(path, params={"tensor": "input.grad", "format": "text", "cells": "2"}).text
        assert "2 of 9 cells." in text
        refused = client.get(path, params={"tensor": "input.grad"}).json()["detail"]
        assert "9 cells" in refused and "(slice)" not in refused and "(cells)" in refused
        for wrong, words in (
            ({"slice": "0,0,3,:"}, "-3 to 2"),
            ({"cells": "0"}, "at least 1"),
            ({"slice": "x"}, "a:b"),
        ):
            problem = client.get(path, params={"tensor": "input.grad", **wrong})
            assert problem.status_code == 422 and words in problem.json()["detail"]


def test_an_updated_parameter_is_derived_with_a_learning_rate(client: TestClient, trace_id: str) -> None:
    path = f"/api/v1/traces/{trace_id}/derivation"
    query = {"tensor": "conv1.weight.next", "format": "text"}
    text = client.get(path, params={**query, "lr": "0.1"}).text
    assert "w₂₂^next = w₂₂ + -η·∂L/∂w₂₂" in text or "w₂₂^next = w₂₂ - η·∂L/∂w₂₂" in text
    assert client.get(path, params=query).status_code == 404
    assert client.get(path, params={**query, "tensor": "conv1.output.next", "lr": "0.1"}).status_code == 404
