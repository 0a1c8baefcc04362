"""Every error is one shape: application/problem+json (RFC 9457)."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.schemas.faults import MOST, Fault, Invalid, Malformed, clip, shown
from app.schemas.numbers import encode

MEDIA_TYPE = "application/problem+json"
LARGEST = 8192
_KIND = "urn:backprop-explorer:problem:"

TITLES = {
    "malformed-request": "The request is not HTTP",
    "malformed-json": "The body is not one JSON value in UTF-8",
    "invalid-content": "The content is not valid",
    "invalid-query": "The query is not valid",
    "too-much-work": "The computation is larger than this server allows",
    "too-long": "The text is longer than this server writes",
    "trace-not-found": "No such trace here",
    "tensor-not-found": "No such tensor in this trace",
    "lesson-not-found": "No such lesson",
    "erratum-not-found": "No such erratum for this trace",
    "not-found": "Nothing at this path",
    "method-not-allowed": "Method not allowed",
    "not-acceptable": "No representation that the request accepts",
    "slow-request": "The body came too slowly",
    "body-too-large": "The body is too large",
    "unsupported-media-type": "Only JSON is read",
    "foreign-origin": "The request comes from another site",
    "foreign-host": "The request names another host",
    "busy": "All workers are busy",
    "internal-error": "The server failed",
    "http-error": "The request cannot be served",
}


class Problem(Exception):
    """An answer that is an error."""

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.detail = detail
        self.errors = list(errors)[:MOST]
        self.headers = dict(headers or {})

    def response(self) -> Response:
        """The response, at most 8 KB."""
        body: dict[str, Any] = {
            "type": _KIND + self.kind,
            "title": TITLES[self.kind],
            "status": self.status,
            "detail": clip(self.detail, 500),
        }
        if self.errors:
            body["errors"] = [{k: clip(v, 400) for k, v in error.items()} for error in self.errors]
        while len(content := encode(body)) > LARGEST:
            body["errors"].pop()
        headers = {"Cache-Control": "no-store", "Content-Type": MEDIA_TYPE, **self.headers}
        return Response(content, self.status, headers)


def parameter(name: str, detail: str, kind: str = "invalid-query", status: int = 422) -> Problem:
    """A query parameter that is wrong."""
    return Problem(status, kind, f"{name}: {detail}", [{"pointer": "", "parameter": name, "detail": detail}])


def invalid(error: Invalid) -> Problem:
    """The body's faults, each at its place."""
    first = error.faults[0]
    others = len(error.faults) - 1
    place = f" (at {first.pointer})" if first.pointer else ""
    more = f", and {others} more" if others else ""
    kind, status = ("malformed-json", 400) if isinstance(error, Malformed) else ("invalid-content", 422)
    errors = [{"pointer": fault.pointer, "detail": fault.detail} for fault in error.faults]
    return Problem(status, kind, f"{clip(first.detail, 400)}{place}{more}", errors)


def fault(pointer: str, detail: str, kind: str = "invalid-content") -> Problem:
    """One wrong place in the body."""
    problem = invalid(Invalid([Fault(pointer, detail)]))
    problem.kind = kind
    return problem


def install(app: FastAPI) -> None:
    """Answer every exception in the one shape."""

    @app.exception_handler(Problem)
    async def problem(_: Request, error: Problem) -> Response:
        return error.response()

    @app.exception_handler(Invalid)
    async def content(_: Request, error: Invalid) -> Response:
        return invalid(error).response()

    @app.exception_handler(RequestValidationError)
    async def query(_: Request, error: RequestValidationError) -> Response:
        return _query(error).response()

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        return _http(request, error).response()


def internal_error(error: Exception) -> Problem:
    """A fault of ours: logged with its traceback, told without."""
    logging.getLogger("uvicorn.error").error("A request failed", exc_info=error)
    return Problem(500, "internal-error", "An error of the explorer itself; the server's log says more.")


def _query(error: RequestValidationError) -> Problem:
    """Query parameters that are wrong; the models in `queries` write the sentences."""
    errors = []
    for each in error.errors():
        for found in each.get("ctx", {}).get("faults", ()):
            name = found.pointer.removeprefix("/") or str(each["loc"][-1])
            errors.append({"pointer": "", "parameter": name, "detail": found.detail})
        if "faults" not in each.get("ctx", {}):
            errors.append(
                {
                    "pointer": "",
                    "parameter": str(each["loc"][-1]),
                    "detail": f"received {shown(each['input'])}",
                }
            )
    name, detail = errors[0]["parameter"], errors[0]["detail"]
    return Problem(422, "invalid-query", detail if detail.startswith(name) else f"{name}: {detail}", errors)


def _http(request: Request, error: HTTPException) -> Problem:
    """What the router itself refuses: unknown paths and methods."""
    headers = dict(error.headers or {})
    path = clip(request.url.path, 100)
    if error.status_code == 404:
        return Problem(404, "not-found", f"Nothing is served at {path}; /docs lists the paths.", headers=headers)
    if error.status_code == 405:
        allowed = headers.get("Allow", "GET")
        headers["Allow"] = allowed = allowed if "HEAD" in allowed else allowed.replace("GET", "GET, HEAD")
        detail = f"{path} does not offer {clip(request.method, 20)}; it offers {allowed}."
        return Problem(405, "method-not-allowed", detail, headers=headers)
    return Problem(error.status_code, "http-error", str(error.detail), headers=headers)
