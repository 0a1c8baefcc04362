"""Accept → the representation to answer with (RFC 9110 §12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence

from app.api.problems import Problem

JSON = "application/json"


def negotiate(accept: str | None, *offers: str) -> str:
    """The offer that the client likes best, the earlier one among equals; raises Problem 406."""
    if accept is None or not accept.strip():
        return offers[0]
    ranges = [parsed for part in accept.split(",") if (parsed := _range(part))]
    best = max(offers, key=lambda offer: _quality(offer, ranges))
    if _quality(best, ranges) <= 0:
        detail = f"This path answers in {' or '.join(offers)}; send Accept: {offers[0]}"
        raise Problem(406, "not-acceptable", detail, headers={"Vary": "Accept"})
    return best


def _range(part: str) -> tuple[str, float] | None:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                quality = float(parameter[2:])
            except ValueError:
                return None
    return (name, quality) if "/" in name else None


def _quality(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality of the most specific range that covers the offer."""
    for pattern in (offer, offer.split("/")[0] + "/*", "*/*"):
        found = [quality for name, quality in ranges if name == pattern]
        if found:
            return max(found)
    return 0.0
