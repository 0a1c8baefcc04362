"""Security headers on every response, errors included."""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OPENER = {"Cross-Origin-Opener-Policy": "same-origin"}
"""Browsers ignore it, and say so aloud, where an origin is not potentially trustworthy: plain http by a name."""

_OWN = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d+)?", re.IGNORECASE)


def headers_for(scope: Scope) -> dict[str, str]:
    """What an answer to this request carries."""
    host = Headers(scope=scope).get("host", "")
    return HEADERS | OPENER if scope["scheme"] == "https" or _OWN.fullmatch(host) else HEADERS


class HeaderWall:
    """Adds its headers to whatever the application answers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers_for(scope))
            await send(message)

        await self.app(scope, receive, with_headers)
