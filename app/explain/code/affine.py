"""One factor per map, and learned combinations of maps, as code."""

from app.explain.code.base import Coder, zeros
from app.explain.code.script import Script
from app.explain.code.softmax import STEPS, steps, torch_steps


class ChannelAffineCoder(Coder):
    """Output and the three gradients."""

    def numpy(self, script: Script, suffix: str, method: str) -> str:
        self._read(script, suffix)
        cell = self.cell("c")
        bias = " + b[c]" if suffix == "output" and self.view.has("bias") else ""
        result, start, line = {
            "output": ("y", "x.shape", f"y[{cell}] = beta[c] * x[{cell}]{bias}"),
            "input.grad": ("dx", "delta.shape", f"dx[{cell}] = delta[{cell}] * beta[c]"),
            "weight.grad": ("dbeta", "delta.shape[1]", f"dbeta[c] += delta[{cell}] * x[{cell}]"),
            "bias.grad": ("db", "delta.shape[1]", f"db[c] += delta[{cell}]"),
        }[suffix]
        if suffix in ("weight.grad", "bias.grad"):
            script.say("# One number serves a whole map, so all of the map adds to its gradient.")
        script.say(f"{result} = np.zeros({start})")
        script.say(f"for {cell} in np.ndindex({'x' if suffix == 'output' else 'delta'}.shape):")
        script.say(line, by=4)
        return result

    def _read(self, script: Script, suffix: str) -> None:
        if suffix in ("output", "weight.grad"):
            script.read("x", self.x)
        if suffix in ("output", "input.grad"):
            script.read("beta", self.own("weight"))
        if suffix == "output" and self.view.has("bias"):
            script.read("b", self.own("bias"))
        if suffix != "output":
            script.read("delta", self.dz)

    def torch(self, script: Script, suffix: str) -> str:
        self._read(script, suffix)
        if suffix == "bias.grad":
            axes = (0, *range(2, self.rank()))
            script.say(f"db = delta.sum(dim={axes})")
            return "db"
        asked = {"input.grad": "x", "weight.grad": "beta"}.get(suffix)
        if asked:
            zeros(script, asked, self.x if asked == "x" else self.own("weight"))
            script.say(f"{asked}.requires_grad_()")
        per_map = f"reshape({', '.join(['1', '-1', *['1'] * (self.rank() - 2)])})"
        bias = f" + b.{per_map}" if suffix == "output" and self.view.has("bias") else ""
        script.say(
            f"""
            # PyTorch has no such layer; its broadcasting does it.
            y = beta.{per_map} * x{bias}
            """
        )
        if not asked:
            return "y"
        script.say(f"(d{asked},) = torch.autograd.grad(y, {asked}, delta)")
        return f"d{asked}"


class CombineMapsCoder(Coder):
    """Output, the gradients of x, α and the logits, and every step of the softmax."""

    def numpy(self, script: Script, suffix: str, method: str) -> str:
        backward = suffix in ("alpha.grad", "inner", "logits.grad")
        if suffix == "output" or backward:
            script.read("x", self.x)
        if suffix == "input.grad" or backward:
            script.read("delta", self.dz)
        if suffix != "alpha.grad":
            script.read("logits", self.own("logits"))
            steps(script, "logits", "j, i", "j", suffix if suffix in STEPS else "reciprocal")
            if suffix in STEPS:
                return suffix
            script.say(
                """
                # the share of map i in combination j
                alpha = np.zeros(logits.shape)
                for j, i in np.ndindex(logits.shape):
                    alpha[j, i] = exp[j, i] * reciprocal[j]
                """
            )
        if backward:
            return self._logits_gradient(script, suffix)
        if suffix == "alpha":
            return "alpha"
        return self._maps(script, "y", "x") if suffix == "output" else self._maps(script, "dx", "delta")

    def _cells(self) -> tuple[str, str]:
        """A cell of combination j and the one of map i at the same place; positions are p and q."""
        place = ["", ", p", ", p, q"][self.rank() - 2]
        return f"n, j{place}", f"n, i{place}"

    def _maps(self, script: Script, result: str, given: str) -> str:
        """α times x forward, αᵀ times δ backward."""
        combined, single = self._cells()
        shape = script.sizes(self.z if result == "y" else self.x)
        own, other, count = (combined, single, 1) if result == "y" else (single, combined, 0)
        letter = "i" if result == "y" else "j"
        script.say(
            f"""
            {result} = np.zeros({shape})
            for {own} in np.ndindex({result}.shape):
                for {letter} in range(alpha.shape[{count}]):
                    {result}[{own}] += alpha[j, i] * {given}[{other}]
            """
        )
        return result

    def _logits_gradient(self, script: Script, suffix: str) -> str:
        combined, single = self._cells()
        script.say(
            f"""
            dalpha = np.zeros({script.sizes(self.own("logits"))})
            for {combined} in np.ndindex(delta.shape):
                for i in range(dalpha.shape[1]):
                    dalpha[j, i] += delta[{combined}] * x[{single}]
            """
        )
        if suffix == "alpha.grad":
            return "dalpha"
        script.say(
            """
            # Each share holds every logit of its row: what all of them say together …
            inner = np.zeros(alpha.shape[0])
            for j, i in np.ndindex(alpha.shape):
                inner[j] += alpha[j, i] * dalpha[j, i]
            """
        )
        if suffix == "inner":
            return "inner"
        script.say(
            """
            # … is taken off each share's gradient.
            dlogits = np.zeros(alpha.shape)
            for j, i in np.ndindex(alpha.shape):
                dlogits[j, i] = alpha[j, i] * (dalpha[j, i] - inner[j])
            """
        )
        return "dlogits"

    def torch(self, script: Script, suffix: str) -> str:
        backward = suffix in ("alpha.grad", "inner", "logits.grad")
        if suffix == "output" or backward:
            script.read("x", self.x)
        if suffix == "input.grad" or backward:
            script.read("delta", self.dz)
        script.read("logits", self.own("logits"))
        if suffix in STEPS:
            torch_steps(script, "logits", suffix)
            return suffix
        asked = {"input.grad": "x", "logits.grad": "logits", "alpha.grad": "alpha", "inner": "alpha"}.get(suffix)
        if suffix == "input.grad":
            zeros(script, "x", self.x)
        if asked in ("x", "logits"):
            script.say(f"{asked}.requires_grad_()")
        script.say("alpha = torch.softmax(logits, dim=1)")
        if suffix == "alpha":
            return "alpha"
        if asked == "alpha":
            script.say("alpha.requires_grad_()")
        script.say(
            """
            # PyTorch has no such layer; einsum combines the maps.
            y = torch.einsum("ji,ni...->nj...", alpha, x)
            """
        )
        if suffix == "output":
            return "y"
        script.say(f"(d{asked},) = torch.autograd.grad(y, {asked}, delta)")
        if suffix != "inner":
            return f"d{asked}"
        script.say("inner = (alpha * dalpha).sum(1)")
        return "inner"
