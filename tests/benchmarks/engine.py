"""The engine beside bare matrix products of the same sizes."""

from __future__ import annotations

from time import perf_counter

import numpy as np

from app.engine.trace import compute
from app.lessons import LESSONS
from app.schemas.building import document
from app.settings import Settings
from tests.benchmarks.table import Row


def lenet(rounds: int) -> Row:
    """Forward, loss and backward of LeNet; the floor is one product forward and two backward for each weight."""
    built = document(LESSONS["lenet"]["document"], Settings())
    trace = compute(built)
    row = Row("LeNet forward and backward")
    pairs = []
    for layer in trace.layers:
        weights = trace.arrays.get(f"{layer.name}.weight")
        if weights is not None:
            outputs = trace.arrays[layer.output].size // weights.shape[0]
            pairs.append((np.ones((outputs, weights[0].size)), np.ones((weights[0].size, weights.shape[0]))))
    for _ in range(rounds):
        start = perf_counter()
        compute(built)
        middle = perf_counter()
        for x, w in pairs:
            y = x @ w
            _ = (x.T @ y, y @ w.T)
        row.values.append((middle - start) * 1000)
        row.floors.append((perf_counter() - middle) * 1000)
    return row
