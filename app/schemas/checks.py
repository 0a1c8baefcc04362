"""The gradient check as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.engine.gradcheck import TensorCheck
from app.schemas.numbers import encode


def gradcheck_json(checks: Mapping[str, TensorCheck]) -> bytes:
    """Every gradient's errors, kinks and, of whole tensors, the differences themselves."""
    tensors = {name: _tensor(check) for name, check in checks.items()}
    return encode({"tensors": tensors, "passed": all(check.passed for check in checks.values())})


def _tensor(check: TensorCheck) -> dict[str, Any]:
    reply: dict[str, Any] = {
        "passed": check.passed,
        "max_absolute_error": check.max_absolute_error,
        "max_relative_error": check.max_relative_error,
        "checked": check.checked,
        "of": check.of,
        "kinks": [{"cell": str(kink.cell), "left": kink.left, "right": kink.right} for kink in check.kinks],
        "worst_cell": None if check.worst_cell is None else str(check.worst_cell),
    }
    return reply if check.numeric is None else reply | {"numeric": check.numeric.tolist()}
