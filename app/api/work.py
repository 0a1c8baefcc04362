"""Where work runs: what takes about a millisecond at once, the rest in a few threads with a short queue."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TypeVar

from app.api.problems import Problem, fault
from app.engine.document import Document, elements
from app.engine.errors import EngineError
from app.engine.layers.base import Cost
from app.engine.network import NetworkPlan, plan
from app.settings import Settings

T = TypeVar("T")
CALL = 300_000
"""What one layer takes forward and backward besides its arithmetic, in multiply-adds."""


class Workers:
    """A pool of threads that says no when its queue is full, so that nobody waits without knowing."""

    def __init__(self, settings: Settings) -> None:
        self.room = settings.workers + settings.queue
        self._threads = ThreadPoolExecutor(settings.workers, "backprop")
        self._jobs = 0
        self._lock = Lock()

    async def run(self, job: Callable[[], T], *, large: bool) -> T:
        """The job's result; a large one is done by a worker. Raises Problem 503 when too many wait."""
        if not large:
            return job()
        with self._lock:
            if self._jobs >= self.room:
                detail = f"{self._jobs} large computations are running or waiting; try again in a moment."
                raise Problem(503, "busy", detail, headers={"Retry-After": "1"})
            self._jobs += 1
        future = self._threads.submit(job)
        future.add_done_callback(self._done)
        return await asyncio.wrap_future(future)

    def _done(self, _: object) -> None:
        with self._lock:
            self._jobs -= 1

    def close(self) -> None:
        """Let running jobs end and forget the waiting ones."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def is_large(cost: Cost, settings: Settings) -> bool:
    """Whether a computation is too much to do between two requests."""
    return cost.multiply_adds > settings.inline_multiply_adds or cost.bytes > settings.inline_bytes


def admitted(document: Document, settings: Settings, place: Callable[[str], str] = str) -> NetworkPlan:
    """The plan of a document that may be computed; raises Problem 422 for wrong shapes or too much work.

    `place` turns a pointer into the document into one into the request's body.
    """
    try:
        planned = plan(document)
    except EngineError as error:
        raise fault(place(error.pointer), error.message) from None
    work, memory = planned.cost.multiply_adds, planned.cost.bytes
    if work > settings.multiply_adds:
        figure, limit = f"{counted(work)} multiply-adds", counted(settings.multiply_adds)
    elif memory > settings.memory_bytes:
        figure, limit = f"{counted(memory)} bytes", counted(settings.memory_bytes)
    else:
        return planned
    detail = f"The computation needs {figure}; this server allows {limit}. Use smaller shapes."
    raise fault(place(_largest(document, planned)), detail, "too-much-work")


def cost_of_traces(planned: NetworkPlan, times: int) -> int:
    """Multiply-adds of computing a trace several times; calling a layer costs too, however small it is."""
    return times * (planned.cost.multiply_adds + CALL * (len(planned.layers) + 1))


def counted(amount: int) -> str:
    """A figure for a sentence."""
    return f"{amount:,}" if amount < 10**15 else f"about {amount:.1e}"


def _largest(document: Document, planned: NetworkPlan) -> str:
    """The pointer of what costs most: a layer, or the input."""
    loads = {"/input": elements(document.input)}
    for i, layer in enumerate(planned.layers):
        weights = sum(elements(values) for values in document.layers[i].parameters.values() if values is not None)
        loads[f"/layers/{i}"] = max(layer.multiply_adds, layer.workspace, weights)
    return max(loads, key=lambda each: loads[each])
