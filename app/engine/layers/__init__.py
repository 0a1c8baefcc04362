"""The layer types. A new one is a file here, its mirror in explain/layers, and one line in each list."""

from collections.abc import Mapping

from app.engine.layers.activation import Identity, LeakyRelu, Relu, Sigmoid, Tanh
from app.engine.layers.affine import ChannelAffine, CombineMaps
from app.engine.layers.average_pool import AvgPool2d, SumPool2d
from app.engine.layers.base import Layer
from app.engine.layers.conv import Conv2d
from app.engine.layers.linear import Linear
from app.engine.layers.pool import MaxPool2d
from app.engine.layers.shape import Flatten
from app.engine.layers.softmax import Softmax

LAYERS: Mapping[str, type[Layer]] = {
    layer.type: layer
    for layer in (
        Conv2d,
        ChannelAffine,
        CombineMaps,
        Relu,
        LeakyRelu,
        Sigmoid,
        Tanh,
        Identity,
        MaxPool2d,
        AvgPool2d,
        SumPool2d,
        Flatten,
        Linear,
        Softmax,
    )
}
