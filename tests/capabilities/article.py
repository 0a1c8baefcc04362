"""The first article's numbers, which several rows share."""

from __future__ import annotations

import numpy as np

from tests.seeds.exploring import Explorer, Json, Numbers, conv, maps, upstream

X: list[list[float]] = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
W: list[list[float]] = [[1, -2], [3, 0.5]]
DELTA: list[list[float]] = [[1, 2, -1, 0], [3, -2, 1, 4], [0, 5, -3, 2], [-1, 1, 2, -2]]


def padded(explorer: Explorer, **options: object) -> Numbers:
    """x 3×3, w 2×2, padding 1, stride 1."""
    return explorer.run(maps(X), [conv(maps(W), padding=1, **options)], upstream(maps(DELTA)))


def near(actual: object, expected: object) -> None:
    """Equal to 1e-12, in shape too."""
    assert np.shape(np.asarray(actual)) == np.shape(np.asarray(expected))
    np.testing.assert_allclose(np.asarray(actual), np.asarray(expected), rtol=0, atol=1e-12)


def cells(terms: list[Json]) -> list[list[str]]:
    """The addresses of each term's factors."""
    return [[factor["cell"] for factor in term["factors"]] for term in terms]
