"""Every gradient against central differences of L, on random networks and with random cotangents."""

import random
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from app.address import Cell
from app.engine.document import Document, NamedLoss, Values
from app.engine.edit import edit
from app.engine.trace import Trace, compute
from tests.networks import document, finite
from tests.small import conv_document, make_loss

STEP = 1e-6


def with_random_cotangent(net: Document, rng: random.Random) -> Document:
    """The same network under L = Σ g ∘ output with a random g: a turned or shifted gradient cannot hide."""
    trace = compute(net)
    shape = trace.tensors[trace.output].shape
    g = np.array([rng.uniform(-2, 2) for _ in range(int(np.prod(shape)))]).reshape(shape)
    return replace(net, loss=NamedLoss(make_loss("upstream"), {"gradient": g}))


def smooth(net: Document, rng: random.Random) -> Document:
    """The same network with numbers that meet no kink: no ties, no zeros."""

    def jitter(values: Values) -> Values:
        assert isinstance(values, np.ndarray)
        noise = np.array([rng.uniform(0.05, 1) * rng.choice([-1, 1]) for _ in range(values.size)])
        return np.asarray(values + noise.reshape(values.shape))

    layers = tuple(
        replace(n, parameters={f: None if v is None else jitter(v) for f, v in n.parameters.items()})
        for n in net.layers
    )
    return replace(net, input=jitter(net.input), layers=layers)


def winners(trace: Trace) -> list[np.ndarray]:
    """What a kink would change: signs before every relu, masks of every max pooling."""
    return [trace.array(name) for name in trace.tensors if name.endswith((".mask", ".derivative"))]


def equal_maxima(trace: Trace) -> bool:
    """Whether some window has several winners: `all` then sends more than the slope, by definition."""
    return any((trace.array(name).sum(axis=(4, 5)) > 1).any() for name in max_pool_masks(trace))


def max_pool_masks(trace: Trace) -> list[str]:
    return [f"{layer.name}.mask" for layer in trace.layers if layer.type == "max_pool2d"]


def rounding(net: Document) -> float:
    """A bound on every partial sum of L: the same network with absolute values throughout."""

    def positive(values: Values) -> Values:
        assert isinstance(values, np.ndarray)
        return np.abs(values)

    layers = tuple(
        replace(n, parameters={f: None if v is None else positive(v) for f, v in n.parameters.items()})
        for n in net.layers
    )
    assert net.loss is not None
    loss = replace(net.loss, tensors={f: positive(v) for f, v in net.loss.tensors.items()})
    bound = compute(replace(net, input=positive(net.input), layers=layers, loss=loss)).loss
    assert bound is not None
    return 8 * 2.0**-52 * max(1.0, bound)


def differences_agree(net: Document, tensor: str, index: tuple[int, ...], claimed: float | None = None) -> bool:
    """Whether the engine's gradient, or the one that is claimed, is the slope of L."""
    trace = compute(net)
    analytic = float(trace.array(f"{tensor}.grad")[index]) if claimed is None else claimed
    x = float(trace.array(tensor)[index])
    step = STEP * max(1.0, abs(x))
    up, down = (compute(edit(net, [(Cell(tensor, index), x + sign * step)])) for sign in (1, -1))
    if any(not np.array_equal(a, b) for a, b in zip(winners(up), winners(down), strict=True)):
        return True
    assert up.loss is not None
    assert down.loss is not None
    numeric = (up.loss - down.loss) / (2 * step)
    return abs(analytic - numeric) <= 1e-6 * max(abs(analytic), abs(numeric)) + rounding(net) / step


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.randoms(use_true_random=False))
def test_gradients_are_the_slopes_of_the_loss(rng: random.Random) -> None:
    net = with_random_cotangent(smooth(document(rng), rng), rng)
    trace = compute(net)
    assume(finite(net) and not equal_maxima(trace))
    inputs = [name for name, info in trace.tensors.items() if info.role in ("input", "parameter")]
    for tensor in inputs:
        cells = list(product(*map(range, trace.tensors[tensor].shape)))
        for index in rng.sample(cells, min(4, len(cells))):
            assert differences_agree(net, tensor, index), (tensor, index)


def test_a_turned_gradient_fails_this_check() -> None:
    """The check has teeth: a kernel gradient turned by 180° is caught at every cell."""
    x = np.array([[0.4, -1.0, 2.0], [3.0, 0.5, -0.7], [1.1, -2.0, 0.9]])
    net = conv_document(x, [[1.0, -2.0], [3.0, 0.5]], upstream=[[0.3, -1.2], [0.7, 2.0]])
    turned = compute(net).array("conv1.weight.grad")[:, :, ::-1, ::-1]
    for index in np.ndindex(*turned.shape):
        assert differences_agree(net, "conv1.weight", index)
        assert not differences_agree(net, "conv1.weight", index, claimed=float(turned[index]))


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_every_tensor_has_the_document_s_dtype(dtype: str) -> None:
    for seed in range(40):
        trace = compute(document(random.Random(seed), dtype=dtype))
        for name in trace.tensors:
            assert trace.array(name).dtype == np.dtype(dtype), name
            assert trace.array(name).shape == trace.tensors[name].shape, name
