"""Descent: the trace after some updates of all parameters."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.api.bodies import read
from app.api.computing import created
from app.api.negotiation import JSON, negotiate
from app.api.problems import fault
from app.api.queries import EditQuery
from app.api.state import Shared, TraceId
from app.api.work import cost_of_traces, counted
from app.engine.errors import EngineError
from app.engine.optimizer import descend
from app.schemas.replies import BINARY
from app.schemas.sgd import sgd

router = APIRouter(tags=["traces"])


@router.post("/traces/{id}/sgd", status_code=201)
async def descend_trace(request: Request, state: Shared, id: TraceId, query: Annotated[EditQuery, Query()]) -> Response:
    """A new trace with all parameters updated by stochastic gradient descent, and the loss before each step."""
    media = negotiate(request.headers.get("accept"), JSON, BINARY)
    before = state.trace(id)
    options, steps = await read(request, state, sgd)
    work, most = cost_of_traces(before.plan, steps), state.settings.multiply_adds
    if work > most:
        possible = most // cost_of_traces(before.plan, 1)
        detail = f"steps: {counted(steps)} need {counted(work)} multiply-adds; this server allows {counted(most)}. "
        raise fault("/steps", f"{detail}Ask for {counted(possible)} at most", "too-much-work")
    try:
        descent = await state.workers.run(
            lambda: descend(before, options, steps), large=work > state.settings.inline_multiply_adds
        )
    except EngineError as error:
        raise fault(error.pointer, error.message) from None
    return await created(request, state, descent.document, query, media, before, descent.losses)
