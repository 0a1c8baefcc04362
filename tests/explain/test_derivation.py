"""Whole derivations: every cell with all its terms, in documents that compile."""

import math
import random
import re
from dataclasses import replace

import numpy as np
import pytest

from app.engine.trace import Trace, compute
from app.explain import NOTATIONS, methods
from app.explain.derivation import Limits, derivation
from app.explain.errors import DerivationTooLong, MethodNotOffered, UnknownNotation, UnknownTensor
from app.explain.forms import FORMS
from app.explain.plain import plain
from tests.networks import document
from tests.small import conv_document, layer_document

# (LaTeX, text)
PLAIN = [
    (r"\frac{\partial L}{\partial w_{22}}", "∂L/∂w₂₂"),
    (r"\frac{\partial L}{\partial z^{(2)}_{1,14}}\, w^{(1)}_{1,2,33}", "∂L/∂z⁽²⁾₁,₁₄·w⁽¹⁾₁,₂,₃₃"),
    (r"\hat{x^{(0)}}_{11}", "x̂⁽⁰⁾₁₁"),
    (r"\bar{w}_{11}", "w̄₁₁"),
    (r"\overset{\circlearrowleft}{w}_{12}", "↺w₁₂"),
    (r"\delta^{\uparrow}_{5,14} - \delta^{+}_{11}", "δ↑₅,₁₄ - δ⁺₁₁"),
    (r"\tfrac12 \lambda_2\, p\, p", "1/2 λ₂·p·p"),
    (r"2 \cdot (-3) + 1.5 \cdot 10^{-7}", "2·(-3) + 1.5·10⁻⁷"),
    (r"\max(1, -\infty, \mathrm{NaN})", "max(1, -∞, NaN)"),
    (r"\operatorname{share\ of\ max}(x_{11})", "share of max(x₁₁)"),
    (r"\log p_{1}\, \log(1-p_{2})", "log p₁·log(1-p₂)"),
    (r"{w_{12}}^{\mathrm{next}}", "w₁₂^next"),
    (r"\left(-\tfrac{S}{A}\right)\, a", "(-S/A)·a"),
    (r"f'(x_{11})", "f'(x₁₁)"),
    (r"\frac{a + b}{c}", "(a + b)/c"),
]


@pytest.mark.parametrize(("latex", "text"), PLAIN)
def test_symbols_as_text(latex: str, text: str) -> None:
    assert plain(latex) == text


