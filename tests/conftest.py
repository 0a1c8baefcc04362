"""What tests in more than one folder use."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.server import served

# The same examples at every run, so that a change and not chance turns a test red; EXAMPLES=fresh draws others.
settings.register_profile("same", derandomize=True)
settings.load_profile("default" if os.environ.get("EXAMPLES") == "fresh" else "same")


@pytest.fixture(scope="session")
def live_server() -> Iterator[str]:
    """The address of the explorer, started as a user starts it."""
    with served() as base:
        yield base
