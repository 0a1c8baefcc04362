"""Runs the code that the explorer hands out, as somebody who copied it would."""

import ast
import contextlib
import io
import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from app.address import Cell
from app.engine.document import Document
from app.engine.trace import Trace, compute
from app.explain import Explanation, explain, methods
from app.explain.code.code import Written, script
from app.explain.code.script import Library

WIDTH = 88
TOLERANCE = {"float64": 1e-12, "float32": 2e-5}


def run(written: Written) -> np.ndarray:
    """The whole tensor that a script works out; nothing of the explorer is in its reach."""
    check(written.text)
    space: dict[str, Any] = {"__name__": "copied"}
    with contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
        exec(compile(written.text, "copied.py", "exec"), space)
    result = space[written.result]
    return np.asarray(result.detach() if hasattr(result, "detach") else result, dtype=np.float64)


def check(text: str) -> None:
    """It is Python, formatted, and imports nothing of ours."""
    assert imported(text) <= {"numpy", "torch", "torch.nn.functional", "io", "urllib.request"}
    for line in text.splitlines():
        assert len(line) <= WIDTH, line
        assert line == line.rstrip(), line
    assert text.endswith("\n") and not text.endswith("\n\n")
    assert "\n\n\n\n" not in text


def imported(text: str) -> set[str]:
    """The modules that a script imports."""
    modules: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules.add(node.module or "")
    return modules


def value_of(line: str) -> float:
    """What Python makes of an expression that knows nothing but `math`."""
    assert "\n" not in line
    return float(eval(line, {"__builtins__": {"max": max, "abs": abs}, "math": math}))


def terms_of(explanation: Explanation) -> float:
    """Σ|terms| where it is finite: what rounding is measured by."""
    rule = explanation.rule_
    total = sum(abs(rule.part(k).value) for k in range(rule.count))
    return total if math.isfinite(total) else 1.0


def cells(trace: Trace, tensor: str) -> Iterator[Cell]:
    """Every address of a tensor."""
    return (Cell(tensor, index) for index in np.ndindex(trace.tensors[tensor].shape))


def differences(document: Document, library: Library) -> list[str]:
    """The scripts of a document that give something else than the engine; PyTorch's know one method only."""
    trace = compute(document)
    wrong = []
    for tensor in trace.tensors:
        offered = methods(trace, tensor)
        largest = max(terms_of(explain(trace, cell)) for cell in cells(trace, tensor))
        near = TOLERANCE[trace.dtype.name] * max(1.0, largest)
        for method in offered if library == "numpy" else offered[:1]:
            written = script(trace, tensor, library, method)
            made, right = run(written), trace.array(tensor)
            if made.shape != right.shape or not np.allclose(made, right, rtol=0, atol=near, equal_nan=True):
                wrong.append(f"{tensor}, {method}:\n{written.text}\ngave {made}, expected {right}")
    return wrong
