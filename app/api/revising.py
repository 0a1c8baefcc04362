"""Revise: a document after one change of its network, everything made to fit, nothing computed; or whether it would."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.bodies import read
from app.api.negotiation import JSON, negotiate
from app.api.problems import Problem
from app.api.queries import WITHOUT_QUERY
from app.api.state import Shared
from app.api.work import admitted, is_large
from app.schemas.faults import Invalid
from app.schemas.fits import FitReply, FitsReply, asked
from app.schemas.revising import revision, revision_json
from app.settings import Settings

router = APIRouter(tags=["documents"])


@router.post("/documents/revise", dependencies=[WITHOUT_QUERY])
async def revise_document(request: Request, state: Shared) -> Response:
    """The document after one change: layers inserted, removed, moved, set; all shapes fitted; nothing is stored."""
    media = negotiate(request.headers.get("accept"), JSON)
    posted = await read(request, state, lambda value: revision(value, state.settings))
    fitted = posted.fitted()
    planned = admitted(fitted.shapes, state.settings, partial(posted.place, fitted))
    content = await state.workers.run(lambda: revision_json(fitted), large=is_large(planned.cost, state.settings))
    return Response(content, headers={"Content-Type": media, "Cache-Control": "no-store"})


@router.post("/documents/fits", dependencies=[WITHOUT_QUERY])
async def changes_that_fit(request: Request, state: Shared) -> FitsReply:
    """For each of some changes, whether the document could take it, and if not why; nothing is changed."""
    negotiate(request.headers.get("accept"), JSON)
    bodies = await read(request, state, lambda value: asked(value, state.settings))
    return await state.workers.run(
        lambda: FitsReply(results=[_fit(body, state.settings) for body in bodies]), large=len(bodies) > 1
    )


def _fit(body: Mapping[str, Any], settings: Settings) -> FitReply:
    try:
        admitted(revision(body, settings).fitted().shapes, settings)
    except Invalid as error:
        return FitReply(fits=False, detail=error.faults[0].detail)
    except Problem as problem:
        return FitReply(fits=False, detail=problem.errors[0]["detail"] if problem.errors else problem.detail)
    return FitReply(fits=True, detail=None)
