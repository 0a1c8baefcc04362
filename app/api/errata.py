"""The articles' mistakes, shown on a trace."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from app.api.answers import answer, not_modified, tagged
from app.api.negotiation import JSON, negotiate
from app.api.problems import Problem
from app.api.queries import WITHOUT_QUERY
from app.api.state import Shared, TraceId
from app.api.work import cost_of_traces
from app.engine.differences import Differences
from app.engine.gradcheck import in_float64
from app.explain.errata import ERRATA, applying
from app.schemas.errata import errata_json, erratum_json
from app.schemas.faults import nearest, shown

MOST_CELLS = 64

router = APIRouter(tags=["errata"])


@router.get("/traces/{id}/errata", dependencies=[WITHOUT_QUERY])
async def list_errata(request: Request, state: Shared, id: TraceId) -> Response:
    """The mistakes of the five articles that are about something in this trace."""
    media = negotiate(request.headers.get("accept"), JSON)
    trace = state.trace(id)
    tag = tagged(id, request.url.path, request, media)
    if unchanged := not_modified(request, tag):
        return unchanged
    large = trace.plan.cost.multiply_adds > state.settings.inline_multiply_adds
    # In float32 rounding can tie what float64 does not; the numbers are shown in float64.
    content = await state.workers.run(lambda: errata_json(applying(in_float64(trace))), large=large)
    return answer(content, media, tag)


@router.get("/traces/{id}/errata/{key}", dependencies=[WITHOUT_QUERY])
async def get_erratum(
    request: Request,
    state: Shared,
    id: TraceId,
    key: Annotated[str, Path(description="the key of a mistake, such as E000-1")],
) -> Response:
    """What is printed, what is right, and what both give for this trace beside central differences."""
    media = negotiate(request.headers.get("accept"), JSON)
    trace = state.trace(id)
    erratum = ERRATA.get(key)
    if erratum is None:
        hint = nearest(key, ERRATA) or "; the trace's list of errata has the keys"
        raise Problem(404, "erratum-not-found", f"There is no erratum {shown(key)}{hint}")
    tag = tagged(id, request.url.path, request, media)
    if unchanged := not_modified(request, tag):
        return unchanged
    # Two runs of the network per cell: a large one can afford few cells, but always one.
    cells = max(1, min(MOST_CELLS, state.settings.multiply_adds // (2 * cost_of_traces(trace.plan, 1))))

    def job() -> bytes | None:
        exact = in_float64(trace)
        tensor = erratum.applies(exact)
        if tensor is None:
            return None
        numbers = erratum.show(exact, Differences(exact, cells)) if erratum.show else None
        return erratum_json(erratum, tensor, numbers)

    content = await state.workers.run(job, large=True)
    if content is None:
        detail = f"{key} ({erratum.title}) is about nothing in this trace; its list of errata has those that are"
        raise Problem(404, "erratum-not-found", detail)
    return answer(content, media, tag)
