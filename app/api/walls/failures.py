"""Errors: a wall's refusal becomes its answer, and our own failure a 500 without its traceback."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import Problem, internal_error


class FailureWall:
    """Answers what the walls and the application raise."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Problem as problem:
            await problem.response()(scope, receive, watched)
        except Exception as error:
            if started:
                raise
            await internal_error(error).response()(scope, receive, watched)
