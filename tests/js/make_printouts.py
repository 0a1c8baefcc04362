"""Writes `printouts.json`: how NumPy and PyTorch print arrays, for the tests of pasting.

`python tests/js/make_printouts.py` makes it anew.
Each entry holds the text as it was printed and the numbers that the text says, rounded as printed.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

torch: Any = importlib.import_module("torch")
"""Untyped, so that types are checked alike with and without PyTorch."""

HERE = Path(__file__).parent
SHAPES = ((3,), (1, 1), (2, 2), (3, 4), (1, 1, 3, 3), (2, 3, 2, 2), (30,), (2, 25), (4, 1, 5, 5))
"""A scalar has its own entries; (30,) and (2, 25) are wider than a line."""


def numbers(shape: tuple[int, ...], scale: float = 1.0) -> np.ndarray[Any, Any]:
    """Numbers with both signs, zeros and halves among them; the same at every run."""
    made = np.random.default_rng(sum(shape)).normal(size=shape) * scale
    flat = made.reshape(-1)
    flat[::3] = np.round(flat[::3] * 2) / 2
    return made


def numpy_prints() -> Iterator[tuple[str, str, np.ndarray[Any, Any]]]:
    """repr and str of arrays of several types, sizes and print options."""
    for shape in SHAPES:
        a = numbers(shape)
        name = "x".join(map(str, shape))
        yield f"numpy repr float64 {name}", repr(a), a
        yield f"numpy str float64 {name}", str(a), a
        yield f"numpy repr float32 {name}", repr(a.astype(np.float32)), a
        yield f"numpy repr int64 {name}", repr(np.round(a * 5).astype(np.int64)), np.round(a * 5)
        yield f"numpy str whole float64 {name}", str(np.round(a * 5)), np.round(a * 5)
        yield f"numpy tolist {name}", str(a.tolist()), a
    for power in (-12, -5, 6, 15):
        a = numbers((3, 3), 10.0**power)
        yield f"numpy repr exponents 1e{power}", repr(a), a
        yield f"numpy str exponents 1e{power}", str(a.astype(np.float32)), a
    wide = numbers((2, 2)) * np.array([[1e-7, 1.0], [1.0, 1e7]])
    yield "numpy repr mixed magnitudes", repr(wide), wide
    for options in (
        {"precision": 3},
        {"precision": 17},
        {"suppress": True},
        {"floatmode": "fixed"},
        {"sign": "+"},
        {"linewidth": 30},
    ):
        with np.printoptions(**options):
            yield f"numpy print {options}", str(numbers((4, 6))), numbers((4, 6))
    a = numbers((2, 3))
    yield "numpy float16", repr(a.astype(np.float16)), a
    yield "numpy scalar", repr(np.float64(2.5)), np.array(2.5)
    yield "numpy 0-d", repr(np.array(-1.5)), np.array(-1.5)
    yield "numpy list of scalars", repr(list(a[0])), a[0]
    yield "numpy list of arrays", repr(list(a)), a
    yield "numpy array_repr, assigned", f"w = np.{np.array_repr(a)}", a
    yield "numpy in a console", f">>> w\n{a!r}\n>>> ", a
    yield "numpy in a notebook", f"Out[12]: \n{a!r}", a
    with io.StringIO() as written:
        np.savetxt(written, a)
        yield "numpy savetxt", written.getvalue(), a
    with io.StringIO() as written:
        np.savetxt(written, a, delimiter=",", fmt="%.6f")
        yield "numpy savetxt with commas", written.getvalue(), a


def torch_prints() -> Iterator[tuple[str, str, np.ndarray[Any, Any]]]:
    """Tensors of several types, with gradients, as parameters, over several print options."""
    for shape in SHAPES:
        a = numbers(shape)
        name = "x".join(map(str, shape))
        yield f"torch float32 {name}", repr(torch.tensor(a, dtype=torch.float32)), a
        yield f"torch float64 {name}", repr(torch.tensor(a)), a
        yield f"torch int {name}", repr(torch.tensor(np.round(a * 5)).long()), np.round(a * 5)
        yield f"torch whole {name}", repr(torch.tensor(np.round(a * 5))), np.round(a * 5)
        yield f"torch requires_grad {name}", repr(torch.tensor(a, requires_grad=True)), a
        yield f"torch grad_fn {name}", repr(torch.tensor(a, requires_grad=True) * 1.0), a
        yield f"torch parameter {name}", repr(torch.nn.Parameter(torch.tensor(a, dtype=torch.float32))), a
        yield f"torch tolist {name}", str(torch.tensor(a).tolist()), a
    for power in (-12, -5, 6, 15):
        a = numbers((3, 3), 10.0**power)
        yield f"torch exponents 1e{power}", repr(torch.tensor(a)), a
    for options in ({"precision": 2}, {"precision": 10}, {"sci_mode": True}, {"linewidth": 40}, {"profile": "short"}):
        torch.set_printoptions(**options)
        yield f"torch print {options}", repr(torch.tensor(numbers((4, 6)))), numbers((4, 6))
        torch.set_printoptions(profile="default")
    a = numbers((2, 3))
    yield "torch scalar", repr(torch.tensor(2.5)), np.array(2.5)
    yield "torch bfloat16", repr(torch.tensor(a).bfloat16()), a
    yield "torch meta-like device", repr(torch.tensor(a)).replace(")", ", device='cuda:0')"), a
    yield "torch list of tensors", repr(list(torch.tensor(a))), a
    yield "torch assigned", f"conv.weight = {torch.tensor(a)!r}", a
    layer = torch.nn.Conv2d(2, 3, 2)
    yield "torch layer's weight", repr(layer.weight), layer.weight.detach().numpy()
    yield "torch layer's weight.data", str(layer.weight.data), layer.weight.detach().numpy()
    out = layer(torch.tensor(numbers((1, 2, 4, 4)), dtype=torch.float32))
    yield "torch layer's output", repr(out), out.detach().numpy()


def libtorch_prints() -> Iterator[tuple[str, str, np.ndarray[Any, Any]]]:
    """The C++ form, with split columns, slices and a common factor, as a scripted function prints it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        show = torch.jit.script(_show)
    for shape, scale in (
        ((3,), 1),
        ((2, 2), 1),
        ((3, 4), 1e-5),
        ((2, 3), 2e4),
        ((2, 25), 1),
        ((2, 25), 1e5),
        ((2, 3, 2), 1),
        ((2, 2, 3, 3), 1),
        ((2, 1, 2, 15), 1),
    ):
        a = numbers(shape, scale)
        name = f"{'x'.join(map(str, shape))} times {scale}"
        with printed() as lines:
            show(torch.tensor(a))
        yield f"libtorch {name}", lines[0], a


