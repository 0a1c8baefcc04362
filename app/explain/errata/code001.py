"""What the code of article 001 and of its repository gives on a trace, its convolutions made as SciPy makes them."""

import numpy as np

from app.engine.layers.average_pool import AvgPool2d
from app.engine.layers.base import Array
from app.engine.trace import Trace
from app.explain.checking.telling import number, shape
from app.explain.errata.erratum import Numbers, Numeric, Part, held_against
from app.explain.errata.places import Place, crosses, found, is_bare, is_linear
from app.explain.errata.plain import attempt, convolve, correlate, full, parsed, turned


def backward_bare(place: Place) -> bool:
    """A convolution that the code can do, with a gradient."""
    return place.dy is not None and is_bare(place)


def backward_linear(place: Place) -> bool:
    """A linear layer with a gradient."""
    return place.dy is not None and is_linear(place)


def unsquare(place: Place) -> bool:
    """A rectangular kernel."""
    return backward_bare(place) and place.weight.shape[2] != place.weight.shape[3]


def oriented(place: Place) -> bool:
    """A cross-correlation whose kernel is another when turned."""
    return place.dy is not None and crosses(place) and not np.array_equal(turned(place.weight), place.weight)


def oriented_bare(place: Place) -> bool:
    """A cross-correlation that the code can do, whose kernel is another when turned."""
    return is_bare(place) and crosses(place) and not np.array_equal(turned(place.weight), place.weight)


def several_maps(place: Place) -> bool:
    """Several samples or maps, which the code mixes."""
    return is_bare(place) and (len(place.weight) > 1 or len(place.x) > 1 or place.weight.shape[1] != 1)


def unequal_maps(place: Place) -> bool:
    """As many kernels as input maps would hide the mistake."""
    return is_bare(place) and place.weight.shape[0] != place.weight.shape[1]


def _outputs(place: Place, printed: Array | str, text: str) -> Numbers:
    """The output beside what the code gives for it; the code adds no bias, so it is added here."""
    bias = place.parameter("bias")
    if not isinstance(printed, str) and bias is not None:
        printed = printed + bias[:, None, None]
    part = Part.of(place.trace, place.tensor("output"))
    shown = printed if isinstance(printed, str) else part.of_array(printed)
    return Numbers(shown, part.of_array(place.y), None, text, part.text)


def show_kernel_count(trace: Trace, _: Numeric) -> Numbers:
    """`for Kid in range(K_C)`, everything else right."""
    place = found(trace, unequal_maps)
    slide = correlate if crosses(place) else convolve

    def statement() -> Array:
        made = np.zeros_like(place.y)
        for n in range(len(place.x)):
            for k in range(place.weight.shape[1]):
                for c in range(place.x.shape[1]):
                    made[n][k] += slide(place.x[n][c], place.weight[k][c])
        return made

    kernels, maps = place.weight.shape[:2]
    text = f"{place.name} has {kernels} kernels of {maps} input maps each: range(K_C) runs to {maps}, not to {kernels}."
    return _outputs(place, attempt(statement), text)


def show_whole_array(trace: Trace, _: Numeric) -> Numbers:
    """The forward loops as printed, the wrong range included."""
    place = found(trace, several_maps)

    def statement() -> Array:
        made = np.zeros_like(place.y)
        for n in range(len(place.x)):
            for k in range(place.weight.shape[1]):
                for c in range(place.x.shape[1]):
                    made += convolve(place.x[n][c], place.weight[k][c])
        return made

    text = (
        "output_data += … adds every product to all maps of all samples, so that every image and every kernel of "
        f"{place.name} gets the same map."
    )
    return _outputs(place, attempt(statement), text)


def show_convolve2d(trace: Trace, _: Numeric) -> Numbers:
    """The forward loops with their indices mended: convolve2d turns the kernel."""
    place = found(trace, oriented_bare)
    made = np.zeros_like(place.y)
    for n, k, c in np.ndindex(len(place.x), *place.weight.shape[:2]):
        made[n, k] += convolve(place.x[n, c], place.weight[k, c])
    text = f"convolve2d slides the kernel of {place.name} turned by 180°; the text and this trace slide it as it is."
    return _outputs(place, made, text)


def show_input_gradient(trace: Trace, numeric: Numeric) -> Numbers:
    """convolve2d(padded δ, kernel[::-1, ::-1]) turns the kernel twice."""
    place = found(trace, oriented)
    text = (
        "convolve2d turns the kernel that [::-1, ::-1] has turned already, so δ meets it as it stands. That is right "
        "where the forward pass is a true convolution; this trace's is a cross-correlation."
    )
    return held_against(trace, place.dx, place.backward(weight=turned(place.weight)).input, numeric, text)


def show_pad(trace: Trace, numeric: Numeric) -> Numbers:
    """np.pad with (K_W − 1, K_H − 1) on both axes, run for one pair of maps."""
    place = found(trace, unsquare)
    first, second = place.weight.shape[2:]
    around = (first - 1, second - 1)

    def statement() -> Array:
        back = np.zeros_like(place.x)
        padded = np.pad(place.delta, [(0, 0), (0, 0), around, around])
        back[0][0] += convolve(padded[0][0], place.weight[0, 0, ::-1, ::-1])
        return back

    text = (
        f"A {first}×{second} kernel needs {first - 1} zero rows above and below and {second - 1} zero columns left and "
        f"right; as printed both axes get {around[0]} before and {around[1]} behind."
    )
    return held_against(trace, place.dx, attempt(statement), numeric, text)


