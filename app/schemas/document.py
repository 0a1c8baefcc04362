"""The document in JSON: the request model and the names of its layers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainValidator, ValidationInfo

from app.engine.layers import LAYERS
from app.schemas.faults import Fault, expected_word, refuse, shown
from app.schemas.layers import AnyLayer, AnyLoss, LayerOptions
from app.schemas.strict import Strict
from app.schemas.tensors import Tensor, real
from app.settings import Settings

RESERVED = ("input", "loss")
DTYPES = ("float64", "float32")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)


def _title(value: Any, info: ValidationInfo) -> str:
    if not isinstance(value, str):
        raise refuse(f"expected a string, received {shown(value)}")
    most = Settings.of(info.context).name_characters
    if len(value) > most:
        raise refuse(f"expected at most {most} characters, received {len(value)}; shorten it")
    return value


def _dtype(value: Any) -> str:
    if value not in DTYPES:
        raise refuse(expected_word(value, DTYPES))
    return str(value)


def _layer_list(value: Any, info: ValidationInfo) -> Any:
    most = Settings.of(info.context).layers
    if isinstance(value, list) and len(value) > most:
        raise refuse(f"expected at most {most} layers, received {len(value)}; remove some")
    return value


class PenaltyRequest(Strict):
    """What the size of one parameter tensor adds to L: l1 Σ|p| + ½ l2 Σ p²."""

    tensor: Annotated[str, PlainValidator(_title, json_schema_input_type=str)] = Field(
        description="a parameter, like conv1.weight"
    )
    l1: Annotated[float, PlainValidator(real, json_schema_input_type=float)] = Field(0.0, description="of Σ|p|")
    l2: Annotated[float, PlainValidator(real, json_schema_input_type=float)] = Field(0.0, description="of ½ Σ p²")


class DocumentRequest(Strict):
    """Everything that an exploration is: network, input and loss."""

    name: Annotated[str, PlainValidator(_title, json_schema_input_type=str)] = Field("", description="a title")
    dtype: Annotated[str, PlainValidator(_dtype, json_schema_input_type=Literal["float64", "float32"])] = Field(
        "float64", description="what every number is rounded to"
    )
    input: Tensor = Field(description="a tensor (N, C, H, W) of maps or (N, F) of features")
    layers: Annotated[list[AnyLayer], BeforeValidator(_layer_list)] = Field(description="the layers in order")
    loss: AnyLoss | None = Field(None, description="the loss; without one there are forward states only")
    penalties: list[PenaltyRequest] = Field([], description="part of L: the size of parameters", max_length=128)


def names(layers: Sequence[LayerOptions], settings: Settings, faults: list[Fault]) -> list[str]:
    """A name for every layer: its own, or the first of conv1, conv2, … that nobody has."""
    taken: set[str] = set()
    for i, layer in enumerate(layers):
        if layer.name is None:
            continue
        if detail := wrong_name(layer.name, taken, settings.name_characters):
            faults.append(Fault(f"/layers/{i}/name", detail))
        taken.add(layer.name)
    return [layer.name or free_name(LAYERS[layer.type].prefix, taken) for layer in layers]


def free_name(prefix: str, taken: set[str]) -> str:
    """The first of conv1, conv2, … that nobody has, which is taken from now on."""
    number = 1
    while f"{prefix}{number}" in taken:
        number += 1
    taken.add(f"{prefix}{number}")
    return f"{prefix}{number}"


def wrong_name(name: str, taken: set[str], most: int) -> str:
    """The sentence for a name that a layer cannot have, "" where it can."""
    if len(name) > most:
        return f"expected at most {most} characters, received {len(name)}; shorten it"
    if not _NAME.fullmatch(name):
        return f"expected a letter, then letters, digits or _, received {shown(name)}; rename the layer"
    if name in RESERVED:
        return f"{shown(name)} is reserved for the document's own tensors; rename the layer"
    return f"{shown(name)} names two layers; rename one" if name in taken else ""
