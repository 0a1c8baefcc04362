"""The page at `/`, derivations to print at `/derivation`, the reference at `/docs`, and the files that they load."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.templating import Jinja2Templates
from starlette.responses import Response

from app import __version__
from app.files import FRESH, Item, Library
from app.first_answers import first_answers

_HERE = Path(__file__).parent

router = APIRouter(include_in_schema=False)


def resource(name: str) -> Path:
    """A folder of ours: inside the installed package, or beside it in a checkout."""
    inside = _HERE / name
    return inside if inside.is_dir() else _HERE.parent / name


_templates = Jinja2Templates(resource("templates"))
files = Library(resource("static"))
"""What is under /static."""


@router.get("/")
async def index(request: Request) -> Response:
    """The explorer, with the answers to what it asks first: data, never run."""
    own = request.app.state
    if not hasattr(own, "first_answers"):
        own.first_answers = await first_answers(request.app, request.headers.get("host", ""))
    return _page(request, "index.html", answers=own.first_answers)


@router.get("/derivation")
async def derivation(request: Request) -> Response:
    """A whole derivation, to print; its address names trace, tensor and method."""
    return _page(request, "derivation.html")


@router.get("/docs")
async def docs(request: Request) -> Response:
    """The reference of the API, drawn from /openapi.json."""
    return _page(request, "docs.html")


def _page(request: Request, name: str, **more: str) -> Response:
    """A page is asked about each time; it names the version of its files, which are not."""
    context = {"version": __version__, "static": f"/static/{files.version}", **more}
    return _rendered(_templates.get_template(name).render(context)).answer(request.headers, FRESH)


@lru_cache(maxsize=8)
def _rendered(page: str) -> Item:
    """Compressed once, not for every visitor."""
    return Item(page.encode(), "text/html; charset=utf-8")
