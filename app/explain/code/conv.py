"""Convolution as code: what surrounds each method, the output, the bias and the rearranged tensors."""

from math import prod

from app.engine.layers.conv import Conv2d
from app.explain.code.base import Coder
from app.explain.code.conv_gradients import INPUT_GRADIENT, KERNEL_GRADIENT, Loops, sparse_matrix
from app.explain.code.conv_torch import ConvTorch
from app.explain.code.script import Script
from app.explain.view import LayerView

MOST_ENTRIES = 8_000_000
"""Of a matrix that a script writes with all its zeros."""

PADDED = """
# x inside its zeros
padded = np.zeros((N, C, H + top + bottom, W + left + right))
padded[:, :, top : top + H, left : left + W] = x
"""
STUFFED = """
# δ with stride - 1 zeros between its entries
stuffed = np.zeros((N, K, stride_h * (out_h - 1) + 1, stride_w * (out_w - 1) + 1))
stuffed[:, :, ::stride_h, ::stride_w] = delta
"""
BORDERED = """
# and with zeros around, so that the turned kernel can stand over every corner
border_h, border_w = dilation_h * (kh - 1), dilation_w * (kw - 1)
rows, columns = H + top + bottom + border_h, W + left + right + border_w
bordered = np.zeros((N, K, rows, columns))
last_h, last_w = border_h + stuffed.shape[2], border_w + stuffed.shape[3]
bordered[:, :, border_h:last_h, border_w:last_w] = stuffed
"""


INPUT_METHODS = {
    "chain": "δ of every window that holds the cell, times the weight it is read with",
    "scatter": "each δ times the whole kernel, added where its window lies",
    "rot180": "the turned kernel slides over δ and its zeros",
    "matrix": "z = C vec(x) + b forwards, so Cᵀ vec(δ) backwards",
}
KERNEL_METHODS = {
    "chain": "δ of every window, times the cell that the weight met there",
    "correlate": "δ slides over x as if it were the kernel",
    "rot180_input": "a true convolution of the turned x with δ, turned back",
    "matrix": "z = Pᵀ vec(w) + b forwards, so P vec(δ) backwards",
}