def show_kernel_gradient(trace: Trace, numeric: Numeric) -> Numbers:
    """convolve2d(front_delta, input, "valid") turns δ."""
    place = found(trace, backward_bare)
    printed = np.zeros_like(place.weight)
    for n, k, c in np.ndindex(len(place.x), *place.weight.shape[:2]):
        printed[k, c] += convolve(place.delta[n, k], place.x[n, c])
    needed = "correlate2d(input, δ)" if crosses(place) else "correlate2d(input, δ) turned by 180°"
    text = f"convolve2d turns δ of {place.name}; ∂C/∂W is {needed} in this trace's convention."
    return held_against(trace, place.tensor("weight.grad"), printed, numeric, text)


def show_wrong_map(trace: Trace, numeric: Numeric) -> Numbers:
    """pad_front_delta[n][in_dim] where [ke_num] belongs."""
    place = found(trace, backward_bare)
    kernels = place.weight if crosses(place) else turned(place.weight)

    def statement() -> Array:
        back = np.zeros_like(place.x)
        for n, c, k in np.ndindex(len(place.x), place.x.shape[1], len(kernels)):
            back[n, c] += full(place.delta[n][c], kernels[k, c])
        return back

    text = (
        f"Input map c of {place.name} gets δ of output map c for every kernel; what kernel k sends back is made from "
        f"δ of output map k ({len(kernels)} kernels, {place.x.shape[1]} input maps)."
    )
    return held_against(trace, place.dx, attempt(statement), numeric, text)


def wrong_map(place: Place) -> bool:
    """Several kernels, each with its own δ."""
    return backward_bare(place) and len(place.weight) > 1


def show_full_connect(trace: Trace, numeric: Numeric) -> Numbers:
    """np.dot(input.reshape(N, −1), front_delta)."""
    place = found(trace, backward_linear)
    flat, delta = place.x.reshape(len(place.x), -1), place.delta
    text = (
        f"The input is {shape(flat.shape)} and front_delta {shape(delta.shape)}; the gradient needs the first one "
        "transposed, so that the samples are summed."
    )
    return held_against(trace, place.tensor("weight.grad"), attempt(lambda: np.dot(flat, delta)), numeric, text)


CONVOLUTION_LINE = "for Cid im range(C):\n    pass"
MEAN_POOL_LINE = "if(deriv=False):\n    pass"


def show_syntax(_: Trace, __: Numeric) -> Numbers:
    """The printed loop, given to Python."""
    return Numbers(
        parsed(CONVOLUTION_LINE), parsed(CONVOLUTION_LINE.replace("im", "in", 1)), None, "Python stops here."
    )


def mean_pool(place: Place) -> bool:
    """A mean pooling."""
    return isinstance(place.layer, AvgPool2d)


def show_mean_pool(trace: Trace, _: Numeric) -> Numbers:
    """The two lines of mean_pool that stop: one when it is read, one when it runs."""
    place = found(trace, mean_pool)
    layer = place.layer
    assert isinstance(layer, AvgPool2d)
    n, c, height, width = place.x.shape
    p_w, p_h = layer.kernel_size
    made = attempt(lambda: np.zeros((n, c, height / p_w, width / p_h)))
    printed = f"{parsed(MEAN_POOL_LINE)}; {made if isinstance(made, str) else 'runs'}"
    right = f"np.zeros(({n}, {c}, {height // p_w}, {width // p_h}))"
    text = (
        f"{height} / {p_w} is {number(height / p_w)}, a float in Python 3; a shape takes integers, {height} // {p_w}."
    )
    return Numbers(printed, right, None, text)


def uneven(place: Place) -> bool:
    """Windows side by side that do not fill the map."""
    layer = place.layer
    if not isinstance(layer, AvgPool2d) or layer.steps != layer.kernel_size or layer.padding != (0, 0):
        return False
    return not layer.ceil_mode and any(size % k for size, k in zip(place.x.shape[2:], layer.kernel_size, strict=True))


def show_block_reduce(trace: Trace, _: Numeric) -> Numbers:
    """block_reduce fills the map up with zeros."""
    place = found(trace, uneven)
    layer = place.layer
    assert isinstance(layer, AvgPool2d)
    (kh, kw), (height, width) = layer.kernel_size, place.x.shape[2:]
    filled = np.pad(place.x, ((0, 0), (0, 0), (0, -height % kh), (0, -width % kw)))
    n, c, rows, cols = filled.shape
    blocks = filled.reshape(n, c, rows // kh, kh, cols // kw, kw).mean(axis=(3, 5))
    part = Part.of(trace, place.tensor("output"))
    text = (
        f"{height}×{width} is no multiple of {kh}×{kw}: block_reduce adds zeros and counts them in the border's means, "
        f"{shape(blocks.shape[2:])} instead of {shape(place.y.shape[2:])}; repeat() then gives {rows}×{cols} back."
    )
    return Numbers(part.of_array(blocks), part.of_array(place.y), None, text, part.text)
