"""The losses, by type."""

from collections.abc import Mapping

from app.engine.losses.base import Loss
from app.engine.losses.squared_error import SquaredError
from app.engine.losses.upstream import Upstream

LOSSES: Mapping[str, type[Loss]] = {loss.type: loss for loss in (Upstream, SquaredError)}
