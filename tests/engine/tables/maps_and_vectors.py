"""Layers that mix or rearrange: channel_affine, combine_maps, flatten, linear, softmax."""

from math import exp, log

from tests.engine.tables.case import INF, NAN, Case, Cases, Refusals, Refused, grid, points, zeros

TWO_MAPS = [[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]]

SAMPLES: Cases = {
    "channel_affine": (
        Case(
            "y = βx + b per map; dx = βδ, dβ = Σ δ ∘ x, db = Σδ",
            x=[[[[1, 2]], [[3, 4]]]],
            parameters={"weight": [2, -1], "bias": [0.5, 1]},
            y=[[[[2.5, 4.5]], [[-2, -3]]]],
            dy=[[[[1, 10]], [[100, 1000]]]],
            dx=[[[[2, 20]], [[-100, -1000]]]],
            gradients={"weight": [21, 4300], "bias": [11, 1100]},
        ),
        Case(
            "vectors, no bias: dβ adds over the samples",
            x=[[1, 2], [3, 4]],
            parameters={"weight": [2, -1], "bias": None},
            y=[[2, -2], [6, -4]],
            dy=[[1, 10], [100, 1000]],
            dx=[[2, -10], [200, -1000]],
            gradients={"weight": [301, 4020]},
        ),
    ),
    "combine_maps": (
        Case(
            "α = (¼, ¾), y = ¼·4 + ¾·8; dα = δx, dc = α ∘ (dα − Σ α dα)",
            x=points(4, 8),
            parameters={"logits": [[0, log(3)]]},
            y=points(7),
            dy=points(2),
            dx=points(0.5, 1.5),
            gradients={"logits": [[-1.5, 1.5]]},
        ),
        Case(
            "two mixtures: dx adds over them, each row of c has its own softmax",
            x=points(4, 8),
            parameters={"logits": [[5, 5], [0, log(3)]]},
            y=points(6, 7),
            dy=points(1, 2),
            dx=points(1, 2),
            gradients={"logits": [[-1, 1], [-1.5, 1.5]]},
        ),
    ),
    "flatten": (
        Case(
            "row by row",
            x=TWO_MAPS,
            y=[[1, 2, 3, 4, 5, 6, 7, 8]],
            dy=[[10, 20, 30, 40, 50, 60, 70, 80]],
            dx=[[[[10, 20], [30, 40]], [[50, 60], [70, 80]]]],
        ),
        Case(
            "column by column inside a map, maps in order (MATLAB)",
            options={"order": "column_major"},
            x=TWO_MAPS,
            y=[[1, 3, 2, 4, 5, 7, 6, 8]],
            dy=[[10, 20, 30, 40, 50, 60, 70, 80]],
            dx=[[[[10, 30], [20, 40]], [[50, 70], [60, 80]]]],
        ),
    ),
    "linear": (
        Case(
            "y = xWᵀ + b; dx = δW, dW = δᵀx, db = δ",
            x=[[1, 2]],
            parameters={"weight": [[3, 4], [5, 6]], "bias": [0.5, -1]},
            y=[[11.5, 16]],
            dy=[[1, 10]],
            dx=[[53, 64]],
            gradients={"weight": [[1, 2], [10, 20]], "bias": [1, 10]},
        ),
        Case(
            "the same weights as (in, out): y = xW",
            options={"layout": "in_out"},
            x=[[1, 2]],
            parameters={"weight": [[3, 5], [4, 6]], "bias": None},
            y=[[11, 17]],
            dy=[[1, 10]],
            dx=[[53, 64]],
            gradients={"weight": [[1, 10], [2, 20]]},
        ),
        Case(
            "a batch: dW and db add over the samples",
            x=[[1], [2]],
            parameters={"weight": [[3]], "bias": [0]},
            y=[[3], [6]],
            dy=[[1], [10]],
            dx=[[3], [30]],
            gradients={"weight": [[21]], "bias": [11]},
        ),
    ),
    "softmax": (
        Case(
            "p = (¼, ¾); dx = p ∘ (δ − Σ pδ)",
            x=[[0, log(3)]],
            y=[[0.25, 0.75]],
            dy=[[16, 0]],
            dx=[[3, -3]],
        ),
        Case(
            "over the maps at each place",
            x=[[[[0, log(3)]], [[log(3), 0]]]],
            y=[[[[0.25, 0.75]], [[0.75, 0.25]]]],
            dy=[[[[16, 0]], [[0, 0]]]],
            dx=[[[[3, 0]], [[-3, 0]]]],
        ),
    ),
}

