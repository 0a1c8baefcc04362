"""A constant before the whole tensor: its sign, the batch, a mean where a sum belongs, a learning rate, or any other.

Everything on the way back is linear, so a constant forgotten anywhere above shows as a constant here.
"""

from collections.abc import Iterator
from functools import partial
from math import isfinite, prod
from typing import NamedTuple

import numpy as np

from app.explain.checking.attempt import Answer, Attempt, Used
from app.explain.checking.operand import Operand, Side
from app.explain.checking.telling import counted, number

LEARNING_RATES = (0.1, 0.01, 0.001, 0.0001, 0.05, 0.02, 0.005)


class Constant(NamedTuple):
    """A factor, what it says about this trace, and how it is named beside another."""

    mistake: str
    title: str
    factor: float
    what: str
    words: str
    rank: int = 0


def wholes(answer: Answer) -> Iterator[Attempt]:
    """The tensor times each constant that a trace suggests, then times the one that the learner's numbers have."""
    ratio = _ratio(answer)
    for constant in _constants(answer, ratio):
        if constant.factor == 1 or not isfinite(constant.factor):
            continue
        if not answer.alone and (ratio is None or abs(constant.factor - ratio) > answer.precision * abs(ratio)):
            continue
        used = Used("the constant before the tensor", constant.factor, constant.words)
        with np.errstate(all="ignore"):
            array = answer.array * constant.factor
        yield Attempt(
            constant.mistake,
            constant.title,
            answer.tensor,
            array,
            constant.what,
            used=used,
            hinges=("scale",),
            rank=constant.rank,
            drawn=partial(_drawn, constant),
        )


def _drawn(constant: Constant) -> Operand:
    used, right = Side(constant.words, np.array(constant.factor)), Side("nothing but 1", np.array(1.0))
    return Operand("the constant before the whole tensor", "mix", used, right)


def _constants(answer: Answer, ratio: float | None) -> Iterator[Constant]:
    yield Constant("wrong_sign", "Wrong sign", -1.0, _sign(answer), "the factor −1")
    if answer.is_gradient:
        yield from _batch(answer)
        if "loss.residual" in answer.trace.arrays:
            yield from _elements(answer)
        yield from _learning_rates(answer)
    agreeing = np.count_nonzero(answer.array[answer.compared]) if ratio is not None else 0
    if ratio is not None and abs(ratio - 1) > answer.precision and agreeing >= (2 if answer.alone else 3):
        what = (
            f"Every cell is {number(ratio)} times what it should be: one constant, such as a learning rate, was "
            f"multiplied in; {answer.tensor} carries none."
        )
        yield Constant("scaled", "Scaled by a constant", ratio, what, f"the factor {number(ratio)}", 1)


def _sign(answer: Answer) -> str:
    residual = answer.trace.arrays.get("loss.residual")
    if residual is None:
        return f"Every cell of {answer.tensor} has the wrong sign."
    first = float(residual.ravel()[0])
    return (
        f"Every cell of {answer.tensor} has the wrong sign, as if the error were target − output: for the first output "
        f"output − target is {number(first)}, and {number(-first)} was sent back."
    )


def _batch(answer: Answer) -> Iterator[Constant]:
    """The number of samples, and for a parameter the number of positions that it is used at."""
    trace, tensor = answer.trace, answer.tensor
    samples, places = trace.tensors["input"].shape[0], answer.positions
    loss = trace.plan.loss
    assert loss is not None
    own = loss.gradient_scale != 1 or (loss.parameter_scale != 1 and places > 0)
    n, over = counted(samples, "sample"), counted(places, "position")
    if samples > 1:
        has = f"it carries its 1/{samples} already" if own else "this loss adds the samples up"
        what = f"This is {tensor} divided by the {n} of the batch; {has}."
        yield Constant("divided_by_batch", "Divided by the batch", 1 / samples, what, f"1/{samples} for the {n}")
        has = f"the loss is their mean, so 1/{samples} belongs in it" if own else "nothing multiplies them"
        what = f"This is {tensor} times the {n} of the batch; {has}."
        yield Constant("not_divided_by_batch", "Not divided by the batch", samples, what, f"{samples} for the {n}")
    if places > 1:
        what = f"This is the mean over the {over} of a map of δ; {tensor} is their sum."
        words = f"1/{places} for the {over}"
        yield Constant("mean_over_positions", "Mean over the positions", 1 / places, what, words)
    if places > 1 and samples > 1:
        every = samples * places
        what = f"This is the mean over {n} and {over}, {every} numbers; {tensor} is their sum."
        words = f"1/{every} for all of δ"
        yield Constant("mean_over_all", "Mean over samples and positions", 1 / every, what, words)


def _elements(answer: Answer) -> Iterator[Constant]:
    """The mean over elements, and the square's own constants."""
    tensor = answer.tensor
    elements = prod(answer.trace.tensors[answer.trace.output].shape)
    each = f"the {elements} elements of the last output"
    what = f"This is {tensor} divided by {elements}, {each}: a mean taken once too often."
    yield Constant("mean_over_elements", "Mean over the elements", 1 / elements, what, f"1/{elements} for {each}")
    what = f"This is {tensor} times {elements}, as if the 1/{elements} of a mean over {each} were missing."
    yield Constant("sum_over_elements", "Sum over the elements", elements, what, f"{elements} for {each}")
    for factor, words in ((2.0, "twice"), (0.5, "half")):
        what = (
            f"This is {words} {tensor}: the 2 that comes down from a square, or the ½ before it, was not counted as "
            "this loss writes it."
        )
        yield Constant("factor_two", "A factor 2 of the square", factor, what, f"{words}, from the square")


def _learning_rates(answer: Answer) -> Iterator[Constant]:
    for rate in LEARNING_RATES:
        words = f"a learning rate of {number(rate)}"
        for sign in (1, -1):
            what = (
                f"This is {number(sign * rate)} · {answer.tensor}: {words} belongs to the update, not to the gradient."
            )
            yield Constant("learning_rate", "Scaled by the learning rate", sign * rate, what, words)


def _ratio(answer: Answer) -> float | None:
    """The constant between the learner's numbers and the tensor; None where there is none."""
    if answer.given.shape != answer.array.shape:
        return None
    given, right = answer.given[answer.compared], answer.array[answer.compared].astype(float)
    if not (np.isfinite(given).all() and np.isfinite(right).all()):
        return None
    if not right.any() or not given.any():
        return None
    factor = float(np.vdot(given, right) / np.vdot(right, right))
    scaled = np.abs(right * factor).max()
    return factor if np.abs(given - right * factor).max() <= answer.precision * scaled else None
