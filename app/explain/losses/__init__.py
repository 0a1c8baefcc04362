"""The mirror of every loss, by type."""

from collections.abc import Mapping

from app.explain.losses.base import LossMirror
from app.explain.losses.binary_cross_entropy import BinaryCrossEntropyMirror
from app.explain.losses.cross_entropy import CrossEntropyMirror
from app.explain.losses.squared import MseMirror, SquaredErrorMirror
from app.explain.losses.upstream import UpstreamMirror

LOSS_MIRRORS: Mapping[str, type[LossMirror]] = {
    "upstream": UpstreamMirror,
    "squared_error": SquaredErrorMirror,
    "mse": MseMirror,
    "cross_entropy": CrossEntropyMirror,
    "binary_cross_entropy": BinaryCrossEntropyMirror,
}
