"""Query parameters: read from strings, refused with the sentence that names what is expected."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, PlainValidator

from app.api.problems import Problem
from app.engine.trace import Trace
from app.explain import NOTATIONS
from app.schemas.faults import expected_word, nearest, refuse, shown
from app.schemas.replies import Selection
from app.schemas.strict import Strict

_INTEGER = re.compile(r"\d{1,15}", re.ASCII)


def integer(minimum: int = 0) -> PlainValidator:
    """A decimal integer of at least `minimum`."""

    def read(value: object) -> int:
        text = str(value)
        if not _INTEGER.fullmatch(text) or int(text) < minimum:
            raise refuse(f"expected an integer of at least {minimum}, received {shown(value)}")
        return int(text)

    return PlainValidator(read, json_schema_input_type=Annotated[int, Field(ge=minimum)])


def word(*words: str) -> PlainValidator:
    """One of a closed list."""

    def read(value: object) -> str:
        if value not in words:
            raise refuse(expected_word(value, words))
        return str(value)

    return PlainValidator(read, json_schema_input_type=Literal[words])


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
    notation: Notation = Field("000", description="the article whose letters `symbol` uses")

    def selection(self, trace: Trace, before: Trace | None = None) -> Selection:
        """What this asks of a trace; raises Problem 404 for a tensor that it does not have."""
        names = [name for name in self.tensors.split(",") if name]
        for name in names:
            if name not in trace.tensors:
                raise unknown_tensor(trace, name)
        return Selection(
            self.values,
            self.include == "derived",
            frozenset(names),
            self.notation,
            before,
        )


class EditQuery(TraceQuery):
    """As for a trace; also what an edit changed."""

    values: Annotated[Literal["all", "none", "changed"], word("all", "none", "changed")] = Field(
        "all",
        description="`changed` lists only the tensors whose numbers differ from the edited trace's; "
        "derived tensors are among them where `include` or `tensors` ask for them",
    )


def unknown_tensor(trace: Trace, name: str) -> Problem:
    """404 that names the nearest tensor."""
    hint = nearest(name, trace.tensors) or "; GET the trace with ?values=none to list its tensors"
    return Problem(404, "tensor-not-found", f"The trace has no tensor {shown(name)}{hint}")
