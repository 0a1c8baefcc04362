"""Servers inside the test process."""

from __future__ import annotations

from typing import Any

from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings


def serve(**settings: Any) -> TestClient:
    """A client of a new server; failures of the server are answers, not exceptions."""
    chosen = {"allowed_host": ("testserver",), **settings}
    return TestClient(create_app(Settings(**chosen)), raise_server_exceptions=False)
