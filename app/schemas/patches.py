"""Layers and losses of which only a part is said: options, tensors, and sizes that stand in tensors' shapes."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Annotated, Any, cast, get_type_hints

import numpy as np
from pydantic import Field, PlainValidator, ValidationError, ValidationInfo, create_model

from app.engine.document import Values
from app.engine.errors import EngineError
from app.engine.layers import LAYERS
from app.engine.layers.base import Layer, Wished
from app.engine.losses import LOSSES
from app.engine.losses.base import Loss
from app.schemas.building import in_dtype, rounded, wrong_rank
from app.schemas.faults import Fault, Invalid, expected_word, faults_of, shown
from app.schemas.options import model_field
from app.schemas.strict import Strict
from app.schemas.tensors import Generator, NestedList, Tensor, tensor
from app.settings import Settings

Kind = type[Layer] | type[Loss]


@dataclasses.dataclass(frozen=True)
class Patch:
    """What is said of a layer or a loss; `name` is None where none is."""

    name: str | None
    options: dict[str, Any]
    tensors: dict[str, Values]
    wished: Wished


def _bias(value: Any, info: ValidationInfo) -> Any:
    return value if value is None or isinstance(value, bool) else tensor(value, info)


class _Patch(Strict):
    """The parts of a type, none of them required."""


class _LayerPatch(_Patch):
    type: str | None = Field(None, description="the type of the layer")
    name: str | None = Field(None, description="unique name; made from the type and the order when left out")


class _LossPatch(_Patch):
    type: str | None = Field(None, description="the type of the loss")


Optional = Annotated[Any, PlainValidator(_bias, json_schema_input_type=bool | NestedList | Generator | None)]


def _model(kind: Kind) -> type[_Patch]:
    hints, members = get_type_hints(kind), dict[str, Any]()
    for option in dataclasses.fields(cast(Any, kind)):
        annotation, field = model_field(option, hints[option.name])
        members[option.name] = (annotation, Field(None, description=field.description))
    for name, declared in kind.tensors.items():
        annotation = Optional if declared.optional else Tensor
        members[name] = (annotation, Field(None, description=declared.description))
    if issubclass(kind, Layer):
        wished = {size.name: size for size in dataclasses.fields(Wished)}
        sized = get_type_hints(Wished)
        members |= {name: model_field(wished[name], sized[name]) for name in kind.sizes}
    base = _LayerPatch if issubclass(kind, Layer) else _LossPatch
    return create_model(f"{kind.__name__}Patch", __base__=base, **members)


_KINDS: Mapping[str, Kind] = {**LAYERS, **LOSSES}
PATCHES: Mapping[str, type[_Patch]] = {name: _model(kind) for name, kind in _KINDS.items()}


def typed(value: Any, kinds: Mapping[str, Any], pointer: str) -> str:
    """The type that an object names; raises Invalid."""
    if not isinstance(value, dict):
        raise Invalid([Fault(pointer, f'expected an object {{"type": …}}, received {shown(value)}')])
    if "type" not in value:
        raise Invalid([Fault(f"{pointer}/type", f"type: expected one of {', '.join(kinds)}, received nothing; add it")])
    if not isinstance(value["type"], str) or value["type"] not in kinds:
        raise Invalid([Fault(f"{pointer}/type", f"type: {expected_word(value['type'], kinds)}")])
    return value["type"]


def patch(value: Any, kind: Kind, dtype: str, pointer: str, settings: Settings) -> Patch:
    """What a JSON object says of a layer or loss of this type; raises Invalid with pointers below `pointer`."""
    try:
        model = PATCHES[kind.type].model_validate(value, context=settings)
    except ValidationError as error:
        raise Invalid([Fault(pointer + fault.pointer, fault.detail) for fault in faults_of(error)]) from None
    said = {name: getattr(model, name) for name in model.model_fields_set}
    names = {option.name for option in dataclasses.fields(cast(Any, kind))}
    faults: list[Fault] = []
    options = {name: each for name, each in said.items() if name in names}
    options = in_dtype(options, np.dtype(dtype), pointer, faults)
    tensors: dict[str, Values] = {}
    for name, each in said.items():
        if name not in kind.tensors or each is None or isinstance(each, bool):
            continue
        if detail := wrong_rank(name, each, kind.tensors[name]):
            faults.append(Fault(f"{pointer}/{name}", detail))
        tensors[name] = rounded(each, np.dtype(dtype), f"{pointer}/{name}", faults)
    if faults:
        raise Invalid(faults)
    sizes = {name: each for name, each in said.items() if issubclass(kind, Layer) and name in kind.sizes}
    bias = said["bias"] is not False and said["bias"] is not None if "bias" in said else None
    given = frozenset(options) | frozenset(tensors)
    try:
        wished = Wished(**sizes, bias=bias, given=given)
    except EngineError as error:
        raise Invalid([Fault(pointer + error.pointer, error.message)]) from None
    return Patch(said.get("name"), options, tensors, wished)
