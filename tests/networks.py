"""Random documents: every option of every layer type, small enough to check cell by cell."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.engine.document import Document, NamedLayer, NamedLoss, Values
from app.engine.errors import EngineError
from app.engine.layers.base import Layer, ParameterShapes, Shape
from app.engine.penalties import Penalty
from app.engine.trace import compute
from tests.small import make_layer, make_loss

POOLS = ("max_pool2d", "max_pool2d", "avg_pool2d", "sum_pool2d")
EXACT = ("relu", "leaky_relu", "identity", "channel_affine")
ROUNDING = ("sigmoid", "tanh", "softmax", "combine_maps")
IMAGE_LAYERS = (*("conv2d",) * 6, *POOLS, *EXACT, *ROUNDING)
IMAGE_LOSSES = ("upstream", "upstream", "squared_error", "mse", "binary_cross_entropy")
LOSS_TYPES = (*IMAGE_LOSSES, *("cross_entropy",) * 4)
VECTOR_LAYERS = (*("linear",) * 4, *EXACT, *ROUNDING)


@dataclass(frozen=True)
class Draw:
    """Where the numbers of one network come from: all whole, so that every sum is exact and maxima tie, or none."""

    rng: random.Random
    dtype: str
    whole: bool

    def numbers(self, shape: Shape) -> np.ndarray:
        """A tensor of integers or of three-digit decimals in −2…2."""
        size = int(np.prod(shape))
        flat = [self.rng.randint(-2, 2) if self.whole else round(self.rng.uniform(-2, 2), 3) for _ in range(size)]
        return np.array(flat, self.dtype).reshape(shape)


def document(rng: random.Random, *, dtype: str = "float64", largest: int = 7, loss: bool = True) -> Document:
    """A network of 1 to 4 layers on a small input, with a loss unless asked without."""
    shape: Shape = (rng.randint(1, 3), rng.randint(1, 4), rng.randint(1, largest), rng.randint(1, largest))
    if rng.random() < 0.1:
        shape = (rng.randint(1, 4), rng.randint(1, 6))
    draw = Draw(rng, dtype, whole=rng.random() < 0.4)
    x = draw.numbers(shape)
    layers: list[NamedLayer] = []
    for position in range(rng.randint(1, 4)):
        rounded = any(named.layer.type in ROUNDING for named in layers)
        named, shape = _fitting_layer(draw, shape, f"layer{position + 1}", rounded)
        layers.append(named)
    if rng.random() < 0.4 and len(shape) == 4:
        layers.append(NamedLayer("flatten", make_layer("flatten", order=rng.choice(["row_major", "column_major"])), {}))
        shape = (shape[0], int(np.prod(shape[1:])))
        linear, parameters, shape = _linear(draw, shape)
        layers.append(NamedLayer("dense", linear, parameters))
    if not loss:
        return Document("random", dtype, x, tuple(layers))
    kind = rng.choice(LOSS_TYPES if len(shape) == 2 else IMAGE_LOSSES)
    if kind == "binary_cross_entropy":
        # within ±3, so that neither p nor 1 − p is so small that its reciprocal magnifies rounding
        layers.append(NamedLayer("bounded", make_layer("tanh", amplitude=3.0), {}))
        layers.append(NamedLayer("probability", make_layer("sigmoid"), {}))
    return Document("random", dtype, x, tuple(layers), _loss(draw, kind, shape), _penalties(rng, layers))


def options(document: Document) -> Iterator[str]:
    """What a document exercises, one word per option value: `conv2d.convention=convolution`."""
    for named in document.layers:
        kind = named.layer.type
        yield kind
        for field, value in vars(named.layer).items():
            yield f"{kind}.{field}={_class_of(field, value)}"
        for field, tensor in named.parameters.items():
            if tensor is None:
                yield f"{kind}.{field}=null"
    if document.loss is not None:
        yield document.loss.loss.type
        for field, value in vars(document.loss.loss).items():
            yield f"{document.loss.loss.type}.{field}={value}"
        if document.loss.loss.type == "cross_entropy":
            yield f"cross_entropy.target={'classes' if len(document.loss.tensors['target'].shape) == 1 else 'rows'}"
    for penalty in document.penalties:
        yield from ("penalty.l1",) * bool(penalty.l1) + ("penalty.l2",) * bool(penalty.l2)
    yield document.dtype


def expected_options() -> set[str]:
    """Every option value that a set of random documents must have met."""
    conv = {
        "stride=1",
        "stride=more",
        "stride=rectangular",
        "dilation=1",
        "dilation=more",
        "dilation=rectangular",
    }
    conv |= {f"padding={kind}" for kind in ("none", "even", "uneven", "valid", "same", "full")}
    conv |= {"groups=1", "groups=more", "connections=None", "connections=given", "bias=null"}
    conv |= {"convention=cross_correlation", "convention=convolution"}
    pool = {f"ties={rule}" for rule in ("first", "all", "split")} | {"ceil_mode=True", "ceil_mode=False"}
    pool |= {"dilation=1", "dilation=more", "padding=none", "padding=even", "stride=1", "stride=more"}
    sum_pool = {"padding=none", "padding=even", "stride=1", "stride=more"}
    average = sum_pool | {f"{o}={b}" for o in ("ceil_mode", "count_include_pad") for b in (True, False)}
    linear = {"layout=out_in", "layout=in_out", "bias=null"}
    expected = {f"conv2d.{o}" for o in conv} | {f"max_pool2d.{o}" for o in pool} | {f"linear.{o}" for o in linear}
    expected |= {f"avg_pool2d.{o}" for o in average} | {f"sum_pool2d.{o}" for o in sum_pool}
    expected |= {f"flatten.order={o}" for o in ("row_major", "column_major")} | {"relu", "upstream"}
    expected |= {"channel_affine", "channel_affine.bias=null", "combine_maps", "sigmoid", "identity", "softmax"}
    expected |= {"tanh.amplitude=1.0", "tanh.amplitude=1.7159", "tanh.slope=0.5"}
    expected |= {f"leaky_relu.negative_slope={slope}" for slope in (0.01, -0.5, 0.0)}
    expected |= {"cross_entropy.target=classes", "cross_entropy.target=rows"}
    expected |= {"penalty.l1", "penalty.l2", "float32", "float64"}
    reductions = ("mean", "sum", "mean_at_parameters")
    losses = ("squared_error", "mse", "cross_entropy", "binary_cross_entropy")
    return expected | {f"{loss}.reduction={reduction}" for loss in losses for reduction in reductions}


def counted(documents: list[Document]) -> Counter[str]:
    """How often each option value occurs."""
    return Counter(option for document in documents for option in set(options(document)))


def _class_of(field: str, value: Any) -> str:
    if field in ("stride", "dilation", "kernel_size"):
        return "rectangular" if value[0] != value[1] else "1" if value == (1, 1) else "more"
    if field == "padding" and not isinstance(value, str):
        flat = [side for part in value for side in (part if isinstance(part, tuple) else (part,))]
        return "none" if not any(flat) else "even" if len(set(flat)) == 1 else "uneven"
    if field == "groups":
        return "1" if value == 1 else "more"
    if field == "connections":
        return "None" if value is None else "given"
    return str(value)


def _fitting_layer(draw: Draw, shape: Shape, name: str, rounded: bool) -> tuple[NamedLayer, Shape]:
    """A layer that this shape allows; options are drawn again until they fit.

    Behind a rounding function no max pooling: equal numbers may differ in their last bit from library to library.
    """
    while True:
        kind = draw.rng.choice(IMAGE_LAYERS if len(shape) == 4 else VECTOR_LAYERS)
        if rounded and kind == "max_pool2d":
            continue
        try:
            layer, parameters = _layer(draw, kind, shape)
            shapes = ParameterShapes({f: None if v is None else v.shape for f, v in parameters.items()})
            output = layer.plan(shape, shapes).output
        except EngineError:
            continue
        if int(np.prod(output)) <= 400:
            return NamedLayer(name, layer, parameters), output


def _layer(draw: Draw, kind: str, shape: Shape) -> tuple[Layer, dict[str, Values | None]]:
    if kind == "conv2d":
        return _conv(draw, shape)
    if kind == "linear":
        return _linear(draw, shape)[:2]
    if kind.endswith("_pool2d"):
        return _pool(draw, kind), {}
    if kind == "channel_affine":
        bias = None if draw.rng.random() < 0.3 else draw.numbers(shape[1:2])
        return make_layer(kind), {"weight": draw.numbers(shape[1:2]), "bias": bias}
    if kind == "combine_maps":
        return make_layer(kind), {"logits": draw.numbers((draw.rng.randint(1, 3), shape[1]))}
    return make_layer(kind, **_activation_options(draw.rng, kind)), {}


def _activation_options(rng: random.Random, kind: str) -> dict[str, Any]:
    if kind == "leaky_relu":
        return {"negative_slope": rng.choice([0.01, 0.25, -0.5, 0.0])}
    if kind == "tanh":
        return dict(zip(("amplitude", "slope"), rng.choice([(1.0, 1.0), (1.7159, 2 / 3), (-1.5, 0.5)]), strict=True))
    return {}


def _pool(draw: Draw, kind: str) -> Layer:
    rng = draw.rng
    largest = 2 if draw.whole and kind == "avg_pool2d" else 3  # thirds would round, and ties would hang on a bit
    kernel = [rng.randint(1, largest), rng.randint(1, largest)]
    options: dict[str, Any] = {
        "kernel_size": kernel,
        "stride": rng.choice([None, 1, 2, [1, 2], 3]),
        "padding": [rng.randint(0, k // 2) for k in kernel],
    }
    if kind != "sum_pool2d":
        options["ceil_mode"] = rng.random() < 0.5
    if kind == "avg_pool2d":
        options["count_include_pad"] = rng.random() < 0.5
    if kind == "max_pool2d":
        options |= {"dilation": rng.choice([1, 1, 2, [2, 1]]), "ties": rng.choice(["first", "all", "split"])}
    return make_layer(kind, **options)


def _conv(draw: Draw, shape: Shape) -> tuple[Layer, dict[str, Values | None]]:
    rng = draw.rng
    maps = shape[1]
    groups = rng.choice([g for g in range(1, maps + 1) if maps % g == 0])
    kernels = groups * rng.randint(1, 3 if groups == 1 else 2)
    connections = None
    if groups == 1 and rng.random() < 0.3:
        connections = [[rng.random() < 0.6 for _ in range(maps)] for _ in range(kernels)]
        for row in connections:
            row[rng.randrange(maps)] = True
    padding = rng.choice([0, 1, [1, 2], [[0, 1], [2, 0]], [[1, 0], [0, 0]], "valid", "same", "full"])
    layer = make_layer(
        "conv2d",
        stride=1 if padding == "same" else rng.choice([1, 1, 2, 3, [2, 1], [1, 3]]),
        padding=padding,
        dilation=rng.choice([1, 1, 2, [1, 2]]),
        groups=groups,
        connections=connections,
        convention=rng.choice(["cross_correlation", "convolution"]),
    )
    weight = draw.numbers((kernels, maps // groups, rng.randint(1, 3), rng.randint(1, 3)))
    return layer, {"weight": weight, "bias": None if rng.random() < 0.3 else draw.numbers((kernels,))}


def _linear(draw: Draw, shape: Shape) -> tuple[Layer, dict[str, Values | None], Shape]:
    rng = draw.rng
    outputs = rng.randint(1, 4)
    layout = rng.choice(["out_in", "in_out"])
    sizes = (outputs, shape[1]) if layout == "out_in" else (shape[1], outputs)
    bias = None if rng.random() < 0.3 else draw.numbers((outputs,))
    return (
        make_layer("linear", layout=layout),
        {"weight": draw.numbers(sizes), "bias": bias},
        (shape[0], outputs),
    )


def _loss(draw: Draw, kind: str, shape: Shape) -> NamedLoss:
    rng = draw.rng
    if kind == "upstream":
        return NamedLoss(make_loss(kind), {"gradient": draw.numbers(shape)})
    loss = make_loss(kind, reduction=rng.choice(["mean", "sum", "mean_at_parameters"]))
    if kind == "cross_entropy" and rng.random() < 0.5:
        classes = [rng.randrange(shape[1]) for _ in range(shape[0])]
        return NamedLoss(loss, {"target": np.array(classes, draw.dtype)})
    target = draw.numbers(shape)
    return NamedLoss(loss, {"target": np.asarray(abs(target) / 2) if kind.endswith("entropy") else target})


def _penalties(rng: random.Random, layers: list[NamedLayer]) -> tuple[Penalty, ...]:
    names = [f"{named.name}.{f}" for named in layers for f, v in named.parameters.items() if v is not None]
    chosen = rng.sample(names, rng.randint(0, min(2, len(names)))) if rng.random() < 0.3 else []
    return tuple(Penalty(name, *rng.choice([(0.5, 0.0), (0.0, 0.25), (0.125, 2.0), (0.0, 0.0)])) for name in chosen)


def finite(net: Document) -> bool:
    """Whether every number of the network is finite: a window of padding alone gives −∞."""
    trace = compute(net)
    return all(bool(np.isfinite(trace.array(name)).all()) for name in trace.tensors)
