"""Parameter gradients that were not summed, or summed over too much.

A bias is added at every position of every sample, so its gradient adds up δ over all of them; each map keeps its own.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from app.engine.layers.base import Array, ParameterShapes
from app.explain.checking.attempt import Attempt
from app.explain.checking.step import Step
from app.explain.checking.telling import counted, number, shape

MOST_SAMPLES = 64


def steps(step: Step) -> Iterator[Attempt]:
    """∂L/∂b summed over something else than samples and positions; ∂L/∂w of single samples."""
    if step.dy is None:
        return
    if step.parameters.get("bias") is not None and step.dy.ndim > 1 and step.wants(step.of_layer("bias.grad")):
        yield from _bias(step)
    if any(step.wants(step.of_layer(f"{field}.grad")) for field in step.parameters) and 1 < step.batch <= MOST_SAMPLES:
        yield from _samples(step)


def _bias(step: Step) -> Iterator[Attempt]:
    dy, name = step.dy, step.of_layer("bias.grad")
    assert dy is not None
    positions = tuple(range(2, dy.ndim))
    places = int(np.prod(dy.shape[2:]))
    loss = step.trace.plan.loss
    scaled = dy * dy.dtype.type(loss.parameter_scale if loss else 1.0)
    sums = f"{counted(step.batch, 'sample')} and {counted(places, 'position')}"
    total = scaled.sum(axis=(0, *positions))
    needed = f"{name} adds up δ over {sums}: {name}[0] = {number(float(total[0]))}."
    yield Attempt(
        "bias_not_summed",
        "Bias gradient not summed",
        name,
        scaled,
        f"This is δ of {step.name} itself, {shape(dy.shape)} numbers; one bias serves a whole map. {needed}",
        hinges=("positions", "batch"),
    )
    parts = [
        ((0,), "bias_not_summed_over_positions", "over the positions", bool(positions)),
        (positions, "bias_not_summed_over_batch", "over the batch", bool(positions)),
        ((0, *positions[:1]), "bias_not_summed_over_columns", "over the columns", len(positions) == 2),
        ((0, *positions[1:]), "bias_not_summed_over_rows", "over the rows", len(positions) == 2),
    ]
    for axes, mistake, missing, applies in parts:
        if applies:
            what = f"δ of {step.name} was not summed {missing}. {needed}"
            title = f"Bias gradient not summed {missing}"
            yield Attempt(mistake, title, name, scaled.sum(axis=axes), what, hinges=("positions", "batch"))
    if len(total) > 1:
        everything = f"δ of {step.name} was summed over its {len(total)} maps as well; each map keeps its own. {needed}"
        for array in (np.full_like(total, total.sum()), total.sum(keepdims=True), np.asarray(total.sum())):
            title = "Bias gradient summed over the maps"
            yield Attempt("bias_summed_over_maps", title, name, array, everything, hinges=("maps",))


def _samples(step: Step) -> Iterator[Attempt]:
    """Each sample's own gradient: all of them side by side, or the first or last alone."""
    made = [_sample(step, n) for n in range(step.batch)]
    for field in made[0]:
        name = step.of_layer(f"{field}.grad")
        apart = [gradients[field] for gradients in made]
        what = f"{name} adds up the gradients of all {step.batch} samples"
        if field != "bias":
            apart_words = f"{what}; here they stand side by side."
            stacked = np.stack(apart)
            yield Attempt("samples_not_summed", "Samples not summed", name, stacked, apart_words, hinges=("batch",))
        for n, word in ((0, "first"), (step.batch - 1, "last")):
            rest = f"{what}; this is the {word} sample's alone."
            alone = step.finished(field, apart[n])
            yield Attempt("one_sample_only", "One sample only", name, alone, rest, hinges=("batch",))


def _sample(step: Step, n: int) -> Mapping[str, Array]:
    """The parameter gradients of one sample."""
    assert step.dy is not None
    x, y, dy = step.x[n : n + 1], step.y[n : n + 1], step.dy[n : n + 1]
    shapes = ParameterShapes({f: None if v is None else v.shape for f, v in step.parameters.items()})
    plan = step.layer.plan(x.shape, shapes)
    step.work.spend(plan.multiply_adds)
    with np.errstate(all="ignore"):
        return step.layer.backward(plan, x, step.parameters, y, dy).parameters
