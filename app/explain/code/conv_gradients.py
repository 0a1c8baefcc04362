"""The methods of a convolution's two gradients, as loops over n, k, c, i, j, u, v."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from textwrap import indent


@dataclass(frozen=True)
class Loops:
    """How loops find the maps that a kernel reads."""

    grouped: bool
    connected: bool

    @property
    def map_read(self) -> str:
        """The input map behind the kernel's own map c."""
        return "g" if self.grouped else "c"

    def find_map(self, by: int) -> str:
        """The line that finds it."""
        line = "g = k // (K // groups) * (C // groups) + c  # the map c of the group\n"
        return indent(line, " " * by) if self.grouped else ""

    def skip(self, condition: str, why: str, by: int) -> str:
        return indent(f"if {condition}:\n    continue  # {why}\n", " " * by)


def chain(loops: Loops) -> list[str]:
    """Every window that contains the cell."""
    other = loops.skip("k // (K // groups) != c // (C // groups)", "kernel k reads another group", 8)
    return [
        f"""
dx = np.zeros((N, C, H, W))
for n, c, p, q in np.ndindex(dx.shape):
    for k, i, j in np.ndindex(K, out_h, out_w):
{other if loops.grouped else ""}        # Does window (i, j) contain the cell (p, q), and at which place (u, v)?
        u, beside_u = divmod(p + top - stride_h * i, dilation_h)
        v, beside_v = divmod(q + left - stride_w * j, dilation_w)
        if beside_u or beside_v or not (0 <= u < kh and 0 <= v < kw):
            continue
        # ∂z/∂x is the weight through which z read x.
        dx[n, c, p, q] += delta[n, k, i, j] * kernel[k, {_own_map(loops)}, u, v]
"""
    ]


def scatter(loops: Loops) -> list[str]:
    """Each δ times the whole kernel, added where its window lies."""
    return [
        f"""
table = np.zeros((N, C, H + top + bottom, W + left + right))
for n, k, i, j in np.ndindex(delta.shape):
    for c, u, v in np.ndindex(C // groups, kh, kw):
        # Each δ goes back to all cells that its window read, as it read them.
{loops.find_map(8)}        r, q = stride_h * i + dilation_h * u, stride_w * j + dilation_w * v
        table[n, {loops.map_read}, r, q] += delta[n, k, i, j] * kernel[k, c, u, v]
dx = table[:, :, top : top + H, left : left + W]  # what fell on the padding is cut off
"""
    ]


def rot180(loops: Loops) -> list[str]:
    """The turned kernel slides over the bordered δ."""
    other = loops.skip("k // (K // groups) != c // (C // groups)", "kernel k reads another group", 8)
    return [
        f"""
turned = kernel[:, :, ::-1, ::-1]
table = np.zeros((N, C, H + top + bottom, W + left + right))
for n, c, r, q in np.ndindex(table.shape):
    for k, u, v in np.ndindex(K, kh, kw):
{other if loops.grouped else ""}        # The turned kernel over δ gathers what scatter hands out.
        above = bordered[n, k, r + dilation_h * u, q + dilation_w * v]
        table[n, c, r, q] += above * turned[k, {_own_map(loops)}, u, v]
dx = table[:, :, top : top + H, left : left + W]  # the padding is cut off
"""
    ]


def matrix(loops: Loops) -> list[str]:
    """z = matrix · vec x, so ∂L/∂x = matrixᵀ · vec δ."""
    return [
        f"""
# The matrix C of z = C vec(x) + b: a row per cell of z, a column per cell of x.
matrix = np.zeros((K * out_h * out_w, C * H * W))
for k, i, j in np.ndindex(K, out_h, out_w):
    for c, u, v in np.ndindex(C // groups, kh, kw):
{loops.find_map(8)}        p = stride_h * i + dilation_h * u - top
        q = stride_w * j + dilation_w * v - left
        if 0 <= p < H and 0 <= q < W:  # the padding has no column
            row, column = (k * out_h + i) * out_w + j, ({loops.map_read} * H + p) * W + q
            matrix[row, column] = kernel[k, c, u, v]

# Backwards through a matrix is a product with its transpose.
dx = np.zeros((N, C, H, W))
for n in range(N):
    dx[n] = (matrix.T @ delta[n].reshape(-1)).reshape(C, H, W)
"""
    ]


def sparse_matrix(loops: Loops) -> list[str]:
    """The same of a matrix that is too large to be written with all its zeros."""
    return [
        f"""
# The matrix C of z = C vec(x) + b: a row per cell of z, a column per cell of x.
# Nearly all of it is 0, and it is large: only the other entries are kept.
matrix = {{}}
for k, i, j in np.ndindex(K, out_h, out_w):
    for c, u, v in np.ndindex(C // groups, kh, kw):
{loops.find_map(8)}        p = stride_h * i + dilation_h * u - top
        q = stride_w * j + dilation_w * v - left
        if 0 <= p < H and 0 <= q < W:  # the padding has no column
            row, column = (k * out_h + i) * out_w + j, ({loops.map_read} * H + p) * W + q
            matrix[row, column] = kernel[k, c, u, v]

# Backwards through a matrix is a product with its transpose.
dx = np.zeros((N, C * H * W))
for n in range(N):
    vec = delta[n].reshape(-1)
    for (row, column), entry in matrix.items():
        dx[n, column] += entry * vec[row]
dx = dx.reshape(N, C, H, W)
"""
    ]


