"""The mirror of every layer type, by type."""

from collections.abc import Mapping

from app.explain.layers.activation import ReluMirror
from app.explain.layers.base import Mirror
from app.explain.layers.conv import ConvMirror
from app.explain.layers.linear import LinearMirror
from app.explain.layers.pool import AvgPoolMirror, MaxPoolMirror, SumPoolMirror
from app.explain.layers.shape import FlattenMirror

MIRRORS: Mapping[str, type[Mirror]] = {
    "conv2d": ConvMirror,
    "relu": ReluMirror,
    "max_pool2d": MaxPoolMirror,
    "avg_pool2d": AvgPoolMirror,
    "sum_pool2d": SumPoolMirror,
    "flatten": FlattenMirror,
    "linear": LinearMirror,
}