KINKS: Cases = {
    "channel_affine": (
        Case(
            "β = 0: nothing passes in either direction, dβ still sees x",
            x=points(3, 3),
            parameters={"weight": [0, 1], "bias": None},
            y=points(0, 3),
            dy=points(5, 5),
            dx=points(0, 5),
            gradients={"weight": [15, 15]},
        ),
        Case(
            "∞ and NaN stay in their map",
            x=points(INF, NAN, 1),
            parameters={"weight": [2, 2, 2], "bias": [0, 0, 0]},
            y=points(INF, NAN, 2),
            dy=points(1, 1, 1),
            dx=points(2, 2, 2),
            gradients={"weight": [INF, NAN, 1], "bias": [1, 1, 1]},
        ),
    ),
    "combine_maps": (
        Case(
            "logits of ±1000: α is exactly (1, 0), its gradient exactly 0",
            x=points(4, 8),
            parameters={"logits": [[1000, -1000]]},
            y=points(4),
            dy=points(2),
            dx=points(2, 0),
            gradients={"logits": [[0, 0]]},
        ),
        Case(
            "one map: α = 1 whatever c is",
            x=points(4),
            parameters={"logits": [[-5]]},
            y=points(4),
            dy=points(2),
            dx=points(2),
            gradients={"logits": [[0]]},
        ),
        Case(
            "differences beyond the range of float64",
            x=points(4, 8),
            parameters={"logits": [[1e308, -1e308]]},
            y=points(4),
            dy=points(2),
            dx=points(2, 0),
            gradients={"logits": [[0, 0]]},
        ),
    ),
    "flatten": (
        Case(
            "vectors stay as they are, whatever the order",
            options={"order": "column_major"},
            x=[[1, 2, 3]],
            y=[[1, 2, 3]],
            dy=[[4, 5, 6]],
            dx=[[4, 5, 6]],
        ),
        Case("nothing is computed", x=grid([-0.0, NAN]), y=[[-0.0, NAN]], dy=[[INF, NAN]], dx=grid([INF, NAN])),
    ),
    "linear": (
        Case(
            "NaN of one sample stays in its row of y; dW sees all samples",
            x=[[NAN], [2]],
            parameters={"weight": [[3]], "bias": None},
            y=[[NAN], [6]],
            dy=[[1], [1]],
            dx=[[3], [3]],
            gradients={"weight": [[NAN]]},
        ),
        Case(
            "0 · ∞ is NaN",
            x=[[INF, 1]],
            parameters={"weight": [[0, 1], [1, 1]], "bias": None},
            y=[[NAN, INF]],
            dy=[[1, 2]],
            dx=[[2, 3]],
            gradients={"weight": [[INF, 1], [INF, 2]]},
        ),
    ),
    "softmax": (
        Case("equal and large", x=[[1000, 1000]], y=[[0.5, 0.5]], dy=[[4, 0]], dx=[[1, -1]]),
        Case(
            "e⁻¹⁰⁰⁰ is 0: saturated, no gradient",
            x=[[1000, 0, -1000]],
            y=[[1, 0, 0]],
            dy=[[4, 5, 6]],
            dx=[[0, 0, 0]],
        ),
        Case(
            "−∞ is probability 0, and so is −1e308 below 1e308",
            x=[[0, -INF, 0], [1e308, -1e308, 0]],
            y=[[0.5, 0, 0.5], [1, 0, 0]],
            dy=[[4, 100, 0], [4, 5, 6]],
            dx=[[1, 0, -1], [0, 0, 0]],
        ),
        Case("one class", x=[[7], [-7]], y=[[1], [1]], dy=[[3], [4]], dx=[[0], [0]]),
        Case(
            "the smallest of two keeps its slope: p₂ = e⁻⁴⁰",
            x=[[0, -40]],
            y=[[1, exp(-40)]],
            dy=[[0, 1]],
            dx=[[-exp(-40), exp(-40)]],
        ),
        Case(
            "NaN, ∞ or nothing but −∞ makes its own row NaN",
            x=[[NAN, 0], [INF, 0], [-INF, -INF], [0, 0]],
            y=[[NAN, NAN], [NAN, NAN], [NAN, NAN], [0.5, 0.5]],
            dy=[[1, 1], [1, 1], [1, 1], [4, 0]],
            dx=[[NAN, NAN], [NAN, NAN], [NAN, NAN], [1, -1]],
        ),
    ),
}

