"""What tests in more than one folder use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.server import served


@pytest.fixture(scope="session")
def live_server() -> Iterator[str]:
    """The address of the explorer, started as a user starts it."""
    with served() as base:
        yield base
