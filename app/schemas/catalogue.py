"""What the explorer knows: layers, losses, generators, functions and notations."""

from __future__ import annotations

from functools import cache
from typing import Any

from app.engine.document import FILLS
from app.engine.layers import LAYERS
from app.engine.layers.base import Layer
from app.engine.losses import LOSSES
from app.engine.losses.base import Loss
from app.explain import CATALOGUE, FUNCTION_FACTS, LOSS_CATALOGUE, NOTATIONS
from app.schemas.layers import LAYER_MODELS, LOSS_MODELS
from app.schemas.numbers import encode


@cache
def catalogue_json() -> bytes:
    """Per type its JSON Schema, tensors, formulas in LaTeX, methods and derived tensors."""
    return encode(
        {
            "layers": {name: _facts(name, kind) | {"prefix": kind.prefix} for name, kind in LAYERS.items()},
            "losses": {name: _facts(name, kind) for name, kind in LOSSES.items()},
            "fills": FILLS,
            "functions": FUNCTION_FACTS,
            "notations": {key: notation.description for key, notation in NOTATIONS.items()},
        }
    )


def _facts(name: str, kind: type[Layer] | type[Loss]) -> dict[str, Any]:
    model, facts = (
        (LAYER_MODELS[name], CATALOGUE[name]) if issubclass(kind, Layer) else (LOSS_MODELS[name], LOSS_CATALOGUE[name])
    )
    return {
        "schema": model.model_json_schema(),
        "tensors": {
            tensor: {"rank": field.rank, "optional": field.optional, "description": field.description}
            for tensor, field in kind.tensors.items()
        },
        "formulas": facts.formulas,
        "methods": facts.methods,
        "derived": facts.derived,
    }
