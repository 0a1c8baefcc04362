"""An explanation as one equation: in symbols, and in numbers."""

from collections.abc import Iterable
from math import isinf, isnan

from app.explain.symbols import Symbols
from app.explain.terms import Explanation, Factor, Latex, Part

SHOWN = 24


def write(explanation: Explanation, symbols: Symbols) -> Latex:
    """`cell = terms` and `cell = numbers = value`; beyond 24 terms the middle is `⋯`."""
    left = symbols.cell(explanation.cell)
    value = number(explanation.value)
    rule = explanation.rule_
    if rule.kind == "given":
        return Latex(left, f"{left} = {value}")
    cut = rule.count > SHOWN
    parts = [rule.part(k) for k in range(SHOWN - 1 if cut else rule.count)]
    last = [rule.part(rule.count - 1)] if cut else []
    symbolic = [_product([f.symbol for f in part.factors]) for part in parts]
    numeric = [_multiplied(part) for part in parts]
    if cut:
        symbolic += [r"\cdots", _product([f.symbol for f in last[0].factors])]
        numeric += [r"\cdots", _multiplied(last[0])]
    if rule.kind == "sum":
        return Latex(f"{left} = {_sum(symbolic)}", f"{left} = {_sum(numeric)} = {value}")
    name = r"\max" if rule.kind == "max" or rule.function is None else operator(rule.function.name)
    return Latex(rf"{left} = {name}({', '.join(symbolic)})", rf"{left} = {name}({', '.join(numeric)}) = {value}")


def operator(name: str) -> str:
    r"""`share_of_max` as `\operatorname{share\ of\ max}`."""
    return rf"\operatorname{{{name.replace('_', chr(92) + ' ')}}}"


def number(value: float) -> str:
    """A number for an equation: at most 6 significant digits, powers of ten written out."""
    if isnan(value):
        return r"\mathrm{NaN}"
    if isinf(value):
        return r"\infty" if value > 0 else r"-\infty"
    text = f"{value:.6g}"
    if text == "-0":
        return "0"
    mantissa, _, exponent = text.partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa


def _product(symbols: Iterable[str]) -> str:
    return r"\, ".join(symbols)


def _multiplied(part: Part) -> str:
    return r" \cdot ".join(_bracketed(factor) for factor in part.factors)


def _bracketed(factor: Factor) -> str:
    text = number(factor.value)
    return f"({text})" if text.startswith("-") or "cdot" in text else text


def _sum(terms: list[str]) -> str:
    return " + ".join(terms) if terms else "0"
