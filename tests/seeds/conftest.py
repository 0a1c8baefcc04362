"""One server for all examples."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.serving import serve
from tests.seeds.exploring import Explorer


@pytest.fixture(scope="session")
def explorer() -> Iterator[Explorer]:
    with serve() as client:
        yield Explorer(client)
