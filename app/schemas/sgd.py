"""Stochastic gradient descent in JSON: the options of the update and how often."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, PlainValidator, ValidationError

from app.engine.errors import EngineError
from app.engine.optimizer import Sgd
from app.schemas.faults import Fault, Invalid, faults_of, refuse, shown
from app.schemas.strict import Strict
from app.schemas.tensors import real

Real = Annotated[float, PlainValidator(real, json_schema_input_type=Annotated[float, Field(ge=0)])]


def _steps(value: Any) -> int:
    if type(value) is not int or value < 1:
        raise refuse(f"expected an integer of at least 1, received {shown(value)}")
    return value


class SgdRequest(Strict):
    """d = ∂L/∂p + weight_decay · p + l1 · sign(p), v = momentum · v + d, p ← p − lr · v; v is 0 at first."""

    lr: Real = Field(description="the learning rate", examples=[0.1])
    momentum: Real = Field(0.0, description="how much of the velocity is kept")
    weight_decay: Real = Field(0.0, description="what p itself is multiplied by")
    l1: Real = Field(0.0, description="what sign(p) is multiplied by")
    steps: Annotated[int, PlainValidator(_steps, json_schema_input_type=Annotated[int, Field(ge=1)])] = Field(
        1, description="how many updates, one after the other"
    )


def sgd(value: Any) -> tuple[Sgd, int]:
    """The options and the number of steps of a JSON value; raises Invalid."""
    try:
        request = SgdRequest.model_validate(value)
    except ValidationError as error:
        raise Invalid(faults_of(error)) from None
    try:
        return Sgd(request.lr, request.momentum, request.weight_decay, request.l1), request.steps
    except EngineError as error:
        raise Invalid([Fault(error.pointer, error.message)]) from None
