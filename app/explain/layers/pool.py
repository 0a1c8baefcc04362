"""Max pooling, cell by cell: y is the winner of its window; the gradient goes where the mask says."""

from collections.abc import Mapping
from math import isnan
from typing import ClassVar

from app.engine.layers.pool import MaxPool2d
from app.explain.layers.base import Axis, Mirror
from app.explain.terms import Function, Part, Rule, total
from app.explain.view import LayerView

INFINITY = float("inf")


class MaxPoolMirror(Mirror):
    """Explains `output`, `input.grad` and `mask`."""

    formulas: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "output": {"chain": r"y_{c,ij} = \max_{u,v} \hat{x}_{c,\,si+du,\,sj+dv}"},
        "input.grad": {
            "chain": r"\frac{\partial L}{\partial x_{c,mn}} = \sum_{i,j} m_{c,ij,uv}\,"
            r" \frac{\partial L}{\partial y_{c,ij}}"
            r",\quad si+du=m,\ sj+dv=n"
        },
        "mask": {"chain": r"m_{c,ij,uv} = \text{the share of place } uv \text{ in the maximum of window } ij"},
    }

    @classmethod
    def rule(cls, view: LayerView, suffix: str, index: tuple[int, ...], method: str) -> Rule:
        cells = _Cells(view)
        match suffix:
            case "output":
                return cells.output(index)
            case "input.grad":
                return cells.input_gradient(index)
            case _:
                return cells.mask(index)


class _Cells:
    """Index arithmetic of one max pooling."""

    def __init__(self, view: LayerView) -> None:
        layer = view.layer
        assert isinstance(layer, MaxPool2d) and layer.stride is not None
        self.view = view
        self.ties = layer.ties
        height, width = view.shape(view.name("x"))[2:]
        out_h, out_w = view.shape(view.name("z"))[2:]
        self.rows = Axis(height, layer.kernel_size[0], layer.stride[0], layer.dilation[0], layer.padding[0], out_h)
        self.cols = Axis(width, layer.kernel_size[1], layer.stride[1], layer.dilation[1], layer.padding[1], out_w)

    def place(self, index: tuple[int, ...], position: int) -> tuple[int, int] | None:
        """The cell of x that window (i, j) reads at a place; None on padding."""
        i, j = index[2:4]
        u, v = divmod(position, self.cols.kernel)
        r = self.rows.real(self.rows.stride * i + self.rows.dilation * u)
        q = self.cols.real(self.cols.stride * j + self.cols.dilation * v)
        return None if r is None or q is None else (r, q)

    def window(self, index: tuple[int, ...], position: int) -> Part:
        at = self.place(index, position)
        if at is None:
            return Part((self.view.constant(-INFINITY, r"-\infty"),), "padding")
        return Part((self.view.of("x", (*index[:2], *at)),))

    def real(self, index: tuple[int, ...]) -> list[int]:
        """The places of a window that hold a cell of x."""
        return [position for position in range(self.places) if self.place(index, position)]

    @property
    def places(self) -> int:
        return self.rows.kernel * self.cols.kernel

    def output(self, index: tuple[int, ...]) -> Rule:
        window = [self.window(index, position) for position in range(self.places)]
        values = {position: window[position].value for position in self.real(index) or [0]}
        nans = [position for position, value in values.items() if isnan(value)]
        chosen = nans[-1] if nans else max(values, key=values.__getitem__)
        return Rule("max", self.places, window.__getitem__, chosen=chosen)

    def mask(self, index: tuple[int, ...]) -> Rule:
        real = self.real(index)
        place = index[4] * self.cols.kernel + index[5]
        function = Function("share_of_max", {"place": place, "real": real, "ties": self.ties})
        return Rule("map", self.places, lambda position: self.window(index, position), function=function)

    def input_gradient(self, index: tuple[int, ...]) -> Rule:
        n, c, m, q = index
        down = self.rows.covering(m + self.rows.before)
        across = self.cols.covering(q + self.cols.before)

        def part(position: int) -> Part:
            (i, u), (j, v) = down[position // len(across)], across[position % len(across)]
            mask = self.view.of("mask", (n, c, i, j, u, v))
            delta = self.view.of("dz", (n, c, i, j))
            return Part((mask, delta), silent=mask.value == 0)

        return total(len(down) * len(across), part)
