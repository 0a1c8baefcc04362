"""Who reads a cell: the transposed question, answered by the explanations themselves.

A product δ·w in ∂L/∂x says that z (the cell δ belongs to) reads x, and that ∂L/∂w reads it too (as δ·x).
A cell z that reads f in the forward pass says that ∂L/∂f reads ∂L/∂z. Layers that are not linear say it themselves.
"""

from dataclasses import dataclass

from app.address import Cell
from app.engine.trace import LayerInfo, Trace
from app.explain import penalties
from app.explain.explainer import check, origin_of
from app.explain.layers import MIRRORS
from app.explain.losses import LOSS_MIRRORS
from app.explain.symbols import Wordless
from app.explain.terms import Factor, Part
from app.explain.view import Blind, LayerView

REARRANGED = ("padded", "turned", "stuffed", "bordered", "table")


@dataclass(frozen=True)
class Feeds:
    """One page of the cells that read a cell, and how many there are."""

    total: int
    cells: tuple[Cell, ...]


def feeds(trace: Trace, cell: Cell, *, start: int = 0, limit: int = 200) -> Feeds:
    """The cells that read `cell`, rearranged tensors left out; raises UnknownTensor, CellOutOfRange."""
    check(trace, cell)
    readers = list(dict.fromkeys(_Readers(trace).of(cell)))
    return Feeds(len(readers), tuple(readers[start : start + limit]))


class _Readers:
    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.symbols = Wordless(trace)
        self.blind = Blind(trace)

    def of(self, cell: Cell) -> list[Cell]:
        owner, _, suffix = cell.tensor.partition(".")
        if suffix in REARRANGED:
            return self._of_source(cell)
        found = [*self._of_loss(cell), *penalties.readers(self.trace, cell)]
        for position, layer in enumerate(self.trace.layers):
            around = {layer.input: "x", layer.output: "z", f"{layer.output}.grad": "dz"}
            own = around.get(cell.tensor, suffix if owner == layer.name else None)
            if own is not None:
                found += self._of_layer(position, layer, own, cell)
        return [reader for reader in found if reader.tensor in self.trace.tensors]

    def _of_layer(self, position: int, layer: LayerInfo, suffix: str, cell: Cell) -> list[Cell]:
        view = LayerView(self.trace, self.symbols, self.blind, position)
        declared = MIRRORS[layer.type].readers(view, suffix, cell.index)
        if declared is not None:
            names = {"output": layer.output, "input.grad": f"{layer.input}.grad"}
            return [Cell(names.get(s, f"{layer.name}.{s}"), index) for s, index in declared]
        if suffix == "dz":
            return self._of_gradient(Cell(layer.output, cell.index))
        return self._of_value(cell) if suffix == "x" or cell.tensor in layer.parameters else []

    def _of_loss(self, cell: Cell) -> list[Cell]:
        """The loss reads the last output and its own tensors."""
        loss, plan = self.trace.document.loss, self.trace.plan.loss
        owner, _, suffix = cell.tensor.partition(".")
        if loss is None or plan is None or (cell.tensor != self.trace.output and (owner != "loss" or not suffix)):
            return []
        own = "output" if cell.tensor == self.trace.output else suffix
        names = {"loss": "loss", "output.grad": f"{self.trace.output}.grad"}
        readers = LOSS_MIRRORS[loss.loss.type].readers(plan, own, cell.index)
        return [Cell(names.get(s, f"loss.{s}"), index) for s, index in readers]

    def _of_source(self, cell: Cell) -> list[Cell]:
        """A rearranged cell is read where its source is read."""
        parts = self._parts(cell)
        source = parts[0].factors[0].cell if len(parts) == 1 and len(parts[0].factors) == 1 else None
        return self.of(source) if source is not None else []

    def _of_value(self, cell: Cell) -> list[Cell]:
        forward: list[Cell] = []
        backward: list[Cell] = []
        for part in self._parts(Cell(f"{cell.tensor}.grad", cell.index)):
            for home in filter(None, map(_home, part.factors)):
                if home.tensor.endswith(".output.grad"):
                    forward.append(Cell(home.tensor.removesuffix(".grad"), home.index))
                else:
                    backward.append(Cell(f"{home.tensor}.grad", home.index))
        return forward + backward

    def _of_gradient(self, value: Cell) -> list[Cell]:
        homes = [_home(factor) for part in self._parts(value) for factor in part.factors]
        return [Cell(f"{home.tensor}.grad", home.index) for home in homes if home is not None]

    def _parts(self, cell: Cell) -> list[Part]:
        """The parts of a cell by its first method; addresses only."""
        origin = origin_of(self.trace, cell.tensor, self.symbols, self.blind)
        rule = origin.rule(cell.index, origin.methods[0])
        return [rule.part(k) for k in range(rule.count)]


def _home(factor: Factor) -> Cell | None:
    """The cell of a value or gradient behind a factor."""
    return factor.source if factor.moved else factor.cell
