"""Edits: a document with some of its cells set is another document."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isfinite
from typing import Any

import numpy as np

from app.address import Cell
from app.engine.document import Document, Fill, Values, shape_of
from app.engine.errors import EngineError
from app.engine.fills import materialise

SET_LIMIT = 1000


def editable(document: Document) -> dict[str, Values]:
    """The tensors that a person may type into, by name."""
    tensors = {"input": document.input}
    for named in document.layers:
        tensors |= {f"{named.name}.{field}": v for field, v in named.parameters.items() if v is not None}
    if document.loss is not None:
        tensors |= {f"loss.{field}": v for field, v in document.loss.tensors.items()}
    return tensors


def replaced(document: Document, tensors: Mapping[str, Values]) -> Document:
    """The document with some of its tensors, given by name, in the place of its own."""
    loss = document.loss
    return replace(
        document,
        input=tensors.get("input", document.input),
        layers=tuple(
            replace(
                named,
                parameters={f: tensors.get(f"{named.name}.{f}", v) for f, v in named.parameters.items()},
            )
            for named in document.layers
        ),
        loss=loss and replace(loss, tensors={f: tensors.get(f"loss.{f}", v) for f, v in loss.tensors.items()}),
    )


def edit(document: Document, edits: Sequence[tuple[Cell, float]]) -> Document:
    """The document with some cells set; raises EngineError with the pointer of the edit at fault."""
    tensors = editable(document)
    dtype = np.dtype(document.dtype)
    changes: dict[str, dict[tuple[int, ...], float]] = {}
    for position, (cell, value) in enumerate(edits):
        pointer = f"/{position}/cell"
        if cell.tensor not in tensors:
            raise EngineError(
                f"{cell.tensor} cannot be edited; edit one of {', '.join(tensors)}",
                pointer,
            )
        shape = shape_of(tensors[cell.tensor])
        if len(cell.index) != len(shape) or any(i >= n for i, n in zip(cell.index, shape, strict=True)):
            raise EngineError(
                f"{cell.tensor} has shape {list(shape)}; expected {len(shape)} indices from 0, each below its axis, "
                f"received {list(cell.index)}",
                pointer,
            )
        if not isfinite(value) or not isfinite(dtype.type(value)):
            raise EngineError(
                f"{cell}: expected a finite {document.dtype} number, received {value!r}", f"/{position}/value"
            )
        changed = changes.setdefault(cell.tensor, {})
        if cell.index in changed:
            raise EngineError(f"{cell} is edited twice in one list; give each cell once", pointer)
        changed[cell.index] = float(dtype.type(value))
    edited = {name: _with_cells(tensors[name], cells, dtype) for name, cells in changes.items()}
    return replaced(document, edited)


def _with_cells(values: Values, cells: Mapping[tuple[int, ...], float], dtype: np.dtype[Any]) -> Values:
    if isinstance(values, Fill):
        merged = {**dict(values.set), **cells}
        if len(merged) <= SET_LIMIT:
            return replace(values, set=tuple(sorted(merged.items())))
    array = materialise(values, dtype).copy()
    for index, value in cells.items():
        array[index] = value
    array.flags.writeable = False
    return array
