"""From a document to the answer that carries its trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fastapi import Request
from starlette.responses import Response

from app.api.answers import answer, fingerprint, not_modified, tagged
from app.api.queries import TraceQuery
from app.api.state import State
from app.api.work import admitted, is_large
from app.engine.document import Document
from app.engine.trace import Trace, compute
from app.schemas.identity import identity
from app.schemas.normal import settled
from app.schemas.replies import BINARY, Selection, trace_binary, trace_json

PATH = "/api/v1/traces"


async def created(
    request: Request,
    state: State,
    document: Document,
    query: TraceQuery,
    media: str,
    before: Trace | None = None,
    losses: Sequence[float] | None = None,
) -> Response:
    """201 with the trace of a document, computed or remembered; raises Problem 422 and 503."""
    planned = admitted(document, state.settings)

    def job() -> Response:
        final = settled(document)
        name = identity(final)
        trace = state.store.get(name) or state.store.put(name, compute(final))
        selection = replace(query.selection(trace, before), losses=losses)
        content = rendered(name, trace, selection, media, state.settings.reply_numbers)
        location = f"{PATH}/{name}"
        alone = before is None and losses is None
        tag = tagged(name, location, request, media) if alone else fingerprint(content, media)
        return answer(content, media, tag, 201, {"Location": location})

    return await state.workers.run(job, large=is_large(planned.cost, state.settings))


async def shown(request: Request, state: State, name: str, query: TraceQuery, media: str) -> Response:
    """200 with a trace that is kept, or 304; raises Problem 404."""
    trace = state.trace(name)
    selection = query.selection(trace)
    tag = tagged(name, request.url.path, request, media)
    if unchanged := not_modified(request, tag):
        return unchanged
    content = await state.workers.run(
        lambda: rendered(name, trace, selection, media, state.settings.reply_numbers),
        large=is_large(trace.plan.cost, state.settings),
    )
    return answer(content, media, tag)


def rendered(name: str, trace: Trace, selection: Selection, media: str, most: int) -> bytes:
    """The reply in the negotiated form."""
    if media == BINARY:
        return trace_binary(name, trace, selection)
    return trace_json(name, trace, selection, most)
