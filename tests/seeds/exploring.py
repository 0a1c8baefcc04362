"""The articles' worked examples, and a client that asks the API for their numbers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

Json = dict[str, Any]

EXACT = 1e-12


@dataclass(frozen=True)
class Example:
    """One worked example: what is given, what must come out, and what the article itself prints."""

    id: str
    given: Json
    expected: Any
    published: Json


def _read() -> dict[str, Example]:
    path = Path(__file__).parents[1] / "data" / "seed-examples.json"
    articles = [article for article in json.loads(path.read_text()).values() if isinstance(article, list)]
    return {
        entry["id"]: Example(entry["id"], entry["input"], entry["expected"], entry.get("published", {}))
        for article in articles
        for entry in article
    }


EXAMPLES = _read()
USED: set[str] = set()
"""The ids that some test asks for; complete once every test file of this folder is imported."""


def examples(*ids: str) -> pytest.MarkDecorator:
    """Run a test for each of these examples, as its argument `example`."""
    USED.update(ids)
    return pytest.mark.parametrize("example", [EXAMPLES[id] for id in ids], ids=ids)


class Explorer:
    """The explorer through its API."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def run(self, x: Any, layers: list[Json], loss: Json | None = None, **more: Any) -> Numbers:
        """The trace of a network on an input; forward states only without a loss."""
        document = {"name": "example", "input": plain(x), "layers": layers, **more}
        if loss is not None:
            document["loss"] = loss
        return self._traced(self.client.post("/api/v1/traces?include=derived", json=document))

    def after(self, numbers: Numbers, **options: Any) -> Numbers:
        """The trace after steps of gradient descent."""
        path = f"/api/v1/traces/{numbers.id}/sgd"
        return self._traced(self.client.post(f"{path}?include=derived", json=options))

    def _traced(self, response: Any) -> Numbers:
        assert response.status_code == 201, response.text
        return Numbers(self.client, response.json())


class Numbers:
    """A trace's reply, asked for tensors and explanations."""

    def __init__(self, client: TestClient, reply: Json) -> None:
        self.client = client
        self.reply = reply

    def __getitem__(self, tensor: str) -> np.ndarray:
        return np.array(self.reply["tensors"][tensor]["data"], dtype=float)

    @property
    def id(self) -> str:
        return str(self.reply["id"])

    @property
    def loss(self) -> float:
        return float(self.reply["loss"])

    def ask(self, question: str, **query: Any) -> Json:
        """The reply to `GET /traces/{id}/question`."""
        response = self.client.get(f"/api/v1/traces/{self.id}/{question}", params=query)
        assert response.status_code == 200, response.text
        reply: Json = response.json()
        return reply

    def explain(self, cell: str, method: str | None = None, **query: Any) -> Json:
        """Why a cell has its value; the tensor's own first method unless one is named."""
        return self.ask("explain", cell=cell, **({"method": method} if method else {}), **query)

    def terms(self, cell: str, method: str | None = None) -> list[Json]:
        terms: list[Json] = self.explain(cell, method)["terms"]
        return terms

    def products(self, cell: str, method: str | None = None) -> list[str]:
        """Each term as its factors' symbols: `x_{11} w_{22}`."""
        return [" ".join(factor["symbol"] for factor in term["factors"]) for term in self.terms(cell, method)]

    def equal(self, tensor: str, expected: Any, within: float = EXACT) -> None:
        """The tensor holds these numbers; axes of length 1 may be left out."""
        actual = self[tensor]
        assert [n for n in actual.shape if n > 1] == [n for n in np.shape(expected) if n > 1], tensor
        np.testing.assert_allclose(actual.ravel(), np.ravel(np.asarray(expected)), rtol=0, atol=within, err_msg=tensor)


def plain(values: Any) -> Any:
    """An array as JSON writes it; a generator as it is."""
    return values if isinstance(values, dict) else np.asarray(values, dtype=float).tolist()


def maps(values: Any) -> Any:
    """A matrix as one sample of one map."""
    return plain(np.asarray(values, dtype=float)[None, None])


def row(values: Any) -> Any:
    """A vector as one sample."""
    return plain(np.asarray(values, dtype=float)[None])


def channels_first(values: Any) -> Any:
    """(N, H, W, C) as (N, C, H, W)."""
    return plain(np.moveaxis(np.asarray(values), -1, 1))


def upstream(gradient: Any) -> Json:
    """The gradient that comes from above, as given."""
    return {"type": "upstream", "gradient": plain(gradient)}


def conv(weight: Any, bias: Any = None, **options: Any) -> Json:
    return {"type": "conv2d", "weight": plain(weight), "bias": None if bias is None else plain(bias), **options}


def linear(weight: Any, bias: Any = None, **options: Any) -> Json:
    return {"type": "linear", "weight": plain(weight), "bias": None if bias is None else plain(bias), **options}


def affine(weight: Any, bias: Any = None) -> Json:
    return {"type": "channel_affine", "weight": plain(weight), "bias": None if bias is None else plain(bias)}


def pool(kind: str, kernel_size: Any, **options: Any) -> Json:
    """A pooling by its first word: max, avg, sum."""
    return {"type": f"{kind}_pool2d", "kernel_size": kernel_size, **options}