def _show(x: torch.Tensor) -> None:
    print(x)


@contextlib.contextmanager
def printed() -> Iterator[list[str]]:
    """What is written to standard output below Python."""
    lines: list[str] = []
    sys.stdout.flush()
    with tempfile.TemporaryFile() as target:
        before = os.dup(1)
        os.dup2(target.fileno(), 1)
        try:
            yield lines
        finally:
            sys.stdout.flush()
            os.dup2(before, 1)
            os.close(before)
        target.seek(0)
        lines.append(target.read().decode())


def refused_prints() -> Iterator[tuple[str, str, str]]:
    """What prints and still cannot be pasted, with the kind of refusal."""
    a = numbers((2, 3))
    yield "numpy truncated", repr(np.arange(10_000.0).reshape(100, 100)), "truncated"
    yield "torch truncated", repr(torch.arange(10_000.0).reshape(100, 100)), "truncatedTorch"
    hole = a.copy()
    hole[1, 2] = np.nan
    yield "numpy nan", repr(hole), "notFinite"
    yield "torch nan", repr(torch.tensor(hole)), "notFinite"
    hole[1, 2] = -np.inf
    yield "numpy inf", repr(hole), "notFinite"
    yield "torch inf", repr(torch.tensor(hole)), "notFinite"
    yield "numpy complex", repr(a + 1j), "complex"
    yield "torch complex", repr(torch.tensor(a + 1j)), "complex"
    yield "numpy bool", repr(a > 0), "truth"
    yield "torch bool", repr(torch.tensor(a > 0)), "truth"
    yield "numpy text", repr(np.array([["a", "b"]])), "notNumber"
    yield "numpy object", repr(np.array([[1, None]], dtype=object)), "notNumber"
    yield "numpy empty", repr(np.zeros((0, 3))), "empty"
    yield "torch empty", repr(torch.zeros(0, 3)), "empty"
    yield "two arrays", f"{a!r}\n{a!r}", "second"


def main() -> None:
    """Writes the file beside this script."""
    good = [
        {"name": name, "text": text, "shape": list(a.shape), "values": a.reshape(-1).tolist()}
        for prints in (numpy_prints(), torch_prints(), libtorch_prints())
        for name, text, a in prints
    ]
    bad = [{"name": name, "text": text, "kind": kind} for name, text, kind in refused_prints()]
    made = {"numpy": np.__version__, "torch": torch.__version__, "read": good, "refused": bad}
    (HERE / "printouts.json").write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