class ConvCoder(Coder):
    """Every tensor of a convolution."""

    def __init__(self, view: LayerView) -> None:
        super().__init__(view)
        assert isinstance(view.layer, Conv2d)
        self.layer = view.layer

    def arrangement(self, suffix: str, method: str) -> str:
        if suffix in ("input.grad", "table"):
            return INPUT_METHODS[method]
        return KERNEL_METHODS[method] if suffix == "weight.grad" else ""

    def torch(self, script: Script, suffix: str) -> str:
        return ConvTorch(self.view).write(script, suffix)

    def numpy(self, script: Script, suffix: str, method: str) -> str:
        if suffix == "turned":
            script.read("w", self.own("weight"))
            script.say("turned = w[:, :, ::-1, ::-1]  # rows and columns both from the last to the first")
            return "turned"
        if suffix == "bias.grad":
            return self._bias_gradient(script)
        if suffix in ("output", "padded", "weight.grad"):
            script.read("x", self.x)
        if suffix not in ("output", "padded"):
            script.read("delta", self.dz)
        if suffix in ("output", "input.grad", "table"):
            script.read("w", self.own("weight"))
        self._sizes(script)
        if suffix == "padded":
            script.say(PADDED)
            return "padded"
        self._windows(script)
        if suffix in ("stuffed", "bordered"):
            script.say(STUFFED if suffix == "stuffed" else STUFFED + BORDERED)
            return suffix
        self._reading(script)
        match suffix:
            case "output":
                return self._output(script)
            case "weight.grad":
                return self._kernel_gradient(script, method)
            case _:
                return self._input_gradient(script, method, whole=suffix == "table")

    def _sizes(self, script: Script) -> None:
        (top, bottom), (left, right) = self.layer.sides(self._kernel_size())
        script.shape("N, C, H, W", self.x)
        script.say(f"top, bottom, left, right = {top}, {bottom}, {left}, {right}  # padding")

    def _windows(self, script: Script) -> None:
        (stride_h, stride_w), (dilation_h, dilation_w) = self.layer.stride, self.layer.dilation
        script.shape("K, _, kh, kw", self.own("weight"))
        script.say(
            f"""
            stride_h, stride_w = {stride_h}, {stride_w}
            dilation_h, dilation_w = {dilation_h}, {dilation_w}
            """
        )
        if script.knows(self.dz):
            script.say("_, _, out_h, out_w = delta.shape")
            return
        script.say(
            """
            out_h = (H + top + bottom - dilation_h * (kh - 1) - 1) // stride_h + 1
            out_w = (W + left + right - dilation_w * (kw - 1) - 1) // stride_w + 1
            """
        )

    def _reading(self, script: Script) -> None:
        """Which maps the kernels read, and how they lie on them."""
        script.say(
            f"""
            groups = {self.layer.groups}
            convention = "{self.layer.convention}"
            """
        )
        if self.layer.connections is not None:
            script.table("connections", self.layer.connections, "which input maps (columns) each kernel reads")

    def _kernel_size(self) -> tuple[int, int]:
        _, _, kh, kw = self.view.shape(self.own("weight"))
        return kh, kw

    def _loops(self) -> Loops:
        return Loops(self.layer.groups > 1, self.layer.connections is not None)

    def _kernel(self, script: Script) -> None:
        """The kernel as a window multiplies with it."""
        script.say(
            """
            # A true convolution turns the kernel before it slides.
            kernel = w if convention == "cross_correlation" else w[:, :, ::-1, ::-1]
            """
        )
        if self.layer.connections is not None:
            script.say(
                """
                # What a kernel does not read counts as nothing.
                kernel = np.where(connections[:, :, None, None], kernel, 0)
                """
            )

    def _output(self, script: Script) -> str:
        script.say(PADDED)
        self._kernel(script)
        bias = self.view.has("bias")
        start = f"{script.read('b', self.own('bias'))}[k]" if bias else "0"
        loops = self._loops()
        script.say(
            f"""
z = np.zeros((N, K, out_h, out_w))
for n, k, i, j in np.ndindex(z.shape):
    z[n, k, i, j] = {start}
    for c, u, v in np.ndindex(C // groups, kh, kw):
        # where the window (i, j) has its cell (u, v)
{loops.find_map(8)}        r, q = stride_h * i + dilation_h * u, stride_w * j + dilation_w * v
        z[n, k, i, j] += padded[n, {loops.map_read}, r, q] * kernel[k, c, u, v]
"""
        )
        return "z"

    def _bias_gradient(self, script: Script) -> str:
        script.read("delta", self.dz)
        script.say(
            """
            # The bias of a map stands in every cell of it, so it takes all of their δ.
            db = np.zeros(delta.shape[1])
            for n, k, i, j in np.ndindex(delta.shape):
                db[k] += delta[n, k, i, j]
            """
        )
        return "db"

    def _input_gradient(self, script: Script, method: str, *, whole: bool) -> str:
        self._kernel(script)
        if whole:
            script.say(
                """
                # The gradient of the padded input: its zeros count as cells of x.
                H, W = H + top + bottom, W + left + right
                top = bottom = left = right = 0
                """
            )
        if method == "rot180":
            script.say(STUFFED + BORDERED)
        large = prod(self.view.shape(self.x)[1:]) * prod(self.view.shape(self.z)[1:]) > MOST_ENTRIES
        write = sparse_matrix if large and method == "matrix" else INPUT_GRADIENT[method]
        for text in write(self._loops()):
            script.say(text)
        return "dx"

    def _kernel_gradient(self, script: Script, method: str) -> str:
        script.say(PADDED)
        if method in ("correlate", "rot180_input"):
            script.say(STUFFED)
        for text in KERNEL_GRADIENT[method](self._loops()):
            script.say(text)
        script.say(
            """
            # A true convolution slid the turned kernel: what each place took is turned back.
            dw = dkernel if convention == "cross_correlation" else dkernel[:, :, ::-1, ::-1]
            """
        )
        return "dw"
