"""The mirror of every layer type, by type."""

from collections.abc import Mapping

from app.explain.layers.activation import (
    IdentityMirror,
    LeakyReluMirror,
    ReluMirror,
    SigmoidMirror,
    TanhMirror,
)
from app.explain.layers.affine import ChannelAffineMirror, CombineMapsMirror
from app.explain.layers.base import Mirror
from app.explain.layers.conv import ConvMirror
from app.explain.layers.linear import LinearMirror
from app.explain.layers.pool import AvgPoolMirror, MaxPoolMirror, SumPoolMirror
from app.explain.layers.shape import FlattenMirror
from app.explain.layers.softmax import SoftmaxMirror

MIRRORS: Mapping[str, type[Mirror]] = {
    "conv2d": ConvMirror,
    "channel_affine": ChannelAffineMirror,
    "combine_maps": CombineMapsMirror,
    "relu": ReluMirror,
    "leaky_relu": LeakyReluMirror,
    "sigmoid": SigmoidMirror,
    "tanh": TanhMirror,
    "identity": IdentityMirror,
    "max_pool2d": MaxPoolMirror,
    "avg_pool2d": AvgPoolMirror,
    "sum_pool2d": SumPoolMirror,
    "flatten": FlattenMirror,
    "linear": LinearMirror,
    "softmax": SoftmaxMirror,
}
