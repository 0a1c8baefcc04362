"""The bounded memory of traces: what was asked for least recently is forgotten first."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from app.engine.trace import Trace

# What the objects around the numbers take, roughly: it counts when traces are small and many.
BYTES_PER_TENSOR = 1000


class TraceStore:
    """Traces by id within a number of bytes; the newest is kept even where it alone is larger."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._traces: OrderedDict[str, Trace] = OrderedDict()
        self._lock = Lock()

    def get(self, name: str) -> Trace | None:
        """The trace of this id, or None when it was never made here or is forgotten."""
        with self._lock:
            trace = self._traces.get(name)
            if trace is not None:
                self._traces.move_to_end(name)
            return trace

    def put(self, name: str, trace: Trace) -> Trace:
        """Keep a trace; one that is already here under this id stays and is returned."""
        with self._lock:
            if name in self._traces:
                return self._traces[name]
            self._traces[name] = trace
            self.size += _weight(trace)
            while self.size > self.limit and len(self._traces) > 1:
                self.size -= _weight(self._traces.popitem(last=False)[1])
            return trace

    def __len__(self) -> int:
        return len(self._traces)


def _weight(trace: Trace) -> int:
    return trace.nbytes + BYTES_PER_TENSOR * len(trace.tensors)