AFFINE = {"type": "channel_affine", "weight": zeros(2)}
COMBINE = {"type": "combine_maps", "logits": zeros(3, 2)}
LINEAR = {"type": "linear", "weight": zeros(4, 9)}

REFUSED: Refusals = {
    "channel_affine": (
        Refused({"type": "channel_affine"}, "/layers/0/weight", ["weight"]),
        Refused({**AFFINE, "weight": zeros(3)}, "/layers/0/weight", ["shape (2)", "shape (3)", "give 2 numbers"]),
        Refused({**AFFINE, "weight": zeros(2, 1)}, "/layers/0/weight", ["rank 1", "received rank 2"]),
        Refused({**AFFINE, "weight": None}, "/layers/0/weight", ["weight", "received null"]),
        Refused({**AFFINE, "bias": zeros(1)}, "/layers/0/bias", ["shape (2)", "shape (1)", "give 2 numbers"]),
        Refused(AFFINE, "/layers/0/weight", ["shape (9)", "give 9 numbers"], shape=(2, 9)),
    ),
    "combine_maps": (
        Refused({"type": "combine_maps"}, "/layers/0/logits", ["logits"]),
        Refused({**COMBINE, "logits": zeros(3, 4)}, "/layers/0/logits", ["3×4 combine 4 maps", "axis 1 of logits 2"]),
        Refused({**COMBINE, "logits": zeros(2)}, "/layers/0/logits", ["rank 2", "received rank 1"]),
        Refused({**COMBINE, "bias": zeros(3)}, "/layers/0/bias", ["bias"]),
    ),
    "flatten": (
        Refused({"type": "flatten", "order": "rows"}, "/layers/0/order", ['"column_major"', 'received "rows"']),
        Refused({"type": "flatten", "order": None}, "/layers/0/order", ["received null"]),
        Refused({"type": "flatten", "start_dim": 1}, "/layers/0/start_dim", ["start_dim"]),
    ),
    "linear": (
        Refused({"type": "linear"}, "/layers/0/weight", ["weight"], shape=(2, 9)),
        Refused(LINEAR, "/layers/0", ["(N, F)", "put a flatten layer before it"]),
        Refused(LINEAR, "/layers/0/weight", ["expects 9 inputs (its axis 1)", "make axis 1 of weight 8"], shape=(2, 8)),
        Refused({**LINEAR, "layout": "in_out"}, "/layers/0/weight", ["expects 4 inputs (its axis 0)"], shape=(2, 9)),
        Refused({**LINEAR, "layout": "rows"}, "/layers/0/layout", ['"in_out"'], shape=(2, 9)),
        Refused({**LINEAR, "bias": zeros(9)}, "/layers/0/bias", ["shape (4)", "give 4 numbers or null"], shape=(2, 9)),
        Refused({**LINEAR, "weight": zeros(4, 9, 1)}, "/layers/0/weight", ["rank 2", "received rank 3"], shape=(2, 9)),
    ),
    "softmax": (Refused({"type": "softmax", "axis": 2}, "/layers/0/axis", ["axis"]),),
}
