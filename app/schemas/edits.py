"""Edits in JSON: a list of addresses with their new numbers."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, PlainValidator, ValidationError

from app.address import AddressError, Cell
from app.schemas.faults import MOST, Fault, Invalid, faults_of, refuse, shown
from app.schemas.strict import Strict
from app.schemas.tensors import real


def _cell(value: Any) -> Cell:
    if not isinstance(value, str):
        raise refuse(f"expected an address like conv1.weight[0,0,1,1], received {shown(value)}")
    try:
        return Cell.parse(value)
    except AddressError as error:
        raise refuse(str(error)) from None


class Edit(Strict):
    """One cell of the input, a parameter, the target or the upstream gradient, and its new number."""

    cell: Annotated[Any, PlainValidator(_cell, json_schema_input_type=str)] = Field(
        description="an address like conv1.weight[0,0,1,1]", examples=["conv1.weight[0,0,1,1]"]
    )
    value: Annotated[float, PlainValidator(real, json_schema_input_type=float)] = Field(
        description="a finite number", examples=[0.5]
    )


def edits(value: Any) -> list[tuple[Cell, float]]:
    """The edits of a JSON value; raises Invalid with up to ten faults."""
    if not isinstance(value, list) or not value:
        raise Invalid([Fault("", f'expected a list of {{"cell": …, "value": …}}, received {shown(value)}')])
    accepted: list[tuple[Cell, float]] = []
    faults: list[Fault] = []
    for i, each in enumerate(value):
        try:
            edit = Edit.model_validate(each)
            accepted.append((edit.cell, edit.value))
        except ValidationError as error:
            faults += [Fault(f"/{i}{fault.pointer}", fault.detail) for fault in faults_of(error)]
            if len(faults) >= MOST:
                break
    if faults:
        raise Invalid(faults)
    return accepted
