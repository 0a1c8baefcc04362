"""The explorer as a user starts it: a process of its own on a free port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(
    *options: str,
    port: int | None = None,
    cwd: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    killed: bool = False,
    module: str = "app",
) -> Iterator[str]:
    """The address of a server that answers until the block ends (`killed`: by kill -9); `RuntimeError` if none does."""
    port = port or free_port()
    command = [sys.executable, "-m", module, "--no-browser", "--port", str(port), *options]
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    base = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(base, process)
        yield base
    finally:
        process.kill() if killed else process.terminate()
        try:
            process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def wait_until_ready(base: str, process: subprocess.Popen[str], seconds: float = 60) -> None:
    """Returns when /healthz answers 200."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{base}/healthz", timeout=1).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    process.kill()
    raise RuntimeError(f"No answer from {base}/healthz. The server said:\n{process.communicate()[0]}")
