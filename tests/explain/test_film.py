"""The film: in closed form what an enumeration gives, and a page costs a page."""

import random
from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest

from app.address import Cell
from app.engine.document import Document, Fill, NamedLayer, NamedLoss
from app.engine.network import parameter_names
from app.engine.optimizer import Sgd, descend
from app.engine.trace import Trace, compute
from app.explain import methods
from app.explain.film import Film
from app.explain.view import Reader
from tests.networks import document
from tests.small import conv_document, layer_document, make_layer, make_loss

FILMS = [
    (None, None, None),
    ("scatter", "correlate", None),
    ("rot180", "rot180_input", Sgd(0.1)),
    ("matrix", "matrix", Sgd(0.1, 0.9, 0.01, 0.001)),
    ("chain", "chain", Sgd(0.0)),
]
Enumerated = tuple[str, str, str, str, str]


class Counting(Reader):
    """Counts the elements that are read."""

    def __init__(self, trace: Trace) -> None:
        super().__init__(trace)
        self.reads = 0

    def read(self, tensor: str, index: tuple[int, ...]) -> float:
        self.reads += 1
        return super().read(tensor, index)


def enumerated(
    trace: Trace, input_method: str | None, weight_method: str | None, sgd: Sgd | None
) -> Iterator[Enumerated]:
    """Every step one after the other, as the contract words it: phase, layer, tensor, cell, method."""

    def cells(tensor: str) -> list[str]:
        shape = trace.tensors[tensor.removesuffix(".next")].shape
        return [str(Cell(tensor, index)) for index in product(*map(range, shape))]

    for layer in trace.layers:
        for cell in cells(layer.output):
            yield "forward", layer.name, layer.output, cell, "chain"
    if trace.loss is None:
        return
    yield "loss", "loss", "loss", "loss[]", "chain"
    last = f"{trace.output}.grad"
    for cell in cells(last):
        yield "backward", "loss", last, cell, "chain"
    for layer in trace.layers[::-1]:
        for parameter in layer.parameters:
            gradient = f"{parameter}.grad"
            method = weight_method if weight_method in methods(trace, gradient) else "chain"
            for cell in cells(gradient):
                yield "backward", layer.name, gradient, cell, str(method)
        gradient = f"{layer.input}.grad"
        method = input_method if input_method in methods(trace, gradient) else "chain"
        if method == "scatter":
            for cell in cells(f"{layer.output}.grad"):
                yield "backward", layer.name, f"{layer.name}.table", cell, "scatter"
        else:
            for cell in cells(gradient):
                yield "backward", layer.name, gradient, cell, str(method)
    for parameter in parameter_names(trace.document) if sgd else ():
        for cell in cells(f"{parameter}.next"):
            yield "update", parameter.split(".")[0], f"{parameter}.next", cell, "chain"


@pytest.mark.parametrize(("input_method", "weight_method", "sgd"), FILMS)
def test_the_film_is_what_an_enumeration_gives(
    input_method: str | None, weight_method: str | None, sgd: Sgd | None
) -> None:
    for seed in range(40):
        trace = compute(document(random.Random(seed), largest=4, loss=seed % 5 > 0))
        film = Film(trace, input_method, weight_method, sgd)
        expected = list(enumerated(trace, input_method, weight_method, sgd))
        steps = list(film.page(0, film.total))
        assert [(s.phase, s.layer, s.tensor, str(s.cell), s.method) for s in steps] == expected
        assert [step.index for step in steps] == list(range(film.total))


def test_segments_lie_end_to_end_and_tell_their_steps() -> None:
    for seed in range(20):
        film = Film(compute(document(random.Random(seed))), "scatter", "matrix", Sgd(0.1))
        end = 0
        for segment in film.segments:
            assert segment.start == end
            end += segment.count
            for index in (segment.start, end - 1):
                step = film.step(index)
                assert (step.phase, step.layer, step.tensor, step.method) == (
                    *(segment.phase, segment.layer, segment.tensor),
                    segment.method,
                )
        assert end == film.total


def test_every_label_tells_the_engine_s_number() -> None:
    sgd = Sgd(0.1, 0, 0.01)
    for seed in range(10):
        trace = compute(document(random.Random(seed), largest=3))
        after = compute(descend(trace, sgd).document) if np.isfinite(trace.loss or 0) else None
        for step in Film(trace, sgd=sgd if after else None).page(0, 10**6):
            source = after if step.phase == "update" else trace
            assert source is not None
            value = source.array(step.cell.tensor.removesuffix(".next"))[step.cell.index]
            told = step.label.removeprefix(f"{step.cell} = ").split(",")[0]
            assert float(told.replace("∞", "inf")) == pytest.approx(float(value), rel=1e-5, nan_ok=True)


