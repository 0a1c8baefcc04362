"""The kernel of ∂L/∂x turned, transposed or flipped where it should not be, or not where it should.

∂L/∂x is the bordered δ under the kernel turned by 180° (cross-correlation) or under the kernel itself (convolution).
Whatever kernel U stands there instead, the result is the right backward pass of the kernel that U is right for.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import numpy as np

from app.address import Cell
from app.engine.layers.base import Array
from app.engine.layers.conv import Conv2d
from app.explain.checking.attempt import Attempt, Used
from app.explain.checking.operand import Operand, Side
from app.explain.checking.step import Step
from app.explain.checking.tables import turned
from app.explain.checking.telling import added, matrix, number, products

HINGES = ("kernel",)


class Orientation(NamedTuple):
    """One way to lay the kernel down."""

    mistake: str
    title: str
    words: str
    lay: Callable[[Array], Array]
    square: bool = False


AS_IT_STANDS = Orientation("kernel_not_turned", "Kernel not turned", "as it stands", lambda w: w)
TURNED = Orientation("kernel_turned", "Kernel turned in the wrong convention", "turned by 180°", turned)
OTHERS = (
    Orientation(
        "kernel_transposed",
        "Kernel transposed instead of turned",
        "transposed",
        lambda w: w.swapaxes(2, 3),
        square=True,
    ),
    Orientation(
        "kernel_turned_and_transposed",
        "Kernel turned and transposed",
        "turned and transposed",
        lambda w: turned(w).swapaxes(2, 3),
        square=True,
    ),
    Orientation(
        "kernel_flipped_up_down",
        "Kernel flipped up and down only",
        "flipped up and down",
        lambda w: w[:, :, ::-1],
    ),
    Orientation(
        "kernel_flipped_left_right",
        "Kernel flipped left and right only",
        "flipped left and right",
        lambda w: w[..., ::-1],
    ),
)


def steps(step: Step) -> Iterator[Attempt]:
    """∂L/∂x under every other orientation of the kernel."""
    layer, weight = step.layer, step.parameters.get("weight")
    if not isinstance(layer, Conv2d) or weight is None or step.dy is None or not step.wants(step.dx):
        return
    turns = layer.convention == "cross_correlation"
    right, mistake = (TURNED, AS_IT_STANDS) if turns else (AS_IT_STANDS, TURNED)
    for orientation in (mistake, *OTHERS):
        if orientation.square and weight.shape[2] != weight.shape[3]:
            continue
        laid = orientation.lay(weight)
        effective = turned(laid) if turns else laid
        if np.array_equal(effective, weight):
            continue
        wrong = step.but(parameters={**step.parameters, "weight": effective})
        words = f"the kernel of {step.name} {orientation.words}"
        yield Attempt(
            orientation.mistake,
            orientation.title,
            step.dx,
            wrong.backward()[step.dx],
            _what(step, layer, orientation, right, laid, right.lay(weight)),
            _at(step, effective),
            Used(f"kernel of {step.name}", effective, words),
            HINGES,
            wrong,
            drawn=partial(_drawn, step, Side(orientation.words, laid), Side(right.words, right.lay(weight))),
        )


def _what(step: Step, layer: Conv2d, orientation: Orientation, right: Orientation, laid: Array, needed: Array) -> str:
    where = "" if laid.shape[:2] == (1, 1) else " (output map 0, input map 0)"
    named = layer.convention.replace("_", "-")
    return (
        f"δ met the kernel of {step.name} {orientation.words}, {matrix(laid[0, 0])}{where}. "
        f"Under {named} ∂L/∂x needs it {right.words}, {matrix(needed[0, 0])}."
    )


def _drawn(step: Step, used: Side, right: Side) -> Operand:
    return Operand(f"the kernel of {step.name} that met δ", "weight", used, right)


def _at(step: Step, effective: Array) -> Callable[[Cell], str]:
    def at(cell: Cell) -> str:
        pairs = products(step.trace, cell)
        right = [(delta, weight) for _, delta, _, weight in pairs]
        wrong = [(delta, float(effective[place.index])) for _, delta, place, _ in pairs]
        if not pairs:
            return ""
        return (
            f"{cell} is {added(right)} = {number(sum(d * w for d, w in right))}, "
            f"not {added(wrong)} = {number(sum(d * w for d, w in wrong))}."
            if len(pairs) <= 9
            else f"{cell} starts with {added(right[:3])}, not with {added(wrong[:3])}."
        )

    return at
