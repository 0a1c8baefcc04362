"""The command `backprop-explorer`."""

from __future__ import annotations

import socket
import sys
import webbrowser
from collections.abc import Sequence

from app.settings import Settings, bracketed, from_arguments


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the explorer; 1 when the port cannot be had."""
    settings, browser = from_arguments(arguments)
    try:
        listening = _listen(settings)
    except OSError as error:
        place = f"{bracketed(settings.host)}:{settings.port}"
        print(f"Cannot listen on {place}: {error.strerror}. Choose another with --port.", file=sys.stderr)
        return 1
    name = {"0.0.0.0": "localhost", "::": "localhost"}.get(settings.host, bracketed(settings.host))
    url = f"http://{name}:{listening.getsockname()[1]}"

    def ready() -> None:
        print(f"Backprop Explorer is at {url} (Ctrl+C stops it)", flush=True)
        if browser:
            webbrowser.open(url)

    # The server takes a second to load; a wrong option or a taken port is said before.
    from app.server import serve

    serve(settings, listening, ready)
    return 0


def _listen(settings: Settings) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(
        settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listening = socket.socket(family, kind, protocol)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
        # Another server on this port shows here, not where the first request would fail.
        listening.listen(128)
    except OSError:
        listening.close()
        raise
    return listening


if __name__ == "__main__":
    sys.exit(main())
