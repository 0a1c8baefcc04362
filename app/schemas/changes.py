"""The changes of a document in JSON, one model per operation; what depends on the document is read later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator

from app.engine.document import FILLS
from app.schemas.document import PenaltyRequest
from app.schemas.faults import expected_word, refuse, shown
from app.schemas.strict import Strict
from app.schemas.tensors import LARGEST, positive_sizes


def _integer(value: Any) -> int:
    if type(value) is not int:
        raise refuse(f"expected an integer, received {shown(value)}")
    return value


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise refuse(f"expected a string, received {shown(value)}")
    return value


def _fill(value: Any) -> str:
    if value not in FILLS:
        raise refuse(expected_word(value, FILLS))
    return str(value)


def _seed(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= LARGEST:
        raise refuse(f"expected an integer from 0 to 2⁵³ − 1, received {shown(value)}")
    return value


Int = Annotated[int, PlainValidator(_integer, json_schema_input_type=int)]
Text = Annotated[str, PlainValidator(_string, json_schema_input_type=str)]
SomeLayer = Annotated[Any, Field(json_schema_extra={"type": "object", "additionalProperties": True})]


class InsertChange(Strict):
    """A new layer; required options and tensors that it leaves out are made to fit."""

    op: Literal["insert"]
    at: Int = Field(description="its place in the list, from 0", examples=[1])
    layer: SomeLayer = Field(
        description="its type, any options and tensors, and kernel_size, channels, features or bias (true, false)",
        examples=[{"type": "relu"}],
    )


class RemoveChange(Strict):
    """A layer goes."""

    op: Literal["remove"]
    layer: Text = Field(description="the name of a layer")


class MoveChange(Strict):
    """A layer goes to another place."""

    op: Literal["move"]
    layer: Text = Field(description="the name of a layer")
    to: Int = Field(description="its place in the list afterwards, from 0")


class RenameChange(Strict):
    """A layer gets another name."""

    op: Literal["rename"]
    layer: Text = Field(description="the name of a layer")
    name: Text = Field(description="its new name")


class SetChange(Strict):
    """Options of a layer change, or the sizes of its parameters."""

    op: Literal["set"]
    layer: Text = Field(description="the name of a layer")
    options: SomeLayer = Field(
        description="any options of its type, and kernel_size, channels, features or bias (true, false)",
        examples=[{"stride": 2, "kernel_size": [3, 3]}],
    )


class ReplaceChange(Strict):
    """A layer becomes one of another type; its name and the options that both types have stay."""

    op: Literal["replace"]
    layer: Text = Field(description="the name of a layer")
    type: Text = Field(description="a layer type of the catalogue")


class InputChange(Strict):
    """The input gets another shape; overlapping numbers stay."""

    op: Literal["input"]
    shape: Annotated[Any, PlainValidator(positive_sizes, json_schema_input_type=list[int])] = Field(
        description="[samples, channels, rows, columns] or [samples, features]", examples=[[1, 1, 5, 5]]
    )


class LossChange(Strict):
    """Another loss, or null for none."""

    op: Literal["loss"]
    loss: Annotated[Any, Field(json_schema_extra={"type": ["object", "null"], "additionalProperties": True})] = Field(
        description="its type, options and tensors, or null", examples=[{"type": "squared_error"}]
    )


class FillChange(Strict):
    """A tensor becomes a generator of its shape."""

    op: Literal["fill"]
    tensor: Text = Field(description="input, a parameter, loss.target or loss.gradient")
    fill: Annotated[str, PlainValidator(_fill, json_schema_input_type=Literal[FILLS])] = Field(
        description="how the cells are filled"
    )
    seed: Annotated[int, PlainValidator(_seed, json_schema_input_type=Annotated[int, Field(ge=0, le=LARGEST)])] = Field(
        0, description="start of the random numbers"
    )


class DocumentChange(Strict):
    """The document's own fields change."""

    op: Literal["document"]
    name: Annotated[Any, Field(json_schema_extra={"type": "string"})] = Field("", description="a title")
    dtype: Annotated[Any, Field(json_schema_extra={"enum": ["float64", "float32"]})] = Field(
        "float64", description="what every number is rounded to"
    )
    penalties: Annotated[Any, PlainValidator(lambda value: value, json_schema_input_type=list[PenaltyRequest])] = Field(
        [], description="part of L: the size of parameters"
    )


CHANGES: Mapping[str, type[Strict]] = {
    "insert": InsertChange,
    "remove": RemoveChange,
    "move": MoveChange,
    "rename": RenameChange,
    "set": SetChange,
    "replace": ReplaceChange,
    "input": InputChange,
    "loss": LossChange,
    "fill": FillChange,
    "document": DocumentChange,
}
AnyChange = (
    InsertChange
    | RemoveChange
    | MoveChange
    | RenameChange
    | SetChange
    | ReplaceChange
    | InputChange
    | LossChange
    | FillChange
    | DocumentChange
)
