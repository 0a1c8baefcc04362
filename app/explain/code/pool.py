"""Pooling as code: windows that send their gradient back through a mask."""

import numpy as np

from app.engine.layers.average_pool import AvgPool2d
from app.engine.layers.pool import MaxPool2d, Pool, PoolPlan
from app.explain.code.base import Coder
from app.explain.code.pool_torch import PoolTorch
from app.explain.code.script import Script
from app.explain.view import LayerView

WINDOW = """    # the cells of x in window (i, j); padding never competes
    window = {}
    for u, v in np.ndindex(kh, kw):
        p = stride_h * i + dilation_h * u - top
        q = stride_w * j + dilation_w * v - left
        if 0 <= p < H and 0 <= q < W:
            window[u, v] = x[n, c, p, q]
"""
NAN = """    if np.isnan(list(window.values())).any():
        highest = np.nan  # NaN is larger than every number
"""
WINNERS = """    winners = [place for place, value in window.items() if value == highest]
"""
LAST_NAN = """    if np.isnan(highest):  # the last NaN takes the gradient
        winners = [place for place, value in window.items() if np.isnan(value)][-1:]
"""
SHARES = """    if ties == "first":
        winners = winners[:1]
    for place in winners:
        mask[n, c, i, j][place] = 1 / len(winners) if ties == "split" else 1
"""
BACK = """
dx = np.zeros((N, C, H, W))
for n, c, i, j in np.ndindex(delta.shape):
    for u, v in np.ndindex(kh, kw):
        p = stride_h * i + dilation_h * u - top
        q = stride_w * j + dilation_w * v - left
        if mask[n, c, i, j, u, v]:  # its share; where windows overlap, shares add up
            dx[n, c, p, q] += mask[n, c, i, j, u, v] * delta[n, c, i, j]
"""
DIVISOR = """        # The mean divides by the cells in x and its padding, never by what hangs over.
        first_h, last_h = (-top, H + top) if count_include_pad else (0, H)
        first_w, last_w = (-left, W + left) if count_include_pad else (0, W)
        start_h, start_w = stride_h * i - top, stride_w * j - left
        height = min(start_h + kh, last_h) - max(start_h, first_h)
        width = min(start_w + kw, last_w) - max(start_w, first_w)
        divisor = height * width
"""


class PoolCoder(Coder):
    """Output, input gradient and mask of any pooling."""

    def __init__(self, view: LayerView) -> None:
        super().__init__(view)
        assert isinstance(view.layer, Pool)
        self.layer = view.layer

    def torch(self, script: Script, suffix: str) -> str:
        return PoolTorch(self.view).write(script, suffix)

    def numpy(self, script: Script, suffix: str, method: str) -> str:
        competing = isinstance(self.layer, MaxPool2d)
        if competing or suffix == "output":
            script.read("x", self.x)
        if suffix == "input.grad":
            script.read("delta", self.dz)
        self._sizes(script)
        if competing:
            return self._max(script, suffix)
        self._mask(script)
        if suffix == "output":
            script.say(
                """
                y = np.zeros((N, C, out_h, out_w))
                for n, c, i, j, u, v in np.ndindex(mask.shape):
                    p, q = stride_h * i + u - top, stride_w * j + v - left
                    if mask[n, c, i, j, u, v]:
                        y[n, c, i, j] += mask[n, c, i, j, u, v] * x[n, c, p, q]
                """
            )
            return "y"
        return self._back(script, suffix)

    def _sizes(self, script: Script) -> None:
        (kh, kw), (stride_h, stride_w), (top, left) = self.layer.kernel_size, self.layer.steps, self.layer.padding
        dilation_h, dilation_w = self.layer.dilation if isinstance(self.layer, MaxPool2d) else (1, 1)
        script.shape("N, C, H, W", self.x)
        plan = self.view.trace.plan
        planned = next(p for p, info in zip(plan.layers, self.view.trace.layers, strict=True) if info == self.view.info)
        assert isinstance(planned, PoolPlan)
        script.say(
            f"""
            kh, kw = {kh}, {kw}  # the window
            stride_h, stride_w = {stride_h}, {stride_w}
            dilation_h, dilation_w = {dilation_h}, {dilation_w}
            top, left = {top}, {left}  # padding
            out_h, out_w = {planned.rows.out}, {planned.cols.out}  # how many windows there are
            """
        )

    def _max(self, script: Script, suffix: str) -> str:
        assert isinstance(self.layer, MaxPool2d)
        nan = bool(np.isnan(self.view.trace.array(self.x)).any())
        highest = "    highest = max(window.values(), default=-np.inf)\n"
        head = WINDOW + highest + NAN * nan
        if suffix == "output":
            loop = "y = np.zeros((N, C, out_h, out_w))\nfor n, c, i, j in np.ndindex(y.shape):\n"
            script.say(loop + head + "    y[n, c, i, j] = highest\n")
            return "y"
        script.say(f'ties = "{self.layer.ties}"  # who gets the gradient among equal maxima')
        loop = "mask = np.zeros((N, C, out_h, out_w, kh, kw))\nfor n, c, i, j in np.ndindex(N, C, out_h, out_w):\n"
        script.say(loop + head + WINNERS + LAST_NAN * nan + SHARES)
        return self._back(script, suffix)

    def _mask(self, script: Script) -> None:
        """A mask that x does not change."""
        divisor = '        divisor = 1  # "sum": nothing is divided\n'
        if isinstance(self.layer, AvgPool2d):
            script.say(f"count_include_pad = {self.layer.count_include_pad}")
            divisor = DIVISOR
        script.say(
            f"""# what window (i, j) takes of its place (u, v): nothing of the padding
mask = np.zeros((N, C, out_h, out_w, kh, kw))
for i, j, u, v in np.ndindex(out_h, out_w, kh, kw):
    p, q = stride_h * i + u - top, stride_w * j + v - left
    if 0 <= p < H and 0 <= q < W:
{divisor}        mask[:, :, i, j, u, v] = 1 / divisor
"""
        )

    @staticmethod
    def _back(script: Script, suffix: str) -> str:
        if suffix == "mask":
            return "mask"
        script.say(BACK)
        return "dx"
