"""Poolings: y from each window, dx = Σ mask · dy over the windows that contain the cell."""

from tests.engine.tables.case import INF, NAN, Case, Cases, Refusals, Refused, grid, line

SQUARE = grid([1, 3], [2, 0])

SAMPLES: Cases = {
    "max_pool2d": (
        Case(
            "y = max; dy goes to the winner",
            options={"kernel_size": 2},
            x=SQUARE,
            y=grid([3]),
            dy=grid([5]),
            dx=grid([0, 5], [0, 0]),
        ),
        Case(
            "overlapping windows that agree: their gradients add",
            options={"kernel_size": [1, 2], "stride": 1},
            x=line(1, 3, 2),
            y=line(3, 3),
            dy=line(1, 10),
            dx=line(0, 11, 0),
        ),
        Case(
            "padding is −∞, not 0: windows (−∞, −1), (−1, −2), (−2, −∞)",
            options={"kernel_size": [1, 2], "stride": 1, "padding": [0, 1]},
            x=line(-1, -2),
            y=line(-1, -1, -2),
            dy=line(1, 2, 4),
            dx=line(3, 4),
        ),
        Case(
            "dilation: max(5, 7) steps over the 9",
            options={"kernel_size": [1, 2], "dilation": [1, 2]},
            x=line(5, 9, 7),
            y=line(7),
            dy=line(2),
            dx=line(0, 0, 2),
        ),
        Case(
            "ceil mode keeps the window that hangs over",
            options={"kernel_size": [1, 2], "ceil_mode": True},
            x=line(1, 2, 3),
            y=line(2, 3),
            dy=line(4, 5),
            dx=line(0, 4, 5),
        ),
    ),
    "avg_pool2d": (
        Case(
            "y = Σ/4; a quarter of dy to each cell",
            options={"kernel_size": 2},
            x=SQUARE,
            y=grid([1.5]),
            dy=grid([8]),
            dx=grid([2, 2], [2, 2]),
        ),
        Case(
            "overlapping windows: (dy₁ + dy₂)/2 in the middle",
            options={"kernel_size": [1, 2], "stride": 1},
            x=line(1, 3, 2),
            y=line(2, 2.5),
            dy=line(2, 10),
            dx=line(1, 6, 5),
        ),
        Case(
            "padding is counted: (0 + 2)/2 and (4 + 0)/2",
            options={"kernel_size": [1, 2], "padding": [0, 1]},
            x=line(2, 4),
            y=line(1, 2),
            dy=line(2, 6),
            dx=line(1, 3),
        ),
        Case(
            "padding is not counted: 2/1 and 4/1",
            options={"kernel_size": [1, 2], "padding": [0, 1], "count_include_pad": False},
            x=line(2, 4),
            y=line(2, 4),
            dy=line(2, 6),
            dx=line(2, 6),
        ),
        Case(
            "ceil mode: what hangs over is never counted, 6/1",
            options={"kernel_size": [1, 2], "ceil_mode": True},
            x=line(1, 2, 6),
            y=line(1.5, 6),
            dy=line(2, 5),
            dx=line(1, 1, 5),
        ),
    ),
    "sum_pool2d": (
        Case(
            "y = Σ; dy is copied to each cell",
            options={"kernel_size": 2},
            x=SQUARE,
            y=grid([6]),
            dy=grid([5]),
            dx=grid([5, 5], [5, 5]),
        ),
        Case(
            "overlapping windows: dy₁ + dy₂ in the middle",
            options={"kernel_size": [1, 2], "stride": 1},
            x=line(1, 3, 2),
            y=line(4, 5),
            dy=line(2, 10),
            dx=line(2, 12, 10),
        ),
        Case(
            "padding adds nothing",
            options={"kernel_size": [1, 2], "padding": [0, 1]},
            x=line(2, 4),
            y=line(2, 4),
            dy=line(2, 6),
            dx=line(2, 6),
        ),
    ),
}

TIES = grid([1, 7], [7, 7])

