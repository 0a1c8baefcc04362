"""Bad input: each a 4xx problem with pointer and remedy, at most 10 errors, at most 8 KB, in under 100 ms."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.settings import Settings
from tests.api.documents import Document, fill, first

JSON = {"Content-Type": "application/json"}


def layer(**changes: Any) -> Document:
    document = first()
    document["layers"][0] |= changes
    return document


def document(**changes: Any) -> Document:
    return first() | changes


def without(key: str) -> Document:
    changed = first()
    del changed[key]
    return changed


POOL = {"type": "max_pool2d", "kernel_size": 2}

# what is wrong: (document, pointer of the first error, words of its sentence)
WRONG: dict[str, tuple[Any, str, tuple[str, ...]]] = {
    "not an object": (5, "", ("object", "5")),
    "a list": ([], "", ("object", "empty list")),
    "no input": (without("input"), "/input", ("received nothing",)),
    "no layers": (without("layers"), "/layers", ("received nothing",)),
    "unknown key": (document(inptu=1), "/inptu", ('did you mean "input"?',)),
    "unknown key, nothing near": (document(zzz=1), "/zzz", ("input", "layers", "loss")),
    "unknown layer key": (layer(strid=2), "/layers/0/strid", ('did you mean "stride"?',)),
    "unknown loss key": (document(loss={"type": "upstream", "gradiant": []}), "/loss/gradiant", ("gradient",)),
    "unknown dtype": (document(dtype="float16"), "/dtype", ('"float64", "float32"',)),
    "name not a string": (document(name=3), "/name", ("string", "3")),
    "name too long": (document(name="n" * 200), "/name", ("128", "200")),
    "layers not a list": (document(layers={}), "/layers", ("list",)),
    "layer not an object": (document(layers=[5]), "/layers/0", ("object", "5")),
    "layer without type": (document(layers=[{"name": "a"}]), "/layers/0/type", ("type",)),
    "unknown layer type": (layer(type="conv"), "/layers/0/type", ('did you mean "conv2d"?',)),
    "layer type not a string": (layer(type=5), "/layers/0/type", ("received 5",)),
    "unknown loss type": (
        document(loss={"type": "upstreem"}),
        "/loss/type",
        ('"squared_error"', 'did you mean "upstream"?'),
    ),
    "1,000 layers": (document(layers=[{"type": "relu"}] * 1000), "/layers", ("64", "1000")),
    "layer name taken": (
        document(layers=[{"type": "relu", "name": "a"}] * 2),
        "/layers/1/name",
        ('"a"', "rename"),
    ),
    "layer named input": (layer(name="input"), "/layers/0/name", ("reserved",)),
    "layer named loss": (layer(name="loss"), "/layers/0/name", ("reserved",)),
    "layer name with a dot": (layer(name="a.b"), "/layers/0/name", ("letters",)),
    "layer name with a digit first": (layer(name="1a"), "/layers/0/name", ("letter",)),
    "layer name empty": (layer(name=""), "/layers/0/name", ("letter",)),
    "layer name not ASCII": (layer(name="convé"), "/layers/0/name", ("letters",)),
    "layer name too long": (layer(name="n" * 129), "/layers/0/name", ("128", "129")),
    "weight missing": (document(layers=[{"type": "conv2d"}]), "/layers/0/weight", ("kernels", "nothing")),
    "weight a number": (layer(weight=5), "/layers/0/weight", ("nested list", "5")),
    "weight null": (layer(weight=None), "/layers/0/weight", ("null",)),
    "weight of rank 2": (layer(weight=[[1, 2], [3, 4]]), "/layers/0/weight", ("rank 4", "rank 2", "[2, 2]")),
    "bias of rank 2": (layer(bias=[[1]]), "/layers/0/bias", ("rank 1", "rank 2")),
    "ragged": (layer(weight=[[[[1, 2], [3]]]]), "/layers/0/weight/0/0/1", ("2 entries", "1")),
    "ragged in depth": (layer(weight=[[[[1, 2], 3]]]), "/layers/0/weight/0/0/1", ("list", "3")),
    "ragged in depth, deeper": (layer(weight=[[[[1, [2]]]]]), "/layers/0/weight/0/0/0/1", ("number",)),
    "empty": (layer(weight=[]), "/layers/0/weight", ("empty list",)),
    "empty inside": (layer(weight=[[[[]]]]), "/layers/0/weight/0/0/0", ("empty list",)),
    "string for a number": (
        layer(weight=[[[["1.5", 2], [3, 4]]]]),
        "/layers/0/weight/0/0/0/0",
        ('"1.5"', "quotes"),
    ),
    "boolean for a number": (layer(weight=[[[[True, 2], [3, 4]]]]), "/layers/0/weight/0/0/0/0", ("true",)),
    "null for a number": (layer(weight=[[[[None, 2], [3, 4]]]]), "/layers/0/weight/0/0/0/0", ("null",)),
    "object for a number": (layer(weight=[[[[{}, 2], [3, 4]]]]), "/layers/0/weight/0/0/0/0", ("object",)),
    "200,000 wrong cells": (layer(weight=[[[["x"] * 200_000]]]), "/layers/0/weight/0/0/0/0", ('"x"',)),
    "input of rank 1": (document(input=[1, 2]), "/input", ("(N, C, H, W)", "rank 1")),
    "input of rank 3": (document(input=[[[1]]]), "/input", ("rank 3",)),
    "input of rank 7": (document(input=[[[[[[[1]]]]]]]), "/input/0/0/0/0/0", ("rank 5",)),
    "beyond float32": (document(dtype="float32", input=[[[[1e300]]]]), "/input/0/0/0/0", ("float32", "1e+300")),
    "fill unknown": (layer(weight=fill(1, 1, 2, 2, how="zero")), "/layers/0/weight/fill", ('"zeros"',)),
    "fill key unknown": (layer(weight=fill(1, 1, 2, 2, sed=1)), "/layers/0/weight/sed", ('"seed"',)),
    "fill shape missing": (layer(weight={"fill": "ones"}), "/layers/0/weight/shape", ("nothing",)),
    "fill shape zero": (layer(weight=fill(1, 1, 0, 2)), "/layers/0/weight/shape/2", ("from 1",)),
    "fill shape true": (layer(weight=fill(1, True, 1, 2)), "/layers/0/weight/shape/1", ("true",)),
    "fill shape empty": (layer(weight=fill()), "/layers/0/weight/shape", ("empty list",)),
    "fill shape deep": (layer(weight=fill(1, 1, 1, 1, 1, 1)), "/layers/0/weight/shape", ("rank 5",)),
    "fill without a fan": (layer(bias=fill(1, how="xavier_uniform")), "/layers/0/bias/fill", ("rank 1",)),
    "seed negative": (layer(weight=fill(1, 1, 2, 2, seed=-1)), "/layers/0/weight/seed", ("-1",)),
    "seed too large": (layer(weight=fill(1, 1, 2, 2, seed=2**53)), "/layers/0/weight/seed", ("2⁵³",)),
    "seed a fraction": (layer(weight=fill(1, 1, 2, 2, seed=1.0)), "/layers/0/weight/seed", ("integer",)),
    "set outside": (
        layer(weight=fill(1, 1, 2, 2, set=[[[0, 0, 0, 2], 1]])),
        "/layers/0/weight/set/0/0",
        ("[0, 0, 0, 2]",),
    ),
    "set too few indices": (layer(weight=fill(1, 1, 2, 2, set=[[[0], 1]])), "/layers/0/weight/set/0/0", ("4",)),
    "set twice": (
        layer(weight=fill(1, 1, 2, 2, set=[[[0, 0, 0, 1], 1]] * 2)),
        "/layers/0/weight/set/1/0",
        ("twice",),
    ),
    "set of a string": (
        layer(weight=fill(1, 1, 2, 2, set=[[[0, 0, 0, 1], "1"]])),
        "/layers/0/weight/set/0/1",
        ("quotes",),
    ),
    "set not pairs": (layer(weight=fill(1, 1, 2, 2, set=[[0, 1]])), "/layers/0/weight/set/0", ("[[i, j",)),
    "set beyond float32": (
        document(dtype="float32", input=fill(1, 1, 3, 3, set=[[[0, 0, 0, 0], 1e39]])),
        "/input/set/0/1",
        ("float32",),
    ),
    "stride 0": (layer(stride=0), "/layers/0/stride", ("from 1", "0")),
    "stride 2⁶³": (layer(stride=2**63), "/layers/0/stride", ("9223372036854775808",)),
    "stride huge": (layer(stride=10**300), "/layers/0/stride", ("more than 20 digits",)),
    "stride a fraction": (layer(stride=1.5), "/layers/0/stride", ("integer", "1.5")),
    "stride true": (layer(stride=True), "/layers/0/stride", ("true",)),
    "stride a string": (layer(stride="1"), "/layers/0/stride", ('"1"',)),
    "stride null": (layer(stride=None), "/layers/0/stride", ("null",)),
    "stride of three": (layer(stride=[1, 1, 1]), "/layers/0/stride", ("[height, width]",)),
    "stride of a fraction": (layer(stride=[1, 1.5]), "/layers/0/stride/1", ("1.5",)),
    "dilation 0": (layer(dilation=0), "/layers/0/dilation", ("from 1",)),
    "padding −1": (layer(padding=-1), "/layers/0/padding", ("from 0", "-1")),
    "padding 1.5": (layer(padding=1.5), "/layers/0/padding", ("1.5",)),
    "padding misspelt": (layer(padding="smae"), "/layers/0/padding", ('did you mean "same"?',)),
    "padding half given": (layer(padding=[[1, 1], [1]]), "/layers/0/padding/1", ("[left, right]",)),
    "padding same with stride": (layer(padding="same", stride=2), "/layers/0/padding", ("stride 1",)),
    "groups 0": (layer(groups=0), "/layers/0/groups", ("from 1",)),
    "groups that do not divide": (layer(groups=2), "/layers/0/groups", ("divide",)),
    "convention unknown": (layer(convention="conv"), "/layers/0/convention", ('"convolution"',)),
    "connections of numbers": (layer(connections=[[1]]), "/layers/0/connections/0/0", ("true or false",)),
    "connections to nothing": (layer(connections=[[False]]), "/layers/0/connections/0", ("no map",)),
    "connections of the wrong shape": (layer(connections=[[True, True]]), "/layers/0/connections", ("1 rows",)),
    "kernel larger than x": (layer(weight=fill(1, 1, 9, 9), padding=0), "/layers/0/weight", ("9×9", "3×3")),
    "bias of the wrong length": (layer(bias=[1, 2]), "/layers/0/bias", ("(1)", "(2)")),
    "wrong number of maps": (layer(weight=fill(1, 2, 2, 2)), "/layers/0/weight", ("2",)),
    "gradient of the wrong shape": (
        document(loss={"type": "upstream", "gradient": [[[[1]]]]}),
        "/loss/gradient",
        ("1×1×4×4", "1×1×1×1"),
    ),
    "ceil_mode a number": (
        document(layers=[POOL | {"ceil_mode": 1}]),
        "/layers/0/ceil_mode",
        ("true or false",),
    ),
    "pool without a size": (document(layers=[{"type": "max_pool2d"}]), "/layers/0/kernel_size", ("nothing",)),
    "pool padding too wide": (document(layers=[POOL | {"padding": 2}]), "/layers/0/padding", ("half",)),
    "absurd input": (document(input=fill(1, 1, 10**5, 10**5), loss=None), "/layers/0", ("multiply-adds",)),
    "absurd output": (layer(padding=10**6) | {"loss": None}, "/layers/0", ("2,000,000,000",)),
    "absurd beyond words": (
        document(input=fill(*[2**53 - 1] * 4), layers=[POOL], loss=None),
        "/layers/0",
        ("about", "e+"),
    ),
    "absurd memory": (
        document(input=fill(1, 10**9), layers=[], loss=None),
        "/input",
        ("bytes", "512,000,000"),
    ),
}


def refused(client: TestClient, body: Any, status: int) -> Any:
    """The problem with which a body is refused; it is as every refusal must be."""
    seconds = 1.0
    for _ in range(3):  # another process may have had the processor
        began = time.perf_counter()
        response = client.post("/api/v1/traces", content=body, headers=JSON)
        seconds = min(seconds, time.perf_counter() - began)
        if seconds < 0.1:
            break
    assert response.status_code == status, response.text[:300]
    assert response.headers["content-type"] == "application/problem+json"
    assert len(response.content) <= 8192
    assert seconds < 0.1
    problem = response.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert 1 <= len(problem["errors"]) <= 10
    return problem


@pytest.mark.parametrize("name", WRONG)
def test_wrong_content(client: TestClient, name: str) -> None:
    content, pointer, words = WRONG[name]
    error = refused(client, json.dumps(content).encode(), 422)["errors"][0]
    assert error["pointer"] == pointer
    for word in words:
        assert word in error["detail"]


NUMBER = json.dumps(layer(padding="PADDING"))
CELL = json.dumps(layer(weight=[[[["CELL", 2], [3, 4]]]]))

# Numbers that only a text can hold: (text, pointer, words).
NUMBERS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "NaN": (CELL.replace('"CELL"', "NaN"), "/layers/0/weight/0/0/0/0", ("finite", "NaN")),
    "Infinity": (CELL.replace('"CELL"', "Infinity"), "/layers/0/weight/0/0/0/0", ("finite",)),
    "-Infinity": (CELL.replace('"CELL"', "-Infinity"), "/layers/0/weight/0/0/0/0", ("finite",)),
    "1e400": (CELL.replace('"CELL"', "1e400"), "/layers/0/weight/0/0/0/0", ("finite", "1.8e308")),
    "an integer beyond float64": (CELL.replace('"CELL"', "9" * 400), "/layers/0/weight/0/0/0/0", ("finite",)),
    "5,000 digits": (CELL.replace('"CELL"', "9" * 5000), "/layers/0/weight/0/0/0/0", ("finite",)),
    "padding of 5,000 digits": (NUMBER.replace('"PADDING"', "9" * 5000), "/layers/0/padding", ("integer",)),
    "padding NaN": (NUMBER.replace('"PADDING"', "NaN"), "/layers/0/padding", ("integer", "NaN")),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_out_of_range(client: TestClient, name: str) -> None:
    text, pointer, words = NUMBERS[name]
    error = refused(client, text.encode(), 422)["errors"][0]
    assert error["pointer"] == pointer
    for word in words:
        assert word in error["detail"]


VALID = json.dumps(first()).encode()

# What is not one JSON value in UTF-8: (bytes, pointer, words).
MALFORMED: dict[str, tuple[bytes, str, tuple[str, ...]]] = {
    "nothing": (b"", "", ("line 1",)),
    "cut off": (VALID[:-1], "", ("line 1", "text ends")),
    "trailing junk": (VALID + b" x", "", ("line 1", '"x"')),
    "two values": (VALID * 2, "", ("line 1",)),
    "single quotes": (b"{'input': 1}", "", ("column 2",)),
    "a comment": (b"{} // x", "", ("column 4",)),
    "a leading zero": (b'{"input": 01}', "", ("column",)),
    "a control character": (b'{"name": "a\nb"}', "", ("control character",)),
    "invalid UTF-8": (VALID.replace(b"kernel", b"\xff\xfe"), "", ("UTF-8", "0xff")),
    "overlong UTF-8": (b'{"name": "\xc0\xaf"}', "", ("UTF-8",)),
    "a surrogate in UTF-8": (b'{"name": "\xed\xa0\x80"}', "", ("UTF-8",)),
    "a byte order mark": (b"\xef\xbb\xbf" + VALID, "", ("byte order mark",)),
    "UTF-16": (VALID.decode().encode("utf-16"), "", ("UTF-8",)),
    "UTF-16 without mark": (VALID.decode().encode("utf-16-le"), "", ("line 1",)),
    "half a surrogate pair": (b'{"name": "\\ud800"}', "/name", ("surrogate",)),
    "half a pair in a key": (b'{"input": {"\\udc00": 1}}', "/input", ("surrogate",)),
    "a key twice": (b'{"name": "a", "name": "b"}', "", ('"name"', "twice")),
    "a key twice inside": (
        json.dumps(layer(name="DOUBLE")).encode().replace(b'"DOUBLE"', b'"a", "type": "relu"'),
        "/layers/0",
        ('"type"', "twice"),
    ),
    "half a pair and a key twice": (b'{"\\ud800": {"a": 1, "a": 2}}', "", ("surrogate",)),
    "33 levels": (b"[" * 33 + b"]" * 33, "", ("32 levels",)),
    "100,000 levels": (b"[" * 100_000, "", ("32 levels",)),
    "100,000 levels of objects": (b'{"a":' * 100_000, "", ("32 levels",)),
    "a long string without an end": (b'"' + b'\\"' * 20_000, "", ("line 1",)),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_json(client: TestClient, name: str) -> None:
    body, pointer, words = MALFORMED[name]
    problem = refused(client, body, 400)
    assert problem["type"].endswith("malformed-json")
    assert problem["errors"][0]["pointer"] == pointer
    for word in words:
        assert word in problem["errors"][0]["detail"]


def test_brackets_in_strings_are_no_nesting(client: TestClient) -> None:
    body = json.dumps(document(name="[" * 100 + '\\"{')).encode()
    assert client.post("/api/v1/traces", content=body, headers=JSON).status_code == 201


def test_whole_characters_are_welcome(client: TestClient) -> None:
    body = json.dumps(document(name="😀 ∂")).encode()  # escaped as a surrogate pair
    assert client.post("/api/v1/traces", content=body, headers=JSON).json()["document"]["name"] == "😀 ∂"


def test_many_faults_are_told_at_once(client: TestClient) -> None:
    broken = document(dtype="f8", name=1, layers=[{"type": "conv2d", "weight": 1, "stride": "x", "groups": 0.5}])
    pointers = [error["pointer"] for error in refused(client, json.dumps(broken).encode(), 422)["errors"]]
    assert pointers == ["/name", "/dtype", "/layers/0/weight", "/layers/0/stride", "/layers/0/groups"]


LONG = "x" * 300_000


@pytest.mark.parametrize(
    "content",
    [
        document(name=LONG),
        document(dtype=LONG),
        document(**{LONG: 1}),
        document(**{f"{LONG[:1000]}{i}": 1 for i in range(300)}),
        layer(name=LONG),
        layer(type=LONG),
        layer(padding=LONG),
        layer(stride=[[LONG] * 2] * 2),
        layer(weight=[[[[LONG] * 2]]]),
        layer(connections=[[LONG]]),
        document(layers=[{"type": "relu", "name": "é" * 128 + str(i)} for i in range(20)]),
        document(layers=[{"type": "relu", "ÿ" * 100 + str(i): 0} for i in range(20)]),
    ],
    ids=range(12),
)
def test_long_values_are_clipped(client: TestClient, content: Any) -> None:
    refused(client, json.dumps(content).encode(), 422)


@pytest.mark.parametrize(
    "names",
    [(None, None, None), ("relu1", None, None), (None, "relu1", None), (None, None, "relu2"), ("relu2", "relu1", None)],
)
def test_names_are_filled_in(client: TestClient, names: tuple[str | None, ...]) -> None:
    layers = [{"type": "relu"} | ({"name": name} if name else {}) for name in names]
    reply = client.post("/api/v1/traces", json=document(layers=layers, loss=None)).json()
    given = [layer["name"] for layer in reply["layers"]]
    assert len(set(given)) == 3
    assert set(given) == {"relu1", "relu2", "relu3"}
    assert all(name in (None, own) for name, own in zip(names, given, strict=True))


def test_every_limit_is_a_setting() -> None:
    defaults = Settings()
    limits = (defaults.body_bytes, defaults.json_depth, defaults.tensor_rank, defaults.layers, defaults.name_characters)
    assert limits == (8_000_000, 32, 5, 64, 128)
    assert (defaults.multiply_adds, defaults.memory_bytes, defaults.patience_seconds) == (2 * 10**9, 512 * 10**6, 15)
