"""Bodies: counted while they stream, and expected to be complete in time."""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import Problem


class BodyWall:
    """413 over `limit` bytes, announced or not; 408 for a body that takes more than `patience` seconds."""

    def __init__(self, app: ASGIApp, limit: int, patience: float) -> None:
        self.app = app
        self.limit = limit
        self.patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and (len(announced) > 18 or int(announced) > self.limit):
            raise self._too_large()
        received = 0
        complete = False
        deadline = asyncio.get_running_loop().time() + self.patience

        async def counted() -> Message:
            nonlocal received, complete
            if complete:
                return await receive()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                detail = f"The body was not complete after {self.patience} seconds; send it faster or smaller."
                raise Problem(408, "slow-request", detail, headers={"Connection": "close"}) from None
            received += len(message.get("body", b""))
            complete = not message.get("more_body", False)
            if received > self.limit:
                raise self._too_large()
            return message

        await self.app(scope, counted, send)

    def _too_large(self) -> Problem:
        detail = f"The body is larger than {self.limit:,} bytes; use a generator for large tensors."
        return Problem(413, "body-too-large", detail)
