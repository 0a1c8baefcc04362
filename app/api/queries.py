"""Query parameters: read from strings, refused with the sentence that names what is expected."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from fastapi import Depends, Request
from pydantic import Field, PlainValidator

from app.address import AddressError, Cell
from app.api.problems import Problem, parameter
from app.engine.errors import EngineError
from app.engine.optimizer import Sgd
from app.engine.trace import Trace
from app.explain import NOTATIONS
from app.schemas.faults import clip, expected_word, nearest, refuse, shown
from app.schemas.replies import Selection
from app.schemas.strict import Strict

_INTEGER = re.compile(r"\d{1,15}", re.ASCII)
_DECIMAL = re.compile(r"-?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})(e-?\d{1,3})?", re.ASCII | re.IGNORECASE)


def integer(minimum: int = 0) -> PlainValidator:
    """A decimal integer of at least `minimum`."""

    def read(value: object) -> int:
        text = str(value)
        if not _INTEGER.fullmatch(text) or int(text) < minimum:
            raise refuse(f"expected an integer of at least {minimum}, received {shown(value)}")
        return int(text)

    return PlainValidator(read, json_schema_input_type=Annotated[int, Field(ge=minimum)])


def decimal(*, signed: bool = False) -> PlainValidator:
    """A number such as 0.1 or 1e-3, described as below 0 too where `signed`; what is made from it checks its range."""

    def read(value: object) -> float:
        text = str(value)
        if not _DECIMAL.fullmatch(text):
            raise refuse(f"expected a number like 0.1 or 1e-3, received {shown(value)}")
        return float(text)

    return PlainValidator(read, json_schema_input_type=float if signed else Annotated[float, Field(ge=0)])


def word(*words: str) -> PlainValidator:
    """One of a closed list."""

    def read(value: object) -> str:
        if value not in words:
            raise refuse(expected_word(value, words))
        return str(value)

    return PlainValidator(read, json_schema_input_type=Literal[words])


def _cell(value: object) -> Cell:
    try:
        return Cell.parse(str(value))
    except AddressError as error:
        raise refuse(str(error)) from None


Address = Annotated[Any, PlainValidator(_cell, json_schema_input_type=str)]
Notation = Annotated[str, word(*NOTATIONS)]
IndexBase = Annotated[str, word("0", "1")]


class TraceQuery(Strict):
    """Which numbers the reply of a trace carries."""

    values: Annotated[Literal["all", "none", "changed"], word("all", "none")] = Field(
        "all", description="`none` leaves the numbers out, those of `tensors` excepted"
    )
    include: Annotated[str, word("", "derived")] = Field("", description="`derived` also carries all derived tensors")
    tensors: str = Field(
        "",
        description="names of tensors, separated by commas, whose numbers are wanted in any case",
        examples=["conv1.padded,conv1.table"],
    )
    among: str = Field(
        "",
        description="names of tensors, separated by commas, to which the reply keeps; without it, all of the trace",
        examples=["input.grad,conv1.weight.grad"],
    )
    notation: Notation = Field("000", description="the article whose letters `symbol` uses")

    def selection(self, trace: Trace, before: Trace | None = None) -> Selection:
        """What this asks of a trace; raises Problem 404 for a tensor that it does not have."""
        return Selection(
            self.values,
            self.include == "derived",
            _known(trace, self.tensors),
            self.notation,
            before,
            among=_known(trace, self.among) or None,
        )


def _known(trace: Trace, listed: str) -> frozenset[str]:
    names = [name for name in listed.split(",") if name]
    for name in names:
        if name not in trace.tensors:
            raise unknown_tensor(trace, name)
    return frozenset(names)


class EditQuery(TraceQuery):
    """As for a trace; also what an edit changed."""

    values: Annotated[Literal["all", "none", "changed"], word("all", "none", "changed")] = Field(
        "all",
        description="`changed` lists only the tensors whose numbers differ from the edited trace's; "
        "derived tensors are among them where `include` or `tensors` ask for them",
    )


class UpdateQuery(Strict):
    """The step of stochastic gradient descent that updated parameters belong to."""

    lr: Annotated[float | None, decimal()] = Field(None, description="the learning rate of updated parameters")
    momentum: Annotated[float, decimal()] = Field(
        0.0,
        description="part of the velocity; it starts at 0, so that the one step shown here is plain descent",
    )
    weight_decay: Annotated[float, decimal()] = Field(0.0, description="what p itself is multiplied by in the step")
    l1: Annotated[float, decimal()] = Field(0.0, description="what sign(p) is multiplied by in the step")

    def sgd(self) -> Sgd | None:
        """The options of the step, None without a learning rate; raises Problem 422."""
        if self.lr is None:
            for name in ("momentum", "weight_decay", "l1"):
                if getattr(self, name):
                    raise parameter("lr", f"expected a learning rate beside {name}, received nothing; add lr=0.1")
            return None
        try:
            return Sgd(self.lr, self.momentum, self.weight_decay, self.l1)
        except EngineError as error:
            raise parameter(error.pointer.removeprefix("/"), error.message.partition(": ")[2]) from None


def unknown_tensor(trace: Trace, name: str) -> Problem:
    """404 that names the nearest tensor."""
    hint = nearest(name, trace.tensors) or "; GET the trace with ?values=none to list its tensors"
    return Problem(404, "tensor-not-found", f"The trace has no tensor {shown(name)}{hint}")


def _no_query(request: Request) -> None:
    for name in request.query_params:
        raise parameter(name, f"{shown(clip(name, 40))} is not a known key here; this path takes none, remove it")


WITHOUT_QUERY = Depends(_no_query)
"""For routes without query parameters: one that is given is refused, as everywhere."""
