"""A server of its own for each test that asks, and one for all others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.api.documents import Document, first
from tests.api.serving import serve


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    """One server for all tests that leave no trace behind."""
    with serve() as shared:
        yield shared


@pytest.fixture
def convolution() -> Document:
    """The first article's example, free to change."""
    return first()


@pytest.fixture
def trace_id(client: TestClient, convolution: Document) -> str:
    """The first example, computed."""
    return str(client.post("/api/v1/traces", json=convolution).json()["id"])
