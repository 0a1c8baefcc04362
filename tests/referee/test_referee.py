"""The engine against PyTorch's numbers for 400 networks, recorded in tests/data/referee.npz."""

import json
from pathlib import Path

import numpy as np
import pytest

from app.engine.document import Document
from app.engine.trace import compute
from app.schemas.building import document
from app.settings import Settings
from tests.networks import counted, expected_options
from tests.referee.comparing import LIMIT, worst

PATH = Path(__file__).parents[1] / "data" / "referee.npz"
Recorded = tuple[list[Document], list[dict[str, np.ndarray]]]


@pytest.fixture(scope="module")
def recorded() -> Recorded:
    """The documents and, for each, PyTorch's tensors."""
    with np.load(PATH) as file:
        documents = [document(value, Settings()) for value in json.loads(str(file["documents"]))]
        results: list[dict[str, np.ndarray]] = [{} for _ in documents]
        for key in file.files:
            number, _, name = key.partition("/")
            if name:
                results[int(number)][name] = file[key]
    return documents, results


def test_outputs_loss_and_gradients_equal_pytorch_s(recorded: Recorded) -> None:
    documents, results = recorded
    assert len(documents) == 400
    for number, (net, theirs) in enumerate(zip(documents, results, strict=True)):
        trace = compute(net)
        gradients = {name for name, info in trace.tensors.items() if name.endswith(".grad") and info.role == "gradient"}
        assert gradients <= theirs.keys()
        error, tensor = worst(trace, theirs)
        assert error <= LIMIT[net.dtype], (number, tensor, error)


def test_the_file_covers_every_option(recorded: Recorded) -> None:
    assert expected_options() - counted(recorded[0]).keys() == set()
