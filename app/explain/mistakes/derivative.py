"""f′ forgotten, taken at the wrong place, of the wrong layer, twice, or put where none belongs.

δ = ∂L/∂a ∘ f′(z): z is what the activation reads, a = f(z) what it gives.
"""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from app.address import Cell
from app.engine.layers.activation import Activation, Sigmoid, Tanh
from app.engine.layers.base import Array
from app.explain.checking.attempt import Attempt, Used
from app.explain.checking.operand import Operand, Side
from app.explain.checking.step import Step
from app.explain.checking.telling import number

HINGES = ("derivative",)


def steps(step: Step) -> Iterator[Attempt]:
    """δ of an activation with something else in the place of f′(z)."""
    layer = step.layer
    if step.dy is None or not step.wants(step.dx):
        return
    if not isinstance(layer, Activation):
        yield from _where_none_belongs(step)
        return
    with np.errstate(all="ignore"):
        right = layer.derivative(step.x)
        for mistake, title, factor, words in _factors(step, layer, right):
            if np.array_equal(factor, right, equal_nan=True):
                continue
            yield Attempt(
                mistake,
                title,
                step.dx,
                step.dy * factor,
                f"{step.name}: ∂L/∂a was multiplied by {words} instead of f′(z).",
                _at(step, right, factor),
                Used(f"f′ of {step.name}", factor, f"{words} at {step.name}"),
                HINGES,
                drawn=partial(_drawn, step, Side(words.rstrip(","), factor), Side("f′(z)", right)),
            )


def _factors(step: Step, layer: Activation, right: Array) -> Iterator[tuple[str, str, Array, str]]:
    yield "derivative_forgotten", "f′ forgotten", np.ones_like(right), "1"
    at_output = layer.derivative(step.y)
    yield "derivative_at_output", "f′ taken at a instead of z", at_output, "f′(a), the slope at the output,"
    if (formula := from_output(layer, step.x)) is not None:
        title = "The formula for f′ from a, used on z"
        yield "output_formula_at_input", title, formula[0], f"{formula[1]} with z in the place of a"
    yield "function_for_derivative", "f(z) instead of f′(z)", step.y, "f(z) itself"
    yield "derivative_twice", "f′ applied twice", right * right, "f′(z)²"
    for position, info in enumerate(step.trace.layers):
        other = step.trace.document.layers[position].layer
        read = step.trace.arrays[info.input]
        if position != step.position and isinstance(other, Activation) and read.shape == right.shape:
            words = f"f′ of {info.name}, a layer {'above' if position > step.position else 'below'},"
            yield "derivative_of_neighbour", "f′ of the neighbouring layer", other.derivative(read), words


def from_output(layer: Activation, a: Array) -> tuple[Array, str] | None:
    """f′ written in terms of a, where it is written so, and how."""
    if isinstance(layer, Sigmoid):
        return a * (1 - a), "a(1 − a)"
    if isinstance(layer, Tanh) and layer.amplitude:
        ratio: Array = a / layer.amplitude
        return (layer.amplitude * layer.slope) * (1 - ratio * ratio), "A·S·(1 − (a/A)²)"
    return None


def _drawn(step: Step, used: Side, right: Side) -> Operand:
    return Operand(f"what ∂L/∂a was multiplied by at {step.name}", "activation", used, right)


def _at(step: Step, right: Array, factor: Array) -> Callable[[Cell], str]:
    def at(cell: Cell) -> str:
        index = cell.index
        assert step.dy is not None
        z, a, dy = (float(array[index]) for array in (step.x, step.y, step.dy))
        return (
            f"At {cell} z = {number(z)} and a = {number(a)}, so f′(z) = {number(float(right[index]))}: "
            f"{number(dy)} · {number(float(right[index]))} belongs there, not {number(dy)} · "
            f"{number(float(factor[index]))}."
        )

    return at


def _where_none_belongs(step: Step) -> Iterator[Attempt]:
    """∂L/∂x of a layer multiplied by o(1 − o) of its own input, as if that came out of a sigmoid."""
    below = step.position - 1
    if below >= 0 and isinstance(step.trace.document.layers[below].layer, Activation):
        return
    if not any(isinstance(named.layer, Sigmoid) for named in step.trace.document.layers):
        return
    with np.errstate(all="ignore"):
        yield Attempt(
            "derivative_where_none_belongs",
            "f′ where none belongs",
            step.dx,
            step.backward()[step.dx] * (step.x * (1 - step.x)),
            f"∂L/∂x of {step.name} was multiplied by o(1 − o) of its input {step.info.input}; that is not the output "
            "of a sigmoid, so no f′ stands there.",
            hinges=HINGES,
            drawn=lambda: _drawn(
                step, Side("o(1 − o)", step.x * (1 - step.x)), Side("1: nothing", np.ones_like(step.x))
            ),
        )