def first_article() -> Trace:
    upstream = [[1, 2, -1, 0], [3, -2, 1, 4], [0, 5, -3, 2], [-1, 1, 2, -2]]
    x, w = [[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[1, -2], [3, 0.5]]
    return compute(conv_document(x, w, bias=0.25, upstream=upstream, padding=1))


LABELS = {
    0: "conv1.output[0,0,0,0] = 0.75, the sum of 5 terms",
    16: "loss[] = 142.5, the sum of 16 terms",
    17: "conv1.output.grad[0,0,0,0] = 1, taken from loss.gradient[0,0,0,0]",
    34: "conv1.weight.grad[0,0,0,1] = 28, the sum of 16 terms",
    39: "conv1.output.grad[0,0,0,1] = 2, times the kernel, is added to conv1.table",
    55: "conv1.weight.next[0,0,0,1] = -4.8, the sum of 2 terms",
}


def test_labels_are_sentences() -> None:
    film = Film(first_article(), "scatter", None, Sgd(0.1))
    assert {index: film.step(index).label for index in LABELS} == LABELS


def test_labels_of_maxima_maps_products_and_empty_sums() -> None:
    relu = Film(compute(layer_document("relu", [[2.0, -1.0]], [[3.0, 4.0]])))
    assert relu.step(1).label == "layer1.output[0,1] = 0, the largest of 2"
    assert relu.step(5).label == "input.grad[0,0] = 3, one product"
    sigmoid = Film(compute(layer_document("sigmoid", [[0.0]], [[1.0]])))
    assert sigmoid.step(0).label == "layer1.output[0,0] = 0.5, sigmoid of one number"
    unread = Film(compute(conv_document(np.ones((1, 3)), [[2.0]], upstream=[[1.0, 1.0]], stride=2)))
    assert unread.step(unread.total - 2).label == "input.grad[0,0,0,1] = 0, an empty sum"
    empty = Film(compute(layer_document("max_pool2d", [[[[1.0]]]], [[[[1.0]]]], kernel_size=2, padding=1, dilation=2)))
    assert empty.step(0).label == "layer1.output[0,0,0,0] = -∞, the largest of 4"


@pytest.fixture(scope="module")
def long() -> Trace:
    """A million steps and more: a convolution of a large image."""
    weight = Fill((2, 1, 3, 3), "xavier_uniform", 1)
    conv = NamedLayer("conv1", make_layer("conv2d", padding=1), {"weight": weight, "bias": Fill((2,), "zeros")})
    loss = NamedLoss(make_loss("upstream"), {"gradient": Fill((1, 2, 500, 500), "uniform", 2)})
    return compute(Document("long", "float64", Fill((1, 1, 500, 500), "uniform"), (conv,), loss))


@pytest.mark.parametrize("method", ["chain", "scatter", "rot180"])
def test_a_page_from_the_middle_of_a_million_costs_a_page(long: Trace, method: str) -> None:
    reads = {}
    for start in (0, 600_000, 1_200_000):
        reader = Counting(long)
        film = Film(long, method, reader=reader)
        assert film.total > 1_200_010
        assert reader.reads == 0
        assert len(list(film.page(start, 10))) == 10
        reads[start] = reader.reads
    assert max(reads.values()) <= 20


def test_pages_are_parts_of_the_whole() -> None:
    film = Film(first_article())
    whole = list(film.page(0, 1000))
    assert len(whole) == film.total
    for start, limit in ((0, 1), (10, 25), (film.total - 1, 5), (film.total, 5), (10**9, 1)):
        assert list(film.page(start, limit)) == whole[start : start + limit]
    for index in (-1, film.total):
        with pytest.raises(IndexError):
            film.step(index)


def test_a_network_without_layers_has_a_loss_and_one_gradient() -> None:
    loss = NamedLoss(make_loss("upstream"), {"gradient": np.array([[2.0, 3.0]])})
    film = Film(compute(Document("", "float64", np.array([[1.0, 1.0]]), (), loss)), sgd=Sgd(0.1))
    assert [str(step.cell) for step in film.page()] == ["loss[]", "input.grad[0,0]", "input.grad[0,1]"]
    assert Film(compute(Document("", "float64", np.array([[1.0]]), ()))).total == 0
