"""The reply of a trace: which numbers it carries, as JSON and in binary."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, Literal

import numpy as np

from app.engine.trace import TensorInfo, Trace
from app.explain import Symbols
from app.schemas.normal import document_json
from app.schemas.numbers import Array, decimal, decimals, encode, encode_array

BINARY = "application/vnd.backprop.trace"


@dataclass(frozen=True)
class Selection:
    """What a reply carries; `before` is the trace that changes are counted from, `losses` those of a descent.

    `among` are the tensors that it speaks of at all, None for every one.
    """

    values: Literal["all", "none", "changed"] = "all"
    derived: bool = False
    tensors: frozenset[str] = frozenset()
    notation: str = "000"
    before: Trace | None = None
    losses: Sequence[float] | None = None
    among: frozenset[str] | None = None

    def asks_for(self, info: TensorInfo) -> bool:
        """Whether this tensor's numbers are asked for: those named always are."""
        if info.name in self.tensors:
            return True
        return self.values != "none" and (info.role != "derived" or self.derived)

    def wanted(self, trace: Trace) -> dict[str, bool]:
        """The tensors to list, in order, and whether with numbers; of changes, those that differ."""
        asked = {
            name: self.asks_for(info)
            for name, info in trace.tensors.items()
            if self.among is None or name in self.among
        }
        if self.values != "changed" or self.before is None:
            return asked
        before = self.before
        return {name: True for name in asked if asked[name] and _differ(trace.array(name), before.array(name))}


def _differ(now: Array, then: Array) -> bool:
    return now is not then and now.tobytes() != then.tobytes()


def trace_json(name: str, trace: Trace, selection: Selection, most: int) -> bytes:
    """The reply with nested lists; over `most` numbers the largest tensors are null, ties by order."""
    wanted = selection.wanted(trace)
    sizes = {each: prod(trace.tensors[each].shape) for each, with_numbers in wanted.items() if with_numbers}
    excess = sum(sizes.values()) - most
    for largest in sorted(sizes, key=lambda each: -sizes[each]):
        if excess <= 0:
            break
        excess -= sizes[largest]
        wanted[largest] = False
    places = {
        each: listed(trace.array(each)) if with_numbers else {"data": None} for each, with_numbers in wanted.items()
    }
    return encode(_envelope(name, trace, selection, places))


def trace_binary(name: str, trace: Trace, selection: Selection) -> bytes:
    """Header length (8 bytes), the reply with `offset` and `dtype` for `data`, the arrays; all little-endian.

    Offsets count from the first byte after the header; the header is padded with spaces so that every array
    lies on a multiple of 8. A tensor without numbers has the offset null.
    """
    blocks: list[bytes] = []
    end = 0
    places: dict[str, dict[str, Any]] = {}
    for each, with_numbers in selection.wanted(trace).items():
        places[each] = {"offset": None, "dtype": trace.dtype.name}
        if with_numbers:
            array = trace.array(each)
            places[each] = {"finite": finite(array), "offset": end, "dtype": trace.dtype.name}
            block = array.astype(trace.dtype.newbyteorder("<"), copy=False).tobytes()
            blocks.append(block + bytes(-len(block) % 8))
            end += len(blocks[-1])
    header = encode(_envelope(name, trace, selection, places))
    header += b" " * (-len(header) % 8)
    return b"".join([struct.pack("<Q", len(header)), header, *blocks])


def tensor_json(trace: Trace, info: TensorInfo, array: Array, notation: str, part: str | None) -> bytes:
    """One tensor, or the part of it that a slice names."""
    described = {
        "name": info.name,
        "shape": array.shape,
        "role": info.role,
        "dtype": trace.dtype.name,
        "symbol": Symbols(trace, notation).tensor(info.name),
    }
    head = encode(described | ({} if part is None else {"slice": part}) | {"finite": finite(array)})
    return head[:-1] + b',"data":' + encode_array(array) + b"}"


def listed(array: Array) -> dict[str, Any]:
    """The numbers as a nested list."""
    return {"finite": finite(array), "data": decimals(array).tolist()}


def finite(array: Array) -> bool:
    """Whether no entry is NaN or infinite."""
    return bool(np.isfinite(array).all())


def _envelope(name: str, trace: Trace, selection: Selection, numbers: dict[str, dict[str, Any]]) -> dict[str, Any]:
    symbols = Symbols(trace, selection.notation)
    descent = {} if selection.losses is None else {"losses": [decimal(loss, trace.dtype) for loss in selection.losses]}
    return {
        "id": name,
        "document": document_json(trace.document),
        "loss": None if trace.loss is None else decimal(trace.loss, trace.dtype),
        **descent,
        "layers": [
            {
                "name": layer.name,
                "type": layer.type,
                "input": layer.input,
                "output": layer.output,
                "parameters": layer.parameters,
                "derived": layer.derived,
            }
            for layer in trace.layers
        ],
        "tensors": {
            each: {
                "shape": trace.tensors[each].shape,
                "role": trace.tensors[each].role,
                "symbol": symbols.tensor(each),
                **place,
            }
            for each, place in numbers.items()
        },
    }
