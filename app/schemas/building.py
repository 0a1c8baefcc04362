"""JSON → the engine's Document, in the document's dtype, with every name filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
from pydantic import ValidationError

from app.engine.document import Document, Fill, NamedLayer, NamedLoss, Values, shape_of
from app.engine.errors import EngineError
from app.engine.layers import LAYERS
from app.engine.layers.base import Layer
from app.engine.losses import LOSSES
from app.engine.losses.base import Loss
from app.engine.options import TensorField
from app.engine.penalties import Penalty
from app.schemas.document import DocumentRequest, PenaltyRequest, names
from app.schemas.faults import Fault, Invalid, faults_of, shown
from app.schemas.layers import Options
from app.schemas.tensors import places
from app.settings import Settings

Kind = TypeVar("Kind", Layer, Loss)


def document(value: Any, settings: Settings) -> Document:
    """The engine's document of a JSON value; raises Invalid with up to ten faults."""
    try:
        request = DocumentRequest.model_validate(value, context=settings)
    except ValidationError as error:
        raise Invalid(faults_of(error)) from None
    faults: list[Fault] = []
    dtype = np.dtype(request.dtype)
    x = rounded(request.input, dtype, "/input", faults)
    if len(shape_of(x)) not in (2, 4):
        rank = len(shape_of(x))
        faults.append(Fault("/input", f"expected a tensor (N, C, H, W) or (N, F), received one of rank {rank}"))
    titles = names(request.layers, settings, faults)
    layers: list[NamedLayer] = []
    for i, (title, options) in enumerate(zip(titles, request.layers, strict=True)):
        layer = _made(LAYERS[options.type], options, dtype, title, f"/layers/{i}", faults)
        layers += [NamedLayer(title, layer, _tensors(layer, options, dtype, f"/layers/{i}", faults))] if layer else []
    loss: NamedLoss | None = None
    if request.loss and (made := _made(LOSSES[request.loss.type], request.loss, dtype, "loss", "/loss", faults)):
        tensors = _tensors(made, request.loss, dtype, "/loss", faults)
        loss = NamedLoss(made, {name: values for name, values in tensors.items() if values is not None})
    penalties = _penalties(request.penalties, dtype, faults)
    if faults:
        raise Invalid(faults)
    return Document(request.name, request.dtype, x, tuple(layers), loss, penalties)


def in_dtype(options: dict[str, Any], dtype: np.dtype[Any], pointer: str, faults: list[Fault]) -> dict[str, Any]:
    """Options with their numbers in the document's dtype; a fault for each that does not fit."""
    wrong = [n for n, value in options.items() if isinstance(value, float) and not np.isfinite(_in(value, dtype))]
    faults += [Fault(f"{pointer}/{name}", f"{name}: {_beyond(options[name], dtype)}") for name in wrong]
    return {n: float(_in(value, dtype)) if isinstance(value, float) else value for n, value in options.items()}


def _penalties(entries: Sequence[PenaltyRequest], dtype: np.dtype[Any], faults: list[Fault]) -> tuple[Penalty, ...]:
    penalties: list[Penalty] = []
    for i, entry in enumerate(entries):
        strengths = in_dtype({"l1": entry.l1, "l2": entry.l2}, dtype, f"/penalties/{i}", faults)
        try:
            penalties.append(Penalty(entry.tensor, **strengths))
        except EngineError as error:
            placed = error.within("penalties", f"/penalties/{i}")
            faults.append(Fault(placed.pointer, placed.message))
    return tuple(penalties)


def _made(
    kind: type[Kind], options: Options, dtype: np.dtype[Any], name: str, pointer: str, faults: list[Fault]
) -> Kind | None:
    """A layer or a loss with its options in normal form; None where one is refused."""
    values = in_dtype(options.options(kind), dtype, pointer, faults)
    try:
        return kind(**values)
    except EngineError as error:
        placed = error.within(name, pointer)
        faults.append(Fault(placed.pointer, placed.message))
        return None


def _tensors(
    owner: Layer | Loss, options: Options, dtype: np.dtype[Any], pointer: str, faults: list[Fault]
) -> dict[str, Values | None]:
    """The tensors of a layer or a loss, each of its declared rank."""
    tensors: dict[str, Values | None] = {}
    for name, field in owner.tensors.items():
        values = getattr(options, name)
        if values is None:
            tensors[name] = None
            continue
        if detail := wrong_rank(name, values, field):
            faults.append(Fault(f"{pointer}/{name}", detail))
        tensors[name] = rounded(values, dtype, f"{pointer}/{name}", faults)
    return tensors


def wrong_rank(name: str, values: Values, field: TensorField) -> str:
    """The sentence for a tensor that has not its declared rank, "" where it has."""
    shape = shape_of(values)
    if field.rank in (None, len(shape)):
        return ""
    expected = f"expected {field.description}, a tensor of rank {field.rank}"
    return f"{name}: {expected}, received rank {len(shape)} with shape {shown_shape(shape)}"


def shown_shape(shape: tuple[int, ...]) -> str:
    """A shape as JSON writes it."""
    return "[" + ", ".join(map(shown, shape)) + "]"


def rounded(values: Values, dtype: np.dtype[Any], pointer: str, faults: list[Fault]) -> Values:
    """The numbers in the document's dtype, read-only; a fault for each that does not fit."""
    if isinstance(values, Fill):
        wrong = [i for i, (_, cell) in enumerate(values.set) if not np.isfinite(_in(cell, dtype))]
        faults += [Fault(f"{pointer}/set/{i}/1", _beyond(values.set[i][1], dtype)) for i in wrong]
        return replace(values, set=tuple((index, float(_in(cell, dtype))) for index, cell in values.set))
    array = _in(values, dtype)
    if not np.isfinite(array).all():
        found = places(
            values.ravel(),
            values.shape,
            lambda cell: None if np.isfinite(_in(cell, dtype)) else _beyond(cell, dtype),
        )
        faults += [Fault(pointer + fault.pointer, fault.detail) for fault in found]
    array.flags.writeable = False
    numbers: Values = array
    return numbers


def _in(numbers: Any, dtype: np.dtype[Any]) -> Any:
    with np.errstate(over="ignore", under="ignore"):
        return np.asarray(numbers).astype(dtype)


def _beyond(cell: float, dtype: np.dtype[Any]) -> str:
    return f"expected a finite {dtype.name} number, received {shown(float(cell))}; use float64"
