"""The id of a trace: the normalised document, and nothing else."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from tests.api.documents import Document, fill, first, lenet

ROOT = Path(__file__).resolve().parents[2]


def post(client: TestClient, document: Document) -> str:
    return str(client.post("/api/v1/traces?values=none", json=document).json()["id"])


def with_layer(**changes: Any) -> Document:
    document = first()
    document["layers"][0] |= changes
    return document


def with_weight(weight: Any, **changes: Any) -> Document:
    return with_layer(weight=weight) | changes


WEIGHT = fill(1, 1, 2, 2)

SAME: dict[str, tuple[Document, Document]] = {
    "defaults filled": (first(), with_layer(stride=1, dilation=[1, 1], groups=1, connections=None)),
    "names filled": (first(), with_layer(name="conv1")),
    "pairs expanded": (first(), with_layer(padding=[[1, 1], [1, 1]])),
    "integers are numbers": (first(), with_layer(bias=[0.25], weight=[[[[1.0, -2.0], [3, 0.5]]]])),
    "order of keys": (first(), dict(reversed(first().items()))),
    "loss null is no loss": (first() | {"loss": None}, {k: v for k, v in first().items() if k != "loss"}),
    "bias null is no bias": (
        with_layer(bias=None),
        first() | {"layers": [{"type": "conv2d", "weight": [[[[1, -2], [3, 0.5]]]], "padding": 1}]},
    ),
    "stride of a pool": (
        {"input": fill(1, 1, 4, 4), "layers": [{"type": "max_pool2d", "kernel_size": 2}]},
        {"input": fill(1, 1, 4, 4), "layers": [{"type": "max_pool2d", "kernel_size": [2, 2], "stride": [2, 2]}]},
    ),
    "seed 0": (with_weight(WEIGHT), with_weight(WEIGHT | {"seed": 0})),
    "nothing set": (with_weight(WEIGHT), with_weight(WEIGHT | {"set": []})),
    "order of set cells": (
        with_weight(WEIGHT | {"set": [[[0, 0, 0, 0], 1], [[0, 0, 1, 1], 2]]}),
        with_weight(WEIGHT | {"set": [[[0, 0, 1, 1], 2], [[0, 0, 0, 0], 1]]}),
    ),
    "rounded to float32": (
        with_weight([[[[0.1, 0], [0, 0]]]], dtype="float32"),
        with_weight([[[[float(np.float32(0.1)), 0], [0, 0]]]], dtype="float32"),
    ),
}
OTHER: dict[str, tuple[Document, Document]] = {
    "the name counts": (first(), first() | {"name": "another"}),
    "the dtype": (first(), first() | {"dtype": "float32"}),
    "names of layers": (first(), with_layer(name="conv2")),
    "an option": (first(), with_layer(convention="convolution")),
    "a word and its numbers": (with_layer(padding="full"), with_layer(padding=1)),
    "−0": (with_weight([[[[0.0, 1], [1, 1]]]]), with_weight([[[[-0.0, 1], [1, 1]]]])),
    "a generator and its numbers": (with_weight(fill(1, 1, 2, 2, how="zeros")), with_weight([[[[0, 0], [0, 0]]]])),
    "the seed": (with_weight(WEIGHT), with_weight(WEIGHT | {"seed": 1})),
    "a cell that is set": (with_weight(WEIGHT), with_weight(WEIGHT | {"set": [[[0, 0, 0, 0], 1]]})),
    "no loss": (first(), first() | {"loss": None}),
    "no bias and a bias of 0": (with_layer(bias=None), with_layer(bias=[0])),
    "one bit": (with_weight([[[[0.1, 1], [1, 1]]]]), with_weight([[[[0.1 + 2**-56, 1], [1, 1]]]])),
}


@pytest.mark.parametrize("name", SAME)
def test_the_same_document(client: TestClient, name: str) -> None:
    one, two = (post(client, document) for document in SAME[name])
    assert one == two


@pytest.mark.parametrize("name", OTHER)
def test_another_document(client: TestClient, name: str) -> None:
    one, two = (post(client, document) for document in OTHER[name])
    assert one != two


def test_the_id_can_be_computed_from_the_contract(client: TestClient) -> None:
    """SHA-256 over sorted JSON with each tensor as its shape and the SHA-256 of its little-endian bytes."""

    def digest(tensor: Any) -> Document:
        array = np.array(tensor, "<f8")
        return {"shape": list(array.shape), "sha256": hashlib.sha256(array.tobytes()).hexdigest()}

    reply = client.post("/api/v1/traces", json=first()).json()
    document = reply["document"]
    document["input"] = digest(document["input"])
    document["layers"][0]["weight"] = digest(document["layers"][0]["weight"])
    document["layers"][0]["bias"] = digest(document["layers"][0]["bias"])
    document["loss"]["gradient"] = digest(document["loss"]["gradient"])
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == reply["id"]


@pytest.mark.parametrize(
    "document", [first(), lenet(), lenet(dtype="float32"), SAME["order of set cells"][0]], ids=range(4)
)
def test_the_normalised_document_comes_back_to_its_id(client: TestClient, document: Document) -> None:
    reply = client.post("/api/v1/traces", json=document).json()
    again = client.post("/api/v1/traces", json=reply["document"]).json()
    assert again["id"] == reply["id"]
    assert again["document"] == reply["document"]


def test_more_than_a_thousand_set_cells_are_written_out(client: TestClient) -> None:
    cells = [[[0, 0, i // 40, i % 40], i] for i in range(1001)]
    document: Document = {"input": fill(1, 1, 40, 40, how="zeros", set=cells[:1000]), "layers": [{"type": "relu"}]}
    kept = client.post("/api/v1/traces", json=document).json()
    assert len(kept["document"]["input"]["set"]) == 1000
    document["input"]["set"] = cells
    written = client.post("/api/v1/traces", json=document).json()
    assert written["document"]["input"][0][0][25] == [*range(1000, 1001), *[0] * 39]
    assert post(client, written["document"]) == written["id"]


def test_two_processes_agree_to_the_bit() -> None:
    code = (
        "import hashlib, sys; from tests.api.serving import serve; from tests.api.documents import lenet;"
        "client = serve(); reply = client.post('/api/v1/traces?include=derived', json=lenet());"
        "print(reply.json()['id'], hashlib.sha256(reply.content).hexdigest())"
    )
    command = [sys.executable, "-W", "ignore", "-c", code]
    one, two = (subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout for _ in range(2))
    assert one == two
    assert len(one.split()) == 2


def test_options_and_penalties_are_rounded_to_the_dtype(client: TestClient) -> None:
    """0.1 and float32's own 0.1 are one number in float32, two in float64."""

    def name(dtype: str, slope: float) -> str:
        document = {
            "dtype": dtype,
            "input": [[-1, 3]],
            "layers": [
                {"type": "leaky_relu", "negative_slope": slope},
                {"type": "linear", "weight": [[1, 2]], "bias": None},
            ],
            "loss": {"type": "upstream", "gradient": [[1]]},
            "penalties": [{"tensor": "linear1.weight", "l2": slope}],
        }
        reply = client.post("/api/v1/traces", json=document)
        assert reply.json()["document"]["layers"][0]["negative_slope"] == (0.1 if dtype == "float32" else slope)
        return str(reply.json()["id"])

    nearest = 0.10000000149011612
    assert name("float32", 0.1) == name("float32", nearest)
    assert name("float64", 0.1) != name("float64", nearest)


def test_an_option_beyond_float32_is_refused(client: TestClient) -> None:
    layer = {"type": "leaky_relu", "negative_slope": 1e39}
    reply = client.post("/api/v1/traces", json={"dtype": "float32", "input": [[1]], "layers": [layer]})
    assert (reply.status_code, reply.json()["errors"][0]["pointer"]) == (422, "/layers/0/negative_slope")


def test_minus_zero_without_a_point_is_minus_zero(client: TestClient) -> None:
    ids = {
        client.post(
            "/api/v1/traces",
            content=f'{{"input": [[{zero}]], "layers": []}}',
            headers={"Content-Type": "application/json"},
        ).json()["id"]
        for zero in ("-0", "-0.0", "0")
    }
    assert len(ids) == 2
