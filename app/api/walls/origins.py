"""Origin: writes only from our own page, or from no page at all."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.problems import Problem
from app.schemas.faults import shown

READING = ("GET", "HEAD", "OPTIONS")


class OriginWall:
    """403 for a write whose Origin or Sec-Fetch-Site is foreign; who sends neither is no browser."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in READING:
            headers = Headers(scope=scope)
            site = headers.get("sec-fetch-site", "none")
            if site not in ("same-origin", "none"):
                raise _foreign("Sec-Fetch-Site", "same-origin", site)
            for origin in headers.getlist("origin"):
                if not _is_own(origin, headers.get("host", "")):
                    raise _foreign("Origin", f"http://{headers.get('host', '')}", origin)
        await self.app(scope, receive, send)


def _is_own(origin: str, host: str) -> bool:
    """Whether scheme://host[:port] of the page is where the request went; a default port may be left out."""
    try:
        page = urlsplit(origin)
        port = page.port
    except ValueError:
        return False
    defaults = {"http": 80, "https": 443}
    if page.scheme not in defaults or page.path or page.query or page.fragment or page.username is not None:
        return False
    target = urlsplit(f"{page.scheme}://{host}")
    own = (target.hostname, target.port or defaults[page.scheme])
    return own == (page.hostname, port or defaults[page.scheme])


def _foreign(header: str, expected: str, received: str) -> Problem:
    detail = f"{header}: expected {shown(expected)} or none, received {shown(received)}; write from the own page."
    return Problem(403, "foreign-origin", detail)
