"""The same document in PyTorch: outputs, loss and every gradient by autograd, for comparison only."""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from app.engine.document import Document
from app.engine.layers.activation import Identity, LeakyRelu, Sigmoid, Tanh
from app.engine.layers.affine import ChannelAffine, CombineMaps
from app.engine.layers.average_pool import AvgPool2d, SumPool2d
from app.engine.layers.base import Layer
from app.engine.layers.conv import Conv2d
from app.engine.layers.linear import Linear
from app.engine.layers.pool import MaxPool2d
from app.engine.layers.shape import Flatten
from app.engine.layers.softmax import Softmax


def referee(document: Document) -> dict[str, np.ndarray]:
    """Every output, the loss and every gradient, named as in the trace."""
    tensors = {"input": _leaf(document.input)}
    x = tensors["input"]
    for named in document.layers:
        own = {field: None if v is None else _leaf(v) for field, v in named.parameters.items()}
        tensors |= {f"{named.name}.{field}": leaf for field, leaf in own.items() if leaf is not None}
        x = _apply(named.layer, x, own)
        x.retain_grad()
        tensors[f"{named.name}.output"] = x
    results = {name: tensor.detach().numpy() for name, tensor in tensors.items() if name.endswith(".output")}
    if document.loss is None:
        return results
    given = {field: torch.from_numpy(np.array(values)) for field, values in document.loss.tensors.items()}
    reduction = getattr(document.loss.loss, "reduction", "")
    n = x.shape[0]
    loss = _loss(document.loss.loss.type, x, given)
    if document.loss.loss.type == "mse" and reduction != "sum":
        loss = loss / (x.numel() // n)
    torch.autograd.backward([loss / n if reduction == "mean" else loss])
    results["loss"] = (loss if reduction in ("", "sum") else loss / n).detach().numpy()
    parameters = {f"{named.name}.{field}" for named in document.layers for field in named.parameters}
    for name, tensor in tensors.items():
        gradient = np.zeros(tensor.shape, document.dtype) if tensor.grad is None else tensor.grad.numpy()
        scale = n if reduction == "mean_at_parameters" and name in parameters else 1
        results[f"{name}.grad"] = gradient / np.dtype(document.dtype).type(scale)
    for penalty in document.penalties:
        p = tensors[penalty.tensor].detach().requires_grad_()
        cost = penalty.l1 * p.abs().sum() + penalty.l2 / 2 * (p * p).sum()
        torch.autograd.backward([cost])
        assert p.grad is not None
        results["loss"] = results["loss"] + cost.detach().numpy()
        results[f"{penalty.tensor}.grad"] = results[f"{penalty.tensor}.grad"] + p.grad.numpy()
    return results


def _loss(kind: str, x: Tensor, given: dict[str, Tensor]) -> Tensor:
    """The loss summed over the batch."""
    if kind == "upstream":
        return (given["gradient"] * x).sum()
    target = given["target"]
    if kind == "cross_entropy":
        return functional.cross_entropy(x, target.long() if target.ndim == 1 else target, reduction="sum")
    if kind == "binary_cross_entropy":
        return functional.binary_cross_entropy(x, target, reduction="sum")
    squares = functional.mse_loss(x, target, reduction="sum")
    return squares / 2 if kind == "squared_error" else squares


def _leaf(values: object) -> Tensor:
    return torch.from_numpy(np.array(values)).requires_grad_()


def _apply(layer: Layer, x: Tensor, own: dict[str, Tensor | None]) -> Tensor:
    if isinstance(layer, Conv2d):
        return _conv(layer, x, own)
    if isinstance(layer, MaxPool2d):
        return _max_pool(layer, x)
    if isinstance(layer, AvgPool2d):
        return functional.avg_pool2d(
            x, layer.kernel_size, layer.stride, layer.padding, layer.ceil_mode, layer.count_include_pad
        )
    if isinstance(layer, SumPool2d):
        return functional.avg_pool2d(x, layer.kernel_size, layer.stride, layer.padding, divisor_override=1)
    if isinstance(layer, Flatten):
        swap = layer.order == "column_major" and x.ndim == 4
        return (x.transpose(2, 3) if swap else x).flatten(1)
    if isinstance(layer, Linear):
        weight = own["weight"]
        assert weight is not None
        return functional.linear(x, weight if layer.layout == "out_in" else weight.T, own["bias"])
    if isinstance(layer, ChannelAffine):
        weight, bias = own["weight"], own["bias"]
        assert weight is not None
        per_map = (1, -1, *(1,) * (x.ndim - 2))
        y = weight.reshape(per_map) * x
        return y if bias is None else y + bias.reshape(per_map)
    if isinstance(layer, CombineMaps):
        logits = own["logits"]
        assert logits is not None
        return torch.einsum("ji,ni...->nj...", logits.softmax(1), x)
    return _activation(layer, x)


def _activation(layer: Layer, x: Tensor) -> Tensor:
    match layer:
        case LeakyRelu():
            return functional.leaky_relu(x, layer.negative_slope)
        case Sigmoid():
            return torch.sigmoid(x)
        case Tanh():
            return layer.amplitude * torch.tanh(layer.slope * x)
        case Softmax():
            return x.softmax(1)
        case Identity():
            return x.clone()
        case _:
            return functional.relu(x)


def _conv(layer: Conv2d, x: Tensor, own: dict[str, Tensor | None]) -> Tensor:
    weight = own["weight"]
    assert weight is not None
    (top, bottom), (left, right) = layer.sides((weight.shape[2], weight.shape[3]))
    if layer.connections is not None:
        weight = weight * torch.tensor(layer.connections, dtype=weight.dtype)[:, :, None, None]
    if layer.convention == "convolution":
        weight = weight.flip(2, 3)
    padded = functional.pad(x, (left, right, top, bottom))
    return functional.conv2d(padded, weight, own["bias"], layer.stride, 0, layer.dilation, layer.groups)


def _max_pool(layer: MaxPool2d, x: Tensor) -> Tensor:
    """PyTorch's own pooling decides shape and value; `all` and `split` send the gradient through its equal maxima."""
    pooled = functional.max_pool2d(x, layer.kernel_size, layer.stride, layer.padding, layer.dilation, layer.ceil_mode)
    if layer.ties == "first":
        return pooled
    assert layer.stride is not None
    (kh, kw), (sh, sw), (dh, dw) = layer.kernel_size, layer.stride, layer.dilation
    rows, cols = pooled.shape[2:]
    after = [
        (out - 1) * s + d * (k - 1) + 1 for out, s, d, k in zip((rows, cols), (sh, sw), (dh, dw), (kh, kw), strict=True)
    ]
    ph, pw = layer.padding
    room = [max(0, need - size - p) for need, size, p in zip(after, x.shape[2:], (ph, pw), strict=True)]
    ring = functional.pad(x, (pw, room[1], ph, room[0]), value=-float("inf"))
    places = torch.stack(
        [
            ring[:, :, u * dh : u * dh + (rows - 1) * sh + 1 : sh, v * dw : v * dw + (cols - 1) * sw + 1 : sw]
            for u in range(kh)
            for v in range(kw)
        ],
        dim=-1,
    )
    mask = (places == pooled.detach()[..., None]).to(x.dtype)
    if layer.ties == "split":
        mask = mask / mask.sum(-1, keepdim=True)
    finite = torch.where(places.isinf(), torch.zeros_like(places), places)
    return pooled.detach() + (mask * (finite - finite.detach())).sum(-1)
