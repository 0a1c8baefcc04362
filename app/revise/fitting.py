"""From a draft to a document: every shape in order, then the numbers of those tensors that changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import prod
from typing import Any

import numpy as np

from app.engine.document import Document, Fill, NamedLayer, NamedLoss, Values, elements, shape_of
from app.engine.edit import replaced
from app.engine.errors import EngineError
from app.engine.fills import materialise
from app.engine.layers.base import Layer, ParameterShapes, Shape, sizes
from app.engine.losses.base import Loss
from app.engine.network import GENERATED_CLASSES, NetworkPlan, parameter_names, plan
from app.revise.draft import Draft, LayerDraft, LossDraft, options_of
from app.revise.numbers import Making, Role, kept

READABLE = 1000
"""Larger tensors are not read number by number: new ones are generated, and generators keep on generating."""


@dataclass(frozen=True, eq=False)
class Fitted:
    """A document whose shapes are settled; in `shapes` zeros stand for the tensors that are yet to be made."""

    shapes: Document
    plan: NetworkPlan
    makings: Mapping[str, Making]
    notes: list[str]

    def document(self) -> Document:
        """The document with all its numbers."""
        dtype = np.dtype(self.shapes.dtype)
        return replaced(self.shapes, {name: making.numbers(dtype) for name, making in self.makings.items()})


@dataclass(eq=False)
class _Fitting:
    """What is collected on the way through the network."""

    dtype: str
    makings: dict[str, Making] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def tensor(self, name: str, old: Values | None, shape: Shape, role: Role, classes: int = 1) -> Values:
        """A tensor of this shape: the old one where it fits, else one that is yet to be made."""
        if old is not None and shape_of(old) == shape:
            return old
        self.notes.append(f"{name}: {_story(old, shape)}")
        large = max(prod(shape), 0 if old is None else elements(old)) > READABLE
        if large and isinstance(old, Fill):
            inside = tuple((i, cell) for i, cell in old.set if len(i) == len(shape) and all(map(int.__lt__, i, shape)))
            return replace(old, shape=shape, set=inside)
        if large and old is None and role == "parameter" and len(shape) > 1:
            return Fill(shape, "xavier_uniform")
        self.makings[name] = Making(old, shape, role, classes)
        return Fill(shape, "zeros")

    def layer(self, draft: LayerDraft, x: Shape) -> tuple[NamedLayer, Shape]:
        """A layer at its input shape, and the shape that comes out."""
        make: Any = draft.kind
        layer: Layer = make(**{**draft.kind.required_options(x), **draft.options})
        held = ParameterShapes({f: None if v is None else shape_of(v) for f, v in draft.tensors.items()})
        fitted, shapes = layer.fit(x, held, draft.wished)
        shapes |= {name: shape for name, shape in held.items() if name in draft.wished.given}
        output = fitted.plan(x, shapes).output
        self.notes += _option_notes(draft, layer, fitted)
        self.notes += [
            f"{draft.name}.{name}: left out" for name, shape in shapes.items() if held.get(name) and not shape
        ]
        tensors = {
            name: None
            if shape is None
            else self.tensor(f"{draft.name}.{name}", draft.tensors.get(name), shape, "parameter")
            for name, shape in shapes.items()
        }
        return NamedLayer(draft.name, fitted, tensors), output

    def loss(self, draft: LossDraft, output: Shape) -> NamedLoss:
        """The loss at the last output's shape."""
        make: Any = draft.kind
        loss: Loss = make(**draft.options)
        held = {name: shape_of(values) for name, values in draft.tensors.items()}
        shapes = {**loss.fit(output, held), **{name: held[name] for name in draft.given}}
        loss.plan(output, shapes)
        return NamedLoss(loss, {name: self._of_loss(name, shape, output, draft) for name, shape in shapes.items()})

    def _of_loss(self, name: str, shape: Shape, output: Shape, draft: LossDraft) -> Values:
        old = draft.tensors.get(name)
        if len(shape) != 1:
            return self.tensor(f"loss.{name}", old, shape, "gradient" if name == "gradient" else "target")
        most = output[1]
        fits = old is None or name in draft.given or elements(old) > GENERATED_CLASSES
        if not fits and old is not None and shape_of(old) == shape:
            classes = materialise(old, np.dtype(self.dtype))
            if (classes >= most).any():
                self.notes.append(f"loss.{name}: classes above {most - 1} became {most - 1}")
                return Making(old, shape, "classes", most).numbers(np.dtype(self.dtype))
        return self.tensor(f"loss.{name}", old, shape, "classes", most)


def fit(draft: Draft) -> Fitted:
    """Every shape and option settled; raises EngineError, in the network's words, where that cannot be."""
    fitting = _Fitting(draft.dtype)
    x = fitting.tensor("input", draft.input, draft.shape, "input")
    shape = draft.shape
    layers: list[NamedLayer] = []
    for position, each in enumerate(draft.layers):
        try:
            named, shape = fitting.layer(each, shape)
        except EngineError as error:
            raise error.within(each.name, f"/layers/{position}") from None
        layers.append(named)
    try:
        loss = None if draft.loss is None else fitting.loss(draft.loss, shape)
    except EngineError as error:
        raise error.within("loss", "/loss") from None
    document = Document(draft.name, draft.dtype, x, tuple(layers), loss, draft.penalties)
    known = parameter_names(document) if loss else []
    left = tuple(penalty for penalty in draft.penalties if penalty.tensor in known)
    gone = [penalty.tensor for penalty in draft.penalties if penalty.tensor not in known]
    why = "it has gone" if loss else "there is no loss"
    fitting.notes += [f"{tensor}: its penalty is left out, for {why}" for tensor in gone]
    document = replace(document, penalties=left)
    return Fitted(document, plan(document), fitting.makings, fitting.notes)


def _option_notes(draft: LayerDraft, before: Layer, after: Layer) -> list[str]:
    """Which options follow from the input's shape and were made to fit, with the shapes of their values."""
    old, new = options_of(before), options_of(after)
    return [
        f"{draft.name}.{name}: {sizes(np.shape(old[name]))} → {sizes(np.shape(new[name]))}, made to fit"
        for name in old
        if old[name] != new[name]
    ]


def _story(old: Values | None, shape: Shape) -> str:
    """What happens to a tensor's numbers, as a person would tell it."""
    if old is None:
        return f"{sizes(shape)}, new"
    before = shape_of(old)
    told = f"{sizes(before)} → {sizes(shape)}"
    if isinstance(old, Fill) and max(prod(before), prod(shape)) > READABLE:
        return f"{told}, generated at the new size ({old.fill})"
    same = kept(before, shape)
    gone, new = prod(before) - same, prod(shape) - same
    return (
        f"{told}, "
        + (f"{same} numbers kept, {gone} left out" if gone else "old numbers kept")
        + f", {new} new" * bool(new)
    )
