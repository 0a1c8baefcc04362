"""Write tests/data/referee.npz: 400 random networks with PyTorch's numbers.

Run: python -m tests.referee.make_referee
"""

import json
import random
from pathlib import Path

import numpy as np
import torch

from app.engine.document import Document
from app.schemas.normal import document_json
from tests.networks import counted, document, expected_options, finite
from tests.referee.torch_network import referee

PATH = Path(__file__).parents[1] / "data" / "referee.npz"
NETWORKS = 400


def main() -> None:
    """Draw the networks, ask PyTorch, write the file."""
    torch.set_num_threads(1)
    documents: list[Document] = []
    arrays: dict[str, np.ndarray] = {}
    for seed in range(10 * NETWORKS):
        net = document(random.Random(seed), dtype="float32" if seed % 4 == 0 else "float64")
        if not finite(net):
            continue
        for name, array in referee(net).items():
            arrays[f"{len(documents)}/{name}"] = array
        documents.append(net)
        if len(documents) == NETWORKS:
            break
    missing = expected_options() - counted(documents).keys()
    assert not missing, f"no network has {sorted(missing)}"
    arrays["documents"] = np.array(json.dumps([document_json(net) for net in documents]))
    arrays["torch"] = np.array(torch.__version__)
    np.savez_compressed(PATH, allow_pickle=False, **arrays)
    print(f"{PATH.name}: {NETWORKS} networks, {len(arrays)} arrays, {PATH.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
