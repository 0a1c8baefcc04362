"""Who reads a cell: the transposed question, answered by the explanations themselves.

A product δ·w in ∂L/∂x says that z (the cell δ belongs to) reads x, and that ∂L/∂w reads it too (as δ·x).
A cell y that reads f in the forward pass says that ∂L/∂f reads ∂L/∂y.
"""

from dataclasses import dataclass

from app.address import Cell
from app.engine.trace import Trace
from app.explain.explainer import check, origin_of
from app.explain.losses import LOSS_MIRRORS
from app.explain.symbols import Symbols
from app.explain.terms import Factor, Part
from app.explain.view import Blind


@dataclass(frozen=True)
class Feeds:
    """One page of the cells that read a cell, and how many there are."""

    total: int
    cells: tuple[Cell, ...]


def feeds(trace: Trace, cell: Cell, *, start: int = 0, limit: int = 200) -> Feeds:
    """The cells of values and gradients that read `cell`; raises UnknownTensor, CellOutOfRange."""
    check(trace, cell)
    readers = list(dict.fromkeys(_Readers(trace).of(cell)))
    return Feeds(len(readers), tuple(readers[start : start + limit]))


class _Readers:
    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.symbols = Symbols(trace)
        self.blind = Blind(trace)

    def parts(self, cell: Cell) -> list[Part]:
        """The parts of a cell by the chain rule; addresses only."""
        origin = origin_of(self.trace, cell.tensor, self.symbols, self.blind)
        rule = origin.rule(cell.index, origin.methods[0])
        return [rule.part(k) for k in range(rule.count)]

    def of(self, cell: Cell) -> list[Cell]:
        role = self.trace.tensors[cell.tensor].role
        if cell.tensor == self.trace.output:
            return self._of_loss("output", cell.index)
        if cell.tensor.startswith("loss."):
            return self._of_loss(cell.tensor.removeprefix("loss."), cell.index)
        if role == "derived":
            return self._of_source(cell)
        if role == "gradient":
            return self._of_gradient(cell)
        return self._of_value(cell) if f"{cell.tensor}.grad" in self.trace.tensors else []

    def _of_loss(self, suffix: str, index: tuple[int, ...]) -> list[Cell]:
        """The loss reads the last output and its own tensors cell by cell."""
        loss = self.trace.document.loss
        readers = LOSS_MIRRORS[loss.loss.type].readers[suffix] if loss else ()
        names = {"loss": "loss", "output.grad": f"{self.trace.output}.grad"}
        return [Cell(names.get(r, f"loss.{r}"), () if r == "loss" else index) for r in readers]

    def _of_source(self, cell: Cell) -> list[Cell]:
        """A rearranged cell is read where its source is read."""
        parts = self.parts(cell)
        if len(parts) != 1 or len(parts[0].factors) != 1:
            return []
        source = parts[0].factors[0].cell
        return self.of(source) if source is not None else []

    def _of_value(self, cell: Cell) -> list[Cell]:
        forward: list[Cell] = []
        backward: list[Cell] = []
        for part in self.parts(Cell(f"{cell.tensor}.grad", cell.index)):
            for factor in part.factors:
                home = _home(factor)
                if home is None:
                    continue
                if home.tensor.endswith(".output.grad"):
                    forward.append(Cell(home.tensor.removesuffix(".grad"), home.index))
                elif f"{home.tensor}.grad" in self.trace.tensors:
                    backward.append(Cell(f"{home.tensor}.grad", home.index))
        return forward + backward

    def _of_gradient(self, cell: Cell) -> list[Cell]:
        value = Cell(cell.tensor.removesuffix(".grad"), cell.index)
        if self.trace.tensors[value.tensor].role != "activation":
            return []
        homes = [_home(factor) for part in self.parts(value) for factor in part.factors]
        return [
            Cell(f"{home.tensor}.grad", home.index)
            for home in homes
            if home is not None and f"{home.tensor}.grad" in self.trace.tensors
        ]


def _home(factor: Factor) -> Cell | None:
    """The cell of a value or gradient behind a factor."""
    return factor.source if factor.moved else factor.cell
