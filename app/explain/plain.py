r"""LaTeX equations as plain text: `\frac{\partial L}{\partial w_{22}}` is ∂L/∂w₂₂; a thin space multiplies."""

import re
from collections.abc import Iterator

_TOKEN = re.compile(r"\\[A-Za-z]+\s*|\\.|.", re.DOTALL)
_LOOSE = re.compile(r" ?· ?|(?<=[a-z]) \(")
_SUPERSCRIPTS = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
_SUBSCRIPTS = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
_SMALL = re.compile(r"[0-9+\-(),↑]*")
_WORDS = {
    ",": "·",
    "alpha": "α",
    "beta": "β",
    "cdot": "·",
    "cdots": "⋯",
    "circlearrowleft": "↺",
    "delta": "δ",
    "epsilon": "ϵ",
    "eta": "η",
    "infty": "∞",
    "lambda": "λ",
    "mu": "μ",
    "partial": "∂",
    "Sigma": "Σ",
    "sigma": "σ",
    "sum": "Σ",
    "uparrow": "↑",
    "varepsilon": "ε",
}
_SILENT = {"left", "quad", "right", "textstyle"}
_OPEN = {"mathrm", "operatorname", "text"}
_ACCENTS = {"hat": "\N{COMBINING CIRCUMFLEX ACCENT}", "bar": "\N{COMBINING MACRON}"}


def plain(latex: str) -> str:
    """The text of an equation; commands that it does not know become their names."""
    text = _sequence(iter(_TOKEN.findall(latex)))
    return _LOOSE.sub(lambda found: found[0].strip(), text)


def _sequence(tokens: Iterator[str]) -> str:
    """Everything up to the closing brace or the end."""
    text = ""
    for token in tokens:
        if token == "}":
            break
        text += _one(token, tokens)
    return text


def _one(token: str, tokens: Iterator[str]) -> str:
    if token == "{":
        return _sequence(tokens)
    if token == "^":
        return _raised(_argument(tokens))
    if token == "_":
        return _lowered(_argument(tokens))
    if not token.startswith("\\"):
        return token
    word = token[1:].rstrip() or " "
    if word in ("frac", "tfrac"):
        return f"{_grouped(_argument(tokens))}/{_grouped(_argument(tokens))}"
    if word in _ACCENTS:
        inside = _argument(tokens)
        return inside[:1] + _ACCENTS[word] + inside[1:]
    if word == "overset":
        return _argument(tokens) + _argument(tokens)
    if word in _OPEN:
        return _argument(tokens)
    if word in _SILENT:
        return ""
    return _WORDS.get(word) or (f"{word} " if word.isalpha() else word)


def _argument(tokens: Iterator[str]) -> str:
    """The next group or, without braces, the next character."""
    token = next(tokens, "")
    return _one(token, tokens) if token else ""


def _grouped(text: str) -> str:
    return f"({text})" if " " in text else text


def _raised(text: str) -> str:
    return text.translate(_SUPERSCRIPTS) if _SMALL.fullmatch(text) else f"^{_grouped(text)}"


def _lowered(text: str) -> str:
    return text.translate(_SUBSCRIPTS) if _SMALL.fullmatch(text) else f"_{_grouped(text)}"
