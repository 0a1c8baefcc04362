"""Elementwise functions: y = f(x), dx = dy ∘ f′(x)."""

from math import exp, log

from tests.engine.tables.case import INF, NAN, Case, Cases, Refusals, Refused

SAMPLES: Cases = {
    "relu": (Case("max(x, 0)", x=[[-1, 2]], y=[[0, 2]], dy=[[5, 7]], dx=[[0, 7]]),),
    "leaky_relu": (
        Case("0.01x below 0", x=[[-100, 2]], y=[[-1, 2]], dy=[[100, 7]], dx=[[1, 7]]),
        Case(
            "½x below 0",
            options={"negative_slope": 0.5},
            x=[[-2, 2]],
            y=[[-1, 2]],
            dy=[[4, 6]],
            dx=[[2, 6]],
        ),
    ),
    "sigmoid": (
        Case(
            "σ(ln 3) = 3/4, σ′ = a(1 − a) = 3/16",
            x=[[0, log(3), -log(3)]],
            y=[[0.5, 0.75, 0.25]],
            dy=[[4, 16, 16]],
            dx=[[1, 3, 3]],
        ),
    ),
    "tanh": (
        Case(
            "tanh(ln 2) = 3/5, tanh′ = 1 − a² = 16/25",
            x=[[0, log(2), -log(2)]],
            y=[[0, 0.6, -0.6]],
            dy=[[1, 25, 25]],
            dx=[[1, 16, 16]],
        ),
        Case(
            "A tanh(S x) with A = 2, S = ½: f′ = A S (1 − tanh²)",
            options={"amplitude": 2, "slope": 0.5},
            x=[[0, 2 * log(2)]],
            y=[[0, 1.2]],
            dy=[[1, 25]],
            dx=[[1, 16]],
        ),
    ),
    "identity": (Case("y = x", x=[[-1, 2]], y=[[-1, 2]], dy=[[5, 7]], dx=[[5, 7]]),),
}

KINKS: Cases = {
    "relu": (
        Case(
            "f′(0) = 0 on both zeros; the smallest number is above 0; NaN passes on (PyTorch)",
            x=[[-0.0, 0.0, 5e-324, -5e-324, NAN, INF, -INF]],
            y=[[0, 0, 5e-324, 0, NAN, INF, 0]],
            dy=[[1, 2, 3, 4, 5, 6, 7]],
            dx=[[0, 0, 3, 0, 5, 6, 0]],
        ),
        Case("an infinite gradient stops at 0", x=[[-1, 0, 1]], y=[[0, 0, 1]], dy=[[INF, INF, INF]], dx=[[0, 0, INF]]),
    ),
    "leaky_relu": (
        Case(
            "f′(0) is the negative slope; NaN gets it too (PyTorch: x > 0, else the slope)",
            options={"negative_slope": 0.25},
            x=[[-0.0, 0.0, 5e-324, NAN, INF, -INF]],
            y=[[0, 0, 5e-324, NAN, INF, -INF]],
            dy=[[4, 8, 3, 4, 6, 4]],
            dx=[[1, 2, 3, 1, 6, 1]],
        ),
        Case(
            "a slope of −1 is |x|, with f′(0) = −1",
            options={"negative_slope": -1},
            x=[[-3, 0, 3]],
            y=[[3, 0, 3]],
            dy=[[1, 2, 4]],
            dx=[[-1, -2, 4]],
        ),
    ),
    "sigmoid": (
        Case(
            "saturated at ±800: exactly 1 and 0, no overflow, slope 0",
            x=[[800, -800, INF, -INF]],
            y=[[1, 0, 1, 0]],
            dy=[[1e300, 1e300, INF, INF]],
            dx=[[0, 0, 0, 0]],
        ),
        Case(
            "at ±40 the slope is e⁻⁴⁰, where a(1 − a) would already be 0",
            x=[[40, -40, NAN]],
            y=[[1, exp(-40), NAN]],
            dy=[[1, 1, 1]],
            dx=[[exp(-40), exp(-40), NAN]],
        ),
    ),
    "tanh": (
        Case(
            "saturated at ±400: exactly ±A, slope 0",
            options={"amplitude": 1.7159, "slope": 2 / 3},
            x=[[600, -600, INF, -INF]],
            y=[[1.7159, -1.7159, 1.7159, -1.7159]],
            dy=[[1e300, 1e300, INF, INF]],
            dx=[[0, 0, 0, 0]],
        ),
        Case(
            "at ±20 the slope is 4e⁻⁴⁰, where 1 − a² would already be 0",
            x=[[20, -20, NAN, 400, -400]],
            y=[[1, -1, NAN, 1, -1]],
            dy=[[1, 1, 1, 1, 1]],
            dx=[[4 * exp(-40), 4 * exp(-40), NAN, 0, 0]],
        ),
        Case(
            "an amplitude of 0 is flat",
            options={"amplitude": 0, "slope": 3},
            x=[[0, 5, -5]],
            y=[[0, 0, 0]],
            dy=[[1, 1, 1]],
            dx=[[0, 0, 0]],
        ),
    ),
    "identity": (
        Case(
            "everything passes",
            x=[[-0.0, NAN, INF, -INF]],
            y=[[-0.0, NAN, INF, -INF]],
            dy=[[1, 2, INF, NAN]],
            dx=[[1, 2, INF, NAN]],
        ),
    ),
}


def _number(kind: str, field: str) -> tuple[Refused, ...]:
    """What an option that must be a finite number does not take."""
    place = f"/layers/0/{field}"
    return (
        Refused({"type": kind, field: NAN}, place, [field, "NaN"]),
        Refused({"type": kind, field: INF}, place, [field, "received"]),
        Refused({"type": kind, field: "0.1"}, place, [field, 'received "0.1"']),
        Refused({"type": kind, field: True}, place, [field, "received true"]),
        Refused({"type": kind, field: None}, place, [field, "received null"]),
    )


REFUSED: Refusals = {
    "relu": (Refused({"type": "relu", "negative_slope": 0.1}, "/layers/0/negative_slope", ["negative_slope"]),),
    "leaky_relu": (
        *_number("leaky_relu", "negative_slope"),
        Refused({"type": "leaky_relu", "slope": 0.1}, "/layers/0/slope", ['"slope" is not', "negative_slope"]),
    ),
    "sigmoid": (Refused({"type": "sigmoid", "slope": 1}, "/layers/0/slope", ["slope"]),),
    "tanh": (*_number("tanh", "amplitude"), *_number("tanh", "slope")),
    "identity": (Refused({"type": "identity", "weight": [1]}, "/layers/0/weight", ["weight"]),),
}
