"""Pooling, cell by cell: y comes from one window; the gradient goes where the mask says.

dx[r,q] = Σ mask[i,j,u,v] · dy[i,j] over the windows with s·i + d·u = r, s·j + d·v = q
"""

from abc import abstractmethod
from collections.abc import Mapping
from itertools import product
from math import isnan
from typing import ClassVar

from app.engine.layers.average_pool import AvgPool2d
from app.engine.layers.pool import MaxPool2d, Pool
from app.explain.layers.base import Axis, Mirror, Read
from app.explain.terms import Factor, Function, Part, Rule, single, total
from app.explain.view import LayerView

INFINITY = float("inf")
GRADIENT = (
    r"\frac{\partial L}{\partial x_{c,mn}} = \sum_{i,j} m_{c,ij,uv}\, \frac{\partial L}{\partial y_{c,ij}}"
    r",\quad si+du=m,\ sj+dv=n"
)


class PoolMirror(Mirror):
    """Explains `output`, `input.grad` and `mask` of any pooling."""

    masks_compete: ClassVar[bool] = False
    """Whether the mask reads x; else y reads the mask."""

    @classmethod
    def rule(cls, view: LayerView, suffix: str, index: tuple[int, ...], method: str) -> Rule:
        windows = Windows(view)
        match suffix:
            case "output":
                return cls.output(windows, index)
            case "mask":
                return cls.mask(windows, index)
            case _:
                return cls._input_gradient(windows, index)

    @classmethod
    def readers(cls, view: LayerView, suffix: str, index: tuple[int, ...]) -> list[Read]:
        windows = Windows(view)
        if suffix == "dz":
            cells = [windows.cell(index, position) for position in range(windows.places)]
            return [("input.grad", cell) for cell in cells if cell is not None]
        if suffix == "mask":
            cell = windows.cell(index, windows.place(index))
            own: list[Read] = [("input.grad", cell)] if cell is not None else []
            return own if cls.masks_compete else [("output", index[:4]), *own]
        if suffix != "x":
            return []
        containing = [(*index[:2], i, j) for (i, _), (j, _) in product(*windows.covering(*index[2:]))]
        if not cls.masks_compete:
            return [("output", window) for window in containing]
        masks = [(*window, *divmod(p, windows.cols.kernel)) for window in containing for p in range(windows.places)]
        return [*(("output", window) for window in containing), *(("mask", mask) for mask in masks)]

    @classmethod
    @abstractmethod
    def output(cls, windows: "Windows", index: tuple[int, ...]) -> Rule:
        """y[n,c,i,j]."""

    @classmethod
    @abstractmethod
    def mask(cls, windows: "Windows", index: tuple[int, ...]) -> Rule:
        """The share of one window place."""

    @classmethod
    def share(cls, windows: "Windows", index: tuple[int, ...]) -> Factor:
        """The mask's cell as a factor."""
        return windows.view.of("mask", index)

    @classmethod
    def _input_gradient(cls, windows: "Windows", index: tuple[int, ...]) -> Rule:
        n, c, m, q = index
        down, across = windows.covering(m, q)

        def part(position: int) -> Part:
            (i, u), (j, v) = down[position // len(across)], across[position % len(across)]
            share = cls.share(windows, (n, c, i, j, u, v))
            return Part((share, windows.view.of("dz", (n, c, i, j))), silent=share.value == 0)

        return total(len(down) * len(across), part)


class Windows:
    """Index arithmetic of one pooling."""

    def __init__(self, view: LayerView) -> None:
        layer = view.layer
        assert isinstance(layer, Pool)
        self.view = view
        self.layer = layer
        (kh, kw), (sh, sw), (top, left) = layer.kernel_size, layer.steps, layer.padding
        dh, dw = layer.dilation if isinstance(layer, MaxPool2d) else (1, 1)
        height, width = view.shape(view.name("x"))[2:]
        out_h, out_w = view.shape(view.name("z"))[2:]
        self.rows = Axis(height, kh, sh, dh, top, out_h)
        self.cols = Axis(width, kw, sw, dw, left, out_w)
        self.places = kh * kw

    def cell(self, index: tuple[int, ...], position: int) -> tuple[int, ...] | None:
        """The cell of x that window (n, c, i, j) reads at a place; None on padding."""
        n, c, i, j = index[:4]
        u, v = divmod(position, self.cols.kernel)
        r = self.rows.real(self.rows.stride * i + self.rows.dilation * u)
        q = self.cols.real(self.cols.stride * j + self.cols.dilation * v)
        return None if r is None or q is None else (n, c, r, q)

    def covering(self, m: int, q: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """The (window, place) pairs that read row m, and those that read column q."""
        return self.rows.covering(m + self.rows.before), self.cols.covering(q + self.cols.before)

    def real(self, index: tuple[int, ...]) -> list[int]:
        """The places of a window that hold a cell of x."""
        return [position for position in range(self.places) if self.cell(index, position)]

    def place(self, index: tuple[int, ...]) -> int:
        """A mask index's place in its window, counted row by row."""
        return index[4] * self.cols.kernel + index[5]


class MaxPoolMirror(PoolMirror):
    """The winner of its window."""

    masks_compete: ClassVar[bool] = True

    formulas: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "output": {"chain": r"y_{c,ij} = \max_{u,v} \hat{x}_{c,\,si+du,\,sj+dv}"},
        "input.grad": {"chain": GRADIENT},
        "mask": {"chain": r"m_{c,ij,uv} = \text{the share of place } uv \text{ in the maximum of window } ij"},
    }

    @classmethod
    def output(cls, windows: Windows, index: tuple[int, ...]) -> Rule:
        window = [cls._candidate(windows, index, position) for position in range(windows.places)]
        values = {position: window[position].value for position in windows.real(index) or [0]}
        nans = [position for position, value in values.items() if isnan(value)]
        chosen = nans[-1] if nans else max(values, key=values.__getitem__)
        return Rule("max", windows.places, window.__getitem__, chosen=chosen)

    @classmethod
    def mask(cls, windows: Windows, index: tuple[int, ...]) -> Rule:
        assert isinstance(windows.layer, MaxPool2d)
        competing = {"place": windows.place(index), "real": windows.real(index), "ties": windows.layer.ties}
        return Rule(
            "map",
            windows.places,
            lambda position: cls._candidate(windows, index, position),
            function=Function("share_of_max", competing),
        )

    @staticmethod
    def _candidate(windows: Windows, index: tuple[int, ...], position: int) -> Part:
        cell = windows.cell(index, position)
        if cell is None:
            return Part((windows.view.constant(-INFINITY, r"-\infty"),), "padding")
        return Part((windows.view.of("x", cell),))


class LinearPoolMirror(PoolMirror):
    """Σ mask · x̂ with a mask that x does not change."""

    @classmethod
    def output(cls, windows: Windows, index: tuple[int, ...]) -> Rule:
        def part(position: int) -> Part:
            cell = windows.cell(index, position)
            share = cls.share(windows, (*index, *divmod(position, windows.cols.kernel)))
            if cell is None:
                return Part((share, windows.view.constant(0.0, "0")), "padding")
            return Part((share, windows.view.of("x", cell)))

        return total(windows.places, part)

    @classmethod
    def mask(cls, windows: Windows, index: tuple[int, ...]) -> Rule:
        if windows.cell(index, windows.place(index)) is None:
            return single(windows.view.constant(0.0, "0"), zero="padding")
        divisor = cls.divisor(windows, index)
        return single(windows.view.constant(1 / divisor, "1" if divisor == 1 else rf"\frac{{1}}{{{divisor}}}"))

    @classmethod
    def share(cls, windows: Windows, index: tuple[int, ...]) -> Factor:
        real = windows.cell(index, windows.place(index)) is not None
        share = windows.view.trace.dtype.type(1 / cls.divisor(windows, index)) if real else 0.0
        return windows.view.made(windows.view.name("mask"), index, float(share))

    @classmethod
    @abstractmethod
    def divisor(cls, windows: Windows, index: tuple[int, ...]) -> int:
        """What the sum of window (i, j) is divided by."""


class AvgPoolMirror(LinearPoolMirror):
    """The mean of its window."""

    formulas: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "output": {"chain": r"y_{c,ij} = \frac{1}{\text{divisor}_{ij}} \sum_{u,v} \hat{x}_{c,\,si+u,\,sj+v}"},
        "input.grad": {"chain": GRADIENT},
        "mask": {"chain": r"m_{ij,uv} = \frac{1}{\text{divisor}_{ij}} \text{, 0 on padding}"},
    }

    @classmethod
    def divisor(cls, windows: Windows, index: tuple[int, ...]) -> int:
        assert isinstance(windows.layer, AvgPool2d)
        padding = windows.layer.count_include_pad
        down = cls._counted(windows.rows, index[2], padding)
        return down * cls._counted(windows.cols, index[3], padding)

    @staticmethod
    def _counted(axis: Axis, i: int, padding: bool) -> int:
        """How many of window i's positions lie in x, or in x and its padding."""
        margin = axis.before if padding else 0
        low, high = axis.before - margin, axis.before + axis.size + margin
        return sum(low <= axis.stride * i + u < high for u in range(axis.kernel))


class SumPoolMirror(LinearPoolMirror):
    """The sum of its window."""

    formulas: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "output": {"chain": r"y_{c,ij} = \sum_{u,v} \hat{x}_{c,\,si+u,\,sj+v}"},
        "input.grad": {"chain": GRADIENT},
        "mask": {"chain": r"m_{ij,uv} = 1 \text{, 0 on padding}"},
    }

    @classmethod
    def divisor(cls, windows: Windows, index: tuple[int, ...]) -> int:
        return 1
