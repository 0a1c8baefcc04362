"""Softmax over axis 1 as code, one simple step after the other."""

from app.explain.code.base import Coder
from app.explain.code.script import Script

STEPS = ("maximum", "shifted", "exp", "total", "reciprocal")


def steps(script: Script, letter: str, cell: str, row: str, last: str) -> None:
    """The steps up to `last`; `cell` and `row` are the indices of a number and of its row."""
    for step in STEPS[: STEPS.index(last) + 1]:
        script.say(_loops(step, letter, cell, row))


def _loops(step: str, letter: str, cell: str, row: str) -> str:
    over = f"for {cell} in np.ndindex({letter}.shape):"
    match step:
        case "maximum":
            return f"""
# The largest number of each row, so that no e to the power overflows.
maximum = {letter}.max(axis=1)
"""
        case "shifted":
            return f"""
shifted = np.zeros({letter}.shape)
{over}
    shifted[{cell}] = {letter}[{cell}] - maximum[{row}]
"""
        case "exp":
            return "exp = np.exp(shifted)"
        case "total":
            return f"""
total = np.zeros(maximum.shape)
{over}
    total[{row}] += exp[{cell}]
"""
        case _:
            return "reciprocal = 1 / total"


TORCH = {
    "maximum": "maximum = {letter}.amax(1)",
    "shifted": "shifted = {letter} - maximum.unsqueeze(1)",
    "exp": "exp = shifted.exp()",
    "total": "total = exp.sum(1)",
    "reciprocal": "reciprocal = 1 / total",
}


def torch_steps(script: Script, letter: str, last: str) -> None:
    """The same in PyTorch's operations."""
    script.say("# torch.softmax does these steps in one.")
    for step in STEPS[: STEPS.index(last) + 1]:
        script.say(TORCH[step].format(letter=letter))


class SoftmaxCoder(Coder):
    """Output, input gradient and every step between."""

    def numpy(self, script: Script, suffix: str, method: str) -> str:
        cell = self.cell("k")
        row = cell.replace(", k", "", 1)
        if suffix == "inner" or suffix == "input.grad":
            return self._backward(script, suffix, cell, row)
        script.read("x", self.x)
        if suffix in STEPS:
            steps(script, "x", cell, row, suffix)
            return suffix
        steps(script, "x", cell, row, "reciprocal")
        script.say(
            f"""
            y = np.zeros(x.shape)
            for {cell} in np.ndindex(x.shape):
                y[{cell}] = exp[{cell}] * reciprocal[{row}]
            """
        )
        return "y"

    def _backward(self, script: Script, suffix: str, cell: str, row: str) -> str:
        script.read("y", self.z)
        script.read("delta", self.dz)
        script.say(
            f"""
            # Every probability holds every number of its row: what all of them say together …
            inner = np.zeros(y.max(axis=1).shape)
            for {cell} in np.ndindex(y.shape):
                inner[{row}] += y[{cell}] * delta[{cell}]
            """
        )
        if suffix == "inner":
            return "inner"
        script.say(
            f"""
            # … is taken off each δ.
            dx = np.zeros(y.shape)
            for {cell} in np.ndindex(y.shape):
                dx[{cell}] = y[{cell}] * (delta[{cell}] - inner[{row}])
            """
        )
        return "dx"

    def torch(self, script: Script, suffix: str) -> str:
        if suffix == "inner":
            script.read("y", self.z)
            script.read("delta", self.dz)
            script.say("inner = (y * delta).sum(1)")
            return "inner"
        script.read("x", self.x)
        if suffix in STEPS:
            torch_steps(script, "x", suffix)
            return suffix
        if suffix == "output":
            script.say("y = torch.softmax(x, dim=1)")
            return "y"
        script.read("delta", self.dz)
        script.say(
            """
            x.requires_grad_()
            y = torch.softmax(x, dim=1)
            (dx,) = torch.autograd.grad(y, x, delta)
            """
        )
        return "dx"
