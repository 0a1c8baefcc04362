"""The engine's Document → its normal form in JSON: everything that was left out is filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

import numpy as np

from app.engine.document import Document, Fill, Values
from app.engine.edit import SET_LIMIT
from app.engine.fills import materialise
from app.engine.layers.base import Layer
from app.engine.losses.base import Loss
from app.engine.penalties import Penalty
from app.schemas.numbers import decimal, decimals


def normal_form(document: Document, tensor: Callable[[Values], Any]) -> dict[str, Any]:
    """The document as plain values, with `tensor` deciding what stands in the place of each tensor."""
    dtype = np.dtype(document.dtype)
    form: dict[str, Any] = {
        "name": document.name,
        "dtype": document.dtype,
        "input": tensor(document.input),
        "layers": [
            {"type": named.layer.type, "name": named.name}
            | _tensors(named.parameters, tensor)
            | _options(named.layer, dtype)
            for named in document.layers
        ],
    }
    if document.loss is not None:
        loss = document.loss
        form["loss"] = {"type": loss.loss.type} | _tensors(loss.tensors, tensor) | _options(loss.loss, dtype)
    if document.penalties:
        form["penalties"] = [_options(penalty, dtype) for penalty in document.penalties]
    return form


def document_json(document: Document) -> dict[str, Any]:
    """The normal form that a client keeps and posts again."""
    dtype = np.dtype(document.dtype)
    return normal_form(
        document,
        lambda values: generator(values, dtype) if isinstance(values, Fill) else decimals(values).tolist(),
    )


def generator(fill: Fill, dtype: np.dtype[Any]) -> dict[str, Any]:
    """A generated tensor as a document writes it."""
    form: dict[str, Any] = {"shape": list(fill.shape), "fill": fill.fill, "seed": fill.seed}
    if fill.set:
        form["set"] = [[list(index), decimal(value, dtype)] for index, value in fill.set]
    return form


def settled(document: Document) -> Document:
    """The document with generators of more than 1,000 single cells written out."""
    dtype = np.dtype(document.dtype)

    def settle(values: Any) -> Any:
        return materialise(values, dtype) if isinstance(values, Fill) and len(values.set) > SET_LIMIT else values

    def each(tensors: Mapping[str, Any]) -> dict[str, Any]:
        return {name: settle(values) for name, values in tensors.items()}

    return replace(
        document,
        input=settle(document.input),
        layers=tuple(replace(named, parameters=each(named.parameters)) for named in document.layers),
        loss=document.loss and replace(document.loss, tensors=each(document.loss.tensors)),
    )


def _tensors(tensors: Mapping[str, Values | None], tensor: Callable[[Values], Any]) -> dict[str, Any]:
    return {name: None if values is None else tensor(values) for name, values in tensors.items()}


def _options(kind: Layer | Loss | Penalty, dtype: np.dtype[Any]) -> dict[str, Any]:
    values = {option.name: getattr(kind, option.name) for option in fields(kind)}  # type: ignore[arg-type]
    return {name: decimal(value, dtype) if isinstance(value, float) else value for name, value in values.items()}
