"""Check mine: a learner's tensor against the trace's."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.bodies import read
from app.api.negotiation import JSON, negotiate
from app.api.queries import WITHOUT_QUERY, unknown_tensor
from app.api.state import Shared, TraceId
from app.explain.checking.comparison import compare
from app.schemas.comparing import compare_request, comparison_json

router = APIRouter(tags=["checking"])


@router.post("/traces/{id}/compare", dependencies=[WITHOUT_QUERY])
async def compare_tensor(request: Request, state: Shared, id: TraceId) -> Response:
    """Whether the numbers are right, where not, and which known mistakes give exactly them."""
    media = negotiate(request.headers.get("accept"), JSON)
    trace = state.trace(id)
    posted = await read(request, state, compare_request)
    if posted.tensor not in trace.tensors:
        raise unknown_tensor(trace, posted.tensor)

    def job() -> bytes:
        learnt = posted.data
        found = compare(trace, posted.tensor, learnt.numbers, learnt.compared, posted.tolerance)
        return comparison_json(found, learnt.compared)

    # A comparison that finds a difference tries every known mistake, however small the tensor is.
    content = await state.workers.run(job, large=True)
    return Response(content, headers={"Content-Type": media, "Cache-Control": "no-store"})