KINKS: Cases = {
    "max_pool2d": (
        Case(
            "ties, first: the first in row-major order takes all",
            options={"kernel_size": 2},
            x=TIES,
            y=grid([7]),
            dy=grid([6]),
            dx=grid([0, 6], [0, 0]),
        ),
        Case(
            "ties, all: article 004's equality formula, 18 out of 6",
            options={"kernel_size": 2, "ties": "all"},
            x=TIES,
            y=grid([7]),
            dy=grid([6]),
            dx=grid([0, 6], [6, 6]),
        ),
        Case(
            "ties, split: a third to each",
            options={"kernel_size": 2, "ties": "split"},
            x=TIES,
            y=grid([7]),
            dy=grid([6]),
            dx=grid([0, 2], [2, 2]),
        ),
        Case(
            "0 and −0 tie",
            options={"kernel_size": [1, 2], "ties": "split"},
            x=line(-0.0, 0.0),
            y=line(0),
            dy=line(6),
            dx=line(3, 3),
        ),
        Case(
            "−∞ in x ties with the padding and still wins: PyTorch never picks padding",
            options={"kernel_size": [1, 2], "padding": [0, 1], "ties": "split"},
            x=line(-INF, -INF),
            y=line(-INF, -INF),
            dy=line(3, 5),
            dx=line(3, 5),
        ),
        Case(
            "a window of padding alone: −∞, its gradient to nobody",
            options={"kernel_size": 2, "padding": 1, "dilation": 2, "stride": 1},
            x=grid([4]),
            y=grid([-INF]),
            dy=grid([7]),
            dx=grid([0]),
        ),
        Case(
            "the last NaN of a window takes the gradient (PyTorch), whatever the ties",
            options={"kernel_size": 2, "ties": "all"},
            x=grid([NAN, INF], [NAN, 9]),
            y=grid([NAN]),
            dy=grid([5]),
            dx=grid([0, 0], [5, 0]),
        ),
    ),
    "avg_pool2d": (
        Case(
            "ceil mode and padding: the last window (4, 0, outside) divides by 2, PyTorch's rule",
            options={"kernel_size": [1, 3], "stride": [1, 2], "padding": [0, 1], "ceil_mode": True},
            x=line(1, 2, 3, 4),
            y=line(1, 3, 2),
            dy=line(3, 6, 8),
            dx=line(1, 3, 2, 6),
        ),
        Case(
            "the same without counting the padding: divisors 2, 3, 1",
            options={
                "kernel_size": [1, 3],
                "stride": [1, 2],
                "padding": [0, 1],
                "ceil_mode": True,
                "count_include_pad": False,
            },
            x=line(1, 2, 3, 4),
            y=line(1.5, 3, 4),
            dy=line(4, 6, 8),
            dx=line(2, 4, 2, 10),
        ),
        Case(
            "∞ and NaN stay in their windows",
            options={"kernel_size": [1, 2]},
            x=line(INF, 1, NAN, 1, INF, -INF),
            y=line(INF, NAN, NAN),
            dy=line(2, 4, 6),
            dx=line(1, 1, 2, 2, 3, 3),
        ),
    ),
    "sum_pool2d": (
        Case(
            "what no window reads has gradient exactly 0",
            options={"kernel_size": [1, 2]},
            x=line(1, 2, INF),
            y=line(3),
            dy=line(4),
            dx=line(4, 4, 0),
        ),
        Case(
            "∞ − ∞ is NaN, its gradient is not",
            options={"kernel_size": [1, 2]},
            x=line(INF, -INF),
            y=line(NAN),
            dy=line(4),
            dx=line(4, 4),
        ),
    ),
}


def _of_every_pooling(kind: str) -> tuple[Refused, ...]:
    return (
        Refused({"type": kind}, "/layers/0/kernel_size", ["kernel_size", "expected"]),
        Refused({"type": kind, "kernel_size": 0}, "/layers/0/kernel_size", ["from 1", "received 0"]),
        Refused({"type": kind, "kernel_size": [2, 2, 2]}, "/layers/0/kernel_size", ["[height, width]"]),
        Refused({"type": kind, "kernel_size": 2, "stride": 0}, "/layers/0/stride", ["from 1", "received 0"]),
        Refused({"type": kind, "kernel_size": 2, "padding": 2}, "/layers/0/padding", ["half", "use padding ≤ 1"]),
        Refused({"type": kind, "kernel_size": 2, "padding": "same"}, "/layers/0/padding", ['received "same"']),
        Refused({"type": kind, "kernel_size": 4}, "/layers/0/kernel_size", ["4×4", "padded input 3×3"]),
        Refused({"type": kind, "kernel_size": 2}, "/layers/0", ["(N, C, H, W)", "before flatten"], shape=(2, 9)),
    )


REFUSED: Refusals = {
    "max_pool2d": (
        *_of_every_pooling("max_pool2d"),
        Refused(
            {"type": "max_pool2d", "kernel_size": 2, "ties": "last"}, "/layers/0/ties", ['"split"', 'received "last"']
        ),
        Refused({"type": "max_pool2d", "kernel_size": 2, "dilation": 3}, "/layers/0/kernel_size", ["4×4"]),
        Refused({"type": "max_pool2d", "kernel_size": 2, "ceil_mode": 1}, "/layers/0/ceil_mode", ["received 1"]),
    ),
    "avg_pool2d": (
        *_of_every_pooling("avg_pool2d"),
        Refused(
            {"type": "avg_pool2d", "kernel_size": 2, "count_include_pad": "no"},
            "/layers/0/count_include_pad",
            ['received "no"'],
        ),
        Refused({"type": "avg_pool2d", "kernel_size": 2, "ties": "all"}, "/layers/0/ties", ["ties"]),
    ),
    "sum_pool2d": (
        *_of_every_pooling("sum_pool2d"),
        Refused({"type": "sum_pool2d", "kernel_size": 2, "ceil_mode": True}, "/layers/0/ceil_mode", ["ceil_mode"]),
    ),
}
