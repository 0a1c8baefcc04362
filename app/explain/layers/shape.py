"""Flatten, cell by cell: every number has one place before and one after."""

from collections.abc import Mapping
from typing import ClassVar

from app.engine.layers.shape import Flatten
from app.explain.layers.base import Mirror
from app.explain.terms import Rule, single
from app.explain.view import LayerView


class FlattenMirror(Mirror):
    """Explains `output` and `input.grad`."""

    formulas: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "output": {
            "chain": r"y_f = x_{c,ij},\quad f = (cH + i)W + j \text{ by rows, } (cW + j)H + i \text{ by columns}"
        },
        "input.grad": {"chain": r"\frac{\partial L}{\partial x_{c,ij}} = \frac{\partial L}{\partial y_f}"},
    }

    @classmethod
    def rule(cls, view: LayerView, suffix: str, index: tuple[int, ...], method: str) -> Rule:
        if suffix == "output":
            return single(view.of("x", _unfold(view, *index)))
        return single(view.of("dz", _fold(view, index)))


def _by_columns(view: LayerView) -> bool:
    assert isinstance(view.layer, Flatten)
    return view.layer.order == "column_major"


def _unfold(view: LayerView, n: int, f: int) -> tuple[int, ...]:
    """The cell that became entry f."""
    shape = view.shape(view.name("x"))
    if len(shape) == 2:
        return n, f
    _, _, height, width = shape
    c, place = divmod(f, height * width)
    if _by_columns(view):
        j, i = divmod(place, height)
    else:
        i, j = divmod(place, width)
    return n, c, i, j


def _fold(view: LayerView, index: tuple[int, ...]) -> tuple[int, ...]:
    """The entry that a cell became."""
    if len(index) == 2:
        return index
    n, c, i, j = index
    _, _, height, width = view.shape(view.name("x"))
    return n, (c * width + j) * height + i if _by_columns(view) else (c * height + i) * width + j
