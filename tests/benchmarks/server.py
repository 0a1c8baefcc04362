"""The explorer's own server with what a floor is measured by: a page with nothing but fonts."""

from __future__ import annotations

import sys

from fastapi import FastAPI, Request
from starlette.responses import Response
from starlette.routing import Route

from app import server
from app.__main__ import main
from app.main import create_app
from app.settings import Settings


async def empty(request: Request) -> Response:
    """A page that has one letter in each font."""
    fonts = request.query_params["fonts"].split(",")
    preload = "".join(f'<link rel="preload" href="{font}" as="font" type="font/woff2" crossorigin>' for font in fonts)
    letters = "".join(f'<span class="f{i}">a</span>' for i in range(len(fonts)))
    sheet = f'<link rel="stylesheet" href="/bench/empty.css?fonts={",".join(fonts)}">'
    return Response(f"<!doctype html><title>Empty</title>{sheet}{preload}<body>{letters}", media_type="text/html")


async def empty_style(request: Request) -> Response:
    """The fonts of that page."""
    rules = (
        f"@font-face{{font-family:f{i};src:url({font})}}.f{i}{{font-family:f{i}}}"
        for i, font in enumerate(request.query_params["fonts"].split(","))
    )
    return Response("".join(rules), media_type="text/css")


def with_floors(settings: Settings | None = None) -> FastAPI:
    """The application with the floor before its own routes."""
    made = create_app(settings)
    made.router.routes[:0] = [
        Route("/bench/empty", empty),
        Route("/bench/empty.css", empty_style),
    ]
    return made


if __name__ == "__main__":
    vars(server)["create_app"] = with_floors
    sys.exit(main())
