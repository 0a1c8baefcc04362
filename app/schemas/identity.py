"""The name of a trace: SHA-256 over its normalised document."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np

from app.engine.document import Document, Fill, Values
from app.schemas.normal import generator, normal_form


def identity(document: Document) -> str:
    """64 hexadecimal digits, the same everywhere: sorted JSON, each tensor as its shape and digest."""
    dtype = np.dtype(document.dtype)

    def digest(values: Values) -> dict[str, Any]:
        if isinstance(values, Fill):
            return generator(values, dtype)
        numbers = np.ascontiguousarray(values, dtype.newbyteorder("<"))
        return {"shape": list(values.shape), "sha256": hashlib.sha256(numbers.tobytes()).hexdigest()}

    text = json.dumps(normal_form(document, digest), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()
