"""The installed command is the same program as `python -m app`, and refuses a port that cannot be."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(sys.executable).with_name("backprop-explorer")


def test_the_console_script_is_the_same_program() -> None:
    done = subprocess.run([SCRIPT, "--help"], capture_output=True, text=True, timeout=30)
    assert done.returncode == 0
    assert done.stdout.startswith("usage: backprop-explorer")


@pytest.mark.parametrize("port", ["65536", "65536000"])
def test_a_port_that_cannot_be_is_refused(port: str) -> None:
    """The system would take it modulo 65536 and listen somewhere else."""
    try:
        done = subprocess.run([SCRIPT, "--no-browser", "--port", port], capture_output=True, text=True, timeout=30)
    except subprocess.TimeoutExpired:
        pytest.fail(f"--port {port} is served")
    assert done.returncode == 2
    assert port in done.stderr
    assert "Traceback" not in done.stderr
