"""Gradients against central differences."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from app.address import Cell
from app.api.answers import answer, not_modified, tagged
from app.api.negotiation import JSON, negotiate
from app.api.problems import Problem, parameter
from app.api.queries import Address, unknown_tensor, word
from app.api.state import Shared, State, TraceId
from app.api.work import counted
from app.engine.cellcheck import check_cell
from app.engine.gradcheck import SAMPLE, checkable, gradcheck, in_float64, work
from app.engine.trace import Trace
from app.explain import CellOutOfRange, UnknownTensor
from app.explain.explainer import check
from app.explain.magnitude import magnitude, rule_of
from app.schemas.checks import cell_check_json, gradcheck_json
from app.schemas.strict import Strict

LOSS = Cell("loss")
TERM = 10_000
"""What adding up one term of L cell by cell takes, in multiply-adds."""

router = APIRouter(tags=["checks"])


class GradcheckQuery(Strict):
    """Which gradients and how many of their cells, or which single cell."""

    tensor: str = Field("", description="one gradient, like conv1.weight.grad; all of them when left out")
    cells: Annotated[str, word("", "all")] = Field(
        "", description="`all` checks every cell and returns the differences; else 64 cells, chosen by the id"
    )
    cell: Address | None = Field(
        None,
        description="the address of one cell of a gradient, instead of `tensor` and `cells`: L on both sides of it, "
        "and what makes a kink",
    )


@router.get("/traces/{id}/gradcheck")
async def check_gradients(
    request: Request, state: Shared, id: TraceId, query: Annotated[GradcheckQuery, Query()]
) -> Response:
    """Each gradient held against (L(x + ε) − L(x − ε)) / 2ε in float64, cells at kinks set apart."""
    media = negotiate(request.headers.get("accept"), JSON)
    trace = state.trace(id)
    cell, whole = _cell_asked(trace, query), query.cells == "all"
    gradients = _asked(trace, query.tensor) if cell is None else (cell.tensor,)
    predicted = _admitted(trace, gradients, whole, state, single=cell is not None)
    tag = tagged(id, request.url.path, request, media)
    if unchanged := not_modified(request, tag):
        return unchanged

    def job() -> bytes:
        precise = in_float64(trace)
        terms = magnitude(precise, LOSS)
        if cell is not None:
            return cell_check_json(cell, check_cell(precise, cell.tensor, cell.index, terms))
        return gradcheck_json(gradcheck(precise, gradients, terms, seed=id, whole=whole))

    content = await state.workers.run(job, large=predicted > state.settings.inline_multiply_adds)
    return answer(content, media, tag)


def _cell_asked(trace: Trace, query: GradcheckQuery) -> Cell | None:
    """The single cell to check; raises Problem 404 and 422."""
    cell: Cell | None = query.cell
    if cell is None:
        return None
    if query.tensor or query.cells:
        raise parameter("cell", "expected one cell, or tensor and cells, received both; leave one of them out")
    if trace.loss is None:
        raise _no_loss()
    try:
        check(trace, cell)
    except UnknownTensor:
        raise unknown_tensor(trace, cell.tensor) from None
    except CellOutOfRange as error:
        raise parameter("cell", str(error)) from None
    gradients = checkable(trace)
    if cell.tensor not in gradients:
        own = f"{cell.tensor}.grad"
        remedy = f"ask for {Cell(own, cell.index)}" if own in gradients else f"use one of {', '.join(gradients)}"
        raise parameter("cell", f"expected a cell of a gradient, received {cell}, which is none; {remedy}")
    return cell


def _asked(trace: Trace, tensor: str) -> tuple[str, ...]:
    """The gradients to check; raises Problem 404 and 422."""
    if trace.loss is None:
        raise _no_loss()
    gradients = checkable(trace)
    if not tensor:
        return gradients
    if tensor not in trace.tensors:
        raise unknown_tensor(trace, tensor)
    if tensor not in gradients:
        raise parameter("tensor", f"expected a gradient ({', '.join(gradients)}), received {tensor}")
    return (tensor,)


def _no_loss() -> Problem:
    detail = "The trace has no loss, so it has no gradients to check; give the document a loss."
    return Problem(422, "invalid-content", detail)


def _admitted(trace: Trace, gradients: tuple[str, ...], whole: bool, state: State, *, single: bool) -> int:
    """The work of the check; raises Problem 422 for too much."""
    memory, room = trace.plan.cost.bytes * 8 // trace.dtype.itemsize, state.settings.memory_bytes
    if memory > room:
        detail = f"the check in float64 needs {counted(memory)} bytes; this server allows {counted(room)}"
        raise parameter("cell" if single else "tensor", f"{detail}; make the document smaller", "too-much-work")
    predicted = work(trace, gradients, whole, 1 if single else SAMPLE) + TERM * rule_of(trace, LOSS).count
    most = state.settings.multiply_adds
    if predicted > most:
        one = "one tensor with ?tensor=" if len(gradients) > 1 else "a smaller tensor"
        remedy = f"leave out cells=all, or check {one}" if whole else f"check {one}, or make the document smaller"
        remedy = "make the document smaller" if single else remedy
        detail = f"the check needs {counted(predicted)} multiply-adds; this server allows {counted(most)}; {remedy}"
        raise parameter("cells" if whole else "cell" if single else "tensor", detail, "too-much-work")
    return predicted
