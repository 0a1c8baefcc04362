"""Losses: L of one output, and the gradient of that output."""

from collections.abc import Mapping
from math import inf, log, nan
from typing import Any

from tests.engine.tables.case import INF, LossCase, LossCases, Refusals, Refused, grid, zeros

A, T = [[1, 2], [3, 4]], [[0, 0], [1, 1]]
E: list[list[float]] = [[1, 2], [2, 3]]
"""The residuals a − t; Σe² = 18."""

LOGITS = [[0, log(3)], [0, log(3)]]
"""Probabilities ¼ and ¾ for both samples."""

P, Q = [[0.25, 0.5], [0.5, 0.75]], [[1, 0], [1, 1]]
"""Probabilities and targets: L = log 4 + log 2 + log 2 + log 4/3 = log 64/3."""


def times(factor: float, rows: list[list[float]]) -> list[list[float]]:
    return [[factor * value for value in row] for row in rows]


def reduced(
    title: str, output: Any, target: Any, total: float, gradient: list[list[float]]
) -> tuple[LossCase, LossCase, LossCase]:
    """The three reductions of a loss that adds up to `total` over a batch of two."""
    tensors: Mapping[str, Any] = {"target": target}
    return (
        LossCase(f"{title}: Σ", output, total, gradient, tensors, {"reduction": "sum"}),
        LossCase(f"{title}: Σ/N", output, total / 2, times(0.5, gradient), tensors),
        LossCase(
            f"{title}: sensitivities per sample, 1/N at the parameters",
            output,
            total / 2,
            gradient,
            tensors,
            {"reduction": "mean_at_parameters"},
            share=0.5,
        ),
    )


SAMPLES: LossCases = {
    "upstream": (
        LossCase("L = Σ g ∘ a, ∂L/∂a = g", A, 1 - 4 + 15 + 8, [[1, -2], [5, 2]], {"gradient": [[1, -2], [5, 2]]}),
        LossCase("maps", grid([1, 2]), 11, grid([3, 4]), {"gradient": grid([3, 4])}),
    ),
    "squared_error": (
        *reduced("½Σe², e = a − t", A, T, 9, [[1, 2], [2, 3]]),
        LossCase("maps: ½(1 + 4)", grid([1, 2]), 2.5, grid([1, 2]), {"target": grid([0, 0])}),
    ),
    "mse": (
        LossCase("mean over all four elements: 18/4, 2e/4", A, 4.5, times(0.5, E), {"target": T}),
        LossCase("Σe², 2e", A, 18, times(2, E), {"target": T}, {"reduction": "sum"}),
        LossCase(
            "2e/2 per sample, 1/N at the parameters",
            A,
            4.5,
            E,
            {"target": T},
            {"reduction": "mean_at_parameters"},
            share=0.5,
        ),
    ),
    "cross_entropy": (
        *reduced("classes: log 4/3 + log 4; p − t", LOGITS, [1, 0], log(16 / 3), [[0.25, -0.25], [-0.75, 0.75]]),
        *reduced(
            "rows: ½ log 4 + ½ log 4/3, twice",
            LOGITS,
            [[0.5, 0.5], [0.5, 0.5]],
            log(16 / 3),
            [[-0.25, 0.25], [-0.25, 0.25]],
        ),
        LossCase(
            "a row with Σt = 3: log 4 + 2 log 4/3, 3p − t",
            [[0, log(3)]],
            log(64 / 9),
            [[-0.25, 0.25]],
            {"target": [[1, 2]]},
        ),
    ),
    "binary_cross_entropy": (
        *reduced("(p − t)/(p(1 − p))", P, Q, log(64 / 3), [[-4, 2], [-2, -4 / 3]]),
        LossCase("a soft target: log 2 whatever t is", [[0.5]], log(2), [[1]], {"target": [[0.25]]}),
    ),
}

