"""An elementwise function as points of its curve."""

from __future__ import annotations

from pydantic import Field

from app.schemas.responses import Answer, Number


class CurveReply(Answer):
    """Points from left to right: z, a = f(z) and f′(z)."""

    type: str = Field(description="the layer's type")
    z: list[Number] = Field(description="where the function is sampled, evenly, 0 among them")
    value: list[Number] = Field(description="f(z)")
    derivative: list[Number] = Field(description="f′(z)")
