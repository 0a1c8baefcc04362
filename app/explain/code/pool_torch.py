"""Pooling as PyTorch computes it; what it has no operation for is said."""

from app.engine.layers.average_pool import AvgPool2d
from app.engine.layers.pool import MaxPool2d, Pool, PoolPlan
from app.explain.code.base import zeros
from app.explain.code.script import Script
from app.explain.view import LayerView

WINDOWS = """
def windows(x, outside):
    \"\"\"All windows (N, C, rows, columns, kh, kw); `outside` stands around x.\"\"\"
    ring = F.pad(x, (left, right, top, bottom), value=outside)
    seen = ring.unfold(2, dilation[0] * (kernel[0] - 1) + 1, stride[0])
    seen = seen.unfold(3, dilation[1] * (kernel[1] - 1) + 1, stride[1])
    return seen[:, :, : out[0], : out[1], :: dilation[0], :: dilation[1]]
"""
MASKS = {
    "first": """
seen = windows(x, -torch.inf)
# argmax gives the first of equal maxima, as max_pool2d does.
winner = seen.flatten(-2).argmax(-1)
mask = F.one_hot(winner, kernel[0] * kernel[1]).reshape(seen.shape).to(x.dtype)
mask = mask * windows(torch.ones_like(x), 0)  # the padding never wins
""",
    "all": """
# PyTorch gives the gradient to the first of equal maxima: this rule is written out.
seen = windows(x, -torch.inf)
mask = (seen == seen.amax((-2, -1), keepdim=True)).to(x.dtype)
mask = mask * windows(torch.ones_like(x), 0)  # the padding never wins
""",
}
MASKS["split"] = MASKS["all"] + "mask = mask / mask.sum((-2, -1), keepdim=True).clamp(min=1)\n"


class PoolTorch:
    """Output, input gradient and mask of any pooling."""

    def __init__(self, view: LayerView) -> None:
        assert isinstance(view.layer, Pool)
        self.view = view
        self.layer = view.layer

    def write(self, script: Script, suffix: str) -> str:
        """The name of the result."""
        if isinstance(self.layer, MaxPool2d):
            return self._max(script, suffix, self.layer)
        if suffix == "mask":
            return self._linear_mask(script)
        if suffix == "output":
            script.read("x", self.view.name("x"))
            self._options(script)
            self._call(script)
            return "y"
        script.read("delta", self.view.name("dz"))
        zeros(script, "x", self.view.name("x"))
        script.say("x.requires_grad_()")
        self._options(script)
        self._call(script)
        script.say("(dx,) = torch.autograd.grad(y, x, delta)")
        return "dx"

    def _options(self, script: Script) -> None:
        dilation = self.layer.dilation if isinstance(self.layer, MaxPool2d) else (1, 1)
        script.say(
            f"""
            kernel, stride = {self.layer.kernel_size}, {self.layer.steps}
            padding, dilation = {self.layer.padding}, {dilation}
            """
        )
        if hasattr(self.layer, "ceil_mode"):
            script.say(f"ceil_mode = {self.layer.ceil_mode}")

    def _call(self, script: Script) -> None:
        if isinstance(self.layer, MaxPool2d):
            script.say("y = F.max_pool2d(x, kernel, stride, padding, dilation, ceil_mode)")
        elif isinstance(self.layer, AvgPool2d):
            script.say(
                f"""
                count_include_pad = {self.layer.count_include_pad}
                y = F.avg_pool2d(x, kernel, stride, padding, ceil_mode, count_include_pad)
                """
            )
        else:
            script.say(
                """
                # PyTorch has no sum pooling: the mean, divided by 1.
                y = F.avg_pool2d(x, kernel, stride, padding, divisor_override=1)
                """
            )

    def _max(self, script: Script, suffix: str, layer: MaxPool2d) -> str:
        script.read("x", self.view.name("x"))
        if suffix == "input.grad":
            script.read("delta", self.view.name("dz"))
            script.say("x.requires_grad_()")
        self._options(script)
        if suffix == "output" or (suffix == "input.grad" and layer.ties == "first"):
            self._call(script)
            if suffix == "output":
                return "y"
            script.say("(dx,) = torch.autograd.grad(y, x, delta)")
            return "dx"
        self._windows(script)
        script.say(MASKS[layer.ties])
        if suffix == "mask":
            return "mask"
        script.say(
            """
            # The mask is a constant on the way back; unfold adds up where windows overlap.
            share = (mask.detach() * windows(x, 0)).sum((-2, -1))
            (dx,) = torch.autograd.grad(share, x, delta)
            """
        )
        return "dx"

    def _plan(self) -> PoolPlan:
        trace = self.view.trace
        position = trace.layers.index(self.view.info)
        planned = trace.plan.layers[position]
        assert isinstance(planned, PoolPlan)
        return planned

    def _windows(self, script: Script) -> None:
        rows, cols = self._plan().rows, self._plan().cols
        script.say(
            f"""
            top, bottom, left, right = {rows.before}, {rows.after}, {cols.before}, {cols.after}
            out = ({rows.out}, {cols.out})  # how many windows there are
            """
        )
        script.define(WINDOWS)

    def _linear_mask(self, script: Script) -> str:
        """1/divisor where a place holds a cell of x."""
        zeros(script, "x", self.view.name("x"))
        self._options(script)
        self._windows(script)
        script.say("mask = windows(torch.ones_like(x), 0)  # nothing of the padding")
        if isinstance(self.layer, AvgPool2d):
            if self.layer.count_include_pad:
                script.say(
                    """
                    # The divisor counts the padding, but not what hangs over.
                    ring = F.pad(x, (padding[1], padding[1], padding[0], padding[0]))
                    top, bottom = 0, bottom - padding[0]
                    left, right = 0, right - padding[1]
                    mask = mask / windows(torch.ones_like(ring), 0).sum((-2, -1), keepdim=True)
                    """
                )
            else:
                script.say("mask = mask / mask.sum((-2, -1), keepdim=True)")
        return "mask"