def _own_map(loops: Loops) -> str:
    """The kernel's own number of input map c."""
    return "c % (C // groups)" if loops.grouped else "c"


def _kernel_loop(loops: Loops, body: str) -> str:
    unread = loops.skip("not connections[k, c]", "kernel k does not read map c", 4)
    return f"""
dkernel = np.zeros((K, C // groups, kh, kw))
for k, c, u, v in np.ndindex(dkernel.shape):
{unread if loops.connected else ""}{indent(body, "    ")}"""


def kernel_chain(loops: Loops) -> list[str]:
    """Every window used the weight once."""
    body = f"""for n, i, j in np.ndindex(N, out_h, out_w):
    # ∂z/∂w is the cell that window (i, j) multiplied with w.
{loops.find_map(4)}    r, q = stride_h * i + dilation_h * u, stride_w * j + dilation_w * v
    dkernel[k, c, u, v] += delta[n, k, i, j] * padded[n, {loops.map_read}, r, q]
"""
    return [_kernel_loop(loops, body)]


def correlate(loops: Loops) -> list[str]:
    """The stuffed δ slides over the padded x."""
    body = f"""for n, m, q in np.ndindex(N, *stuffed.shape[2:]):
    # δ is the kernel now, and slides in steps of the dilation.
{loops.find_map(4)}    x_below = padded[n, {loops.map_read}, dilation_h * u + m, dilation_w * v + q]
    dkernel[k, c, u, v] += x_below * stuffed[n, k, m, q]
"""
    return [_kernel_loop(loops, body)]


def rot180_input(loops: Loops) -> list[str]:
    """A true convolution of the turned x with δ, turned back."""
    body = f"""for n, m, q in np.ndindex(N, *stuffed.shape[2:]):
    # A true convolution reads its kernel, here δ, from the last to the first.
{loops.find_map(4)}    x_above = turned[n, {loops.map_read}, dilation_h * u + m, dilation_w * v + q]
    dkernel[k, c, u, v] += x_above * stuffed[n, k, -1 - m, -1 - q]
"""
    unread = Loops(loops.grouped, connected=False)
    back = """
dkernel = dkernel[:, :, ::-1, ::-1]  # turned back
"""
    gate = """
dkernel = np.where(connections[:, :, None, None], dkernel, 0)  # unread: no gradient
"""
    return [
        """
# x, as far as windows reach, turned by 180°
used_h = stuffed.shape[2] + dilation_h * (kh - 1)
used_w = stuffed.shape[3] + dilation_w * (kw - 1)
turned = padded[:, :, :used_h, :used_w][:, :, ::-1, ::-1]
""",
        _kernel_loop(unread, body),
        back,
        *([gate] if loops.connected else []),
    ]


def kernel_matrix(loops: Loops) -> list[str]:
    """z = patchesᵀ · vec w, so ∂L/∂w = patches · vec δ."""
    count = "N * out_h * out_w"
    first = "k // (K // groups) * (C // groups) * kh * kw" if loops.grouped else "0"
    gate = """
dkernel = np.where(connections[:, :, None, None], dkernel, 0)  # unread: no gradient
"""
    return [
        f"""
# One column per window: the cells that it reads, in the kernel's order.
patches = np.zeros((C * kh * kw, {count}))
for c, u, v in np.ndindex(C, kh, kw):
    for n, i, j in np.ndindex(N, out_h, out_w):
        row, column = (c * kh + u) * kw + v, (n * out_h + i) * out_w + j
        r, q = stride_h * i + dilation_h * u, stride_w * j + dilation_w * v
        patches[row, column] = padded[n, c, r, q]

# z = patches.T @ vec(w) + b, so backwards it is patches @ vec(δ).
dkernel = np.zeros((K, C // groups, kh, kw))
for k in range(K):
    first = {first}
    own = patches[first : first + C // groups * kh * kw]
    dkernel[k] = (own @ delta[:, k].reshape(-1)).reshape(C // groups, kh, kw)
""",
        *([gate] if loops.connected else []),
    ]


INPUT_GRADIENT: Mapping[str, Callable[[Loops], list[str]]] = {
    "chain": chain,
    "scatter": scatter,
    "rot180": rot180,
    "matrix": matrix,
}
KERNEL_GRADIENT: Mapping[str, Callable[[Loops], list[str]]] = {
    "chain": kernel_chain,
    "correlate": correlate,
    "rot180_input": rot180_input,
    "matrix": kernel_matrix,
}
