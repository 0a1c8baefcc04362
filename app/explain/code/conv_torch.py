"""Convolution as PyTorch computes it: conv2d and its two gradients."""

from app.engine.layers.conv import Conv2d
from app.explain.code.script import Script
from app.explain.view import LayerView

STUFFED = """
# δ with stride - 1 zeros between its entries
rows, columns = stride[0] * (out_h - 1) + 1, stride[1] * (out_w - 1) + 1
stuffed = torch.zeros((N, K, rows, columns), dtype=delta.dtype)
stuffed[:, :, :: stride[0], :: stride[1]] = delta
"""
BORDERED = """
# and as many zeros around it as the turned kernel needs
border_h, border_w = dilation[0] * (kh - 1), dilation[1] * (kw - 1)
after_h = H + top + bottom - rows
after_w = W + left + right - columns
bordered = F.pad(stuffed, (border_w, after_w, border_h, after_h))
"""


class ConvTorch:
    """Every tensor of a convolution."""

    def __init__(self, view: LayerView) -> None:
        assert isinstance(view.layer, Conv2d)
        self.view = view
        self.layer = view.layer
        _, _, kh, kw = view.shape(view.name("weight"))
        (self.top, self.bottom), (self.left, self.right) = view.layer.sides((kh, kw))
        self.even = self.top == self.bottom and self.left == self.right

    def write(self, script: Script, suffix: str) -> str:
        """The name of the result."""
        match suffix:
            case "output":
                return self._output(script)
            case "weight.grad":
                return self._kernel_gradient(script)
            case "bias.grad":
                script.read("delta", self.view.name("dz"))
                script.say("db = delta.sum(dim=(0, 2, 3))  # over samples and positions, as conv2d's backward does")
                return "db"
            case "turned":
                script.read("w", self.view.name("weight"))
                script.say("turned = w.flip(2, 3)")
                return "turned"
            case "padded":
                script.read("x", self.view.name("x"))
                self._pad(script)
                return "padded"
            case "stuffed" | "bordered":
                return self._rearranged(script, suffix)
            case _:
                return self._input_gradient(script, whole=suffix == "table")

    def _options(self, script: Script) -> None:
        script.say(f"stride, dilation, groups = {self.layer.stride}, {self.layer.dilation}, {self.layer.groups}")

    def _sides(self, script: Script) -> None:
        sides = f"{self.top}, {self.bottom}, {self.left}, {self.right}"
        script.say(f"top, bottom, left, right = {sides}  # padding")

    def _pad(self, script: Script) -> None:
        self._sides(script)
        script.say("padded = F.pad(x, (left, right, top, bottom))")

    def _kernel(self, script: Script) -> str:
        """The letter of the kernel that conv2d is given."""
        letter = "w"
        if self.layer.convention == "convolution":
            script.say(
                """
                # PyTorch's conv2d is a cross-correlation: for a true convolution the kernel is turned.
                turned = w.flip(2, 3)
                """
            )
            letter = "turned"
        if self.layer.connections is not None:
            self._connections(script)
            script.say(f"kernel = {letter} * connections[:, :, None, None]")
            letter = "kernel"
        return letter

    def _connections(self, script: Script) -> None:
        script.table(
            "connections",
            self.layer.connections,
            "PyTorch has no table of connections: weights that are not used are 0.",
        )

    def _output(self, script: Script) -> str:
        script.read("x", self.view.name("x"))
        script.read("w", self.view.name("weight"))
        bias = script.read("b", self.view.name("bias")) if self.view.has("bias") else "None"
        self._options(script)
        kernel = self._kernel(script)
        padding, x = self._padding(), "x"
        if not self.even:
            script.say("# conv2d pads both sides alike; here the sides differ, so x is padded first.")
            self._pad(script)
            padding, x = "0", "padded"
        script.say(f"z = F.conv2d({x}, {kernel}, {bias}, stride, {padding}, dilation, groups)")
        return "z"

    def _padding(self) -> str:
        return f"({self.top}, {self.left})"

    def _input_gradient(self, script: Script, *, whole: bool) -> str:
        script.read("w", self.view.name("weight"))
        script.read("delta", self.view.name("dz"))
        self._options(script)
        script.shape("N, C, H, W", self.view.name("x"))
        kernel = self._kernel(script)
        if self.even and not whole:
            self._call(script, "dx", "conv2d_input", "(N, C, H, W)", kernel, self._padding())
            return "dx"
        self._sides(script)
        script.say("size = (N, C, H + top + bottom, W + left + right)")
        self._call(script, "table", "conv2d_input", "size", kernel, "0")
        if whole:
            return "table"
        script.say("dx = table[:, :, top : top + H, left : left + W]  # the padding is cut off")
        return "dx"

    def _kernel_gradient(self, script: Script) -> str:
        script.read("x", self.view.name("x"))
        script.read("delta", self.view.name("dz"))
        self._options(script)
        padding, x = self._padding(), "x"
        if not self.even:
            self._pad(script)
            padding, x = "0", "padded"
        script.say(f"size = {script.sizes(self.view.name('weight'))}  # the shape of the kernels")
        self._call(script, "dw", "conv2d_weight", x, "size", padding)
        if self.layer.convention == "convolution":
            script.say("dw = dw.flip(2, 3)  # the kernel slid turned, so its gradient is turned back")
        if self.layer.connections is not None:
            self._connections(script)
            script.say("dw = dw * connections[:, :, None, None]")
        return "dw"

    @staticmethod
    def _call(script: Script, result: str, function: str, first: str, second: str, padding: str) -> None:
        script.say(
            f"""
            {result} = torch.nn.grad.{function}(
                {first}, {second}, delta, stride, {padding}, dilation, groups
            )
            """
        )

    def _rearranged(self, script: Script, suffix: str) -> str:
        script.read("delta", self.view.name("dz"))
        self._options(script)
        script.say("N, K, out_h, out_w = delta.shape")
        if suffix == "bordered":
            script.shape("_, _, H, W", self.view.name("x"))
            script.shape("_, _, kh, kw", self.view.name("weight"))
            self._sides(script)
        script.say(STUFFED if suffix == "stuffed" else STUFFED + BORDERED)
        return suffix
