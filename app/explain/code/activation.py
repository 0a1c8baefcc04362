"""Elementwise functions as code: f, f′ from z or from a, and ∂L/∂z = ∂L/∂a · f′."""

from typing import Any

from app.engine.layers.activation import LeakyRelu, Tanh
from app.explain.code.base import Coder
from app.explain.code.script import Script

SMALL = "small = np.exp(-abs(z[at]))  # e to the minus |z| never overflows"
VALUES: dict[str, list[str]] = {
    "relu": ["a[at] = 0 if z[at] <= 0 else z[at]"],
    "leaky_relu": ["a[at] = z[at] if z[at] > 0 else negative_slope * z[at]"],
    "sigmoid": [SMALL, "a[at] = (1 if z[at] >= 0 else small) / (1 + small)"],
    "tanh": ["a[at] = A * np.tanh(S * z[at])"],
    "identity": ["a[at] = z[at]"],
}
FROM_INPUT: dict[str, list[str]] = {
    "relu": ["slope[at] = 0 if z[at] <= 0 else 1  # at the corner PyTorch's 0"],
    "leaky_relu": ["slope[at] = 1 if z[at] > 0 else negative_slope"],
    "sigmoid": [SMALL, "slope[at] = small / (1 + small) ** 2"],
    "tanh": [
        "small = np.exp(-2 * abs(S * z[at]))",
        "slope[at] = A * S * 4 * small / (1 + small) ** 2  # A S / cosh²(S z)",
    ],
    "identity": ["slope[at] = 1"],
}
FROM_OUTPUT: dict[str, list[str]] = {
    "relu": ["slope[at] = 0 if a[at] <= 0 else 1"],
    "leaky_relu": ["slope[at] = 1 if a[at] > 0 else negative_slope"],
    "sigmoid": ["slope[at] = a[at] - a[at] * a[at]"],
    "tanh": ["slope[at] = A * S - S / A * a[at] * a[at]"],
    "identity": ["slope[at] = 1"],
}
TORCH: dict[str, str] = {
    "relu": "a = F.relu(z)",
    "leaky_relu": "a = F.leaky_relu(z, negative_slope)",
    "sigmoid": "a = torch.sigmoid(z)",
    "tanh": "a = A * torch.tanh(S * z)",
    "identity": "a = 1 * z",
}


class ActivationCoder(Coder):
    """Output, derivative and input gradient."""

    def arrangement(self, suffix: str, method: str) -> str:
        if suffix != "derivative":
            return ""
        return "from the output a" if method == "from_output" else "from the input z"

    def numpy(self, script: Script, suffix: str, method: str) -> str:
        from_output = suffix == "derivative" and method == "from_output"
        letter = "a" if from_output else "z"
        script.read(letter, self.z if from_output else self.x)
        if suffix == "input.grad":
            script.read("delta", self.dz)
        self._options(script)
        kind = self.view.layer.type
        if suffix == "output":
            self._loop(script, "a", "z", VALUES[kind])
            return "a"
        self._loop(script, "slope", letter, (FROM_OUTPUT if from_output else FROM_INPUT)[kind])
        if suffix == "derivative":
            return "slope"
        script.say(
            """
            dz = np.zeros(delta.shape)
            for at in np.ndindex(delta.shape):
                # Where the slope is 0, nothing comes back, however large δ is.
                dz[at] = delta[at] * slope[at] if slope[at] else 0
            """
        )
        return "dz"

    def torch(self, script: Script, suffix: str) -> str:
        script.read("z", self.x)
        if suffix == "input.grad":
            script.read("delta", self.dz)
        self._options(script)
        if suffix == "output":
            script.say(TORCH[self.view.layer.type])
            return "a"
        above = "delta" if suffix == "input.grad" else "torch.ones_like(a)"
        result = "dz" if suffix == "input.grad" else "slope"
        script.say("z.requires_grad_()")
        script.say(TORCH[self.view.layer.type])
        script.say(f"({result},) = torch.autograd.grad(a, z, {above})")
        return result

    def _options(self, script: Script) -> None:
        layer: Any = self.view.layer
        if isinstance(layer, LeakyRelu):
            script.say(f"negative_slope = {layer.negative_slope!r}")
        if isinstance(layer, Tanh):
            scaled = script.library == "torch" and (layer.amplitude, layer.slope) != (1, 1)
            about = "PyTorch's tanh has neither" if scaled else "a = A tanh(S z)"
            script.say(f"A, S = {layer.amplitude!r}, {layer.slope!r}  # {about}")

    @staticmethod
    def _loop(script: Script, result: str, letter: str, lines: list[str]) -> None:
        script.say("\n".join([f"{result} = np.zeros({letter}.shape)", f"for at in np.ndindex({letter}.shape):"]))
        script.say("\n".join(lines), by=4)
