"""2,000 fresh networks against PyTorch itself. Run by `make test-long`; fails without torch."""

import random

import pytest

from app.engine.document import Document
from app.engine.trace import compute
from tests.networks import counted, document, expected_options, finite
from tests.referee.comparing import LIMIT, worst

pytestmark = pytest.mark.long
NETWORKS = 2000


def test_fresh_networks_equal_pytorch_s() -> None:
    import torch

    from tests.referee.torch_network import referee

    torch.set_num_threads(1)
    seed = random.SystemRandom().randrange(2**32)
    print(f"\nseed {seed}, torch {torch.__version__}")
    documents: list[Document] = []
    worst_of = {"float64": 0.0, "float32": 0.0}
    rng = random.Random(seed)
    while len(documents) < NETWORKS:
        net = document(rng, dtype=rng.choice(["float64", "float64", "float32"]))
        if not finite(net):
            continue
        documents.append(net)
        error, tensor = worst(compute(net), referee(net))
        assert error <= LIMIT[net.dtype], (seed, len(documents), tensor, error)
        worst_of[net.dtype] = max(worst_of[net.dtype], error)
    times = counted(documents)
    for option in sorted(expected_options()):
        print(f"{times[option]:6d}  {option}")
    print(f"worst error: {worst_of}")
    assert all(times[option] for option in expected_options())
