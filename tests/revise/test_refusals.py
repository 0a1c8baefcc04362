"""What does not fit is refused in the engine's words, at the place in the request that caused it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.documents import first
from tests.revise.revising import conv, network, refused

POOLED = network(conv(), {"type": "max_pool2d", "kernel_size": 2})
CASES: list[tuple[dict[str, Any], str, str]] = [
    (
        {"op": "insert", "at": 0, "layer": {"type": "linear"}},
        "/change/layer",
        (
            "linear1: linear reads vectors of shape (N, F), received an input of shape 1×1×3×3; "
            "put a flatten layer before it"
        ),
    ),
    (
        {"op": "insert", "at": 0, "layer": {"type": "flatten"}},
        "/document/layers/0",
        (
            "conv1: conv2d reads maps of shape (N, C, H, W), received an input of shape 1×9; "
            "give the input rank 4 and place the layer before flatten"
        ),
    ),
    (
        {"op": "insert", "at": 3, "layer": {"type": "relu"}},
        "/change/at",
        "at: expected an integer from 0 to 2, received 3",
    ),
    (
        {"op": "insert", "at": 1, "layer": {"type": "relu", "name": "conv1"}},
        "/change/layer/name",
        'name: "conv1" names two layers; rename one',
    ),
    (
        {"op": "insert", "at": 1, "layer": {"type": "conv2d", "weight": [[[[1]], [[2]]]]}},
        "/change/layer/weight",
        "conv2: weight expects 2 input maps per kernel (its axis 1), received 1 maps; make axis 1 of weight 1",
    ),
    (
        {"op": "insert", "at": 1, "layer": {"type": "rely"}},
        "/change/layer/type",
        (
            'type: expected one of "conv2d", "channel_affine", "combine_maps", "relu", "leaky_relu", "sigmoid", '
            '"tanh", "identity", "max_pool2d", "avg_pool2d", "sum_pool2d", "flatten", "linear", "softmax", '
            'received "rely"; did you mean "relu"?'
        ),
    ),
    (
        {"op": "remove", "layer": "conv2"},
        "/change/layer",
        "layer: expected a layer of the document (conv1, pool1), received 'conv2'",
    ),
    ({"op": "move", "layer": "pool1", "to": 2}, "/change/to", "to: expected an integer from 0 to 1, received 2"),
    (
        {"op": "rename", "layer": "conv1", "name": "2nd"},
        "/change/name",
        'name: expected a letter, then letters, digits or _, received "2nd"; rename the layer',
    ),
    (
        {"op": "set", "layer": "conv1", "options": {"kernel_size": 3, "dilation": 2}},
        "/change/options",
        "conv1: kernel 3×3 (dilated to 5×5) is larger than the padded input 3×3; use a smaller kernel or padding ≥ 1",
    ),
    (
        {"op": "set", "layer": "conv1", "options": {"groups": 2}},
        "/change/options/groups",
        "conv1: groups 2 does not divide the 1 input maps and 1 kernels; use a common divisor of 1 and 1",
    ),
    (
        {"op": "set", "layer": "conv1", "options": {"connections": [[True, True]]}},
        "/change/options/connections",
        "conv1: connections expect 1 rows of 1 booleans (kernels × input maps), received 1 rows of 2",
    ),
    (
        {"op": "set", "layer": "conv1", "options": {"kernel_size": 3}},
        "/document/layers/1/kernel_size",
        "pool1: window 2×2 is larger than the padded input 1×1; use a smaller window",
    ),
    (
        {"op": "set", "layer": "conv1", "options": {"stride": [1, 0]}},
        "/change/options/stride/1",
        "conv1: stride: expected an integer from 1 to 1000000, received 0",
    ),
    (
        {"op": "set", "layer": "conv1", "options": {"channels": 0}},
        "/change/options/channels",
        "channels: expected an integer from 1 to 1000000, received 0",
    ),
    (
        {"op": "set", "layer": "conv1", "options": {"features": 2}},
        "/change/options/features",
        (
            '"features" is not a known key here; remove it or use one of type, name, stride, padding, dilation, '
            "groups, connections, convention, weight, bias, kernel_size, channels"
        ),
    ),
    (
        {"op": "set", "layer": "conv1", "options": {"name": "other"}},
        "/change/options/name",
        'name: expected an option of conv1; use {"op": "rename"} for this',
    ),
    (
        {"op": "replace", "layer": "conv1", "type": "linear"},
        "/change",
        (
            "conv1: linear reads vectors of shape (N, F), received an input of shape 1×1×3×3; "
            "put a flatten layer before it"
        ),
    ),
    (
        {"op": "input", "shape": [1, 1, 1, 3]},
        "/document/layers/0/weight",
        "conv1: kernel 2×2 is larger than the padded input 1×3; use a smaller kernel or padding ≥ 1",
    ),
    (
        {"op": "input", "shape": [3, 3]},
        "/document/layers/0",
        (
            "conv1: conv2d reads maps of shape (N, C, H, W), received an input of shape 3×3; "
            "give the input rank 4 and place the layer before flatten"
        ),
    ),
    (
        {"op": "input", "shape": [1, 3, 3]},
        "/change/shape",
        "shape: expected [samples, channels, rows, columns] or [samples, features], received 3 sizes",
    ),
    (
        {"op": "input", "shape": [1, 1, 0, 3]},
        "/change/shape/2",
        "shape: expected an integer from 1 to 2⁵³ − 1, received 0",
    ),
    (
        {"op": "loss", "loss": {"type": "cross_entropy"}},
        "/change/loss",
        (
            "loss: cross_entropy reads logits of shape (N, K), received the output shape 1×1×1×1; "
            "put flatten and linear before it"
        ),
    ),
    (
        {"op": "loss", "loss": {"type": "mse", "target": [[[[1, 2]]]]}},
        "/change/loss/target",
        "loss: target expects the last output's shape 1×1×1×1, received 1×1×1×2; give 1 numbers, one per output cell",
    ),
    (
        {"op": "fill", "tensor": "conv1.weights", "fill": "normal"},
        "/change/tensor",
        "tensor: expected one of input, conv1.weight, received 'conv1.weights'; only these can be filled",
    ),
    (
        {"op": "document", "penalties": [{"tensor": "conv1.weight", "l2": 1}]},
        "/change/penalties",
        "penalties: they are part of the loss, and the document has none; add a loss or leave them out",
    ),
    (
        {"op": "document", "dtype": "half"},
        "/change/dtype",
        'dtype: expected one of "float64", "float32", received "half"',
    ),
    (
        {"op": "swap"},
        "/change/op",
        (
            'op: expected one of "insert", "remove", "move", "rename", "set", "replace", "input", "loss", "fill", '
            '"document", received "swap"'
        ),
    ),
]


@pytest.mark.parametrize(("change", "pointer", "sentence"), CASES, ids=lambda value: str(value)[:50])
def test_refused(change: dict[str, Any], pointer: str, sentence: str) -> None:
    assert refused(POOLED, **change) == (pointer, sentence)


def test_classes_that_are_given_are_checked() -> None:
    posted = network(x=[[1, 2, 3]])
    assert refused(posted, op="loss", loss={"type": "cross_entropy", "target": [3]}) == (
        "/change/loss/target/0",
        "loss: target of sample 0 expects a class from 0 to 2, received 3",
    )


def test_a_fan_needs_two_axes() -> None:
    assert refused(first(), op="fill", tensor="conv1.bias", fill="xavier_uniform") == (
        "/change/fill",
        "fill: xavier_uniform needs a fan, so rank 2 or more, received rank 1; use uniform",
    )


def test_a_document_that_does_not_fit_is_not_mended() -> None:
    posted = network(conv(bias=[1, 2]))
    assert refused(posted, op="insert", at=1, layer={"type": "relu"}) == (
        "/document/layers/0/bias",
        "conv1: bias expects one number per kernel, shape (1), received shape (2); give 1 numbers or null",
    )


def test_there_is_room_for_so_many_layers() -> None:
    full = network(*[{"type": "identity"}] * 64)
    assert refused(full, op="insert", at=0, layer={"type": "relu"}) == (
        "/change",
        "expected at most 64 layers, received 65; remove one first",
    )


def test_connections_do_not_grow_beyond_reason() -> None:
    """Refused by their shape, before a row of that length is made."""
    posted = network(conv(connections=[[True]]))
    assert refused(posted, op="input", shape=[1, 10**15, 3, 3]) == (
        "/document/layers/0/connections",
        f"conv1: connections expect 1 rows of {10**15} booleans (kernels × input maps), received 1 rows of 1",
    )