KINKS: LossCases = {
    "upstream": (
        LossCase("a gradient of 0 asks for nothing", A, 0, [[0, 0], [0, 0]], {"gradient": [[0, 0], [0, 0]]}),
        LossCase("0 · ∞ is NaN", [[INF]], nan, [[0]], {"gradient": [[0]]}),
    ),
    "squared_error": (
        LossCase("met exactly", A, 0, [[0, 0], [0, 0]], {"target": A}),
        LossCase("e² overflows, e does not", [[1e200]], inf, [[1e200]], {"target": [[0]]}),
    ),
    "mse": (
        LossCase("met exactly", A, 0, [[0, 0], [0, 0]], {"target": A}),
        LossCase("e² overflows, e does not", [[1e200]], inf, [[2e200]], {"target": [[0]]}),
    ),
    "cross_entropy": (
        LossCase("one class: p = 1, L = 0", [[7], [-7]], 0, [[0], [0]], {"target": [0, 0]}),
        LossCase("sure and right", [[1000, 0]], 0, [[0, 0]], {"target": [0]}),
        LossCase("sure and wrong: −log e⁻¹⁰⁰⁰, not ∞", [[1000, 0]], 1000, [[1, -1]], {"target": [1]}),
        LossCase("−∞ is probability 0: right where nobody asks for it", [[0, -INF]], 0, [[0, 0]], {"target": [0]}),
        LossCase("−∞ is probability 0: ∞ where it is the class", [[0, -INF]], inf, [[1, -1]], {"target": [1]}),
        LossCase("logits as far apart as float64 allows", [[1e308, -1e308]], inf, [[1, -1]], {"target": [1]}),
        LossCase("a row of zeros asks for nothing", [[3, 5]], 0, [[0, 0]], {"target": [[0, 0]]}),
    ),
    "binary_cross_entropy": (
        LossCase("met exactly at 0 and 1", [[0, 1]], 0, [[0, 0]], {"target": [[0, 1]]}),
        LossCase(
            "wrong at 0 and 1: PyTorch clamps the logarithm to −100 and p(1 − p) to 10⁻¹²",
            [[0, 1]],
            200,
            [[-1e12, 1e12]],
            {"target": [[1, 0]]},
        ),
        LossCase("log 10⁻⁵⁰ = −115 is clamped too", [[1e-50]], 100, [[-1e12]], {"target": [[1]]}),
        LossCase("log 10⁻⁴⁰ = −92 is not", [[1e-40]], 40 * log(10), [[-1e12]], {"target": [[1]]}),
    ),
}

CLASSES = {"type": "cross_entropy", "target": [0, 1]}


def _target_like_the_output(kind: str, field: str = "target") -> tuple[Refused, ...]:
    return (
        Refused({"type": kind}, f"/loss/{field}", [field], (2, 4)),
        Refused(
            {"type": kind, field: zeros(2, 3)}, f"/loss/{field}", ["shape 2×4", "received 2×3", "8 numbers"], (2, 4)
        ),
        Refused({"type": kind, field: zeros(2, 4, 1, 1)}, f"/loss/{field}", ["received 2×4×1×1"], (2, 4)),
        Refused({"type": kind, field: [[1, nan, 0, 0], [0, 0, 0, 0]]}, f"/loss/{field}/0/1", ["NaN"], (2, 4)),
        Refused({"type": kind, field: [[1, 2], [3]]}, f"/loss/{field}/1", ["expected 2", "received 1"], (2, 2)),
    )


def _reduction(kind: str, target: Any) -> Refused:
    return Refused(
        {"type": kind, "target": target, "reduction": "batchmean"},
        "/loss/reduction",
        ['"mean_at_parameters"', 'received "batchmean"'],
        (2, 4),
    )


REFUSED: Refusals = {
    "upstream": (
        *_target_like_the_output("upstream", "gradient"),
        Refused(
            {"type": "upstream", "gradient": zeros(2, 4), "reduction": "sum"}, "/loss/reduction", ["reduction"], (2, 4)
        ),
    ),
    "squared_error": (*_target_like_the_output("squared_error"), _reduction("squared_error", zeros(2, 4))),
    "mse": (*_target_like_the_output("mse"), _reduction("mse", zeros(2, 4))),
    "cross_entropy": (
        _reduction("cross_entropy", [0, 1]),
        Refused(CLASSES, "/loss", ["(N, K)", "2×4×1×1", "flatten and linear"], (2, 4, 1, 1)),
        Refused({**CLASSES, "target": [0]}, "/loss/target", ["2 classes", "2×4", "received 1"], (2, 4)),
        Refused({**CLASSES, "target": zeros(2, 3)}, "/loss/target", ["2×4", "received 2×3"], (2, 4)),
        Refused({**CLASSES, "target": zeros(4, 2)}, "/loss/target", ["2×4", "received 4×2"], (2, 4)),
        Refused({**CLASSES, "target": [0, 4]}, "/loss/target/1", ["from 0 to 3", "received 4"], (2, 4)),
        Refused({**CLASSES, "target": [-1, 0]}, "/loss/target/0", ["from 0 to 3", "received -1"], (2, 4)),
        Refused({**CLASSES, "target": [0, 1.5]}, "/loss/target/1", ["from 0 to 3", "received 1.5"], (2, 4)),
        Refused({**CLASSES, "target": [0, 1]}, "/loss/target/1", ["from 0 to 0", "received 1"], (2, 1)),
        Refused(
            {**CLASSES, "target": {"shape": [9], "fill": "arange"}},
            "/loss/target/4",
            ["from 0 to 3", "received 4"],
            (9, 4),
        ),
        Refused({**CLASSES, "target": ["cat", 0]}, "/loss/target/0", ['received "cat"'], (2, 4)),
        Refused({**CLASSES, "target": [True, 0]}, "/loss/target/0", ["received true"], (2, 4)),
        Refused({**CLASSES, "label_smoothing": 0.1}, "/loss/label_smoothing", ["label_smoothing"], (2, 4)),
    ),
    "binary_cross_entropy": (
        *_target_like_the_output("binary_cross_entropy"),
        _reduction("binary_cross_entropy", zeros(2, 4)),
    ),
}
