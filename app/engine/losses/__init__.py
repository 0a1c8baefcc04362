"""The losses. A new one is a file here, its mirror in explain/losses, and one line in each list."""

from collections.abc import Mapping

from app.engine.losses.base import Loss
from app.engine.losses.binary_cross_entropy import BinaryCrossEntropy
from app.engine.losses.cross_entropy import CrossEntropy
from app.engine.losses.squared import Mse, SquaredError
from app.engine.losses.upstream import Upstream

LOSSES: Mapping[str, type[Loss]] = {
    loss.type: loss
    for loss in (
        Upstream,
        SquaredError,
        Mse,
        CrossEntropy,
        BinaryCrossEntropy,
    )
}
