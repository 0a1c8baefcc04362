"""The formulas of article 004 as printed, on a trace."""

import numpy as np

from app.engine.layers.activation import Relu
from app.engine.layers.base import Array
from app.engine.trace import Trace
from app.explain.checking.telling import number
from app.explain.errata.erratum import Numbers, Numeric, held_against
from app.explain.errata.places import (
    Place,
    about,
    crosses,
    found,
    is_bare,
    is_conv,
)
from app.explain.errata.plain import attempt


def _bare(place: Place) -> bool:
    """What the article is about: stride 1, no padding, cross-correlation."""
    return place.dy is not None and is_bare(place) and crosses(place)


def _sizes(place: Place) -> tuple[int, int, int, int]:
    """M, N, m, n."""
    return place.x.shape[2], place.x.shape[3], place.weight.shape[2], place.weight.shape[3]


def odd(place: Place) -> bool:
    """A kernel with an odd side."""
    return _bare(place) and bool(place.weight.shape[2] % 2 or place.weight.shape[3] % 2) and max(_sizes(place)[2:]) > 1


def limits(trace: Trace, _: Numeric) -> Numbers:
    """The printed limits with whole numbers beside M − m and N − n."""
    rows, cols, m, n = _sizes(found(trace, odd))
    printed, right = [rows - 2 * (m // 2), cols - 2 * (n // 2)], [rows - m, cols - n]
    text = (
        f"y is {rows - m + 1}×{cols - n + 1} here, so i ends at {right[0]} and j at {right[1]}; read with whole "
        f"numbers the printed limits are {printed[0]} and {printed[1]}, one too many where the kernel's side is odd."
    )
    return Numbers(list(printed), list(right), None, text)


def rectangular(place: Place) -> bool:
    """A rectangular kernel with a bias."""
    return _bare(place) and place.parameter("bias") is not None and place.weight.shape[2] != place.weight.shape[3]


def bias_limits(trace: Trace, numeric: Numeric) -> Numbers:
    """The sum for the bias with m in the place of n."""
    place = found(trace, rectangular)
    rows, cols, m, n = _sizes(place)
    delta, name = place.delta, place.tensor("bias.grad")

    def statement() -> Array:
        total = 0.0
        for i in range(rows - m + 1):
            for j in range(cols - m + 1):
                total += sum(delta[sample, 0, i, j] for sample in range(len(delta)))
        return np.array(total)

    made = attempt(statement)
    text = f"The sum over j ends at N − n = {cols - n}; with m = {m} in the place of n = {n} it ends at {cols - m}."
    right = float(trace.array(name)[0])
    printed = made if isinstance(made, str) else float(made) * _share(place)
    return Numbers(printed, right, float(numeric.slopes(name, [0])[0]), text)


def _share(place: Place) -> float:
    """The constant that parameter gradients carry in this trace."""
    loss = place.trace.plan.loss
    return loss.parameter_scale if loss else 1.0


def one_number(trace: Trace, numeric: Numeric) -> Numbers:
    """The derivative by w_ij in the place of w_st."""
    place = found(trace, wide)
    _, _, m, n = _sizes(place)
    height, width = min(m, place.y.shape[2]), min(n, place.y.shape[3])
    printed = np.zeros_like(place.weight)
    for k, c in np.ndindex(*place.weight.shape[:2]):
        pairs = [
            place.delta[sample, k, i, j] * place.x[sample, c, 2 * i, 2 * j]
            for sample in range(len(place.x))
            for i in range(height)
            for j in range(width)
            if 2 * i < place.x.shape[2] and 2 * j < place.x.shape[3]
        ]
        printed[k, c] = sum(pairs) * _share(place)
    text = (
        "∂y_ij/∂w_ij is x_(i+i)(j+j) whatever s and t are, so that every weight of a kernel would get the same "
        f"{number(float(printed[0, 0, 0, 0]))}; ∂y_ij/∂w_st is x_(i+s)(j+t)."
    )
    return held_against(trace, place.tensor("weight.grad"), printed, numeric, text)


def zero_rule(trace: Trace, numeric: Numeric) -> Numbers:
    """The gather loops with the lower rule alone."""
    place = found(trace, wide)
    delta, weight = place.delta, place.weight

    def statement() -> Array:
        made = np.zeros_like(place.x)
        for sample, c, i, j in np.ndindex(*place.x.shape):
            for k, s, t in np.ndindex(len(weight), *weight.shape[2:]):
                if i - s < 0 or j - t < 0:
                    continue
                made[sample, c, i, j] += delta[sample, k, i - s, j - t] * weight[k, c, s, t]
        return made

    height, width = delta.shape[2:]
    text = (
        f"δ has {height} rows and {width} columns; i − s reaches {place.x.shape[2] - 1}, j − t reaches "
        f"{place.x.shape[3] - 1}. δ counts as 0 above M − m = {height - 1} and N − n = {width - 1} as well."
    )
    return held_against(trace, place.dx, attempt(statement), numeric, text)


def wide(place: Place) -> bool:
    """A kernel of more than one cell."""
    return _bare(place) and max(place.weight.shape[2:]) > 1


def negative(place: Place) -> bool:
    """A ReLU that holds something back."""
    return place.dy is not None and isinstance(place.layer, Relu) and bool((place.x < 0).any())


def relu(trace: Trace, numeric: Numeric) -> Numbers:
    """Everything passed where y ≥ 0."""
    place = found(trace, negative)
    printed = np.where(place.y >= 0, place.delta, 0.0)
    index = tuple(int(i) for i in np.argwhere(place.x < 0)[0])
    text = (
        f"y ≥ 0 holds for every output of {place.name}, so nothing is ever held back: at x = "
        f"{number(float(place.x[index]))} y is 0 and the whole {number(float(place.delta[index]))} would pass."
    )
    return held_against(trace, place.dx, printed, numeric, text)


def _several(place: Place) -> bool:
    return place.dy is not None and is_conv(place) and len(place.weight) > 1


def show_one_kernel(trace: Trace, numeric: Numeric) -> Numbers:
    """∂L/∂x from the first kernel alone."""
    place = found(trace, _several)
    first = np.zeros_like(place.weight)
    first[0] = place.weight[0]
    text = (
        f"Every input map is read by the kernels of all {len(first)} output maps of {place.name}, and each sends its "
        "part back; without the sum over k only the first map's part is there."
    )
    return held_against(trace, place.dx, place.backward(weight=first).input, numeric, text)


about_several = about(_several, "input.grad")


def shifted(trace: Trace, numeric: Numeric) -> Numbers:
    """Sugomori's index."""
    place = found(trace, wide)
    right, (m, n) = trace.array(place.dx), place.weight.shape[2:]
    printed = np.zeros_like(right)
    printed[:, :, m - 1 :, n - 1 :] = right[:, :, : right.shape[2] - m + 1, : right.shape[3] - n + 1]
    text = (
        f"The index i − (m − 1) − s is meant for a δ with a border of m − 1 zeros. Without one the whole gradient "
        f"stands {m - 1} rows and {n - 1} columns too far, and what falls over the edge is lost."
    )
    return held_against(trace, place.dx, printed, numeric, text)
