"""What cannot be computed, each with its sentence and its place."""

from typing import Any

import numpy as np
import pytest

from app.address import AddressError, Cell
from app.engine.document import Document, Fill, NamedLayer, NamedLoss
from app.engine.edit import edit
from app.engine.errors import EngineError
from app.engine.layers import LAYERS
from app.engine.network import plan
from tests.small import conv_document, make_layer, make_loss


@pytest.mark.parametrize(
    ("kind", "options", "pointer", "words"),
    [
        ("conv2d", {"stride": 0}, "/stride", "from 1 to"),
        ("conv2d", {"stride": [1, 0]}, "/stride/1", "received 0"),
        ("conv2d", {"stride": [1, 2, 3]}, "/stride", "[height, width]"),
        ("conv2d", {"dilation": 0}, "/dilation", "received 0"),
        ("conv2d", {"padding": -1}, "/padding", "received -1"),
        ("conv2d", {"padding": 1.5}, "/padding", "received 1.5"),
        ("conv2d", {"padding": 2**63}, "/padding", "9223372036854775808"),
        ("conv2d", {"padding": 10**5000}, "/padding", "more than 20 digits"),
        ("conv2d", {"padding": "smae"}, "/padding", '"same"'),
        ("conv2d", {"padding": [[0, 1], [0]]}, "/padding", "[[top, bottom], [left, right]]"),
        ("conv2d", {"padding": "same", "stride": 2}, "/padding", "needs stride 1"),
        ("conv2d", {"groups": 2, "connections": [[True]]}, "/connections", "groups 1"),
        ("conv2d", {"connections": [[True], [False]]}, "/connections/1", "reads no map"),
        ("conv2d", {"convention": "conv"}, "/convention", '"convolution"'),
        ("max_pool2d", {"kernel_size": 3, "padding": 2}, "/padding", "use padding ≤ 1"),
        ("max_pool2d", {"kernel_size": 0}, "/kernel_size", "received 0"),
        ("max_pool2d", {"kernel_size": 2, "ties": "last"}, "/ties", '"split"'),
        ("flatten", {"order": "rows"}, "/order", '"row_major"'),
        ("linear", {"layout": "io"}, "/layout", '"in_out"'),
    ],
)
def test_options_out_of_range(kind: str, options: dict[str, Any], pointer: str, words: str) -> None:
    with pytest.raises(EngineError) as caught:
        make_layer(kind, **options)
    assert caught.value.pointer == pointer
    assert words in caught.value.message


def network(shape: tuple[int, ...], *layers: tuple[str, dict[str, Any], dict[str, Any]]) -> Document:
    named = tuple(
        NamedLayer(f"{LAYERS[kind].prefix}{i + 1}", make_layer(kind, **options), parameters)
        for i, (kind, options, parameters) in enumerate(layers)
    )
    return Document("refused", "float64", Fill(shape, "zeros"), named)


WEIGHT = {"weight": Fill((2, 3, 5, 5), "zeros"), "bias": None}


@pytest.mark.parametrize(
    ("document", "pointer", "words"),
    [
        (
            network((1, 3, 4, 4), ("conv2d", {}, WEIGHT)),
            "/layers/0/weight",
            "5×5 is larger than the padded input 4×4",
        ),
        (network((1, 3, 4, 4), ("conv2d", {}, WEIGHT)), "/layers/0/weight", "padding ≥ 1"),
        (network((1, 3, 9, 9), ("conv2d", {"dilation": 3}, WEIGHT)), "/layers/0/weight", "dilated to 13×13"),
        (network((1, 4, 9, 9), ("conv2d", {}, WEIGHT)), "/layers/0/weight", "make axis 1 of weight 4"),
        (
            network((1, 3, 9, 9), ("conv2d", {"groups": 2}, WEIGHT)),
            "/layers/0/groups",
            "does not divide the 3 input maps",
        ),
        (network((1, 3), ("conv2d", {}, WEIGHT)), "/layers/0", "(N, C, H, W)"),
        (
            network((1, 3, 9, 9), ("linear", {}, {"weight": Fill((2, 3), "zeros"), "bias": None})),
            "/layers/0",
            "flatten",
        ),
        (
            network((1, 4), ("linear", {}, {"weight": Fill((2, 3), "zeros"), "bias": None})),
            "/layers/0/weight",
            "expects 3",
        ),
        (
            network((1, 1, 2, 2), ("max_pool2d", {"kernel_size": 3}, {})),
            "/layers/0/kernel_size",
            "3×3 is larger",
        ),
        (
            network((1, 3, 9, 9), ("conv2d", {}, WEIGHT | {"bias": Fill((3,), "zeros")})),
            "/layers/0/bias",
            "give 2 numbers or null",
        ),
        (
            network((1, 3, 9, 9), ("conv2d", {"connections": [[True, True, True]]}, WEIGHT)),
            "/layers/0/connections",
            "2 rows of 3",
        ),
    ],
)
def test_shapes_that_do_not_fit(document: Document, pointer: str, words: str) -> None:
    with pytest.raises(EngineError) as caught:
        plan(document)
    assert caught.value.pointer == pointer
    assert words in caught.value.message
    assert caught.value.message.startswith(document.layers[0].name)


