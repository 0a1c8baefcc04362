"""Losses as PyTorch computes them; the steps between in its operations."""

from app.engine.losses.binary_cross_entropy import LEAST_LOG, LEAST_VARIANCE
from app.explain.code.script import Script
from app.explain.code.softmax import STEPS, torch_steps
from app.explain.view import LossView

SUMMED = {
    "squared_error": 'F.mse_loss(a, t, reduction="sum") / 2',
    "mse": 'F.mse_loss(a, t, reduction="sum")',
    "cross_entropy": 'F.cross_entropy(a, t, reduction="sum")',
    "binary_cross_entropy": 'F.binary_cross_entropy(a, t, reduction="sum")',
}
BINARY = {
    "complement": "complement = 1 - a",
    "log_probabilities": f"log_probabilities = a.log().clamp(min={LEAST_LOG:g})",
    "log_complement": f"log_complement = (1 - a).log().clamp(min={LEAST_LOG:g})",
    "target_complement": "target_complement = 1 - t",
    "variance": "variance = a * (1 - a)",
    "reciprocal": f"reciprocal = 1 / (a * (1 - a)).clamp(min={LEAST_VARIANCE:g})",
    "residual": "residual = a - t",
}
CROSS = {
    "log_total": "log_total = torch.logsumexp(a, dim=1) - a.amax(1)",
    "log_probabilities": "log_probabilities = F.log_softmax(a, dim=1)",
    "probabilities": "probabilities = torch.softmax(a, dim=1)",
    "target_total": "target_total = t.sum(1)",
}


class LossTorch:
    """`loss`, `output.grad` and the derived tensors."""

    def __init__(self, view: LossView) -> None:
        self.view = view
        self.plan = view.plan
        self.kind = view.loss.type
        self.hard = "one_hot" in view.plan.derived

    def write(self, script: Script, suffix: str) -> str:
        """The name of the result."""
        if suffix not in ("loss", "output.grad"):
            return self._derived(script, suffix)
        if self.kind == "upstream":
            return self._upstream(script, suffix)
        script.read("a", self.view.output)
        script.read("t", "loss.target")
        if suffix == "output.grad":
            script.say("a.requires_grad_()")
        if self.hard:
            script.say("t = t.long()  # classes are whole numbers")
        script.say(
            f"""
            scale = {fraction(self.plan.loss_scale)}  # reduction "{getattr(self.view.loss, "reduction", "")}"
            L = scale * {SUMMED[self.kind]}
            """
        )
        return "L" if suffix == "loss" else self._gradient(script)

    def _gradient(self, script: Script) -> str:
        script.say("(da,) = torch.autograd.grad(L, a)")
        samples = round(self.plan.gradient_scale / self.plan.loss_scale)
        if samples != 1:
            script.say(f"da = {samples} * da  # kept per sample: the 1/N of the mean stands at the parameters")
        return "da"

    def _upstream(self, script: Script, suffix: str) -> str:
        script.read("g", "loss.gradient")
        script.read("a", self.view.output)
        if suffix == "loss":
            script.say("L = (g * a).sum()")
            return "L"
        script.say(
            """
            a.requires_grad_()
            L = (g * a).sum()
            (da,) = torch.autograd.grad(L, a)
            """
        )
        return "da"

    def _derived(self, script: Script, suffix: str) -> str:
        if suffix not in ("target_complement", "one_hot", "target_total"):
            script.read("a", self.view.output)
        if suffix in ("target_complement", "one_hot", "target_total", "residual"):
            script.read("t", "loss.target")
        if self.kind == "binary_cross_entropy":
            script.say(BINARY[suffix])
        elif self.kind != "cross_entropy":
            script.say("residual = a - t")
        elif suffix in STEPS:
            torch_steps(script, "a", suffix)
        elif suffix == "one_hot":
            script.say(f"one_hot = F.one_hot(t.long(), {self.plan.output[1]})")
        elif suffix == "residual":
            target = f"F.one_hot(t.long(), {self.plan.output[1]})" if self.hard else "t"
            weight = "" if self.hard else " * t.sum(1, keepdim=True)"
            script.say(f"residual = torch.softmax(a, dim=1){weight} - {target}")
        else:
            script.say(CROSS[suffix])
        return suffix


def fraction(size: float) -> str:
    """A constant of the reduction: 1 / 6 where it is one."""
    over = round(1 / size)
    if size == 1:
        return "1"
    return f"1 / {over}" if abs(size * over - 1) < 1e-12 else repr(size)
