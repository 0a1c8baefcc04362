"""The padding kept, cut twice, or cut from the wrong corner on the way back; or put on one side on the way in."""

from collections.abc import Iterator
from itertools import product

import numpy as np

from app.engine.layers.base import Array
from app.engine.layers.conv import Conv2d, ConvPlan
from app.engine.layers.pool import Pool, PoolPlan
from app.explain.checking.attempt import Attempt
from app.explain.checking.operand import Drawn, Operand, Part, Side
from app.explain.checking.step import Step
from app.explain.checking.tables import Sliding, own_maps
from app.explain.checking.telling import shape

HINGES = ("padding",)


def steps(step: Step) -> Iterator[Attempt]:
    """∂L/∂x of a padded layer, cropped wrongly."""
    plan = step.plan
    if not isinstance(plan, ConvPlan | PoolPlan) or step.dy is None:
        return
    sliding = Sliding.of(plan)
    if sliding.table == sliding.inside:
        return
    if isinstance(step.layer, Conv2d) and step.wants(step.of_layer("weight.grad")):
        yield from _one_sided(step, step.layer, sliding)
    if not step.wants(step.dx):
        return
    if isinstance(step.layer, Conv2d):
        table = step.backward()[step.of_layer("table")]
    elif isinstance(step.layer, Pool) and isinstance(plan, PoolPlan):
        step.work.spend(plan.multiply_adds)
        table = sliding.add(
            np.broadcast_to(step.layer.mask(plan, step.x), (*step.dy.shape, *step.layer.kernel_size))
            * step.dy[..., None, None]
        )
    else:
        return
    (top, left), (height, width) = sliding.before, sliding.inside
    bottom, right = sliding.table[0] - top - height, sliding.table[1] - left - width
    padded = f"{sliding.table[0]}×{sliding.table[1]}"
    ring = f"{top} above, {bottom} below, {left} left, {right} right"
    kept = Part(top, left, height, width)
    yield Attempt(
        "padding_not_cropped",
        "Padding not cropped",
        step.dx,
        table,
        f"This is the gradient of the padded input of {step.name}, {padded}. Its padding ({ring}) has to be cut off, "
        f"which leaves {height}×{width}.",
        hinges=HINGES,
        drawn=_cut(step, table, Part(0, 0, *sliding.table), kept),
    )
    twice = sliding.crop(table)[:, :, top : height - bottom, left : width - right]
    if twice.size:
        yield Attempt(
            "padding_cropped_twice",
            "Padding cropped twice",
            step.dx,
            twice,
            f"The padding of {step.name} ({ring}) was cut from the table and then again from ∂L/∂x, which is "
            f"{height}×{width} already; {shape(twice.shape[2:])} is left.",
            hinges=HINGES,
            drawn=_cut(step, table, Part(2 * top, 2 * left, *twice.shape[2:]), kept),
        )
    for corner in product({0, top, top + bottom}, {0, left, left + right}):
        if corner != (top, left):
            yield Attempt(
                "padding_cropped_at_one_side",
                "Padding cropped at one side only",
                step.dx,
                sliding.crop(table, corner),
                f"The {height}×{width} cells from row {corner[0]}, column {corner[1]} of the {padded} table of "
                f"{step.name} were kept; ∂L/∂x starts at row {top}, column {left} of it, behind the padding.",
                hinges=HINGES,
                drawn=_cut(step, table, Part(*corner, height, width), kept),
            )


def _cut(step: Step, table: Array, used: Part, right: Part) -> Drawn:
    """The padded table with the part that was kept and the part that is x."""
    words = "this part was kept", "this part is x"
    return lambda: Operand(
        f"the padded table of {step.name}", "gradient", Side(words[0], table, used), Side(words[1], table, right)
    )


def _one_sided(step: Step, layer: Conv2d, sliding: Sliding) -> Iterator[Attempt]:
    """∂L/∂w with all zeros put behind x instead of around it."""
    weight, dy = step.parameters["weight"], step.dy
    assert weight is not None and dy is not None
    step.work.spend(step.plan.multiply_adds)
    behind = [(0, table - inside) for table, inside in zip(sliding.table, sliding.inside, strict=True)]
    x = np.pad(step.x, ((0, 0), (0, 0), *behind))
    patches = sliding.patches(x, dy, (weight.shape[2], weight.shape[3]))
    padded, at = step.trace.array(step.of_layer("padded")), Part(*sliding.before, *sliding.inside)
    yield Attempt(
        "padding_at_one_side",
        "Padding put at one side of x",
        step.of_layer("weight.grad"),
        step.finished("weight", own_maps(layer, np.einsum("ncijuv,nkij->kcuv", patches, dy), weight)),
        f"∂L/∂w of {step.name} was made from x with all its zeros below and to the right; the zeros lie around x, so "
        f"x[…,0,0] is at row {sliding.before[0]}, column {sliding.before[1]} of what the windows read.",
        hinges=HINGES,
        drawn=lambda: Operand(
            f"x of {step.name} with its zeros",
            "input",
            Side("all zeros behind", x, Part(0, 0, *sliding.inside)),
            Side("zeros all around", padded, at),
        ),
    )
