"""Each operation on small documents, every number written down by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.engine.trace import compute
from app.schemas.building import document
from app.schemas.normal import document_json
from tests.api.documents import fill, first, lenet
from tests.revise.revising import DEFAULTS, Json, conv, network, normal, revised

LINEAR = {"type": "linear", "weight": [[1, 2], [3, 4], [5, 6]], "bias": [7, 8, 9]}


def names(reply: Any) -> list[str]:
    return [layer["name"] for layer in reply["layers"]]


def test_a_convolution_is_made_to_fit() -> None:
    reply = revised(first(), op="insert", at=1, layer={"type": "conv2d"})
    made = reply["document"]["layers"][1]
    assert (made["name"], made["weight"], made["bias"]) == ("conv2", [[[[0.2, -0.2], [0.1, 0.4]]]], [1])
    assert reply["layers"][1] == {"name": "conv2", "type": "conv2d", "input": [1, 1, 4, 4], "output": [1, 1, 3, 3]}
    assert reply["document"]["loss"]["gradient"] == [[[[1, 2, -1], [3, -2, 1], [0, 5, -3]]]]
    assert reply["notes"] == [
        "conv2.weight: 1×1×2×2, new",
        "conv2.bias: 1, new",
        "loss.gradient: 1×1×4×4 → 1×1×3×3, 9 numbers kept, 7 left out",
    ]


def test_what_an_inserted_layer_says_stands() -> None:
    layer = {"type": "conv2d", "name": "second", "channels": 2, "kernel_size": [1, 3], "bias": False, "padding": [0, 1]}
    made = revised(first(), op="insert", at=1, layer=layer)["document"]["layers"][1]
    assert made["name"] == "second"
    assert made["weight"] == [[[[0.2, -0.2, 0.1]]], [[[0.4, -0.1, -0.4]]]]
    assert made["bias"] is None
    given = revised(first(), op="insert", at=0, layer={"type": "channel_affine", "weight": [3], "bias": [4]})
    assert given["document"]["layers"][0] == {"type": "channel_affine", "name": "affine1", "weight": [3], "bias": [4]}


def test_a_kernel_is_as_large_as_fits() -> None:
    row = network(x=[[[[1, 2, 3]]]])
    assert revised(row, op="insert", at=0, layer={"type": "conv2d"})["layers"][0]["output"] == [1, 1, 1, 2]
    assert revised(row, op="insert", at=0, layer={"type": "max_pool2d"})["layers"][0]["output"] == [1, 1, 1, 1]
    padded = {"type": "conv2d", "padding": "full"}
    assert revised(row, op="insert", at=0, layer=padded)["layers"][0]["output"] == [1, 1, 2, 4]


def test_a_linear_layer_has_three_outputs_unless_told() -> None:
    flat = network(x=[[1, 2]])
    assert revised(flat, op="insert", at=0, layer={"type": "linear"})["document"]["layers"][0]["weight"] == [
        [0.2, -0.2],
        [0.1, 0.4],
        [-0.1, -0.4],
    ]
    told = revised(flat, op="insert", at=0, layer={"type": "linear", "features": 1, "layout": "in_out"})
    assert told["document"]["layers"][0]["weight"] == [[0.5], [0.25]]


def test_a_network_put_together_learns() -> None:
    """New weights are so small that no probability starts at 0 or 1 and every layer has a gradient."""
    made = first()
    layers: list[Json] = [
        {"type": "conv2d", "channels": 2},
        {"type": "relu"},
        {"type": "conv2d", "channels": 3},
        {"type": "relu"},
        {"type": "flatten"},
        {"type": "linear", "features": 10},
        {"type": "relu"},
        {"type": "linear", "features": 4},
    ]
    for layer in layers:
        made = revised(made, op="insert", at=len(made["layers"]), layer=layer)["document"]
        ended = (
            revised(made, op="loss", loss={"type": "cross_entropy"})["document"] if layer["type"] == "linear" else made
        )
        found = compute(document(ended, DEFAULTS))
        if layer["type"] == "linear":
            p = found.array("loss.probabilities")
            assert p.min() > 1e-9 and p.max() < 1 - 1e-9
        assert np.abs(found.array("input.grad")).max() > 1e-3, layer


def test_large_new_weights_are_generated() -> None:
    made = revised(lenet(), op="insert", at=9, layer={"type": "linear", "features": 100})["document"]["layers"]
    assert made[9]["weight"] == fill(100, 120, how="xavier_uniform", seed=0)
    assert made[10]["weight"] == fill(84, 100, how="xavier_uniform", seed=0)


def test_a_layer_goes_and_its_penalty_with_it() -> None:
    penalised = first() | {"penalties": [{"tensor": "conv1.weight", "l2": 0.5}]}
    reply = revised(penalised, op="remove", layer="conv1")
    assert "penalties" not in reply["document"]
    assert reply["notes"][-1] == "conv1.weight: its penalty is left out, for it has gone"
    assert revised(penalised, op="loss", loss=None)["notes"] == [
        "conv1.weight: its penalty is left out, for there is no loss"
    ]


def test_a_layer_moves() -> None:
    posted = network(conv(name="a"), {"type": "relu", "name": "b"}, {"type": "tanh", "name": "c"})
    assert names(revised(posted, op="move", layer="a", to=2)) == ["b", "c", "a"]
    assert names(revised(posted, op="move", layer="c", to=0)) == ["c", "a", "b"]
    assert names(revised(posted, op="move", layer="b", to=1)) == ["a", "b", "c"]


def test_a_name_changes_and_the_penalty_follows() -> None:
    penalised = first() | {"penalties": [{"tensor": "conv1.weight", "l2": 0.5}]}
    reply = revised(penalised, op="rename", layer="conv1", name="edges")
    assert names(reply) == ["edges"]
    assert reply["document"]["penalties"] == [{"tensor": "edges.weight", "l1": 0, "l2": 0.5}]


def test_sizes_of_a_convolution() -> None:
    options = {"kernel_size": 3, "channels": 2, "bias": False}
    reply = revised(first(), op="set", layer="conv1", options=options)
    layer = reply["document"]["layers"][0]
    assert layer["weight"] == [
        [[[1, -2, 0.1], [3, 0.5, -0.1], [-0.1, -0.4, 0.3]]],
        [[[0.4, -0.1, -0.4], [-0.4, 0.3, 0.2], [0.2, -0.2, 0.1]]],
    ]
    assert layer["bias"] is None
    assert reply["notes"] == [
        "conv1.bias: left out",
        "conv1.weight: 1×1×2×2 → 2×1×3×3, old numbers kept, 14 new",
        "loss.gradient: 1×1×4×4 → 1×2×3×3, 9 numbers kept, 7 left out, 9 new",
    ]
    assert reply["document"]["loss"]["gradient"][0][1] == [[0] * 3] * 3
    again = revised(reply["document"], op="set", layer="conv1", options={"bias": True})
    assert again["document"]["layers"][0]["bias"] == [1, -1]


def test_options_of_a_convolution() -> None:
    options = {"stride": 2, "padding": "valid", "convention": "convolution"}
    reply = revised(first(), op="set", layer="conv1", options=options)
    assert reply["layers"][0]["output"] == [1, 1, 1, 1]
    assert reply["document"]["layers"][0]["weight"] == [[[[1, -2], [3, 0.5]]]]
    assert reply["document"]["loss"]["gradient"] == [[[[1]]]]


def test_groups_and_connections_change_the_weight() -> None:
    two = network(conv([[[[1]], [[2]]], [[[3]], [[4]]]]), x=[[[[1]], [[2]]]])
    grouped = revised(two, op="set", layer="conv1", options={"groups": 2})["document"]
    assert grouped["layers"][0]["weight"] == [[[[1]]], [[[3]]]]
    free = [[True, False], [False, True], [True, True]]
    connected = revised(two, op="set", layer="conv1", options={"connections": free})["document"]
    assert connected["layers"][0]["weight"] == [[[[1]], [[2]]], [[[3]], [[4]]], [[[0.3]], [[-0.1]]]]
    grown = revised(connected, op="input", shape=[1, 3, 1, 1])
    assert grown["document"]["layers"][0]["connections"] == [[*row, True] for row in free]
    assert "conv1.connections: 3×2 → 3×3, made to fit" in grown["notes"]
    more = revised(connected, op="set", layer="conv1", options={"channels": 4})["document"]["layers"][0]
    assert more["connections"] == [*free, [True, True]]
    assert revised(grown["document"], op="input", shape=[1, 2, 1, 1])["document"]["layers"][0]["connections"] == free


def test_a_layout_turns_the_weight_over() -> None:
    posted = network(LINEAR, x=[[1, 2]])
    turned = revised(posted, op="set", layer="linear1", options={"layout": "in_out"})
    assert turned["document"]["layers"][0]["weight"] == [[1, 3, 5], [2, 4, 6]]
    assert turned["notes"] == []
    features = revised(turned["document"], op="set", layer="linear1", options={"features": 2})
    assert features["document"]["layers"][0]["weight"] == [[1, 3], [2, 4]]
    assert features["document"]["layers"][0]["bias"] == [7, 8]


def test_sizes_of_a_pooling_are_its_options() -> None:
    posted = network({"type": "max_pool2d", "kernel_size": 2})
    reply = revised(posted, op="set", layer="pool1", options={"kernel_size": [3, 1], "stride": None})
    assert reply["document"]["layers"][0]["stride"] == [3, 1]
    assert reply["layers"][0]["output"] == [1, 1, 1, 3]


def test_a_type_changes_and_common_options_stay() -> None:
    posted = network({"type": "max_pool2d", "kernel_size": 2, "stride": 1, "padding": 1, "ties": "all"})
    changed = revised(posted, op="replace", layer="pool1", type="sum_pool2d")["document"]["layers"][0]
    assert changed == {
        "type": "sum_pool2d",
        "name": "pool1",
        "kernel_size": [2, 2],
        "stride": [1, 1],
        "padding": [1, 1],
    }
    conv1 = revised(posted, op="replace", layer="pool1", type="conv2d")["document"]["layers"][0]
    assert conv1["weight"] == [[[[0.2, -0.2], [0.1, 0.4]]]]
    assert conv1["padding"] == [[1, 1], [1, 1]]
    pool = revised(first(), op="replace", layer="conv1", type="avg_pool2d")["document"]["layers"][0]
    assert (pool["kernel_size"], pool["stride"], pool["padding"]) == ([2, 2], [1, 1], [1, 1])
    uneven = network(conv(padding=[[1, 0], [0, 0]]))
    assert revised(uneven, op="replace", layer="conv1", type="avg_pool2d")["document"]["layers"][0]["padding"] == [0, 0]


def test_the_input_grows_and_shrinks() -> None:
    grown = revised(first(), op="input", shape=[1, 1, 2, 5])
    assert grown["document"]["input"] == [[[[1, 2, 3, 0, 0], [4, 5, 6, 0, 0]]]]
    assert grown["document"]["loss"]["gradient"] == [[[[1, 2, -1, 0, 0, 0], [3, -2, 1, 4, 0, 0], [0, 5, -3, 2, 0, 0]]]]
    maps = revised(first(), op="input", shape=[2, 2, 3, 3])["document"]
    assert maps["layers"][0]["weight"] == [[[[1, -2], [3, 0.5]], [[-0.4, 0.3], [0.2, -0.2]]]]
    assert maps["input"][1] == [[[0] * 3] * 3] * 2


def test_maps_become_a_vector_in_order() -> None:
    posted = network({"type": "relu"}, loss={"type": "upstream", "gradient": fill(1, 1, 3, 3, how="arange")})
    flat = revised(posted, op="input", shape=[1, 4])["document"]
    assert flat["input"] == [[1, 2, 3, 4]]
    assert flat["loss"]["gradient"] == [[0, 1, 2, 3]]


def test_a_loss_gets_its_target() -> None:
    flat = network(LINEAR, x=[[1, 2], [3, 4]])
    classes = revised(flat, op="loss", loss={"type": "cross_entropy", "reduction": "sum"})["document"]
    assert classes["loss"] == {"type": "cross_entropy", "target": [0, 1], "reduction": "sum"}
    rows = revised(classes, op="loss", loss={"type": "squared_error"})["document"]
    assert rows["loss"]["target"] == [[1, 0, 0], [0, 1, 0]]
    assert revised(rows, op="loss", loss={"type": "mse"})["document"]["loss"]["target"] == [[1, 0, 0], [0, 1, 0]]
    upstream = revised(rows, op="loss", loss={"type": "upstream"})["document"]["loss"]["gradient"]
    assert upstream == [[1, -1, 0.5], [0.5, 2, -0.5]]
    given = revised(flat, op="loss", loss={"type": "cross_entropy", "target": [2, 2]})["document"]
    assert given["loss"]["target"] == [2, 2]
    fewer = revised(given, op="set", layer="linear1", options={"features": 2})
    assert fewer["document"]["loss"]["target"] == [1, 1]
    assert fewer["notes"][-1] == "loss.target: classes above 1 became 1"
    assert revised(given, op="input", shape=[3, 2])["document"]["loss"]["target"] == [2, 2, 0]


def test_a_tensor_is_filled() -> None:
    for tensor, shape in {"input": [1, 1, 3, 3], "conv1.weight": [1, 1, 2, 2], "loss.gradient": [1, 1, 4, 4]}.items():
        reply = revised(first(), op="fill", tensor=tensor, fill="normal", seed=3)["document"]
        found = {"input": reply["input"], "conv1.weight": reply["layers"][0]["weight"]}
        assert (found | {"loss.gradient": reply["loss"]["gradient"]})[tensor] == fill(*shape, how="normal", seed=3)


def test_the_document_s_own_fields() -> None:
    posted = first() | {"penalties": [{"tensor": "conv1.weight", "l1": 0.1}]}
    reply = revised(posted, op="document", name="other", dtype="float32")["document"]
    assert (reply["name"], reply["dtype"], reply["penalties"][0]["l1"]) == ("other", "float32", 0.1)
    assert "penalties" not in revised(posted, op="document", penalties=[])["document"]
    assert revised(posted, op="document")["document"] == normal(posted)


def test_a_generator_is_kept_where_its_shape_is() -> None:
    posted = network(conv(fill(1, 1, 2, 2, how="arange")), x=fill(1, 1, 3, 3, how="arange"))
    kept = revised(posted, op="insert", at=1, layer={"type": "relu"})["document"]
    assert kept["input"] == fill(1, 1, 3, 3, how="arange", seed=0)
    grown = revised(posted, op="input", shape=[1, 1, 3, 4])["document"]
    assert grown["input"] == [[[[0, 1, 2, 0], [3, 4, 5, 0], [6, 7, 8, 0]]]]
    assert grown["layers"][0]["weight"] == fill(1, 1, 2, 2, how="arange", seed=0)
    large = network(x=fill(1, 1, 40, 40, set=[[[0, 0, 39, 0], 5], [[0, 0, 0, 0], 6]]))
    reply = revised(large, op="input", shape=[1, 1, 30, 30])
    assert reply["document"]["input"] == fill(1, 1, 30, 30, seed=0, set=[[[0, 0, 0, 0], 6]])
    assert reply["notes"] == ["input: 1×1×40×40 → 1×1×30×30, generated at the new size (uniform)"]


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_document_that_was_posted_stays(dtype: str) -> None:
    posted = first() | {"dtype": dtype}
    before = normal(posted)
    revised(posted, op="set", layer="conv1", options={"channels": 3})
    assert normal(posted) == before
    assert document_json(document(posted, DEFAULTS))["dtype"] == dtype
