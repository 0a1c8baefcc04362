"""uvicorn that tells when it is ready, does not wait for slow headers, and errs in our shape."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from app.api.problems import Problem
from app.api.walls.headers import HEADERS
from app.main import create_app
from app.settings import Settings


class PatientProtocol(H11Protocol):
    """HTTP/1.1 that closes a connection whose next request's headers take longer than `patience` seconds."""

    patience: float = 15
    deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._arm()

    def data_received(self, data: bytes) -> None:
        if self._between_requests():
            self._arm()
        super().data_received(data)
        if not self._between_requests():
            self._disarm()

    def connection_lost(self, exc: Exception | None) -> None:
        self._disarm()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """What is not HTTP at all never reaches the application; it is answered in the same shape."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            problem = Problem(400, "malformed-request", f"{msg} Send HTTP/1.1.", headers={"Connection": "close"})
            response = problem.response()
            headers = [*response.raw_headers, *((k.encode(), v.encode()) for k, v in HEADERS.items())]
            for event in (
                h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
                h11.Data(data=bytes(response.body)),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event))
        self.transport.close()

    def _between_requests(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is None or cycle.response_complete

    def _arm(self) -> None:
        if self.deadline is None:
            self.deadline = self.loop.call_later(self.patience, self.transport.close)

    def _disarm(self) -> None:
        if self.deadline is not None:
            self.deadline.cancel()
            self.deadline = None


class Server(uvicorn.Server):
    """A server that calls `ready` once it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.should_exit:
            self.ready()


def serve(settings: Settings, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Answer on a socket until the process is told to stop."""
    config = uvicorn.Config(
        create_app(settings),
        http=type("Protocol", (PatientProtocol,), {"patience": settings.patience_seconds}),
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    Server(config, ready).run(sockets=[listening])
