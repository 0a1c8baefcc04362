"""The request models of layers and losses, made from the engine's: a new one needs nothing here."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast, get_type_hints

from pydantic import Field, create_model

from app.engine.layers import LAYERS
from app.engine.layers.base import Layer
from app.engine.losses import LOSSES
from app.engine.losses.base import Loss
from app.engine.options import TensorField
from app.schemas.options import model_field
from app.schemas.strict import Strict
from app.schemas.tensors import Tensor

Kind = type[Layer] | type[Loss]


class Options(Strict):
    """One layer or loss of a document: its type, tensors and options."""

    type: str

    def options(self, kind: Kind) -> dict[str, Any]:
        """What the engine's dataclass is made from."""
        return {option.name: getattr(self, option.name) for option in dataclasses.fields(cast(Any, kind))}


class LayerOptions(Options):
    """A layer: also its name."""

    name: str | None = Field(None, description="unique name; made from the type and the order when left out")


def _model(kind: Kind, base: type[Options]) -> type[Options]:
    hints = get_type_hints(kind)
    members: dict[str, Any] = {"type": (Literal[kind.type], ...)}
    members |= {name: _tensor_field(tensor) for name, tensor in kind.tensors.items()}
    members |= {option.name: model_field(option, hints[option.name]) for option in dataclasses.fields(cast(Any, kind))}
    description = (kind.__doc__ or "").split(";")[0].split(".")[0] + "."
    return create_model(kind.__name__, __base__=base, __doc__=description, **members)


def _tensor_field(tensor: TensorField) -> tuple[Any, Any]:
    description = tensor.description
    return (
        (Tensor | None, Field(None, description=description))
        if tensor.optional
        else (Tensor, Field(description=description))
    )


LAYER_MODELS: Mapping[str, type[Options]] = {name: _model(kind, LayerOptions) for name, kind in LAYERS.items()}
LOSS_MODELS: Mapping[str, type[Options]] = {name: _model(kind, Options) for name, kind in LOSSES.items()}

if TYPE_CHECKING:
    AnyLayer = LayerOptions
    AnyLoss = Options
else:
    AnyLayer = Annotated[reduce(or_, LAYER_MODELS.values()), Field(discriminator="type")]
    AnyLoss = Annotated[reduce(or_, LOSS_MODELS.values()), Field(discriminator="type")]
