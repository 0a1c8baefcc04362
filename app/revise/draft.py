"""A draft: a document in pieces that a change may rearrange, before anything is made to fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from app.engine.document import Document, Values, shape_of
from app.engine.layers.base import Layer, Shape, Wished
from app.engine.losses.base import Loss
from app.engine.penalties import Penalty


@dataclass(frozen=True, eq=False)
class LayerDraft:
    """A layer: options that are missing take their defaults, tensors that are missing are made."""

    name: str
    kind: type[Layer]
    options: Mapping[str, Any]
    tensors: Mapping[str, Values | None]
    wished: Wished = Wished()


@dataclass(frozen=True, eq=False)
class LossDraft:
    """A loss; tensors that are `given` are checked, the others made to fit."""

    kind: type[Loss]
    options: Mapping[str, Any]
    tensors: Mapping[str, Values]
    given: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class Draft:
    """What a document consists of; `shape` is the wished shape of the input."""

    name: str
    dtype: str
    input: Values
    shape: Shape
    layers: tuple[LayerDraft, ...]
    loss: LossDraft | None
    penalties: tuple[Penalty, ...]

    @property
    def names(self) -> list[str]:
        """The layers' names in order."""
        return [layer.name for layer in self.layers]


def draft(document: Document) -> Draft:
    """The document in pieces, nothing changed."""
    loss = document.loss
    return Draft(
        document.name,
        document.dtype,
        document.input,
        shape_of(document.input),
        tuple(
            LayerDraft(named.name, type(named.layer), options_of(named.layer), named.parameters)
            for named in document.layers
        ),
        None if loss is None else LossDraft(type(loss.loss), options_of(loss.loss), loss.tensors),
        document.penalties,
    )


def options_of(owner: Layer | Loss) -> dict[str, Any]:
    """The options of a layer or a loss by name."""
    return {option.name: getattr(owner, option.name) for option in fields(owner)}  # type: ignore[arg-type]


def option_names(kind: type[Layer] | type[Loss]) -> list[str]:
    """The names of a type's options in order."""
    return [option.name for option in fields(kind)]  # type: ignore[arg-type]
