"""Flatten as code: every number has one place before and one after."""

from app.engine.layers.shape import Flatten
from app.explain.code.base import Coder, zeros
from app.explain.code.script import Script
from app.explain.view import LayerView

PLACE = """
for n, c, i, j in np.ndindex(N, C, H, W):
    # the place of (c, i, j) in the vector: by rows, or by columns inside each map
    f = (c * H + i) * W + j if order == "row_major" else (c * W + j) * H + i
"""


class FlattenCoder(Coder):
    """Output and input gradient."""

    def __init__(self, view: LayerView) -> None:
        super().__init__(view)
        assert isinstance(view.layer, Flatten)
        self.order = view.layer.order

    def numpy(self, script: Script, suffix: str, method: str) -> str:
        forward = suffix == "output"
        given, result = ("x", "y") if forward else ("delta", "dx")
        script.read(given, self.x if forward else self.dz)
        if self.rank() == 2:
            script.say(f"{result} = {given}.copy()  # vectors stay as they are")
            return result
        script.say(f'order = "{self.order}"')
        script.shape("N, C, H, W", self.x)
        if forward:
            script.say("y = np.zeros((N, C * H * W))")
            script.say(PLACE)
            script.say("y[n, f] = x[n, c, i, j]", by=4)
        else:
            script.say("dx = np.zeros((N, C, H, W))")
            script.say(PLACE)
            script.say("dx[n, c, i, j] = delta[n, f]  # the gradient goes back where its number was", by=4)
        return result

    def torch(self, script: Script, suffix: str) -> str:
        if suffix == "output":
            script.read("x", self.x)
        else:
            script.read("delta", self.dz)
            zeros(script, "x", self.x)
            script.say("x.requires_grad_()")
        if self.order == "column_major" and self.rank() == 4:
            script.say("# PyTorch flattens by rows; by columns is by rows of the transposed maps.")
            script.say("y = x.transpose(2, 3).flatten(1)")
        else:
            script.say("y = x.flatten(1)")
        if suffix == "output":
            return "y"
        script.say("(dx,) = torch.autograd.grad(y, x, delta)")
        return "dx"
