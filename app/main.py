"""The application: routers behind walls."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI

from app import __version__, pages
from app.api import (
    catalogue,
    checking,
    code,
    curves,
    derivation,
    descent,
    errata,
    explain,
    gradcheck,
    problems,
    revising,
    steps,
    tensors,
    traces,
)
from app.api.openapi import openapi
from app.api.state import State
from app.api.walls import walls
from app.api.work import Workers
from app.settings import Settings
from app.store import TraceStore


def create_app(settings: Settings | None = None) -> FastAPI:
    """A server of its own: nothing is shared between two of them."""
    settings = settings or Settings()
    state = State(settings, TraceStore(settings.store_bytes), Workers(settings))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        state.workers.close()

    app = FastAPI(
        title="Backprop Explorer",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        middleware=walls(settings),
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.shared = state
    app.openapi = partial(openapi, app)  # type: ignore[method-assign]
    problems.install(app)
    for module in (
        *(traces, descent, revising, tensors, explain, code, derivation, steps),
        *(gradcheck, checking, errata, catalogue, curves),
    ):
        app.include_router(module.router, prefix="/api/v1")
    app.include_router(catalogue.health)
    app.include_router(pages.router)
    app.mount("/static", pages.files, "static")
    return app
