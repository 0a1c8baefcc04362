"""The trace: every forward and backward number of a document, by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from app.engine.document import Document, shape_of
from app.engine.fills import materialise
from app.engine.layers.base import Array, Gradients, Shape
from app.engine.network import NetworkPlan, plan

Role = Literal["input", "parameter", "activation", "gradient", "derived", "loss"]


@dataclass(frozen=True)
class TensorInfo:
    """What a tensor is, without its numbers."""

    name: str
    shape: Shape
    role: Role


@dataclass(frozen=True)
class LayerInfo:
    """A layer's place in the network: the names of the tensors around it."""

    name: str
    type: str
    input: str
    output: str
    parameters: tuple[str, ...]
    derived: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Trace:
    """All numbers of one document; immutable. Derived tensors are made when somebody looks."""

    document: Document
    plan: NetworkPlan
    dtype: np.dtype[Any]
    layers: tuple[LayerInfo, ...]
    tensors: Mapping[str, TensorInfo]
    loss: float | None
    arrays: Mapping[str, Array]

    @property
    def nbytes(self) -> int:
        return sum(array.nbytes for array in self.arrays.values())

    def array(self, name: str) -> Array:
        """One tensor, read-only; raises KeyError for an unknown name."""
        if name in self.arrays:
            return self.arrays[name]
        if self.tensors[name].role != "derived":
            raise KeyError(name)
        owner, _, suffix = name.partition(".")
        position = next(i for i, info in enumerate(self.layers) if info.name == owner)
        with np.errstate(all="ignore"):
            made = _derive(self.document, self.plan, position, suffix, self.arrays)
        made.flags.writeable = False
        return made

    @property
    def output(self) -> str:
        """The name of the last output."""
        return self.layers[-1].output if self.layers else "input"


def compute(document: Document) -> Trace:
    """Forward, loss and backward; raises EngineError where shapes do not fit."""
    planned = plan(document)
    dtype = np.dtype(document.dtype)
    with np.errstate(all="ignore"):
        arrays = _forward(document, planned, dtype)
        loss = _backward(document, planned, dtype, arrays)
        arrays |= _stored(document, planned, arrays)
        loss = _penalise(document, arrays, loss)
    for array in arrays.values():
        array.flags.writeable = False
    return Trace(document, planned, dtype, _layers(document, planned), _tensors(document, planned), loss, arrays)


def _forward(document: Document, planned: NetworkPlan, dtype: np.dtype[Any]) -> dict[str, Array]:
    arrays = {"input": materialise(document.input, dtype)}
    x = arrays["input"]
    for named, layer_plan in zip(document.layers, planned.layers, strict=True):
        parameters = {f: None if v is None else materialise(v, dtype) for f, v in named.parameters.items()}
        arrays |= {f"{named.name}.{f}": v for f, v in parameters.items() if v is not None}
        x = named.layer.forward(layer_plan, x, parameters)
        arrays[f"{named.name}.output"] = x
    return arrays


def _backward(document: Document, planned: NetworkPlan, dtype: np.dtype[Any], arrays: dict[str, Array]) -> float | None:
    """Fill in the gradients from the last output back to the input; the loss, or None without one."""
    if document.loss is None or planned.loss is None:
        return None
    names = ["input", *(f"{named.name}.output" for named in document.layers)]
    tensors = {f: materialise(v, dtype) for f, v in document.loss.tensors.items()}
    arrays |= {f"loss.{f}": v for f, v in tensors.items()}
    loss = document.loss.loss.forward(planned.loss, arrays[names[-1]], tensors)
    arrays["loss"] = np.array(loss, dtype)
    derived = document.loss.loss.derive(planned.loss, arrays[names[-1]], tensors)
    arrays |= {f"loss.{suffix}": array for suffix, array in derived.items()}
    dy = document.loss.loss.backward(planned.loss, arrays[names[-1]], tensors)
    arrays[f"{names[-1]}.grad"] = dy
    for position in reversed(range(len(document.layers))):
        named = document.layers[position]
        x, y = arrays[names[position]], arrays[names[position + 1]]
        parameters = {f: arrays.get(f"{named.name}.{f}") for f in named.parameters}
        gradients: Gradients = named.layer.backward(planned.layers[position], x, parameters, y, dy)
        scale = planned.loss.parameter_scale
        for field, gradient in gradients.parameters.items():
            arrays[f"{named.name}.{field}.grad"] = gradient if scale == 1 else gradient * dtype.type(scale)
        arrays |= {f"{named.name}.{suffix}": made for suffix, made in gradients.derived.items()}
        dy = gradients.input
        arrays[f"{names[position]}.grad"] = dy
    return float(arrays["loss"])


