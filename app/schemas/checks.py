"""The gradient check as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.address import Cell
from app.engine.cellcheck import CellCheck, TwoSlopes
from app.engine.gradcheck import TensorCheck
from app.engine.kinks import Cause, Place
from app.schemas.numbers import encode


def gradcheck_json(checks: Mapping[str, TensorCheck]) -> bytes:
    """Every gradient's errors, kinks and, of whole tensors, the differences themselves."""
    tensors = {name: _tensor(check) for name, check in checks.items()}
    return encode({"tensors": tensors, "passed": all(check.passed for check in checks.values())})


def cell_check_json(cell: Cell, check: CellCheck) -> bytes:
    """One cell's slope from L on both sides, held against its gradient; a kink with its causes."""
    return encode(
        {
            "cell": str(cell),
            "moved": _address(check.moved),
            "x": check.x,
            "epsilon": check.step,
            "loss_below": check.below,
            "loss": check.at,
            "loss_above": check.above,
            "scale": check.scale,
            "analytic": check.analytic,
            "numeric": check.numeric,
            "absolute_error": check.error,
            "tolerance": check.tolerance,
            "passed": check.passed,
            "kink": None if check.kink is None else _kink(check.kink),
        }
    )


def _kink(kink: TwoSlopes) -> dict[str, Any]:
    causes = [_cause(cause) for cause in kink.causes]
    return {"left": kink.left, "right": kink.right, "causes": causes, "cause_count": kink.count}


def _cause(cause: Cause) -> dict[str, Any]:
    """Where the kink is, and what happens there in words that follow its address."""
    reply: dict[str, Any] = {"kind": cause.kind, "cell": _address(cause.place)}
    if cause.reads is not None:
        reply["reads"] = _address(cause.reads)
        text = f"it reads {reply['reads']}, which crosses 0"
    elif cause.kind == "winner":
        below, above = (list(map(_address, places)) for places in (cause.below, cause.above))
        reply |= {"below": below, "above": above}
        text = f"the winner changes from {_listed(below)} to {_listed(above)}"
        text = text if below != above else f"{_listed(below)} are equal only here, or no longer"
    else:
        text = {
            "penalty": "it crosses 0, where its L1 penalty has a corner",
            "clamp": "the loss counts p(1 − p) as 10⁻¹² here",
            "infinite": "it is not finite, so there is no step to take",
        }[cause.kind]
    return reply | {"text": text}


def _address(place: Place) -> str:
    return str(Cell(*place))


def _listed(addresses: list[str]) -> str:
    """The winners of a window; a window of padding alone has none."""
    return " and ".join(addresses) or "nobody"


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
