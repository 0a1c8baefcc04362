"""Random networks of every layer type: the right answer matches, and what is diagnosed gives what was posted."""

import random

import numpy as np
import pytest

from app.engine.trace import compute
from app.explain.checking.comparison import compare
from tests.explain.mistakes.plain import numbers
from tests.networks import document


@pytest.mark.parametrize("seed", range(25))
def test_random_networks(seed: int) -> None:
    rng = random.Random(seed)
    trace = compute(document(rng, dtype=rng.choice(["float64", "float32"])))
    names = [name for name in trace.tensors if name.endswith((".grad", ".output"))]
    for name in rng.sample(names, 3):
        right = trace.array(name).astype(float)
        same = compare(trace, name, right)
        assert same.match and same.max_absolute_error == 0 and same.diagnoses == ()
        for given in (-right, right * 0.37, numbers(seed, *right.shape), right[..., None], right.ravel()):
            found = compare(trace, name, given)
            assert found.shape_ok == (given.shape == right.shape)
            if found.match:
                continue
            size = np.abs(given[np.isfinite(given)]).max(initial=0)
            for diagnosis in found.diagnoses:
                assert diagnosis.error is None or diagnosis.error <= 2e-5 * size
                assert diagnosis.explanation.endswith(".")
