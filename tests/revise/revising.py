"""Documents in JSON, revised without a server."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.schemas.building import document
from app.schemas.faults import Invalid
from app.schemas.normal import document_json
from app.schemas.numbers import encode
from app.schemas.revising import revision, revision_json
from app.settings import Settings

Json = dict[str, Any]
DEFAULTS = Settings()


def revised(posted: Json, **change: Any) -> Json:
    """The reply to a change: document, layers, notes."""
    reply: Json = json.loads(revision_json(revision({"document": posted, "change": change}, DEFAULTS).fitted()))
    return reply


def refused(posted: Json, **change: Any) -> tuple[str, str]:
    """The pointer and the sentence of a change that does not fit."""
    with pytest.raises(Invalid) as caught:
        revision({"document": posted, "change": change}, DEFAULTS).fitted()
    fault = caught.value.faults[0]
    return fault.pointer, fault.detail


def normal(posted: Json) -> Json:
    """The document with everything filled in, as JSON reads it."""
    form: Json = json.loads(encode(document_json(document(posted, DEFAULTS))))
    return form


def network(*layers: Json, x: Any = None, loss: Json | None = None, **more: Any) -> Json:
    """A document on 1 … 9 in a 3×3 map."""
    given = [[[[1, 2, 3], [4, 5, 6], [7, 8, 9]]]] if x is None else x
    return {"input": given, "layers": list(layers), **({} if loss is None else {"loss": loss}), **more}


def conv(weight: Any = None, **options: Any) -> Json:
    """A convolution, by default with the first article's kernel."""
    return {"type": "conv2d", "weight": [[[[1, -2], [3, 0.5]]]] if weight is None else weight, **options}
