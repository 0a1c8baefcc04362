"""The curve of an elementwise function, sampled by the engine: what a page draws beside its cells."""

from __future__ import annotations

from dataclasses import fields
from math import isfinite
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from app.api.answers import constant
from app.api.negotiation import JSON, negotiate
from app.api.problems import Problem, parameter
from app.api.queries import decimal
from app.engine.errors import EngineError
from app.engine.layers import LAYERS
from app.engine.layers.activation import Activation
from app.schemas.faults import nearest, shown
from app.schemas.numbers import encode
from app.schemas.strict import Strict

router = APIRouter(tags=["catalogue"])

SAMPLES = 241
"""An odd number, so that 0 is among them."""
CURVES = {name: kind for name, kind in LAYERS.items() if issubclass(kind, Activation)}
Option = Annotated[float | None, decimal(signed=True)]


class CurveQuery(Strict):
    """How far to sample, and the options of the type."""

    reach: Annotated[float, decimal()] = Field(4.0, description="z goes from −reach to reach")
    negative_slope: Option = Field(None, description="of leaky_relu")
    amplitude: Option = Field(None, description="of tanh")
    slope: Option = Field(None, description="of tanh")


@router.get("/layers/{type}/curve")
async def sample_curve(
    request: Request,
    type: Annotated[str, Path(description="the type of an elementwise layer")],
    query: Annotated[CurveQuery, Query()],
) -> Response:
    """Points (z, f(z), f′(z)) of an elementwise function, evenly from −reach to reach."""
    media = negotiate(request.headers.get("accept"), JSON)
    activation = _made(type, query)
    if not 0 < query.reach < 1e100:
        raise parameter("reach", f"expected a number above 0 and below 1e100, received {query.reach:g}")
    z = np.linspace(-query.reach, query.reach, SAMPLES)
    with np.errstate(all="ignore"):
        points = {"z": z, "value": activation.value(z), "derivative": activation.derivative(z)}
    listed = {name: numbers.tolist() for name, numbers in points.items()}
    return constant(request, encode({"type": type, **listed}), media)


def _made(name: str, query: CurveQuery) -> Activation:
    """The function with its options; raises Problem 404 for an unknown type, 422 for a foreign option."""
    if name not in CURVES:
        hint = nearest(name, CURVES) or "; elementwise types are " + ", ".join(CURVES)
        raise Problem(404, "not-found", f"There is no elementwise type {shown(name)}{hint}")
    known = {field.name for field in fields(CURVES[name])}
    given: dict[str, Any] = {key: value for key, value in query if key != "reach" and value is not None}
    for key, value in given.items():
        if key not in known:
            raise parameter(key, f"{name} has no {key}; leave it out")
        if not isfinite(value):
            raise parameter(key, f"expected a finite number, received {value}")
    try:
        made = CURVES[name](**given)
    except EngineError as error:
        raise parameter(error.pointer.removeprefix("/"), error.message) from None
    assert isinstance(made, Activation)
    return made
