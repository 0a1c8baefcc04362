"""Two-dimensional convolution.

    z[n,k,i,j] = b[k] + Σ_{c,u,v} x̂[n, c, s·i + d·u, s·j + d·v] · w[k,c,u,v]        (cross-correlation)

x̂ is x with its padding, s the stride, d the dilation. A true convolution reads w turned by 180°:
w[k, c, kh−1−u, kw−1−v] in the place of w[k,c,u,v].
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import ClassVar, Literal

import numpy as np

from app.engine.errors import EngineError
from app.engine.layers.base import Array, Derived, Gradients, Layer, ParameterShapes, Plan, Shape, Wished, image
from app.engine.layers.windows import Axis, overlap_add, padded, windows
from app.engine.options import (
    LARGEST,
    Connections,
    Padding,
    Pair,
    Sides,
    TensorField,
    integer,
    one_of,
    option,
    pair,
    shown,
    sides,
)


@dataclass(frozen=True)
class ConvPlan(Plan):
    """A convolution at one shape."""

    rows: Axis = Axis(0, 1, 1, 1, 0, 0, 0)
    cols: Axis = Axis(0, 1, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Conv2d(Layer):
    """Options of a convolution; raises EngineError for values out of range. Source: articles 000, 001, 002, 004."""

    type: ClassVar[str] = "conv2d"
    prefix: ClassVar[str] = "conv"
    tensors: ClassVar[Mapping[str, TensorField]] = {
        "weight": TensorField(4, "kernels (K, C/groups, kh, kw)"),
        "bias": TensorField(1, "one number per output map (K), or null", optional=True),
    }
    sizes: ClassVar[tuple[str, ...]] = ("kernel_size", "channels")

    stride: Pair = option((1, 1), "step of the window", minimum=1)
    padding: Padding = option(
        ((0, 0), (0, 0)), 'zeros around x; "same" keeps the size (stride 1), "full" is d(k − 1)', minimum=0
    )
    dilation: Pair = option((1, 1), "distance between the cells that a kernel reads", minimum=1)
    groups: int = option(1, "maps are split into this many independent groups", minimum=1)
    connections: Connections | None = option(None, "K×C: which input maps each kernel reads (groups 1 only)")
    convention: Literal["cross_correlation", "convolution"] = option(
        "cross_correlation", "whether the kernel slides as it is or turned by 180°"
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "stride", pair("stride", self.stride, 1))
        object.__setattr__(self, "dilation", pair("dilation", self.dilation, 1))
        object.__setattr__(self, "padding", sides(self.padding))
        integer("groups", self.groups, 1)
        one_of("convention", self.convention, ("cross_correlation", "convolution"))
        if self.padding == "same" and self.stride != (1, 1):
            raise EngineError(
                f'padding "same" needs stride 1, received stride {shown(list(self.stride))}; '
                "give the padding in numbers",
                "/padding",
            )
        if self.connections is not None:
            object.__setattr__(self, "connections", tuple(tuple(row) for row in self.connections))
            if self.groups != 1:
                raise EngineError(
                    f"connections need groups 1, received groups {self.groups}; choose one of the two",
                    "/connections",
                )
            for k, row in enumerate(self.connections):
                if not any(row):
                    raise EngineError(
                        f"connections: kernel {k} reads no map; connect it to at least one",
                        f"/connections/{k}",
                    )

    def sides(self, kernel: Pair) -> Sides:
        """The padding in numbers ((top, bottom), (left, right)) for a kernel of this size."""
        if not isinstance(self.padding, str):
            return self.padding
        reach = [d * (k - 1) for d, k in zip(self.dilation, kernel, strict=True)]
        if self.padding == "full":
            return (reach[0], reach[0]), (reach[1], reach[1])
        if self.padding == "same":
            return (reach[0] // 2, reach[0] - reach[0] // 2), (reach[1] // 2, reach[1] - reach[1] // 2)
        return (0, 0), (0, 0)

    def fit(self, x: Shape, held: ParameterShapes, wished: Wished) -> tuple[Layer, ParameterShapes]:
        """w (K, C/groups, kh, kw) and b (K); K is C and the kernel 2×2, or as large as fits, unless known."""
        _, c, *room = image(x, "conv2d")
        weight = held.get("weight")
        stated = self.connections if "connections" in wished.given else None
        k = wished.channels or (len(stated) if stated else weight[0] if weight else c)
        kernel = wished.kernel_size or (weight[2:] if weight else self._room_for((room[0], room[1])))
        shapes = ParameterShapes(weight=(k, max(1, c // self.groups), *kernel), bias=wished.bias_shape(held, k))
        if self.connections is None or stated or k * c > LARGEST:
            return self, shapes
        rows = [(*row[:c], *(True,) * (c - len(row))) for row in self.connections[:k]]
        rows += [(True,) * c] * (k - len(rows))
        return replace(self, connections=tuple(rows)), shapes

    def _room_for(self, size: Pair) -> Pair:
        """2×2, with 1 on an axis whose padded input is too short for a 2."""
        (top, bottom), (left, right) = self.sides((2, 2))
        free = (size[0] + top + bottom, size[1] + left + right)
        height, width = (2 if d + 1 <= f else 1 for d, f in zip(self.dilation, free, strict=True))
        return height, width

    def plan(self, x: Shape, parameters: ParameterShapes) -> ConvPlan:
        """z is (N, K, H′, W′) with H′ = ⌊(H + p₀ + p₁ − d(kh − 1) − 1)/s⌋ + 1."""
        return _plan(self, x, parameters)

    def forward(self, plan: Plan, x: Array, parameters: Mapping[str, Array | None]) -> Array:
        assert isinstance(plan, ConvPlan)
        weight = parameters["weight"]
        assert weight is not None
        z = self._multiply(weight, self._columns(plan, x))
        n, k, h, w = plan.output
        z = z.reshape(k, n, h, w).transpose(1, 0, 2, 3)
        bias = parameters["bias"]
        return np.ascontiguousarray(z) if bias is None else z + bias[:, None, None]

    def backward(self, plan: Plan, x: Array, parameters: Mapping[str, Array | None], y: Array, dy: Array) -> Gradients:
        """dw = δ · columnsᵀ, db = Σ δ, and wᵀ · δ added up over the windows is the padded table of ∂L/∂x."""
        assert isinstance(plan, ConvPlan)
        n, k, h, w = plan.output
        delta = dy.transpose(1, 0, 2, 3).reshape(self.groups, k // self.groups, n * h * w)
        dkernels = np.matmul(delta, self._columns(plan, x).transpose(0, 2, 1))
        weight = parameters["weight"]
        assert weight is not None
        blocks = self._multiply(weight, delta, back=True)
        rows, cols = plan.rows, plan.cols
        table = overlap_add(
            blocks.reshape(plan.input[1], rows.kernel, cols.kernel, n, h, w).transpose(3, 0, 1, 2, 4, 5),
            rows,
            cols,
        )
        gradients = {"weight": self._oriented(dkernels.reshape(weight.shape))}
        if parameters["bias"] is not None:
            gradients["bias"] = dy.sum(axis=(0, 2, 3))
        inside = table[:, :, rows.before : rows.before + rows.size, cols.before : cols.before + cols.size]
        return Gradients(inside, gradients, {"table": table})

    def derive(
        self, plan: Plan, name: str, x: Array, parameters: Mapping[str, Array | None], dy: Array | None
    ) -> Array:
        """padded x̂; stuffed and bordered δ; the turned kernel."""
        assert isinstance(plan, ConvPlan)
        if name == "padded":
            return padded(x, plan.rows, plan.cols)
        if name == "turned":
            weight = parameters["weight"]
            assert weight is not None
            return weight[:, :, ::-1, ::-1]
        if name not in ("stuffed", "bordered") or dy is None:
            raise KeyError(name)
        rows, cols = plan.rows, plan.cols
        top, left = (rows.span - 1, cols.span - 1) if name == "bordered" else (0, 0)
        laid = np.zeros(plan.derived[name].shape, dy.dtype)
        laid[:, :, top : top + rows.stuffed : rows.stride, left : left + cols.stuffed : cols.stride] = dy
        return laid

    def _columns(self, plan: ConvPlan, x: Array) -> Array:
        """im2col (G, C/G·kh·kw, N·H′·W′): row (c, u, v) holds what that kernel cell reads in every window."""
        view = windows(padded(x, plan.rows, plan.cols), plan.rows, plan.cols).transpose(1, 4, 5, 0, 2, 3)
        n, _, h, w = plan.output
        return view.reshape(self.groups, -1, n * h * w)

    def _multiply(self, weight: Array, columns: Array, *, back: bool = False) -> Array:
        """The sliding kernels (or their transpose) @ columns; what is not read counts as nothing, even infinity."""
        kernels = self._sliding(weight, back)
        if self.connections is None or np.isfinite(columns).all():
            product: Array = np.matmul(kernels, columns)
            return product
        read = self._sliding(np.ones_like(weight), back)[..., None] != 0
        terms = np.where(read, kernels[..., None] * columns[:, None], weight.dtype.type(0))
        gated: Array = terms.sum(axis=2)
        return gated

    def _sliding(self, weight: Array, back: bool) -> Array:
        """The kernels as they slide, unread ones zero: (G, K/G, C/G·kh·kw), or with the last two axes swapped."""
        kernels = self._oriented(weight).reshape(self.groups, weight.shape[0] // self.groups, -1)
        return kernels.transpose(0, 2, 1) if back else kernels

    def _oriented(self, kernels: Array) -> Array:
        """Turned by 180° under the convolution convention, zero where a map is not read. Its own inverse."""
        if self.convention == "convolution":
            kernels = kernels[:, :, ::-1, ::-1]
        if self.connections is not None:
            kernels = np.where(np.array(self.connections)[:, :, None, None], kernels, kernels.dtype.type(0))
        return kernels


@lru_cache(maxsize=1024)
def _plan(layer: Conv2d, x: Shape, parameters: ParameterShapes) -> ConvPlan:
    n, c, height, width = image(x, "conv2d")
    weight, bias = parameters["weight"], parameters["bias"]
    assert weight is not None
    k, per_group, kh, kw = weight
    if c % layer.groups or k % layer.groups:
        raise EngineError(
            f"groups {layer.groups} does not divide the {c} input maps and {k} kernels; "
            f"use a common divisor of {c} and {k}",
            "/groups",
        )
    if per_group != c // layer.groups:
        raise EngineError(
            f"weight expects {per_group} input maps per kernel (its axis 1), received {c} maps"
            + (f" in {layer.groups} groups" if layer.groups > 1 else "")
            + f"; make axis 1 of weight {c // layer.groups}",
            "/weight",
        )
    if bias is not None and bias != (k,):
        raise EngineError(
            f"bias expects one number per kernel, shape ({k}), received shape ({bias[0]}); give {k} numbers or null",
            "/bias",
        )
    connections = layer.connections
    if connections is not None and (len(connections) != k or any(len(row) != c for row in connections)):
        raise EngineError(
            f"connections expect {k} rows of {c} booleans (kernels × input maps), "
            f"received {len(connections)} rows of {len(connections[0]) if connections else 0}",
            "/connections",
        )
    (top, bottom), (left, right) = layer.sides((kh, kw))
    spans = [d * (m - 1) + 1 for d, m in zip(layer.dilation, (kh, kw), strict=True)]
    room = [height + top + bottom, width + left + right]
    if spans[0] > room[0] or spans[1] > room[1]:
        dilated = f" (dilated to {spans[0]}×{spans[1]})" if spans != [kh, kw] else ""
        missing = max(span - free for span, free in zip(spans, room, strict=True))
        more = max(top, bottom, left, right) + -(-missing // 2)
        raise EngineError(
            f"kernel {kh}×{kw}{dilated} is larger than the padded input {room[0]}×{room[1]}; "
            f"use a smaller kernel or padding ≥ {more}",
            "/weight",
        )
    out = [(free - span) // s + 1 for free, span, s in zip(room, spans, layer.stride, strict=True)]
    rows = Axis(height, kh, layer.stride[0], layer.dilation[0], top, bottom, out[0])
    cols = Axis(width, kw, layer.stride[1], layer.dilation[1], left, right, out[1])
    stuffed = (n, k, rows.stuffed, cols.stuffed)
    bordered = (n, k, room[0] + spans[0] - 1, room[1] + spans[1] - 1)
    products = n * k * out[0] * out[1] * per_group * kh * kw
    columns = n * c * kh * kw * out[0] * out[1]
    skewed = n * c * kw * (kh * room[0] * out[1] + room[0] * room[1])
    return ConvPlan(
        input=x,
        output=(n, k, out[0], out[1]),
        multiply_adds=3 * products,
        workspace=2 * columns + skewed + n * c * room[0] * room[1],
        derived={
            "padded": Derived((n, c, room[0], room[1])),
            "turned": Derived(weight),
            "stuffed": Derived(stuffed, backward=True),
            "bordered": Derived(bordered, backward=True),
            "table": Derived((n, c, room[0], room[1]), backward=True, stored=True),
        },
        rows=rows,
        cols=cols,
    )
