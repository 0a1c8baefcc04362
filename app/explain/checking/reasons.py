"""Why two mistakes give one matrix in this trace: the property of its numbers or shapes that makes them one."""

from collections.abc import Callable, Iterator

import numpy as np

from app.engine.layers.base import Array
from app.engine.trace import Trace
from app.explain.checking.attempt import Attempt
from app.explain.checking.chain import Chain
from app.explain.checking.tables import turned
from app.explain.checking.telling import listed, number

SYMMETRIES: dict[str, Callable[[Array], Array]] = {
    "equals its own transpose": lambda w: w.swapaxes(2, 3),
    "equals itself turned by 180°": turned,
    "reads the same upside down": lambda w: w[:, :, ::-1],
    "reads the same from right to left": lambda w: w[..., ::-1],
    "equals its transpose about the other diagonal": lambda w: turned(w).swapaxes(2, 3),
}


def why(trace: Trace, tensor: str, first: Chain, other: Chain) -> str:
    """One sentence."""
    if len(first.attempts) == len(other.attempts) == 1:
        a, b = first.attempts[0], other.attempts[0]
        if a.used and b.used and a.used.same(b.used):
            reasons = _numbers(trace, a)
            because = f": {listed(reasons)}" if reasons else ""
            return f"{a.used.words} and {b.used.words} are the same here{because}."
    hinges = {hinge for chain in (first, other) for attempt in chain.attempts for hinge in attempt.hinges}
    layers = {attempt.tensor.partition(".")[0] for chain in (first, other) for attempt in chain.attempts}
    reasons = [reason for hinge in sorted(hinges) for reason in _facts(trace, tensor, hinge, layers)]
    if other.attempts[-1].mistake == "another_tensor":
        return f"{other.attempts[-1].what.partition(';')[0]}, which this mistake reproduces number for number."
    if reasons:
        return f"Both give this matrix, and no cell tells them apart: {listed(reasons)}."
    return "Both give this matrix for the numbers of this trace, and no cell tells them apart."


def _numbers(trace: Trace, attempt: Attempt) -> list[str]:
    """What makes two replacements of the same thing equal."""
    assert attempt.used is not None
    role, value = attempt.used.role, attempt.used.value
    if role.startswith("kernel of "):
        return list(_kernel(trace, role.removeprefix("kernel of ")))
    if isinstance(value, float):
        return [f"the factor {number(value)} either way"]
    if role.startswith("shares of "):
        mask = np.asarray(value)
        if np.ptp(mask.reshape(*mask.shape[:4], -1), axis=-1).max() == 0:
            return [f"all cells of each window of {role.removeprefix('shares of ')} tie"]
    return []


def _kernel(trace: Trace, layer: str) -> Iterator[str]:
    weight = trace.arrays[f"{layer}.weight"]
    for words, change in SYMMETRIES.items():
        other = change(weight)
        if other.shape == weight.shape and np.array_equal(other, weight):
            yield f"each kernel of {layer} {words}"


def _facts(trace: Trace, tensor: str, hinge: str, layers: set[str]) -> Iterator[str]:
    """The properties of this trace that a hinge is about, as far as they hold."""
    shape = trace.tensors[tensor].shape
    match hinge:
        case "batch" if trace.tensors["input"].shape[0] == 1:
            yield "the batch is one sample"
        case "maps" if len(shape) == 4 and 1 in shape[:2]:
            yield " and ".join(f"axis {axis} of {tensor} has one entry" for axis in (0, 1) if shape[axis] == 1)
        case "square" if len(shape) >= 2 and shape[-1] == shape[-2] > 1:
            yield f"its last two axes are both {shape[-1]} long"
        case "size" if 2 in shape[-2:]:
            yield "on an axis of two, moving round by one is turning round"
        case "positions":
            for layer in trace.layers:
                places = trace.tensors[layer.output].shape[2:]
                if layer.name in layers and places and set(places) == {1}:
                    yield f"{layer.output} has one position per map"
        case "kernel":
            for layer in trace.layers:
                if layer.name in layers and f"{layer.name}.weight" in trace.arrays:
                    weight = trace.arrays[f"{layer.name}.weight"]
                    if weight.ndim == 4:
                        yield from _kernel(trace, layer.name)
        case "delta":
            for layer in trace.layers:
                delta = trace.arrays.get(f"{layer.output}.grad")
                if layer.name in layers and delta is not None and delta.ndim == 4:
                    for words, change in SYMMETRIES.items():
                        other = change(delta)
                        if other.shape == delta.shape and np.array_equal(other, delta):
                            yield f"δ of {layer.name} {words}"
        case _:
            return
