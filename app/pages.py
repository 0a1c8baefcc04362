"""The page at `/`, derivations to print at `/derivation`, the reference at `/docs`, and the files that they load."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.templating import Jinja2Templates
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app import __version__

_HERE = Path(__file__).parent
FRESH = {"Cache-Control": "no-cache"}

router = APIRouter(include_in_schema=False)


def resource(name: str) -> Path:
    """A folder of ours: inside the installed package, or beside it in a checkout."""
    inside = _HERE / name
    return inside if inside.is_dir() else _HERE.parent / name


_templates = Jinja2Templates(resource("templates"))


@router.get("/")
async def index(request: Request) -> Response:
    """The explorer."""
    return _templates.TemplateResponse(request, "index.html", {"version": __version__}, headers=FRESH)


@router.get("/derivation")
async def derivation(request: Request) -> Response:
    """A whole derivation, to print; its address names trace, tensor and method."""
    return _templates.TemplateResponse(request, "derivation.html", {"version": __version__}, headers=FRESH)


@router.get("/docs")
async def docs(request: Request) -> Response:
    """The reference of the API, drawn from /openapi.json."""
    return _templates.TemplateResponse(request, "docs.html", {"version": __version__}, headers=FRESH)


class Static(StaticFiles):
    """Files with an ETag that browsers ask about each time; nothing outside of the folder."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        response = await super().get_response(path, scope)
        response.headers.update(FRESH)
        return response


def static() -> Static:
    """The files under /static."""
    return Static(directory=resource("static"))
