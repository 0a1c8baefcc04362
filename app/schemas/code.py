"""Code as JSON."""

from __future__ import annotations

from pydantic import Field

from app.engine.trace import Trace
from app.explain.code import Code
from app.schemas.numbers import decimal, encode
from app.schemas.responses import Answer, Number


class CodeReply(Answer):
    """A tensor, or one cell of it, as code that runs."""

    tensor: str
    cell: str | None = Field(description="null where a whole tensor was asked for")
    method: str
    methods: list[str]
    value: Number | None = Field(description="the cell's value; null for a whole tensor")
    expression: str | None = Field(
        description="the value as one line of Python, functions from `math`; null for a tensor and beyond 2,000 terms"
    )
    numpy: str = Field(description="loops written from the equation; prints the value")
    pytorch: str = Field(description="the same as PyTorch computes it; prints the value")


def code_json(trace: Trace, code: Code) -> bytes:
    """Both scripts and the expression."""
    return encode(
        {
            "tensor": code.tensor,
            "cell": None if code.cell is None else str(code.cell),
            "method": code.method,
            "methods": code.methods,
            "value": None if code.value is None else decimal(code.value, trace.dtype),
            "expression": code.expression,
            "numpy": code.numpy,
            "pytorch": code.torch,
        }
    )
