"""The name of every number in LaTeX, in the notation of one of the articles."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.address import Cell
from app.engine.trace import Trace
from app.explain.errors import UnknownNotation


@dataclass(frozen=True)
class Notation:
    """The letters of one article; `delta` says that it writes δ for ∂L/∂(pre-activation)."""

    description: str
    input: str
    linear: str
    activation: str
    weight: str
    bias: str
    loss: str
    delta: str | None = None


NOTATIONS: Mapping[str, Notation] = {
    "000": Notation("z, x, w, L (article 000)", "x", "z", "a", "w", "b", "L"),
    "001": Notation("a, z, δ, W, C (article 001)", "a", "z", "a", "W", "b", "C", r"\delta"),
    "002": Notation("x, u, k, δ, E (article 002, Bouvrie)", "x", "u", "x", "k", "b", "E", r"\delta"),
    "003": Notation("a, u, k, d, E (article 003, toolbox)", "a", "u", "o", "k", "b", "E", "d"),
    "004": Notation("y, x, w, E (article 004)", "x", "y", "h", "w", "b", "E"),
}

_LOSS_LETTERS = {"loss.target": "t", "loss.gradient": "g"}


_STEPS = {
    "maximum": r"\mathrm{max}",
    "shifted": r"s",
    "exp": r"\epsilon",
    "total": r"\Sigma",
    "reciprocal": r"\tfrac{1}{\Sigma}",
    "alpha": r"\alpha",
    "inner": r"\sigma",
    "log_total": r"\log\Sigma",
    "log_probabilities": r"\log p",
    "probabilities": "p",
    "one_hot": "t",
    "target_total": r"\textstyle\sum t",
    "complement": "q",
    "log_complement": r"\log q",
    "target_complement": r"\bar{t}",
    "variance": "v",
    "residual": "e",
    "mask": "m",
}


class Symbols:
    """Symbols of one trace's tensors and cells; raises UnknownNotation."""

    def __init__(self, trace: Trace, notation: str = "000", index_base: int = 1) -> None:
        if notation not in NOTATIONS:
            raise UnknownNotation(f"notation: expected one of {', '.join(NOTATIONS)}, received {notation!r}")
        self.notation = NOTATIONS[notation]
        self._base = index_base
        self._shapes = {name: info.shape for name, info in trace.tensors.items()}
        self._letters = self._name_values(trace)
        self._pre_activations = {
            layer.output for layer, named in zip(trace.layers, trace.document.layers, strict=True) if named.parameters
        }
        self._inputs = {layer.name: layer.input for layer in trace.layers}

    def _name_values(self, trace: Trace) -> dict[str, str]:
        """Letters of inputs, parameters and outputs; a superscript counts those that share one."""
        letters = {"input": self.notation.input}
        for layer, named in zip(trace.layers, trace.document.layers, strict=True):
            letters[layer.output] = self.notation.linear if named.parameters else self.notation.activation
            for name in layer.parameters:
                field = name.rpartition(".")[2]
                letters[name] = self._parameter(named.layer.type, field)
        numbered: dict[str, str] = {}
        for letter in set(letters.values()):
            sharing = [name for name, own in letters.items() if own == letter]
            first = 0 if "input" in sharing else 1
            for number, name in enumerate(sharing, first):
                numbered[name] = f"{letter}^{{({number})}}" if len(sharing) > 1 else letter
        return numbered

    def _parameter(self, layer_type: str, field: str) -> str:
        """w, b, Bouvrie's β for a scale per map, c for the logits of a combination."""
        if layer_type == "channel_affine" and field == "weight":
            return r"\beta"
        return {"weight": self.notation.weight, "bias": self.notation.bias, "logits": "c"}.get(field, field)

    def tensor(self, name: str) -> str:
        """The whole tensor's symbol: `w`, `∂L/∂w`, `x̂`."""
        return self._written(name, "")

    def cell(self, cell: Cell) -> str:
        """One cell's symbol: `w_{22}`."""
        return self._written(cell.tensor, self._subscript(cell))

    def derivative(self, of: str, by: str) -> str:
        """∂of/∂by from two written symbols."""
        return rf"\frac{{\partial {of}}}{{\partial {by}}}"

    def _written(self, name: str, subscript: str) -> str:
        if name == "loss":
            return self.notation.loss
        if name in self._letters:
            return self._letters[name] + subscript
        if name in _LOSS_LETTERS:
            return _LOSS_LETTERS[name] + subscript
        owner, _, suffix = name.rpartition(".")
        if suffix == "sign":
            return rf"\operatorname{{sign}} {self._letters[owner]}" + subscript
        if suffix == "grad":
            return self._gradient(owner, subscript)
        if owner == "loss":
            of_variance = suffix == "reciprocal" and "loss.variance" in self._shapes
            return (r"\tfrac{1}{v}" if of_variance else _STEPS[suffix]) + subscript
        return self._derived(owner, suffix, subscript)

    def _gradient(self, value: str, subscript: str) -> str:
        if self.notation.delta and value in self._pre_activations:
            letter = self._letters[value]
            return self.notation.delta + letter[len(self.notation.linear) :] + subscript
        return self.derivative(self.notation.loss, self._written(value, subscript))

    def _derived(self, layer: str, suffix: str, subscript: str) -> str:
        x = self._letters[self._inputs[layer]]
        delta = self.notation.delta or r"\delta"
        match suffix:
            case "padded":
                return rf"\hat{{{x}}}" + subscript
            case "table":
                return self.derivative(self.notation.loss, rf"\hat{{{x}}}" + subscript)
            case "stuffed":
                stride_one = self._shapes[f"{layer}.stuffed"] == self._shapes[f"{layer}.output"]
                return delta + ("" if stride_one else r"^{\uparrow}") + subscript
            case "bordered":
                return delta + "^{+}" + subscript
            case "turned":
                return rf"\overset{{\circlearrowleft}}{{{self._letters[f'{layer}.weight']}}}" + subscript
            case "derivative":
                return f"f'({x}{subscript})"
            case _:
                return _STEPS[suffix] + subscript

    def _subscript(self, cell: Cell) -> str:
        """Indices from the base without a batch or map axis of length 1; `5,42`, or `5,4,2` with an axis of ten."""
        name = cell.tensor.removesuffix(".grad").removesuffix(".sign")
        shape = self._shapes[cell.tensor]
        spatial = 4 if len(shape) == 6 else 2 if len(shape) >= 3 or name.endswith(".weight") else 1
        lead = len(shape) - spatial
        kept = [i + self._base for i, n in zip(cell.index[:lead], shape[:lead], strict=True) if n > 1]
        last = [i + self._base for i in cell.index[lead:]]
        if len(shape) == 1 and shape[0] == 1:
            last = []
        groups = [last[:2], last[2:]]
        apart = "," if max(shape, default=1) >= 10 else ""
        joined = [apart.join(map(str, group)) for group in groups if group]
        text = ",".join([*map(str, kept), *joined])
        return f"_{{{text}}}" if text else ""


class Wordless(Symbols):
    """For questions about addresses alone."""

    def __init__(self, trace: Trace) -> None:
        super().__init__(trace)

    def cell(self, cell: Cell) -> str:
        return ""
