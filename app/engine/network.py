"""The plan of a document: every shape and the whole cost, in Python integers, before anything is allocated."""

from dataclasses import dataclass
from math import prod

import numpy as np

from app.engine.document import Document, Fill, Values, elements, shape_of
from app.engine.errors import EngineError
from app.engine.fills import materialise
from app.engine.layers.base import Array, Cost, ParameterShapes, Plan
from app.engine.losses.base import LossPlan
from app.engine.penalties import check

GENERATED_CLASSES = 1_000_000


@dataclass(frozen=True, eq=False)
class NetworkPlan:
    """One plan per layer, the loss's, and what all of it costs."""

    layers: tuple[Plan, ...]
    loss: LossPlan | None
    cost: Cost


def plan(document: Document) -> NetworkPlan:
    """Shapes and cost; raises EngineError with the JSON pointer of the layer at fault."""
    shape = shape_of(document.input)
    plans: list[Plan] = []
    held = elements(document.input)
    for position, named in enumerate(document.layers):
        shapes = ParameterShapes({f: None if v is None else shape_of(v) for f, v in named.parameters.items()})
        try:
            planned = named.layer.plan(shape, shapes)
        except EngineError as error:
            raise error.within(named.name, f"/layers/{position}") from None
        plans.append(planned)
        shape = planned.output
        held += prod(shape) + sum(elements(v) for v in named.parameters.values() if v is not None)
    loss = _plan_loss(document, shape)
    check(document.penalties, parameter_names(document), loss=loss is not None)
    held_by_backward = held if loss else 0
    kept = sum(prod(d.shape) for p in plans for d in p.derived.values() if d.stored)
    workspace = max((p.workspace for p in plans), default=0)
    work = sum(p.multiply_adds for p in plans) + (loss.multiply_adds if loss else 0)
    size = np.dtype(document.dtype).itemsize
    kept += sum(prod(d.shape) for d in loss.derived.values()) if loss else 0
    total = held + held_by_backward + kept + workspace + _targets(document)
    return NetworkPlan(tuple(plans), loss, Cost(work, size * total))


def parameter_names(document: Document) -> list[str]:
    """The parameters of the network in order, by name."""
    return [f"{n.name}.{field}" for n in document.layers for field, v in n.parameters.items() if v is not None]


def _classes(field: str, values: Values) -> Array:
    """The numbers of a rank-1 tensor; a generated one must be small, for the cost is not known yet."""
    if isinstance(values, Fill) and elements(values) > GENERATED_CLASSES:
        raise EngineError(
            f"{field}: expected at most {GENERATED_CLASSES} generated classes, received {elements(values)}; "
            "use fewer samples",
            f"/{field}",
        )
    return materialise(values, np.dtype("float64"))


def _plan_loss(document: Document, output: tuple[int, ...]) -> LossPlan | None:
    if document.loss is None:
        return None
    tensors = document.loss.tensors
    try:
        planned = document.loss.loss.plan(output, {f: shape_of(v) for f, v in tensors.items()})
        document.loss.loss.check(planned, {f: _classes(f, v) for f, v in tensors.items() if len(shape_of(v)) == 1})
        return planned
    except EngineError as error:
        raise error.within("loss", "/loss") from None


def _targets(document: Document) -> int:
    tensors: list[Values] = list(document.loss.tensors.values()) if document.loss else []
    return sum(map(elements, tensors))
