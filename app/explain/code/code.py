"""From a tensor and a method to its code: who makes the tensor, and what stands at the end of a gradient."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.address import Cell
from app.engine.network import parameter_names
from app.engine.trace import Trace
from app.explain.code.activation import ActivationCoder
from app.explain.code.affine import ChannelAffineCoder, CombineMapsCoder
from app.explain.code.base import Coder
from app.explain.code.conv import ConvCoder
from app.explain.code.expression import expression
from app.explain.code.linear import LinearCoder
from app.explain.code.literals import WIDTH
from app.explain.code.losses import LossCoder
from app.explain.code.pool import PoolCoder
from app.explain.code.script import Library, Script
from app.explain.code.shape import FlattenCoder
from app.explain.code.softmax import SoftmaxCoder
from app.explain.errors import MethodNotOffered
from app.explain.explainer import explain, methods
from app.explain.penalties import of_tensor
from app.explain.symbols import Wordless
from app.explain.view import LayerView, LossView, Reader

CODERS: Mapping[str, type[Coder]] = {
    "conv2d": ConvCoder,
    "channel_affine": ChannelAffineCoder,
    "combine_maps": CombineMapsCoder,
    "relu": ActivationCoder,
    "leaky_relu": ActivationCoder,
    "sigmoid": ActivationCoder,
    "tanh": ActivationCoder,
    "identity": ActivationCoder,
    "max_pool2d": PoolCoder,
    "avg_pool2d": PoolCoder,
    "sum_pool2d": PoolCoder,
    "flatten": FlattenCoder,
    "linear": LinearCoder,
    "softmax": SoftmaxCoder,
}

MANY = 1_000_000
"""Products after which plain loops are felt."""


@dataclass(frozen=True, slots=True)
class Code:
    """A tensor, or one cell of it, as code."""

    tensor: str
    cell: Cell | None
    method: str
    methods: tuple[str, ...]
    value: float | None
    expression: str | None
    numpy: str
    torch: str


@dataclass(frozen=True, slots=True)
class Written:
    """A script, and what it calls its result."""

    text: str
    result: str


def code_of_cell(trace: Trace, cell: Cell, method: str | None = None, *, base: str = "") -> Code:
    """One cell as code; raises UnknownTensor, CellOutOfRange, MethodNotOffered.

    `base` is the trace's address on its server, where scripts fetch what is too long to be written out.
    """
    explanation = explain(trace, cell, method)
    numpy, torch = (
        script(trace, cell.tensor, library, explanation.method, cell, base).text for library in ("numpy", "torch")
    )
    line = expression(explanation)
    return Code(cell.tensor, cell, explanation.method, explanation.methods, explanation.value, line, numpy, torch)


def code_of_tensor(trace: Trace, tensor: str, method: str | None = None, *, base: str = "") -> Code:
    """A whole tensor as code; raises UnknownTensor, MethodNotOffered."""
    offered = methods(trace, tensor)
    chosen = method or offered[0]
    if chosen not in offered:
        raise MethodNotOffered(f"{tensor} is not explained by {chosen!r}; use one of {', '.join(offered)}")
    numpy, torch = (script(trace, tensor, library, chosen, None, base).text for library in ("numpy", "torch"))
    return Code(tensor, None, chosen, offered, None, None, numpy, torch)


def script(
    trace: Trace, tensor: str, library: Library, method: str, cell: Cell | None = None, base: str = ""
) -> Written:
    """One script for a tensor of the trace, which ends by printing it or its cell."""
    made = Script(trace, library, base)
    result = _made(trace, tensor, made, method)
    return Written(made.written(_last(tensor, cell, result, library)), result)


def _made(trace: Trace, tensor: str, made: Script, method: str) -> str:
    """Have the lines written that make the tensor; the name of the result."""
    info = trace.tensors[tensor]
    symbols, reader = Wordless(trace), Reader(trace)
    owner, _, suffix = tensor.rpartition(".")
    if info.role in ("input", "parameter") or tensor == "loss.gradient":
        made.about(f"{tensor} is given: nothing makes it.")
        return made.read(suffix if owner else "x", tensor)
    penalised = tensor.removesuffix(".sign")
    if penalised in trace.tensors and penalised != tensor:
        made.about(f"{tensor}, which the L1 penalty reads")
        made.read("p", penalised)
        made.say(f"sign = {made.module}.sign(p)")
        return "sign"
    if tensor == "loss" or owner == "loss" or tensor == f"{trace.output}.grad":
        loss = LossCoder(LossView(trace, symbols, reader))
        suffix = "output.grad" if owner != "loss" and tensor != "loss" else suffix
        made.about(f"{tensor} by {loss.view.loss.type}")
        result = loss.numpy(made, suffix) if made.library == "numpy" else loss.torch(made, suffix)
        return _with_penalties(trace, made, result) if tensor == "loss" else result
    for position, layer in enumerate(trace.layers):
        own = tensor.removeprefix(f"{layer.name}.")
        if tensor == f"{layer.input}.grad":
            own = "input.grad"
        elif own == tensor or tensor == f"{layer.output}.grad":
            continue
        view = LayerView(trace, symbols, reader, position)
        coder = CODERS[layer.type](view)
        words = coder.arrangement(own, method) if made.library == "numpy" else ""
        made.about(f"{tensor} by {layer.name} ({layer.type})")
        if words:
            made.about(f"{method}: {words}")
        products = trace.plan.layers[position].multiply_adds // 3
        if products > MANY and made.library == "numpy":
            made.about(f"Plain loops over {products:,} products: this takes a while.")
        result = coder.numpy(made, own, method) if made.library == "numpy" else coder.torch(made, own)
        return _at_parameter(view, made, tensor, result)
    raise AssertionError(tensor)


def _at_parameter(view: LayerView, made: Script, tensor: str, result: str) -> str:
    """What a parameter's gradient carries besides: 1/N of a mean that stands at the parameters, and its penalty."""
    parameter = tensor.removesuffix(".grad")
    if parameter == tensor or parameter not in parameter_names(view.trace.document):
        return result
    for scale in view.parameter_scale():
        made.say(f"{result} = {result} / {round(1 / scale.value)}  # the mean over the samples stands here")
    penalty = of_tensor(view.trace, parameter)
    if penalty is not None:
        p = made.read("theta", parameter)
        if made.library == "torch":
            p = f"{p}.detach()"
        l1, l2 = (view.rounded(value) for value in (penalty.l1, penalty.l2))
        made.say(
            f"""
            l1, l2 = {l1!r}, {l2!r}  # what the penalty l1 |θ| + l2 θ²/2 adds
            {result} = {result} + l1 * {made.module}.sign({p}) + l2 * {p}
            """
        )
    return result


def _with_penalties(trace: Trace, made: Script, result: str) -> str:
    for count, penalty in enumerate(trace.document.penalties, 1):
        p = made.read(f"p{count}", penalty.tensor)
        size = f"{penalty.l1!r} * abs({p}).sum() + {penalty.l2!r} / 2 * ({p} * {p}).sum()"
        made.say(f"{result} = {result} + {size}  # the penalty")
    return result


def _last(tensor: str, cell: Cell | None, result: str, library: Library) -> str:
    """The line that prints the value and says what it is."""
    if cell is None:
        return f'print("{tensor} =", {result}, sep="\\n")'
    number = result + (f"[{', '.join(map(str, cell.index))}]" if cell.index else "")
    number += ".item()" if library == "torch" else ""
    line = f'print("{cell} =", {number})'
    return line if len(line) <= WIDTH else f'print(\n    "{cell} =",\n    {number},\n)'
