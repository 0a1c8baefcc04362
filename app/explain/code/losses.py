"""Losses as code: L, the last output's gradient, and every step between, up to the one that is asked for."""

from app.engine.losses.binary_cross_entropy import LEAST_LOG, LEAST_VARIANCE
from app.engine.losses.squared import SquaredError
from app.explain.code.losses_torch import LossTorch, fraction
from app.explain.code.script import Script
from app.explain.code.softmax import STEPS, steps
from app.explain.view import LossView

BINARY = {
    "complement": "complement = 1 - a",
    "log_probabilities": f"log_probabilities = np.maximum(np.log(a), {LEAST_LOG:g})  # as in PyTorch",
    "log_complement": f"log_complement = np.maximum(np.log(1 - a), {LEAST_LOG:g})  # as in PyTorch",
    "target_complement": "target_complement = 1 - t",
    "variance": "variance = a * (1 - a)",
    "reciprocal": f"reciprocal = 1 / np.maximum(a * (1 - a), {LEAST_VARIANCE:g})  # as in PyTorch",
}
RESIDUAL = """
residual = np.zeros(a.shape)
for at in np.ndindex(a.shape):
    residual[at] = a[at] - t[at]
"""
CROSS = {
    "log_total": "log_total = np.log(total)",
    "log_probabilities": """
log_probabilities = np.zeros(a.shape)
for n, k in np.ndindex(a.shape):
    log_probabilities[n, k] = shifted[n, k] - log_total[n]
""",
    "probabilities": """
probabilities = np.zeros(a.shape)
for n, k in np.ndindex(a.shape):
    probabilities[n, k] = exp[n, k] * reciprocal[n]
""",
    "one_hot": """
one_hot = np.zeros(a.shape)
for n, k in np.ndindex(a.shape):
    one_hot[n, k] = 1 if t[n] == k else 0
""",
    "target_total": """
target_total = np.zeros(len(t))
for n, k in np.ndindex(t.shape):
    target_total[n] += t[n, k]
""",
}


class LossCoder:
    """Writes the code of `loss`, `output.grad` and the loss's derived tensors."""

    def __init__(self, view: LossView) -> None:
        self.view = view
        self.plan = view.plan

    def numpy(self, script: Script, suffix: str) -> str:
        """Loops over the outputs; the name of the result."""
        match self.view.loss.type:
            case "upstream":
                return self._upstream(script, suffix)
            case "cross_entropy":
                return self._cross_entropy(script, suffix)
            case "binary_cross_entropy":
                return self._binary(script, suffix)
            case _:
                return self._squared(script, suffix)

    def torch(self, script: Script, suffix: str) -> str:
        """PyTorch's loss; the name of the result."""
        return LossTorch(self.view).write(script, suffix)

    def _scale(self, script: Script, size: float) -> None:
        script.say(f'scale = {fraction(size)}  # reduction "{getattr(self.view.loss, "reduction", "sum")}"')

    def _sum(self, script: Script, term: str) -> str:
        script.say(
            f"""
            L = 0
            for at in np.ndindex(a.shape):
                L += {term}
            """
        )
        return "L"

    def _gradient(self, script: Script, cell: str, line: str) -> str:
        script.say("da = np.zeros(a.shape)")
        script.say(f"for {cell} in np.ndindex(a.shape):")
        script.say(f"da[{cell}] = {line}", by=4)
        return "da"

    def _upstream(self, script: Script, suffix: str) -> str:
        script.read("g", "loss.gradient")
        if suffix == "output.grad":
            script.say("da = g.copy()  # the gradient is given")
            return "da"
        script.read("a", self.view.output)
        return self._sum(script, "g[at] * a[at]")

    def _squared(self, script: Script, suffix: str) -> str:
        assert isinstance(self.view.loss, SquaredError)
        script.read("a", self.view.output)
        script.read("t", "loss.target")
        script.say(RESIDUAL)
        if suffix == "residual":
            return "residual"
        half = self.view.loss.power_constant == 0.5
        if suffix == "output.grad":
            self._scale(script, self.plan.gradient_scale)
            return self._gradient(script, "at", f"{'' if half else '2 * '}scale * residual[at]")
        self._scale(script, self.plan.loss_scale)
        return self._sum(script, f"scale * {'0.5 * ' if half else ''}residual[at] ** 2")

    def _cross_entropy(self, script: Script, suffix: str) -> str:
        hard = "one_hot" in self.plan.derived
        if suffix not in ("one_hot", "target_total", *STEPS, "log_total", "log_probabilities", "probabilities"):
            script.read("t", "loss.target")
        if suffix in ("one_hot", "target_total"):
            script.read("t", "loss.target")
            if suffix == "one_hot":
                script.say(f"a = np.zeros({self.plan.output})  # one cell per sample and class")
            script.say(CROSS[suffix])
            return suffix
        script.read("a", self.view.output)
        logarithms = suffix in ("loss", "log_total", "log_probabilities")
        last = suffix if suffix in STEPS else "total" if logarithms else "reciprocal"
        steps(script, "a", "n, k", "n", last)
        if suffix in STEPS:
            return suffix
        for step in ("log_total", "log_probabilities") if logarithms else ("probabilities",):
            script.say(CROSS[step])
            if suffix == step:
                return suffix
        return self._from_targets(script, suffix, hard)

    def _from_targets(self, script: Script, suffix: str, hard: bool) -> str:
        """L, the residual or the gradient, from classes or from rows of probabilities."""
        if hard:
            script.say(CROSS["one_hot"])
        target = "one_hot[n, k]" if hard else "t[n, k]"
        if suffix == "loss":
            self._scale(script, self.plan.loss_scale)
            script.say(
                f"""
                L = 0
                for n, k in np.ndindex(a.shape):
                    if {target}:
                        L -= scale * {target} * log_probabilities[n, k]
                """
            )
            return "L"
        weight = "" if hard else " * target_total[n]"
        if not hard:
            script.say(CROSS["target_total"])
        script.say(
            f"""
            residual = np.zeros(a.shape)
            for n, k in np.ndindex(a.shape):
                residual[n, k] = probabilities[n, k]{weight} - {target}
            """
        )
        if suffix == "residual":
            return "residual"
        self._scale(script, self.plan.gradient_scale)
        return self._gradient(script, "n, k", "scale * residual[n, k]")

    def _binary(self, script: Script, suffix: str) -> str:
        if suffix != "target_complement":
            script.read("a", self.view.output)
        if suffix in ("target_complement", "residual", "loss", "output.grad"):
            script.read("t", "loss.target")
        if suffix in BINARY:
            script.say(BINARY[suffix])
            return suffix
        if suffix == "loss":
            script.say(BINARY["log_probabilities"])
            script.say(BINARY["log_complement"])
            self._scale(script, self.plan.loss_scale)
            return self._sum(script, "-scale * (t[at] * log_probabilities[at] + (1 - t[at]) * log_complement[at])")
        script.say(RESIDUAL)
        if suffix == "residual":
            return "residual"
        script.say(BINARY["reciprocal"])
        self._scale(script, self.plan.gradient_scale)
        return self._gradient(script, "at", "scale * residual[at] * reciprocal[at]")
