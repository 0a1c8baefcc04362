"""The page at `/`, derivations to print at `/derivation`, the reference at `/docs`, and the files that they load."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.templating import Jinja2Templates
from starlette.responses import Response

from app import __version__
from app.files import FRESH, Item, Library
from app.lessons import LESSONS, listed
from app.schemas.catalogue import catalogue_json
from app.schemas.numbers import encode

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
    """The explorer."""
    return _page(request, "index.html", answers=_first_answers())


@router.get("/derivation")
async def derivation(request: Request) -> Response:
    """A whole derivation, to print; its address names trace, tensor and method."""
    return _page(request, "derivation.html")


@router.get("/docs")
async def docs(request: Request) -> Response:
    """The reference of the API, drawn from /openapi.json."""
    return _page(request, "docs.html")


@cache
def _first_answers() -> str:
    """What the explorer asks first whoever opens it, by path: it need not wait for it. Data, never run."""
    first = next(iter(LESSONS))
    lists = {"/lessons": {"lessons": listed()}, "/layers": json.loads(catalogue_json())}
    return encode({**lists, f"/lessons/{first}": LESSONS[first]}).decode().replace("<", r"\u003c")


def _page(request: Request, name: str, **more: str) -> Response:
    """A page is asked about each time; it names the version of its files, which are not."""
    context = {"version": __version__, "static": f"/static/{files.version}", **more}
    page = _templates.get_template(name).render(context)
    return Item(page.encode(), "text/html; charset=utf-8").answer(request.headers, FRESH)
