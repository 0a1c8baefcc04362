"""A cell's value as one line of Python: `1*0.5 + 2*3 + (-1)*(-2)`; functions are those of the module math."""

from collections.abc import Callable, Mapping, Sequence
from math import isfinite, isnan
from typing import Any

from app.explain.code.literals import number
from app.explain.terms import Explanation, Function, Part

MOST_TERMS = 2000
Write = Callable[[float], str]


def expression(explanation: Explanation) -> str | None:
    """The line, or None where it would be too long to read; its value is the cell's within 1e-12 · Σ|terms|."""
    rule, dtype = explanation.rule_, explanation.dtype
    if rule.count > MOST_TERMS:
        return None

    def written(value: float) -> str:
        return number(value, dtype, "math")

    parts = [rule.part(k) for k in range(rule.count)]
    if rule.kind == "given":
        return written(explanation.value)
    if rule.function is not None:
        return _function(rule.function, parts, written)
    terms = [_product(part, written, alone=rule.count == 1) for part in parts]
    if rule.kind == "sum":
        return " + ".join(terms) or "0"
    assert rule.chosen is not None
    # Python's max needs two numbers, and does not let NaN win.
    if rule.count == 1 or isnan(parts[rule.chosen].value):
        return terms[rule.chosen]
    return f"max({', '.join(map(_bare, terms))})"


def _product(part: Part, written: Write, *, alone: bool = False) -> str:
    if part.silent and not all(isfinite(factor.value) for factor in part.factors):
        return "0"  # nothing, even times infinity
    factors = [written(factor.value) for factor in part.factors]
    if len(factors) == 1 and alone:
        return factors[0]
    return "*".join(f"({factor})" if factor.startswith("-") else factor for factor in factors)


def _bare(term: str) -> str:
    """A negative number without its brackets, where a function's own are around it."""
    return term[1:-1] if term.startswith("(") and term.endswith(")") and term.count("(") == 1 else term


def _function(function: Function, parts: Sequence[Part], written: Write) -> str:
    if function.name == "share_of_max":
        return _share(function.parameters, parts, written)
    (part,) = parts
    return SCALAR[function.name](part.value, _product(part, written), function.parameters, written)


def _sigmoid(value: float, z: str, _: Mapping[str, Any], __: Write) -> str:
    """Written with the power that does not overflow."""
    return f"1/(1 + math.exp(-{z}))" if not value < 0 else f"math.exp({_bare(z)})/(1 + math.exp({_bare(z)}))"


def _sigmoid_derivative(value: float, z: str, _: Mapping[str, Any], __: Write) -> str:
    power = f"math.exp(-{z})" if value >= 0 else f"math.exp({_bare(z)})"
    return f"{power}/(1 + {power})**2"


def _tanh(_: float, z: str, parameters: Mapping[str, Any], written: Write) -> str:
    return f"{written(parameters['amplitude'])}*math.tanh({written(parameters['slope'])}*{z})"


def _tanh_derivative(value: float, z: str, parameters: Mapping[str, Any], written: Write) -> str:
    amplitude, slope = parameters["amplitude"], parameters["slope"]
    if abs(slope * value) > 350:
        return "0"
    return f"{written(amplitude)}*{written(slope)}/math.cosh({written(slope)}*{z})**2"


def _exp(value: float, z: str, _: Mapping[str, Any], __: Write) -> str:
    return "math.inf" if value > 709.78 else f"math.exp({_bare(z)})"


def _log(value: float, z: str, parameters: Mapping[str, Any], written: Write) -> str:
    least = parameters.get("at_least")
    if isnan(value) or value < 0:
        return "math.nan"
    if value == 0:
        return "-math.inf" if least is None else written(least)
    return f"math.log({_bare(z)})" if least is None else f"max(math.log({_bare(z)}), {written(least)})"


def _reciprocal(value: float, z: str, parameters: Mapping[str, Any], written: Write) -> str:
    least = parameters.get("at_least")
    if least is not None:
        return f"1/max({_bare(z)}, {written(least)})"
    return f"1/{z}" if value else "math.inf"


def _sign(value: float, z: str, _: Mapping[str, Any], __: Write) -> str:
    return f"({z} > 0) - ({z} < 0)" if not isnan(value) else "math.nan"


def _step(_: float, z: str, __: Mapping[str, Any], ___: Write) -> str:
    return f"0 if {z} <= 0 else 1"


def _leaky_step(_: float, z: str, parameters: Mapping[str, Any], written: Write) -> str:
    return f"1 if {z} > 0 else {written(parameters['negative_slope'])}"


def _equals(_: float, z: str, parameters: Mapping[str, Any], written: Write) -> str:
    return f"1 if {z} == {written(parameters['value'])} else 0"


SCALAR: Mapping[str, Callable[[float, str, Mapping[str, Any], Write], str]] = {
    "step": _step,
    "leaky_step": _leaky_step,
    "sign": _sign,
    "equals": _equals,
    "exp": _exp,
    "log": _log,
    "reciprocal": _reciprocal,
    "sigmoid": _sigmoid,
    "sigmoid_derivative": _sigmoid_derivative,
    "tanh": _tanh,
    "tanh_derivative": _tanh_derivative,
}


def _share(parameters: Mapping[str, Any], parts: Sequence[Part], written: Write) -> str:
    """The share of one place among the real cells of its window."""
    place, real = parameters["place"], list(parameters["real"])
    nans = [k for k in real if isnan(parts[k].value)]
    if nans or place not in real:
        return "1" if nans and place == nans[-1] else "0"
    window = f"[{', '.join(written(parts[k].value) for k in real)}]"
    own = written(parts[place].value)
    if parameters["ties"] == "first":
        return f"1 if {window}.index(max({window})) == {real.index(place)} else 0"
    share = f"1/{window}.count({own})" if parameters["ties"] == "split" else "1"
    return f"{share} if {own} == max({window}) else 0"
