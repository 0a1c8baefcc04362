"""A layer's cells as its explanation sees them: single reads, each with its symbol. No whole tensor, no arithmetic."""

from collections.abc import Sequence

from app.address import Cell
from app.engine.layers.base import Layer, Shape
from app.engine.losses.base import Loss, LossPlan
from app.engine.trace import LayerInfo, Trace
from app.explain.symbols import Symbols
from app.explain.terms import Factor

Index = Sequence[int]


def unravel(position: int, shape: Shape) -> tuple[int, ...]:
    """The index of an element from its row-major position."""
    index = []
    for size in reversed(shape):
        position, i = divmod(position, size)
        index.append(i)
    return tuple(reversed(index))


class Reader:
    """Reads one element at a time from a trace."""

    def __init__(self, trace: Trace) -> None:
        self._arrays = trace.arrays

    def read(self, tensor: str, index: tuple[int, ...]) -> float:
        return float(self._arrays[tensor][index])


class Blind(Reader):
    """Reads nothing: for questions about addresses alone."""

    def read(self, tensor: str, index: tuple[int, ...]) -> float:
        return 0.0


class View:
    """Factors by the tensor's full name."""

    def __init__(self, trace: Trace, symbols: Symbols, reader: Reader) -> None:
        self.trace = trace
        self.symbols = symbols
        self.reader = reader

    def shape(self, tensor: str) -> Shape:
        return self.trace.tensors[tensor].shape

    def read(self, tensor: str, index: Index) -> float:
        return self.reader.read(tensor, tuple(index))

    def factor(self, tensor: str, index: Index) -> Factor:
        """A cell that the trace holds."""
        cell = Cell(tensor, tuple(index))
        return Factor(self.reader.read(tensor, cell.index), self.symbols.cell(cell), cell)

    def moved(self, tensor: str, index: Index, source: tuple[str, Index] | None) -> Factor:
        """A cell of a rearranged tensor: its source's number and symbol, or a put-in zero."""
        cell = Cell(tensor, tuple(index))
        if source is None:
            return Factor(0.0, "0", cell, moved=True)
        origin = Cell(source[0], tuple(source[1]))
        return Factor(self.reader.read(origin.tensor, origin.index), self.symbols.cell(origin), cell, origin, True)

    def made(self, tensor: str, index: Index, value: float) -> Factor:
        """A cell of a derived tensor whose number was worked out from its own rule."""
        cell = Cell(tensor, tuple(index))
        return Factor(value, self.symbols.cell(cell), cell)

    def rounded(self, value: float) -> float:
        """A number in the trace's precision."""
        return float(self.trace.dtype.type(value))

    @staticmethod
    def constant(value: float, symbol: str) -> Factor:
        """A number that no tensor holds."""
        return Factor(value, symbol)


class LayerView(View):
    """The cells around one layer: `x`, `z`, `dz` and its own tensors by suffix."""

    def __init__(self, trace: Trace, symbols: Symbols, reader: Reader, position: int) -> None:
        super().__init__(trace, symbols, reader)
        self.info: LayerInfo = trace.layers[position]
        self.layer: Layer = trace.document.layers[position].layer
        loss = trace.plan.loss
        self._scale = loss.parameter_scale if loss else 1.0

    def name(self, suffix: str) -> str:
        """The full name of `x`, `z`, `dz`, or of the layer's own tensor."""
        return {"x": self.info.input, "z": self.info.output, "dz": f"{self.info.output}.grad"}.get(
            suffix, f"{self.info.name}.{suffix}"
        )

    def has(self, suffix: str) -> bool:
        return self.name(suffix) in self.trace.tensors

    def of(self, suffix: str, index: Index) -> Factor:
        return self.factor(self.name(suffix), index)

    def parameter_scale(self) -> tuple[Factor, ...]:
        """The constant 1/N that parameter gradients carry under "mean_at_parameters", else nothing."""
        if self._scale == 1.0:
            return ()
        return (self.constant(self._scale, rf"\frac{{1}}{{{round(1 / self._scale)}}}"),)


class LossView(View):
    """The cells around the loss: the last output and `loss.NAME`."""

    def __init__(self, trace: Trace, symbols: Symbols, reader: Reader) -> None:
        super().__init__(trace, symbols, reader)
        assert trace.document.loss is not None and trace.plan.loss is not None
        self.loss: Loss = trace.document.loss.loss
        self.plan: LossPlan = trace.plan.loss
        self.output = trace.output
