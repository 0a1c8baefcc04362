"""Every gradient against central differences of L, on random networks and with random cotangents."""

import random
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.address import Cell
from app.engine.document import Document, NamedLoss, Values
from app.engine.edit import edit
from app.engine.trace import Trace, compute
from tests.networks import document
from tests.small import make_loss

STEP = 1e-6


def with_random_cotangent(net: Document, rng: random.Random) -> Document:
    """The same network under L = Σ g ∘ output with a random g: a turned or shifted gradient cannot hide."""
    shape = compute(replace(net, loss=None)).tensors[compute(net).output].shape
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


def differences_agree(net: Document, tensor: str, index: tuple[int, ...]) -> bool:
    trace = compute(net)
    analytic = float(trace.array(f"{tensor}.grad")[index])
    x = float(trace.array(tensor)[index])
    step = STEP * max(1.0, abs(x))
    up, down = (compute(edit(net, [(Cell(tensor, index), x + sign * step)])) for sign in (1, -1))
    if any(not np.array_equal(a, b) for a, b in zip(winners(up), winners(down), strict=True)):
        return True
    assert up.loss is not None and down.loss is not None
    numeric = (up.loss - down.loss) / (2 * step)
    return abs(analytic - numeric) <= 1e-6 * max(1.0, abs(analytic), abs(up.loss))


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_gradients_are_the_slopes_of_the_loss(rng: random.Random) -> None:
    net = smooth(document(rng), rng)
    if rng.random() < 0.5:
        net = with_random_cotangent(net, rng)
    if getattr(net.loss and net.loss.loss, "reduction", "") == "mean_at_parameters":
        return  # its sensitivities are per sample by definition: test_losses.py
    trace = compute(net)
    inputs = [name for name, info in trace.tensors.items() if info.role == "parameter" or name == "input"]
    for tensor in inputs:
        cells = list(product(*map(range, trace.tensors[tensor].shape)))
        for index in rng.sample(cells, min(4, len(cells))):
            assert differences_agree(net, tensor, index), (tensor, index)


def test_a_flipped_gradient_would_fail_this_check() -> None:
    """The check has teeth: ones as cotangent would pass a turned kernel gradient, random numbers do not."""
    x = np.arange(9.0).reshape(1, 1, 3, 3)
    from tests.small import conv_document

    trace = compute(conv_document(x, [[1.0, -2.0], [3.0, 0.5]], upstream=[[0.3, -1.2], [0.7, 2.0]]))
    dw = trace.array("conv1.weight.grad")
    assert not np.allclose(dw, dw[:, :, ::-1, ::-1])


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_every_tensor_has_the_document_s_dtype(dtype: str) -> None:
    for seed in range(40):
        trace = compute(document(random.Random(seed), dtype=dtype))
        for name in trace.tensors:
            assert trace.array(name).dtype == np.dtype(dtype), name
            assert trace.array(name).shape == trace.tensors[name].shape, name
