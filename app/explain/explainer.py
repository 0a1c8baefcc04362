"""From an address to its explanation: who makes this tensor, by which rule, under which method."""

from collections.abc import Callable
from dataclasses import dataclass

from app.address import Cell
from app.engine.trace import Trace
from app.explain.errors import CellOutOfRange, MethodNotOffered, UnknownTensor
from app.explain.functions import evaluate
from app.explain.latex import write
from app.explain.layers import MIRRORS
from app.explain.losses import LOSS_MIRRORS
from app.explain.penalties import in_gradient, in_loss, of_tensor, sign
from app.explain.symbols import Symbols
from app.explain.terms import Explanation, Rule, given
from app.explain.view import LayerView, LossView, Reader

PAGE = 1000


@dataclass(frozen=True)
class Origin:
    """Who makes a tensor: its methods, and the rule of a cell under one of them."""

    methods: tuple[str, ...]
    rule: Callable[[tuple[int, ...], str], Rule]


def explain(
    trace: Trace,
    cell: Cell,
    method: str | None = None,
    *,
    index_base: int = 1,
    notation: str = "000",
    start: int = 0,
    limit: int = PAGE,
    reader: Reader | None = None,
) -> Explanation:
    """Why the cell has its value; raises UnknownTensor, CellOutOfRange, MethodNotOffered, UnknownNotation."""
    check(trace, cell)
    symbols = Symbols(trace, notation, index_base)
    reader = reader or Reader(trace)
    origin = origin_of(trace, cell.tensor, symbols, reader)
    chosen = method or origin.methods[0]
    if chosen not in origin.methods:
        raise MethodNotOffered(f"{cell.tensor} is not explained by {chosen!r}; use one of {', '.join(origin.methods)}")
    rule = origin.rule(cell.index, chosen)
    stored = cell.tensor in trace.arrays
    value = reader.read(cell.tensor, cell.index) if stored else float(trace.dtype.type(_evaluate(rule)))
    return Explanation(
        cell,
        value,
        chosen,
        origin.methods,
        rule,
        start,
        limit,
        trace.dtype,
        lambda explanation: write(explanation, symbols),
    )


def methods(trace: Trace, tensor: str) -> tuple[str, ...]:
    """The methods that a tensor offers, the default first; raises UnknownTensor."""
    _known(trace, tensor)
    return origin_of(trace, tensor, Symbols(trace), Reader(trace)).methods


def check(trace: Trace, cell: Cell) -> None:
    """Refuse a cell that the trace does not have; raises UnknownTensor, CellOutOfRange."""
    _known(trace, cell.tensor)
    shape = trace.tensors[cell.tensor].shape
    if len(cell.index) != len(shape):
        raise CellOutOfRange(
            f"{cell.tensor} has rank {len(shape)}; expected {len(shape)} indices, received {len(cell.index)} in {cell}"
        )
    for axis, (i, size) in enumerate(zip(cell.index, shape, strict=True)):
        if i >= size:
            raise CellOutOfRange(f"{cell}: index {i} on axis {axis} is outside 0…{size - 1} of shape {list(shape)}")


def _known(trace: Trace, tensor: str) -> None:
    if tensor not in trace.tensors:
        raise UnknownTensor(f"the trace has no tensor {tensor!r}; it has {', '.join(trace.tensors)}")


def origin_of(trace: Trace, tensor: str, symbols: Symbols, reader: Reader) -> Origin:
    """Who makes the tensor: a person, a layer, or the loss."""
    info = trace.tensors.get(tensor)
    if (info and info.role in ("input", "parameter")) or tensor == "loss.gradient":
        return Origin(("chain",), lambda index, method: given())
    owner, _, suffix = tensor.rpartition(".")
    if tensor == "loss":
        return _loss(trace, "loss", symbols, reader)
    if owner == "loss":
        return _loss(trace, suffix, symbols, reader)
    if tensor == f"{trace.output}.grad":
        return _loss(trace, "output.grad", symbols, reader)
    for position, layer in enumerate(trace.layers):
        if tensor == f"{layer.input}.grad":
            return _layer(trace, position, "input.grad", symbols, reader)
        if tensor.startswith(f"{layer.name}.") and tensor != f"{layer.output}.grad":
            return _layer(trace, position, tensor.removeprefix(f"{layer.name}."), symbols, reader)
    raise UnknownTensor(tensor)


def _layer(trace: Trace, position: int, suffix: str, symbols: Symbols, reader: Reader) -> Origin:
    mirror = MIRRORS[trace.layers[position].type]
    view = LayerView(trace, symbols, reader, position)
    parameter, _, last = f"{view.info.name}.{suffix}".rpartition(".")
    penalty = of_tensor(trace, parameter) if last in ("grad", "sign") else None
    if penalty is not None and last == "sign":
        return Origin(("chain",), lambda index, method: sign(view, penalty, index))

    def rule(index: tuple[int, ...], method: str) -> Rule:
        own = mirror.rule(view, suffix, index, method)
        return own if penalty is None else in_gradient(view, own, penalty, index)

    return Origin(mirror.methods(suffix, view.layer), rule)


def _loss(trace: Trace, suffix: str, symbols: Symbols, reader: Reader) -> Origin:
    view = LossView(trace, symbols, reader)
    mirror = LOSS_MIRRORS[view.loss.type]

    def rule(index: tuple[int, ...], _method: str) -> Rule:
        own = mirror.rule(view, suffix, index)
        return in_loss(view, own) if suffix == "loss" else own

    return Origin(mirror.methods(suffix), rule)


def _evaluate(rule: Rule) -> float:
    """The value of a derived cell from its own rule: it costs what one cell costs."""
    values = [rule.part(k).value for k in range(rule.count)]
    if rule.function:
        return evaluate(rule.function, values)
    return values[0] if rule.count == 1 else sum(values)
