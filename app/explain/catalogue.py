"""What the explanations know of each layer and loss type: formulas, methods, derived tensors, functions."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.explain.functions import FUNCTIONS
from app.explain.layers import MIRRORS
from app.explain.losses import LOSS_MIRRORS

DERIVED: Mapping[str, str] = {
    "padded": "x inside its padding",
    "turned": "the kernel turned by 180°",
    "stuffed": "δ with s − 1 zeros between its entries",
    "bordered": "the stuffed δ with d(k − 1) zeros on all sides and the rows and columns that no window reached",
    "table": "the gradient of the padded input, before the crop",
    "derivative": "f′ at every cell",
    "mask": "each window place's share of the window's gradient",
    "maximum": "the largest number of a row, which the shift takes away",
    "shifted": "each number minus its row's maximum",
    "exp": "e to the shifted number",
    "total": "the sum of a row's exponentials",
    "reciprocal": "one over",
    "alpha": "the softmax of the logits: how much of each map",
    "alpha.grad": "∂L/∂α",
    "inner": "a row of probabilities times its gradients, added up",
    "log_total": "the logarithm of the total",
    "log_probabilities": "log p",
    "probabilities": "p",
    "one_hot": "the class as a row of zeros and a one",
    "target_total": "the sum of a row of targets",
    "complement": "1 − p",
    "log_complement": "log(1 − p)",
    "target_complement": "1 − t",
    "variance": "p(1 − p)",
    "sign": "sign of a parameter under an L1 penalty",
    "residual": "what came out minus what was wanted",
}


@dataclass(frozen=True)
class TypeFacts:
    """Formulas by tensor suffix and method; the derived tensors with their meaning."""

    formulas: Mapping[str, Mapping[str, str]]
    derived: Mapping[str, str]

    @property
    def methods(self) -> Mapping[str, tuple[str, ...]]:
        return {suffix: tuple(by_method) for suffix, by_method in self.formulas.items()}


def _facts(formulas: Mapping[str, Mapping[str, str]]) -> TypeFacts:
    return TypeFacts(formulas, {suffix: DERIVED[suffix] for suffix in formulas if suffix in DERIVED})


CATALOGUE: Mapping[str, TypeFacts] = {name: _facts(mirror.formulas) for name, mirror in MIRRORS.items()}
LOSS_CATALOGUE: Mapping[str, TypeFacts] = {name: _facts(mirror.formulas) for name, mirror in LOSS_MIRRORS.items()}
FUNCTION_FACTS: Mapping[str, str] = {name: function.__doc__ or "" for name, function in FUNCTIONS.items()}