def test_the_loss_is_as_large_as_the_output() -> None:
    with pytest.raises(EngineError) as caught:
        plan(conv_document(np.ones((3, 3)), np.ones((2, 2)), upstream=np.ones((3, 3))))
    assert caught.value.pointer == "/loss/gradient"
    assert "1×1×2×2" in caught.value.message
    net = conv_document(np.ones((3, 3)), np.ones((2, 2)))
    squared = NamedLoss(make_loss("squared_error"), {"target": np.ones((1, 4))})
    with pytest.raises(EngineError, match="received 1×4"):
        plan(Document(net.name, net.dtype, net.input, net.layers, squared))


def test_cost_is_known_before_anything_is_allocated() -> None:
    huge = Document(
        "huge",
        "float64",
        Fill((1000, 1000, 1000, 1000), "zeros"),
        (NamedLayer("conv1", make_layer("conv2d"), {"weight": Fill((1000, 1000, 9, 9), "zeros"), "bias": None}),),
    )
    cost = plan(huge).cost
    assert cost.multiply_adds == 3 * 1000 * 1000 * 992**2 * 1000 * 81
    assert cost.bytes > 8 * 1000**4


@pytest.mark.parametrize(
    ("cell", "value", "words"),
    [
        ("conv1.output[0,0,0,0]", 1.0, "cannot be edited; edit one of input, conv1.weight, loss.gradient"),
        ("input[0,0,3,0]", 1.0, "shape [1, 1, 3, 3]"),
        ("input[0,0]", 1.0, "expected 4 indices"),
        ("input[0,0,0,0]", float("inf"), "finite"),
    ],
)
def test_edits_that_are_refused(cell: str, value: float, words: str) -> None:
    net = conv_document(np.ones((3, 3)), np.ones((2, 2)), upstream=np.ones((2, 2)))
    with pytest.raises(EngineError) as caught:
        edit(net, [(Cell.parse(cell), value)])
    assert words in caught.value.message
    with pytest.raises(EngineError, match="twice"):
        edit(net, [(Cell.parse("input[0,0,0,0]"), 1.0), (Cell.parse("input[0,0,0,0]"), 2.0)])


def test_an_edit_makes_another_document() -> None:
    net = conv_document(np.ones((3, 3)), np.ones((2, 2)), bias=0.0, upstream=np.ones((2, 2)))
    edited = edit(net, [(Cell.parse("conv1.weight[0,0,1,1]"), 5.0), (Cell.parse("loss.gradient[0,0,0,0]"), -1.0)])
    assert edited.layers[0].parameters["weight"][0, 0, 1, 1] == 5  # type: ignore[index]
    assert net.layers[0].parameters["weight"][0, 0, 1, 1] == 1  # type: ignore[index]
    assert edited.input is net.input


def test_a_generated_tensor_stays_generated_up_to_a_thousand_cells() -> None:
    net = Document("fill", "float64", Fill((1, 1, 40, 40), "zeros"), ())
    cells = [(Cell("input", (0, 0, i // 40, i % 40)), 1.0) for i in range(1001)]
    few = edit(net, cells[:1000]).input
    assert isinstance(few, Fill)
    assert len(few.set) == 1000
    many = edit(net, cells).input
    assert isinstance(many, np.ndarray)
    assert many.sum() == 1001


@pytest.mark.parametrize(
    "text", ["", "x", "x[", "x[0", "x[-1]", "x[0,]", "x[0, 1]", "1x[0]", "x[٣]", "x[" + "9" * 5000 + "]"]
)
def test_malformed_addresses(text: str) -> None:
    with pytest.raises(AddressError, match=r"like conv1\.weight"):
        Cell.parse(text)


@pytest.mark.parametrize("text", ["loss[]", "conv1.weight.grad[0,0,1,1]", "a_b.output[10]"])
def test_addresses_round_trip(text: str) -> None:
    assert str(Cell.parse(text)) == text
