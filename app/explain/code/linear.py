"""Fully connected layers as code, sum by sum or as products of matrices."""

from app.engine.layers.linear import Linear
from app.explain.code.base import Coder, zeros
from app.explain.code.script import Script
from app.explain.view import LayerView

PLACED = 'W = w if layout == "out_in" else w.T  # one row per output'


class LinearCoder(Coder):
    """Output and the three gradients."""

    def __init__(self, view: LayerView) -> None:
        super().__init__(view)
        assert isinstance(view.layer, Linear)
        self.layout = view.layer.layout

    def arrangement(self, suffix: str, method: str) -> str:
        if suffix not in ("input.grad", "weight.grad"):
            return ""
        return "as a product of matrices" if method == "matrix" else "sum by sum"

    def numpy(self, script: Script, suffix: str, method: str) -> str:
        self._read(script, suffix)
        if suffix == "bias.grad":
            script.say(
                """
                db = np.zeros(delta.shape[1])
                for n, o in np.ndindex(delta.shape):
                    db[o] += delta[n, o]
                """
            )
            return "db"
        script.say(f'layout = "{self.layout}"')
        if suffix == "output":
            return self._output(script)
        if suffix == "input.grad":
            return self._input_gradient(script, method)
        return self._weight_gradient(script, method)

    def _read(self, script: Script, suffix: str) -> None:
        if suffix in ("output", "weight.grad"):
            script.read("x", self.x)
        if suffix in ("output", "input.grad"):
            script.read("w", self.own("weight"))
        if suffix == "output" and self.view.has("bias"):
            script.read("b", self.own("bias"))
        if suffix != "output":
            script.read("delta", self.dz)

    def _output(self, script: Script) -> str:
        start = "b[o]" if self.view.has("bias") else "0"
        script.say(
            f"""
            {PLACED}
            z = np.zeros((x.shape[0], W.shape[0]))
            for n, o in np.ndindex(z.shape):
                z[n, o] = {start}
                for i in range(x.shape[1]):
                    z[n, o] += x[n, i] * W[o, i]
            """
        )
        return "z"

    def _input_gradient(self, script: Script, method: str) -> str:
        script.say(PLACED)
        script.say("dx = np.zeros((delta.shape[0], W.shape[1]))")
        if method == "matrix":
            script.say(
                """
                for n in range(delta.shape[0]):
                    dx[n] = W.T @ delta[n]  # z = W x + b, so backwards Wᵀ
                """
            )
        else:
            script.say(
                """
                for n, i in np.ndindex(dx.shape):
                    for o in range(delta.shape[1]):
                        # x reaches every output, each through its own weight.
                        dx[n, i] += delta[n, o] * W[o, i]
                """
            )
        return "dx"

    @staticmethod
    def _weight_gradient(script: Script, method: str) -> str:
        script.say("dW = np.zeros((delta.shape[1], x.shape[1]))")
        if method == "matrix":
            script.say(
                """
                for n in range(delta.shape[0]):
                    dW += np.outer(delta[n], x[n])  # δ xᵀ, added up over the samples
                """
            )
        else:
            script.say(
                """
                for o, i in np.ndindex(dW.shape):
                    for n in range(delta.shape[0]):
                        # ∂z/∂w is what the weight was multiplied with.
                        dW[o, i] += delta[n, o] * x[n, i]
                """
            )
        script.say('dw = dW if layout == "out_in" else dW.T')
        return "dw"

    def torch(self, script: Script, suffix: str) -> str:
        self._read(script, suffix)
        if suffix == "bias.grad":
            script.say("db = delta.sum(dim=0)  # over the samples, as linear's backward pass does")
            return "db"
        if suffix == "input.grad":
            zeros(script, "x", self.x)
        if suffix == "weight.grad":
            zeros(script, "w", self.own("weight"))
        asked = {"input.grad": "x", "weight.grad": "w"}.get(suffix)
        if asked:
            script.say(f"{asked}.requires_grad_()")
        bias = "b" if suffix == "output" and self.view.has("bias") else "None"
        weight = "w" if self.layout == "out_in" else "w.T"
        if weight == "w.T":
            script.say("# PyTorch's linear has one row per output; here it is one column.")
        script.say(f"z = F.linear(x, {weight}, {bias})")
        if not asked:
            return "z"
        script.say(f"(d{asked},) = torch.autograd.grad(z, {asked}, delta)")
        return f"d{asked}"