def first_article() -> Trace:
    upstream = [[1, 2, -1, 0], [3, -2, 1, 4], [0, 5, -3, 2], [-1, 1, 2, -2]]
    x, w = [[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[1, -2], [3, 0.5]]
    return compute(conv_document(x, w, bias=0.25, upstream=upstream, padding=1))


def test_the_first_article_s_input_gradient_as_text() -> None:
    written = derivation(first_article(), "input.grad", "text", "rot180")
    assert written.startswith("input.grad\n==========\n\nShape: 1 × 1 × 3 × 3. Method: rot180.")
    assert (
        "input.grad[0,0,1,1]\n"
        "∂L/∂x₂₂ = ∂L/∂z₂₂·w₂₂ + ∂L/∂z₂₃·w₂₁ + ∂L/∂z₃₂·w₁₂ + ∂L/∂z₃₃·w₁₁\n"
        "        = (-2)·0.5 + 1·3 + 5·(-2) + (-3)·1\n"
        "        = -11\n"
    ) in written
    assert written.count("\ninput.grad[") == 9


def test_long_sums_go_on_in_the_next_line() -> None:
    written = derivation(first_article(), "conv1.weight.grad", "text")
    block = written.split("conv1.weight.grad[0,0,1,1]\n")[1].splitlines()
    assert block[0] == "∂L/∂w₂₂ = ∂L/∂z₁₁·x₁₁ + ∂L/∂z₁₂·x₁₂ + ∂L/∂z₁₃·x₁₃ + ∂L/∂z₁₄·0"
    assert block[1] == "          + ∂L/∂z₂₁·x₂₁ + ∂L/∂z₂₂·x₂₂ + ∂L/∂z₂₃·x₂₃ + ∂L/∂z₂₄·0"
    assert block[-1] == "        = 23"
    assert max(map(len, written.splitlines())) < 100


def test_markdown_and_latex_say_the_same_equations() -> None:
    trace = first_article()
    markdown, latex = (derivation(trace, "conv1.bias.grad", form) for form in ("markdown", "latex"))
    rows = r"\frac{\partial L}{\partial b} &= \frac{\partial L}{\partial z_{11}} + \frac{\partial L}{\partial z_{12}}"
    assert rows in markdown and rows in latex
    assert markdown.startswith("# `conv1.bias.grad`\n") and markdown.count("\n$$\n") == 2
    assert r"\paragraph{\texttt{conv1.bias.grad[0]}}" in latex


def test_given_numbers_copies_maxima_and_empty_sums() -> None:
    trace = first_article()
    assert "w₁₂ = -2\n" in derivation(trace, "conv1.weight", "text")
    assert "x̂₁₁ = 0\n" in derivation(trace, "conv1.padded", "text")
    assert "x̂₂₂ = x₁₁\n    = 1\n" in derivation(trace, "conv1.padded", "text")
    relu = compute(layer_document("relu", [[2.0, -1.0]], [[3.0, 4.0]]))
    assert "a₁ = max(x₁, 0)\n   = max(2, 0)\n   = 2\n" in derivation(relu, "layer1.output", "text")
    unread = compute(conv_document(np.ones((1, 3)), [[2.0]], upstream=[[1.0, 1.0]], stride=2))
    assert "∂L/∂x₁₂ = 0\n" in derivation(unread, "input.grad", "text")


def well_formed(latex: str) -> None:
    """Nothing that a compiler would stop at: ASCII, balanced braces and environments, no bare special character."""
    assert latex.isascii()
    without = re.sub(r"\\[A-Za-z]+|\\.", " ", latex)
    depth = np.cumsum([{"{": 1, "}": -1}.get(letter, 0) for letter in without])
    assert depth.min() >= 0 and depth[-1] == 0
    opened: list[str] = []
    for kind, name in re.findall(r"\\(begin|end)\{([a-z]+\*?)\}", latex):
        if kind == "begin":
            opened.append(name)
        else:
            assert opened.pop() == name
    assert not opened
    texts = re.sub(r"\\begin\{align\*\}.*?\\end\{align\*\}", "", latex, flags=re.DOTALL)
    assert not re.search(r"(?<!\\)[_^&#%]", texts)
    for equations in re.findall(r"\\begin\{align\*\}\n(.*?)\n\\end\{align\*\}", latex, re.DOTALL):
        rows = equations.split(" \\\\\n")
        assert all(row.count("&") == 1 and "\n" not in row for row in rows)
        assert r"\\" not in rows[-1]
        assert not re.search(r"\^\{[^{}]*\}\s*\^", equations)  # two superscripts


@pytest.mark.parametrize("notation", NOTATIONS)
def test_every_small_tensor_of_random_networks_can_be_handed_in(notation: str) -> None:
    limits = Limits(cells=30, terms=800)
    written = 0
    for seed in range(12):
        trace = compute(document(random.Random(seed), largest=3))
        for tensor, info in trace.tensors.items():
            for method in methods(trace, tensor):
                for form in FORMS:
                    try:
                        text = derivation(trace, tensor, form, method, notation=notation, limits=limits)
                    except DerivationTooLong:
                        continue
                    written += 1
                    assert text.replace(r"\_", "_").count(f"{tensor}[") == math.prod(info.shape)
                    if form == "latex":
                        well_formed(text)
                    if form == "text":
                        assert not re.search(r"[\\{}]", text), text
    assert written > 300


def test_underscores_in_names_are_escaped() -> None:
    net = conv_document([[1.0]], [[1.0]], upstream=[[1.0]])
    named = replace(net, layers=(replace(net.layers[0], name="my_conv_1"),))
    latex = derivation(compute(named), "my_conv_1.weight.grad", "latex")
    assert r"\texttt{my\_conv\_1.weight.grad[0,0,0,0]}" in latex
    well_formed(latex)


def test_what_is_too_long_names_size_and_limit() -> None:
    trace = first_article()
    with pytest.raises(DerivationTooLong, match=r"conv1.output has 16 cells.*up to 15"):
        derivation(trace, "conv1.output", "text", limits=Limits(cells=15))
    with pytest.raises(DerivationTooLong, match=r"conv1.output has at least 80 terms.*up to 79"):
        derivation(trace, "conv1.output", "text", limits=Limits(terms=79))
    assert derivation(trace, "conv1.output", "text", limits=Limits(cells=16, terms=80))


def test_what_cannot_be_derived() -> None:
    trace = first_article()
    with pytest.raises(UnknownTensor):
        derivation(trace, "conv1.wieght", "text")
    with pytest.raises(MethodNotOffered):
        derivation(trace, "conv1.output", "text", "rot180")
    with pytest.raises(UnknownNotation):
        derivation(trace, "conv1.output", "text", notation="005")