def _penalise(document: Document, arrays: dict[str, Array], loss: float | None) -> float | None:
    """L and the parameters' gradients with what the penalties add."""
    for penalty in document.penalties:
        p = arrays[penalty.tensor]
        arrays[f"{penalty.tensor}.grad"] = arrays[f"{penalty.tensor}.grad"] + penalty.gradient(p)
        arrays["loss"] = np.array(arrays["loss"] + penalty.value(p), p.dtype)
        if penalty.l1:
            arrays[penalty.sign] = np.sign(p)
    return float(arrays["loss"]) if document.penalties else loss


def _stored(document: Document, planned: NetworkPlan, arrays: Mapping[str, Array]) -> dict[str, Array]:
    """The derived tensors that are kept and that the backward pass did not already make."""
    made: dict[str, Array] = {}
    for position, (named, layer_plan) in enumerate(zip(document.layers, planned.layers, strict=True)):
        for suffix, derived in layer_plan.derived.items():
            name = f"{named.name}.{suffix}"
            if derived.stored and name not in arrays and (planned.loss or not derived.backward):
                made[name] = _derive(document, planned, position, suffix, arrays)
    return made


def _derive(document: Document, planned: NetworkPlan, position: int, suffix: str, arrays: Mapping[str, Array]) -> Array:
    named = document.layers[position]
    x = arrays[f"{document.layers[position - 1].name}.output" if position else "input"]
    parameters = {f: arrays.get(f"{named.name}.{f}") for f in named.parameters}
    dy = arrays.get(f"{named.name}.output.grad")
    return named.layer.derive(planned.layers[position], suffix, x, parameters, dy)


def _layers(document: Document, planned: NetworkPlan) -> tuple[LayerInfo, ...]:
    infos: list[LayerInfo] = []
    reads = "input"
    signed = {penalty.tensor for penalty in document.penalties if penalty.l1}
    for named, layer_plan in zip(document.layers, planned.layers, strict=True):
        name = named.name
        derived = [s for s, d in layer_plan.derived.items() if planned.loss or not d.backward]
        derived += [f"{field}.sign" for field in named.parameters if f"{name}.{field}" in signed]
        infos.append(
            LayerInfo(
                name,
                named.layer.type,
                reads,
                f"{name}.output",
                tuple(f"{name}.{f}" for f, v in named.parameters.items() if v is not None),
                tuple(f"{name}.{s}" for s in derived),
            )
        )
        reads = f"{name}.output"
    return tuple(infos)


def _tensors(document: Document, planned: NetworkPlan) -> dict[str, TensorInfo]:
    """Every tensor in listing order: forward, loss, then the gradients from the last layer back."""
    infos: list[TensorInfo] = [TensorInfo("input", shape_of(document.input), "input")]
    for named, layer_plan, layer in zip(document.layers, planned.layers, _layers(document, planned), strict=True):
        infos += [
            TensorInfo(f"{named.name}.{field}", shape_of(v), "parameter")
            for field, v in named.parameters.items()
            if v is not None
        ]
        infos.append(TensorInfo(layer.output, layer_plan.output, "activation"))
        shapes = {f"{named.name}.{suffix}": derived.shape for suffix, derived in layer_plan.derived.items()}
        shapes |= {f"{info.name}.sign": info.shape for info in infos if info.role == "parameter"}
        infos += [TensorInfo(name, shapes[name], "derived") for name in layer.derived]
    if document.loss is not None and planned.loss is not None:
        gradients = [TensorInfo(f"{info.name}.grad", info.shape, "gradient") for info in _differentiable(infos)]
        infos += [
            TensorInfo(f"loss.{field}", shape_of(v), "gradient" if field == "gradient" else "input")
            for field, v in document.loss.tensors.items()
        ]
        infos += [TensorInfo(f"loss.{suffix}", d.shape, "derived") for suffix, d in planned.loss.derived.items()]
        infos += [TensorInfo("loss", (), "loss"), *gradients]
    return {info.name: info for info in infos}


def _differentiable(infos: list[TensorInfo]) -> list[TensorInfo]:
    """From the last output back: each output's gradient, then its layer's parameters in field order, at last x."""
    order: list[TensorInfo] = []
    parameters: list[TensorInfo] = []
    for info in infos:
        if info.role == "parameter":
            parameters.append(info)
        elif info.role in ("input", "activation"):
            order = [info, *parameters, *order]
            parameters = []
    return order
