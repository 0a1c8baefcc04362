"""How far a trace is from the referee."""

import numpy as np

from app.engine.trace import Trace

LIMIT = {"float64": 1e-10, "float32": 1e-4}


def distance(ours: np.ndarray, theirs: np.ndarray) -> float:
    """The largest difference, relative to the tensor's largest entry (at least 1)."""
    assert ours.shape == theirs.shape
    if not ours.size or np.array_equal(ours, theirs, equal_nan=True):
        return 0.0
    scale = max(1.0, float(np.abs(theirs).max()))
    return float(np.abs(ours - theirs).max()) / scale


def worst(trace: Trace, results: dict[str, np.ndarray]) -> tuple[float, str]:
    """The worst tensor of a network and its distance."""
    return max(((distance(trace.array(name), theirs), name) for name, theirs in results.items()), default=(0.0, ""))
