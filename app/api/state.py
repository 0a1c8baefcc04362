"""What the routers share: settings, traces, workers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Path, Request

from app.api.problems import Problem
from app.api.work import Workers
from app.engine.trace import Trace
from app.schemas.faults import clip
from app.settings import Settings
from app.store import TraceStore


@dataclass(frozen=True)
class State:
    """One per application."""

    settings: Settings
    store: TraceStore
    workers: Workers

    def trace(self, name: str) -> Trace:
        """The trace of an id; raises Problem 404 when it is unknown or forgotten."""
        trace = self.store.get(name)
        if trace is None:
            detail = (
                f"The trace {clip(name, 70)} is not kept here (any more); "
                "POST its document to /api/v1/traces again: the id stays the same."
            )
            raise Problem(404, "trace-not-found", detail)
        return trace


def _state(request: Request) -> State:
    state: State = request.app.state.shared
    return state


Shared = Annotated[State, Depends(_state)]
TraceId = Annotated[str, Path(description="the id of a trace: 64 hexadecimal digits")]
