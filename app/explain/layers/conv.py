"""Convolution, cell by cell.

    z[n,k,i,j] = b[k] + Σ_{c,u,v} x̂[n, c, s·i + d·u, s·j + d·v] · w[k,c,ū,v̄]

ū = u under cross-correlation, kh − 1 − u under convolution. All gradients follow from which products hold a cell.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from app.engine.layers.conv import Conv2d
from app.explain.layers.base import Axis, Mirror
from app.explain.terms import Factor, Part, Rule, Zero, single, total
from app.explain.view import LayerView


class ConvMirror(Mirror):
    """Explains `output`, the three gradients, and padded, turned, stuffed, bordered, table."""

    formulas: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "output": {"chain": r"z_{k,ij} = b_k + \sum_{c,u,v} \hat{x}_{c,\,si+du,\,sj+dv}\, w_{kc,uv}"},
        "input.grad": {
            "chain": r"\frac{\partial L}{\partial x_{c,mn}} = \sum_{k,i,j} \frac{\partial L}{\partial z_{k,ij}}"
            r" \frac{\partial z_{k,ij}}{\partial x_{c,mn}}",
            "scatter": r"\frac{\partial L}{\partial \hat{x}_{c,\,si+du,\,sj+dv}} \mathrel{+}= \delta_{k,ij}\, w_{kc,uv}"
            r",\quad \delta = \frac{\partial L}{\partial z}",
            "rot180": r"\frac{\partial L}{\partial \hat{x}_{c,mn}} = \sum_{k,u,v} \delta^{+}_{k,\,m+du,\,n+dv}\,"
            r" \overset{\circlearrowleft}{w}_{kc,uv}",
            "matrix": r"\operatorname{vec}\frac{\partial L}{\partial x} = C^{\mathsf T} \operatorname{vec}\delta"
            r",\quad z = C \operatorname{vec} x + b",
        },
        "weight.grad": {
            "chain": r"\frac{\partial L}{\partial w_{kc,uv}} = \sum_{n,i,j} \frac{\partial L}{\partial z_{n,k,ij}}"
            r" \frac{\partial z_{n,k,ij}}{\partial w_{kc,uv}}",
            "correlate": r"\frac{\partial L}{\partial w_{kc,uv}} = \sum_{n,i,j} \hat{x}_{n,c,\,du+i,\,dv+j}\,"
            r" \delta^{\uparrow}_{n,k,ij}",
            "rot180_input": r"\frac{\partial L}{\partial w} = \operatorname{rot180}(\hat{x}) \ast \delta^{\uparrow}"
            r" \text{, turned back}",
            "matrix": r"\operatorname{vec}\frac{\partial L}{\partial w} = P \operatorname{vec}\delta"
            r",\quad z = P^{\mathsf T} \operatorname{vec} w + b",
        },
        "bias.grad": {
            "chain": r"\frac{\partial L}{\partial b_k} = \sum_{n,i,j} \frac{\partial L}{\partial z_{n,k,ij}}"
        },
        "padded": {"chain": r"\hat{x} = x \text{ inside its padding}"},
        "turned": {"chain": r"\overset{\circlearrowleft}{w}_{kc,uv} = w_{kc,\,k_h+1-u,\,k_w+1-v}"},
        "stuffed": {"chain": r"\delta^{\uparrow}_{si,sj} = \delta_{ij}\text{, else } 0"},
        "bordered": {"chain": r"\delta^{+}_{d(k-1)+i,\,d(k-1)+j} = \delta^{\uparrow}_{ij}\text{, else } 0"},
    }
    formulas = {**formulas, "table": formulas["input.grad"]}

    @classmethod
    def rule(cls, view: LayerView, suffix: str, index: tuple[int, ...], method: str) -> Rule:
        cells = _Cells(view)
        match suffix:
            case "output":
                return cells.output(*index)
            case "input.grad":
                n, c, m, q = index
                return cells.table(n, c, m + cells.rows.before, q + cells.cols.before, method)
            case "table":
                n, c, r, q = index
                return cells.table(n, c, r, q, method)
            case "weight.grad":
                k, c, u, v = index
                return cells.weight_gradient(k, c, u, v, method)
            case "bias.grad":
                return cells.bias_gradient(index[0])
            case "padded":
                return _copy(view, cells.x_source(*index), "padding")
            case "turned":
                k, c, u, v = index
                return single(view.of("weight", (k, c, cells.rows.kernel - 1 - u, cells.cols.kernel - 1 - v)))
            case "stuffed":
                n, k, m, q = index
                return _copy(view, cells.delta_source(n, k, m, q), "stuffing")
            case _:
                n, k, m, q = index
                m, q = m - cells.rows.border, q - cells.cols.border
                return _copy(view, cells.delta_source(n, k, m, q), cells.zero_of_delta(m, q))


def _copy(view: LayerView, source: tuple[str, Sequence[int]] | None, zero: Zero) -> Rule:
    """A rearranged cell is its source, or a put-in zero."""
    return single(view.constant(0.0, "0"), zero=zero) if source is None else single(view.factor(*source))


class _Cells:
    """Index arithmetic of one convolution."""

    def __init__(self, view: LayerView) -> None:
        layer = view.layer
        assert isinstance(layer, Conv2d)
        self.view = view
        self.layer = layer
        self.batch, self.maps, height, width = view.shape(view.name("x"))
        _, self.kernels, out_h, out_w = view.shape(view.name("z"))
        kh, kw = view.shape(view.name("weight"))[2:]
        (top, _), (left, _) = layer.sides((kh, kw))
        self.rows = Axis(height, kh, layer.stride[0], layer.dilation[0], top, out_h)
        self.cols = Axis(width, kw, layer.stride[1], layer.dilation[1], left, out_w)
        self.turns = layer.convention == "cross_correlation"
        self.maps_per_group = self.maps // layer.groups
        self.kernels_per_group = self.kernels // layer.groups

    def read_by(self, k: int) -> Sequence[int]:
        """The input maps that kernel k reads."""
        if self.layer.connections is not None:
            return [c for c, connected in enumerate(self.layer.connections[k]) if connected]
        first = k // self.kernels_per_group * self.maps_per_group
        return range(first, first + self.maps_per_group)

    def reading(self, c: int) -> Sequence[int]:
        """The kernels that read input map c."""
        if self.layer.connections is not None:
            return [k for k, row in enumerate(self.layer.connections) if row[c]]
        first = c // self.maps_per_group * self.kernels_per_group
        return range(first, first + self.kernels_per_group)

    def weight(self, k: int, c: int, u: int, v: int) -> Factor:
        """The weight that the window place (u, v) multiplies."""
        if not self.turns:
            u, v = self.rows.kernel - 1 - u, self.cols.kernel - 1 - v
        return self.view.of("weight", (k, c % self.maps_per_group, u, v))

    def x_source(self, n: int, c: int, r: int, q: int) -> tuple[str, Sequence[int]] | None:
        i, j = self.rows.real(r), self.cols.real(q)
        return None if i is None or j is None else (self.view.name("x"), (n, c, i, j))

    def delta_source(self, n: int, k: int, m: int, q: int) -> tuple[str, Sequence[int]] | None:
        i, j = self.rows.entry(m), self.cols.entry(q)
        return None if i is None or j is None else (self.view.name("dz"), (n, k, i, j))

    def zero_of_delta(self, m: int, q: int) -> Zero:
        """Outside the first and last entry of δ lies the border, between entries the stuffing."""
        return "stuffing" if 0 <= m < self.rows.stuffed and 0 <= q < self.cols.stuffed else "border"

    def x(self, n: int, c: int, r: int, q: int) -> tuple[Factor, Zero | None]:
        """What a window reads at (r, q): a cell of x itself, or a cell of the padding."""
        source = self.x_source(n, c, r, q)
        if source is None:
            return self.view.moved(self.view.name("padded"), (n, c, r, q), None), "padding"
        return self.view.factor(*source), None

    def output(self, n: int, k: int, i: int, j: int) -> Rule:
        maps, kh, kw = self.read_by(k), self.rows.kernel, self.cols.kernel
        products = len(maps) * kh * kw

        def part(position: int) -> Part:
            if position == products:
                return Part((self.view.of("bias", (k,)),))
            which, place = divmod(position, kh * kw)
            u, v = divmod(place, kw)
            if not self.turns:  # list the products in the kernel's own order
                u, v = kh - 1 - u, kw - 1 - v
            c = maps[which]
            r, q = (
                self.rows.stride * i + self.rows.dilation * u,
                self.cols.stride * j + self.cols.dilation * v,
            )
            x, zero = self.x(n, c, r, q)
            return Part((x, self.weight(k, c, u, v)), zero)

        return total(products + self.view.has("bias"), part)

    def table(self, n: int, c: int, r: int, q: int, method: str) -> Rule:
        """∂L/∂x̂ at the padded position (r, q)."""
        kernels = self.reading(c)
        if method == "rot180":
            return self._table_by_turned_kernel(n, c, r, q, kernels)
        down, across = self.rows.covering(r), self.cols.covering(q)

        def part(position: int) -> Part:
            which, place = divmod(position, len(down) * len(across))
            (i, u), (j, v) = down[place // len(across)], across[place % len(across)]
            k = kernels[which]
            delta, weight = self.view.of("dz", (n, k, i, j)), self.weight(k, c, u, v)
            return Part((weight, delta) if method == "matrix" else (delta, weight))

        return total(len(kernels) * len(down) * len(across), part)

    def _table_by_turned_kernel(self, n: int, c: int, r: int, q: int, kernels: Sequence[int]) -> Rule:
        kh, kw = self.rows.kernel, self.cols.kernel

        def part(position: int) -> Part:
            which, place = divmod(position, kh * kw)
            k, (u, v) = kernels[which], divmod(place, kw)
            m, p = r + self.rows.dilation * u, q + self.cols.dilation * v
            at = m - self.rows.border, p - self.cols.border
            source = self.delta_source(n, k, *at)
            delta = self.view.moved(self.view.name("bordered"), (n, k, m, p), source)
            own = (k, c % self.maps_per_group, u, v)
            if self.turns:
                origin = (k, c % self.maps_per_group, kh - 1 - u, kw - 1 - v)
                kernel = self.view.moved(self.view.name("turned"), own, (self.view.name("weight"), origin))
            else:
                kernel = self.view.of("weight", own)
            return Part((delta, kernel), None if source else self.zero_of_delta(*at), silent=source is None)

        return total(len(kernels) * kh * kw, part)

    def weight_gradient(self, k: int, c: int, u: int, v: int, method: str) -> Rule:
        group = k // self.kernels_per_group
        x_map = c + group * self.maps_per_group
        if self.layer.connections is not None and not self.layer.connections[k][x_map]:
            return total(0, lambda position: Part(()))
        if not self.turns:
            u, v = self.rows.kernel - 1 - u, self.cols.kernel - 1 - v
        top, left = self.rows.dilation * u, self.cols.dilation * v
        scale = self.view.parameter_scale()
        if method in ("correlate", "rot180_input"):
            return self._weight_gradient_by_sliding(k, x_map, top, left, scale, method == "rot180_input")
        out_h, out_w = self.rows.out, self.cols.out

        def part(position: int) -> Part:
            n, place = divmod(position, out_h * out_w)
            i, j = divmod(place, out_w)
            x, zero = self.x(n, x_map, self.rows.stride * i + top, self.cols.stride * j + left)
            delta = self.view.of("dz", (n, k, i, j))
            return Part((x, delta, *scale) if method == "matrix" else (delta, x, *scale), zero)

        return total(self.batch * out_h * out_w, part)

    def _weight_gradient_by_sliding(
        self, k: int, c: int, top: int, left: int, scale: tuple[Factor, ...], backwards: bool
    ) -> Rule:
        """x̂ under the stuffed δ; with x̂ turned, the same pairs from the last to the first."""
        height, width = self.rows.stuffed, self.cols.stuffed

        def part(position: int) -> Part:
            n, place = divmod(position, height * width)
            m, p = divmod(height * width - 1 - place if backwards else place, width)
            at = (n, c, top + m, left + p)
            x_source, delta_source = self.x_source(*at), self.delta_source(n, k, m, p)
            x = self.view.moved(self.view.name("padded"), at, x_source)
            delta = self.view.moved(self.view.name("stuffed"), (n, k, m, p), delta_source)
            zero: Zero | None = "stuffing" if delta_source is None else "padding" if x_source is None else None
            return Part((x, delta, *scale), zero, silent=delta_source is None)

        return total(self.batch * height * width, part)

    def bias_gradient(self, k: int) -> Rule:
        out_h, out_w = self.rows.out, self.cols.out
        scale = self.view.parameter_scale()

        def part(position: int) -> Part:
            n, place = divmod(position, out_h * out_w)
            return Part((self.view.of("dz", (n, k, *divmod(place, out_w))), *scale))

        return total(self.batch * out_h * out_w, part)
