"""The closed list of functions that a `map` cell may apply to its terms."""

from collections.abc import Callable, Mapping, Sequence
from math import copysign, cosh, exp, inf, isnan, log, nan, tanh
from typing import Any

from app.explain.terms import Function

Parameters = Mapping[str, Any]


def step(arguments: Sequence[float], _parameters: Parameters) -> float:
    """1 where the argument is above 0 (or NaN, which passes on), else 0."""
    (z,) = arguments
    return 0.0 if z <= 0 else 1.0


def leaky_step(arguments: Sequence[float], parameters: Parameters) -> float:
    """1 where the argument is above 0, else `negative_slope`."""
    (z,) = arguments
    return 1.0 if z > 0 else float(parameters["negative_slope"])


def sign(arguments: Sequence[float], _parameters: Parameters) -> float:
    """−1, 0 or 1."""
    (z,) = arguments
    return z if z == 0 or isnan(z) else copysign(1.0, z)


def equals(arguments: Sequence[float], parameters: Parameters) -> float:
    """1 where the argument is `value`, else 0."""
    (z,) = arguments
    return float(z == parameters["value"])


def exponential(arguments: Sequence[float], _parameters: Parameters) -> float:
    """e to the argument."""
    (z,) = arguments
    return inf if z > 709.782712893384 else exp(z)


def logarithm(arguments: Sequence[float], parameters: Parameters) -> float:
    """The natural logarithm, not below `at_least` where that is given."""
    (z,) = arguments
    value = nan if isnan(z) or z < 0 else -inf if z == 0 else log(z)
    return max(value, float(parameters["at_least"])) if "at_least" in parameters else value


def reciprocal(arguments: Sequence[float], parameters: Parameters) -> float:
    """1 over the argument, which counts as `at_least` where that is given and larger."""
    (z,) = arguments
    divisor = max(z, float(parameters["at_least"])) if "at_least" in parameters else z
    return 1 / divisor if divisor else copysign(inf, divisor)


def sigmoid(arguments: Sequence[float], _parameters: Parameters) -> float:
    """1 / (1 + e to the minus argument)."""
    (z,) = arguments
    small = exp(-abs(z))
    return (1.0 if z >= 0 else small) / (1 + small)


def sigmoid_derivative(arguments: Sequence[float], _parameters: Parameters) -> float:
    """The slope of sigmoid at the argument."""
    (z,) = arguments
    small = exp(-abs(z))
    return small / (1 + small) ** 2


def scaled_tanh(arguments: Sequence[float], parameters: Parameters) -> float:
    """`amplitude` · tanh(`slope` · argument)."""
    (z,) = arguments
    return float(parameters["amplitude"]) * tanh(parameters["slope"] * z)


def scaled_tanh_derivative(arguments: Sequence[float], parameters: Parameters) -> float:
    """The slope of scaled_tanh at the argument."""
    (z,) = arguments
    inside = abs(parameters["slope"] * z)
    return 0.0 if inside > 350 else float(parameters["amplitude"]) / cosh(inside) ** 2 * float(parameters["slope"])


def share_of_max(arguments: Sequence[float], parameters: Parameters) -> float:
    """The share that `place` has in the maximum of the arguments, under the tie rule `ties`.

    Only the arguments listed in `real` compete (padding does not); the last NaN wins over every number.
    """
    place, real = parameters["place"], parameters["real"]
    nans = [k for k in real if isnan(arguments[k])]
    if nans:
        return float(place == nans[-1])
    highest = max((arguments[k] for k in real), default=None)
    winners = [k for k in real if arguments[k] == highest]
    if place not in winners:
        return 0.0
    if parameters["ties"] == "first":
        return float(place == winners[0])
    return 1.0 / len(winners) if parameters["ties"] == "split" else 1.0


FUNCTIONS: Mapping[str, Callable[[Sequence[float], Parameters], float]] = {
    "step": step,
    "leaky_step": leaky_step,
    "sign": sign,
    "equals": equals,
    "exp": exponential,
    "log": logarithm,
    "reciprocal": reciprocal,
    "sigmoid": sigmoid,
    "sigmoid_derivative": sigmoid_derivative,
    "tanh": scaled_tanh,
    "tanh_derivative": scaled_tanh_derivative,
    "share_of_max": share_of_max,
}


def evaluate(function: Function, arguments: Sequence[float]) -> float:
    """function(arguments)."""
    return FUNCTIONS[function.name](arguments, function.parameters)
