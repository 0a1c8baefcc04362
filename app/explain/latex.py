"""An explanation as one equation: in symbols, and in numbers."""

from dataclasses import dataclass
from math import isinf, isnan

from app.explain.symbols import Symbols
from app.explain.terms import Explanation, Factor, Latex, Part

SHOWN = 24


@dataclass(frozen=True, slots=True)
class Equation:
    """An explanation in LaTeX, still in pieces: each part is the list of its factors.

    `function` is what a maximum or a map applies to its parts; a sum has none, and a given cell has no parts either.
    """

    left: str
    function: str | None
    symbolic: list[list[str]]
    numeric: list[list[str]]
    value: str
    given: bool

    def right(self, terms: list[str]) -> str:
        """The written parts, added up or between the brackets of the function."""
        if self.function is not None:
            return f"{self.function}({', '.join(terms)})"
        return " + ".join(terms).replace("+ -", "- ") if terms else "0"


def equation(explanation: Explanation, symbols: Symbols, shown: int | None = None) -> Equation:
    """The equation with all parts, or with the middle ones replaced by one `⋯` beyond `shown`."""
    rule = explanation.rule_
    cut = shown is not None and rule.count > shown
    positions = [*range(shown - 1), rule.count - 1] if shown is not None and cut else list(range(rule.count))
    parts = [rule.part(k) for k in positions]
    symbolic = [[factor.symbol for factor in part.factors] for part in parts]
    numeric = [_multiplied(part, alone=rule.kind != "sum") for part in parts]
    if cut:
        symbolic.insert(-1, [r"\cdots"])
        numeric.insert(-1, [r"\cdots"])
    name = operator(rule.function.name) if rule.function is not None else r"\max" if rule.kind == "max" else None
    left, value = symbols.cell(explanation.cell), number(explanation.value)
    return Equation(left, name, symbolic, numeric, value, rule.kind == "given")


def write(explanation: Explanation, symbols: Symbols) -> Latex:
    """`cell = terms` and `cell = numbers = value`; beyond 24 terms the middle is `⋯`."""
    made = equation(explanation, symbols, SHOWN)
    if made.given:
        return Latex(made.left, f"{made.left} = {made.value}")
    symbolic = made.right([product(part) for part in made.symbolic])
    numeric = made.right([multiplied(part) for part in made.numeric])
    return Latex(f"{made.left} = {symbolic}", f"{made.left} = {numeric} = {made.value}")


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


def product(symbols: list[str]) -> str:
    """Symbols side by side."""
    return r"\, ".join(symbols)


def multiplied(numbers: list[str]) -> str:
    """Numbers with a dot between them."""
    return r" \cdot ".join(numbers)


def _multiplied(part: Part, *, alone: bool) -> list[str]:
    """The factors' numbers; a single one that stands alone, between commas, needs no brackets."""
    if alone and len(part.factors) == 1:
        return [number(part.factors[0].value)]
    return [_bracketed(factor) for factor in part.factors]


def _bracketed(factor: Factor) -> str:
    text = number(factor.value)
    return f"({text})" if text.startswith("-") or "cdot" in text else text
