"""The files under /static, in memory: compressed once, and under a name that changes with them, kept for good."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app import linking

FRESH = "no-cache"
KEPT = "public, max-age=31536000, immutable"
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".woff2": "font/woff2"}
LINKED: dict[str, Callable[[str, linking.Read], str]] = {".js": linking.modules, ".css": linking.styles}
"""What a file that imports others becomes where it is kept for good."""
COMPRESSED = ("text/", "image/svg")


@dataclass(frozen=True)
class Item:
    """One answer: its bytes, and the same compressed where that helps."""

    content: bytes
    media_type: str

    @cached_property
    def tag(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:32]

    @cached_property
    def packed(self) -> bytes | None:
        return gzip.compress(self.content, 9, mtime=0) if self.media_type.startswith(COMPRESSED) else None

    def answer(self, headers: Headers, caching: str) -> Response:
        """200, or 304 where the client already has these bytes."""
        packed = self.packed if accepts_gzip(headers.get("accept-encoding", "")) else None
        tag = f'"{self.tag}-gzip"' if packed is not None else f'"{self.tag}"'
        own = {"ETag": tag, "Cache-Control": caching, "Vary": "Accept-Encoding"}
        held = [each.strip().removeprefix("W/") for each in headers.get("if-none-match", "").split(",")]
        if tag in held or "*" in held:
            return Response(status_code=304, headers=own)
        if packed is not None:
            own["Content-Encoding"] = "gzip"
        return Response(self.content if packed is None else packed, headers={**own, "Content-Type": self.media_type})


class Library:
    """A folder as an ASGI application.

    `/NAME` is a file as it lies there, asked about each time. `/VERSION/NAME` is the same with everything that it
    imports, and is never asked about again: pages name the version, which is a hash of all files.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stamps: dict[str, tuple[int, int]] = {}
        self._items: dict[str, Item] = {}
        self._linked: dict[str, Item] = {}
        self._version = ""

    @property
    def version(self) -> str:
        """A hash of all files as they are now; a checkout may change under a running server."""
        stamps = {
            path.relative_to(self.folder).as_posix(): (found.st_mtime_ns, found.st_size)
            for path in sorted(self.folder.rglob("*"))
            if "__pycache__" not in path.parts and path.is_file() and (found := path.stat())
        }
        if stamps != self._stamps:
            self._items = {name: Item((self.folder / name).read_bytes(), media_type(name)) for name in stamps}
            self._linked = {}
            names = "\0".join(f"{name} {item.tag}" for name, item in self._items.items())
            self._version = hashlib.sha256(names.encode()).hexdigest()[:12]
            self._stamps = stamps
        return self._version

    def plain(self, name: str) -> Item | None:
        """A file as it lies in the folder."""
        return self._items.get(name) if self.version else None

    def linked(self, name: str) -> Item | None:
        """A file with everything that it imports."""
        if name not in self._linked:
            item = self._items.get(name)
            link = LINKED.get(Path(name).suffix)
            if item is None or link is None:
                return item
            text = link(name, lambda path: self._items[path].content.decode())
            self._linked[name] = Item(text.encode(), item.media_type)
        return self._linked[name]

    def find(self, name: str) -> tuple[Item | None, str]:
        """What a path means, and how long it may be kept."""
        head, _, rest = name.partition("/")
        if head == self._version and rest:
            return self.linked(rest), KEPT
        if (item := self.plain(name)) is not None:
            return item, FRESH
        # The version of a page that was opened before an upgrade: what it still asks for is answered, not kept.
        return (self.linked(rest) if is_version(head) else None), FRESH

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer GET; names outside of the folder are names of nothing."""
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        name = scope["path"].removeprefix(scope.get("root_path", "")).lstrip("/")
        item, caching = self.find(name)
        if item is None:
            raise HTTPException(404)
        await item.answer(Headers(scope=scope), caching)(scope, receive, send)


def is_version(text: str) -> bool:
    """Whether a part of a path looks like a version of ours."""
    return len(text) == 12 and set(text) <= set("0123456789abcdef")


def accepts_gzip(accept: str) -> bool:
    """Whether an Accept-Encoding takes gzip."""
    codings = [part.replace(" ", "").lower() for part in accept.split(",")]
    return any(coding.startswith("gzip") and not coding.endswith(("q=0", "q=0.0")) for coding in codings)


def media_type(name: str) -> str:
    """The type of a file by its name, in UTF-8 where it is text."""
    kind = TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
