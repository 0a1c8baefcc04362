"""What there is to explore: layers, losses, lessons; and whether the server is ready."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from app import __version__
from app.api.answers import constant
from app.api.negotiation import JSON, negotiate
from app.api.problems import Problem
from app.api.queries import WITHOUT_QUERY
from app.lessons import LESSONS, listed
from app.schemas.catalogue import catalogue_json
from app.schemas.faults import nearest, shown
from app.schemas.numbers import encode

router = APIRouter(tags=["catalogue"])
health = APIRouter(tags=["health"])


@router.get("/layers", dependencies=[WITHOUT_QUERY])
async def list_layers(request: Request) -> Response:
    """The catalogue: per type its JSON Schema, tensors, formulas in LaTeX, methods and derived tensors."""
    return constant(request, catalogue_json(), negotiate(request.headers.get("accept"), JSON))


@router.get("/lessons", dependencies=[WITHOUT_QUERY])
async def list_lessons(request: Request) -> Response:
    """The lessons in their order, those of a group one after the other."""
    media = negotiate(request.headers.get("accept"), JSON)
    return constant(request, encode({"lessons": listed()}), media)


@router.get("/lessons/{slug}", dependencies=[WITHOUT_QUERY])
async def get_lesson(request: Request, slug: Annotated[str, Path(description="the name of a lesson")]) -> Response:
    """A lesson: its text, its document, and where to look first."""
    media = negotiate(request.headers.get("accept"), JSON)
    if slug not in LESSONS:
        hint = nearest(slug, LESSONS) or "; GET /api/v1/lessons lists them"
        raise Problem(404, "lesson-not-found", f"There is no lesson {shown(slug)}{hint}")
    return constant(request, encode(LESSONS[slug]), media)


@health.get("/healthz", dependencies=[WITHOUT_QUERY])
async def get_health() -> Response:
    """200 when the server is ready."""
    content = encode({"status": "ok", "version": __version__})
    return Response(content, headers={"Content-Type": JSON, "Cache-Control": "no-store"})
