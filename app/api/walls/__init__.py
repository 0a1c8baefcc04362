"""What stands before the routers: small ASGI middlewares, one rule each."""

from __future__ import annotations

from starlette.middleware import Middleware

from app.api.walls.bodies import BodyWall
from app.api.walls.failures import FailureWall
from app.api.walls.headers import HeaderWall
from app.api.walls.heads import HeadWall
from app.api.walls.hosts import HostWall
from app.api.walls.origins import OriginWall
from app.settings import Settings


def walls(settings: Settings) -> list[Middleware]:
    """All of them, the outermost first: what the inner ones refuse still carries the headers."""
    return [
        Middleware(HeadWall),
        Middleware(HeaderWall),
        Middleware(FailureWall),
        Middleware(HostWall, settings.host, settings.allowed_host),
        Middleware(OriginWall),
        Middleware(BodyWall, settings.body_bytes, settings.patience_seconds),
    ]
