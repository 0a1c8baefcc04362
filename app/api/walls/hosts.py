"""Host: only names that are ours, so that no foreign name can be pointed at this server (DNS rebinding)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.problems import Problem
from app.schemas.faults import shown
from app.settings import bracketed

LOCAL = ("localhost", "127.0.0.1", "[::1]")
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?", re.ASCII)


class HostWall:
    """421 for a Host that is neither local, nor the bound address, nor allowed by name.

    Bound to all addresses, any literal address is ours too: rebinding needs a name.
    """

    def __init__(self, app: ASGIApp, bound: str, allowed: Iterable[str]) -> None:
        self.app = app
        self.names = {name.lower() for name in (*LOCAL, bracketed(bound), *map(bracketed, allowed))}
        self.everywhere = bound in ("0.0.0.0", "::")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            hosts = [value.decode("latin-1") for key, value in scope["headers"] if key == b"host"]
            if len(hosts) != 1 or not self.is_ours(hosts[0]):
                received = shown(hosts[0]) if hosts else "none"
                raise Problem(
                    421,
                    "foreign-host",
                    f"Host: expected localhost or an address of this server, received {received}; "
                    "start the server with --allowed-host NAME to serve it under another name.",
                )
        await self.app(scope, receive, send)

    def is_ours(self, host: str) -> bool:
        """Whether a Host header names this server, whatever its port."""
        match = _HOST.fullmatch(host)
        if match is None:
            return False
        name = match[1].lower()
        return name in self.names or (self.everywhere and _is_address(name))


def _is_address(name: str) -> bool:
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
