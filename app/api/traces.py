"""Traces: a document goes in, every number comes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.address import Cell
from app.api.answers import answer, not_modified, tagged
from app.api.bodies import read
from app.api.computing import created, shown
from app.api.negotiation import JSON, negotiate
from app.api.problems import fault
from app.api.queries import WITHOUT_QUERY, EditQuery, TraceQuery
from app.api.state import Shared, TraceId
from app.engine.document import Document
from app.engine.edit import edit
from app.engine.errors import EngineError
from app.schemas.building import document
from app.schemas.edits import edits
from app.schemas.normal import document_json
from app.schemas.numbers import encode
from app.schemas.replies import BINARY

router = APIRouter(tags=["traces"])


@router.post("/traces", status_code=201)
async def create_trace(request: Request, state: Shared, query: Annotated[TraceQuery, Query()]) -> Response:
    """Compute a document, forward and backward; the same document always gives the same id."""
    media = negotiate(request.headers.get("accept"), JSON, BINARY)
    posted = await read(request, state, lambda value: document(value, state.settings))
    return await created(request, state, posted, query, media)


@router.get("/traces/{id}")
async def get_trace(request: Request, state: Shared, id: TraceId, query: Annotated[TraceQuery, Query()]) -> Response:
    """The trace that was made from a document, as long as it is kept."""
    media = negotiate(request.headers.get("accept"), JSON, BINARY)
    return await shown(request, state, id, query, media)


@router.get("/traces/{id}/document", dependencies=[WITHOUT_QUERY])
async def get_document(request: Request, state: Shared, id: TraceId) -> Response:
    """The normalised document: posting it gives this trace again."""
    media = negotiate(request.headers.get("accept"), JSON)
    trace = state.trace(id)
    tag = tagged(id, request.url.path, request, media)
    return not_modified(request, tag) or answer(encode(document_json(trace.document)), media, tag)


@router.post("/traces/{id}/edits", status_code=201)
async def edit_trace(request: Request, state: Shared, id: TraceId, query: Annotated[EditQuery, Query()]) -> Response:
    """A new trace with some cells of the input, parameters, target or upstream gradient set."""
    media = negotiate(request.headers.get("accept"), JSON, BINARY)
    before = state.trace(id)
    posted = await read(request, state, edits)
    return await created(request, state, _edited(before.document, posted), query, media, before)


def _edited(document: Document, edits: Sequence[tuple[Cell, float]]) -> Document:
    try:
        # A number beyond float32 is refused by the engine; it need not also be warned of.
        with np.errstate(over="ignore"):
            return edit(document, edits)
    except EngineError as error:
        raise fault(error.pointer, error.message) from None
