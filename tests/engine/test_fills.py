"""Generated tensors: the definition of the contract, number by number."""

import math

import numpy as np
import pytest

from app.engine.document import FILLS, Fill
from app.engine.errors import EngineError
from app.engine.fills import fans, make

DTYPE = np.dtype("float64")


def uniform(seed: int, size: int) -> list[float]:
    return [int(raw >> np.uint64(11)) * 2.0**-53 for raw in np.random.PCG64(seed).random_raw(size)]


def test_uniform_numbers_are_the_generator_s_upper_bits() -> None:
    expected = [2 * u - 1 for u in uniform(7, 6)]
    np.testing.assert_array_equal(make(Fill((2, 3), "uniform", 7), DTYPE).ravel(), expected)


def test_xavier_and_kaiming_scale_by_pytorch_s_fans() -> None:
    assert fans((6, 3, 5, 4)) == (60, 120)
    unit = np.array([2 * u - 1 for u in uniform(1, 6)]).reshape(2, 3)
    xavier = make(Fill((2, 3), "xavier_uniform", 1), DTYPE)
    kaiming = make(Fill((2, 3), "kaiming_uniform", 1), DTYPE)
    np.testing.assert_array_equal(xavier, math.sqrt(6 / 5) * unit)
    np.testing.assert_array_equal(kaiming, math.sqrt(6 / 3) * unit)
    with pytest.raises(EngineError, match="rank 2 or more"):
        make(Fill((3,), "xavier_uniform"), DTYPE)


def test_normal_is_box_muller_rounded() -> None:
    u = uniform(3, 4)
    radius, angle = math.sqrt(-2 * math.log1p(-u[0])), 2 * math.pi * u[1]
    first, second, third = make(Fill((3,), "normal", 3), DTYPE)
    assert first == pytest.approx(radius * math.cos(angle), abs=2**-24)
    assert second == pytest.approx(radius * math.sin(angle), abs=2**-24)
    assert (np.array([first, second, third]) * 2**24 % 1 == 0).all()


def test_normal_looks_normal() -> None:
    many = make(Fill((10_000,), "normal", 0), DTYPE)
    assert abs(many.mean()) < 0.05
    assert abs(many.std() - 1) < 0.05


def test_set_overrides_single_cells() -> None:
    filled = make(Fill((2, 2), "arange", 0, (((0, 1), -5.0),)), DTYPE)
    np.testing.assert_array_equal(filled, [[0, -5], [2, 3]])


@pytest.mark.parametrize("name", FILLS)
def test_the_same_seed_gives_the_same_numbers_and_another_others(name: str) -> None:
    first, again, other = (make(Fill((4, 4), name, seed), DTYPE) for seed in (5, 5, 6))
    np.testing.assert_array_equal(first, again)
    assert np.array_equal(first, other) == (name in ("zeros", "ones", "arange"))
