"""The changes of a network, each from draft to draft; what is refused here is refused before any shape is known."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from app.engine.document import Fill, Values, shape_of
from app.engine.errors import EngineError
from app.engine.fills import materialise
from app.engine.layers.base import Layer, Shape, Wished
from app.revise.draft import Draft, LayerDraft, LossDraft, option_names


class ChangeError(EngineError):
    """A change that does not apply to this document; `pointer` is relative to the change."""


class Change(ABC):
    """One step of editing a network."""

    @abstractmethod
    def applied(self, draft: Draft) -> Draft:
        """The changed draft; raises ChangeError."""


@dataclass(frozen=True)
class Keep(Change):
    """Nothing but what the document says already."""

    def applied(self, draft: Draft) -> Draft:
        return draft


@dataclass(frozen=True, eq=False)
class Insert(Change):
    """A new layer at a place of the list."""

    at: int
    layer: LayerDraft

    def applied(self, draft: Draft) -> Draft:
        _place("at", self.at, len(draft.layers))
        return replace(draft, layers=(*draft.layers[: self.at], self.layer, *draft.layers[self.at :]))


@dataclass(frozen=True)
class Remove(Change):
    """A layer goes, and its tensors with it."""

    layer: str

    def applied(self, draft: Draft) -> Draft:
        i = _index(draft, self.layer)
        return replace(draft, layers=draft.layers[:i] + draft.layers[i + 1 :])


@dataclass(frozen=True)
class Move(Change):
    """A layer goes to another place; `to` counts in the list as it is afterwards."""

    layer: str
    to: int

    def applied(self, draft: Draft) -> Draft:
        i = _index(draft, self.layer)
        _place("to", self.to, len(draft.layers) - 1)
        others = draft.layers[:i] + draft.layers[i + 1 :]
        return replace(draft, layers=(*others[: self.to], draft.layers[i], *others[self.to :]))


@dataclass(frozen=True)
class Rename(Change):
    """A layer, its tensors and their penalties get another name."""

    layer: str
    name: str

    def applied(self, draft: Draft) -> Draft:
        renamed = _with(draft, self.layer, lambda held: replace(held, name=self.name))
        old, new = f"{self.layer}.", f"{self.name}."
        penalties = tuple(
            replace(penalty, tensor=new + penalty.tensor.removeprefix(old))
            if penalty.tensor.startswith(old)
            else penalty
            for penalty in draft.penalties
        )
        return replace(renamed, penalties=penalties)


@dataclass(frozen=True, eq=False)
class SetOptions(Change):
    """Options, sizes or tensors of a layer; a linear layer's weight turns over with its layout."""

    layer: str
    options: Mapping[str, Any]
    tensors: Mapping[str, Values]
    wished: Wished

    def applied(self, draft: Draft) -> Draft:
        dtype = np.dtype(draft.dtype)

        def changed(held: LayerDraft) -> LayerDraft:
            tensors = dict(held.tensors)
            if held.options.get("layout") != self.options.get("layout", held.options.get("layout")):
                tensors["weight"] = _transposed(tensors["weight"], dtype)
            if self.wished.bias and tensors.get("bias") is None:
                tensors.pop("bias", None)
            return replace(
                held, options={**held.options, **self.options}, tensors=tensors | dict(self.tensors), wished=self.wished
            )

        return _with(draft, self.layer, changed)


@dataclass(frozen=True)
class Replace(Change):
    """A layer of another type under the same name; options and tensors that both types have are kept."""

    layer: str
    kind: type[Layer]

    def applied(self, draft: Draft) -> Draft:
        return _with(draft, self.layer, lambda held: held if held.kind is self.kind else _as(held, self.kind))


@dataclass(frozen=True)
class Resize(Change):
    """Another shape of the input."""

    shape: Shape

    def applied(self, draft: Draft) -> Draft:
        if len(self.shape) not in (2, 4):
            raise ChangeError(
                "shape: expected [samples, channels, rows, columns] or [samples, features], "
                f"received {len(self.shape)} sizes",
                "/shape",
            )
        return replace(draft, shape=self.shape)


@dataclass(frozen=True, eq=False)
class ChangeLoss(Change):
    """Another loss, or none; tensors of the old one are kept where the new one has them."""

    loss: LossDraft | None

    def applied(self, draft: Draft) -> Draft:
        if self.loss is None:
            return replace(draft, loss=None)
        held = draft.loss.tensors if draft.loss else {}
        kept = {name: values for name, values in held.items() if name in self.loss.kind.tensors}
        return replace(draft, loss=replace(self.loss, tensors=kept | dict(self.loss.tensors)))


@dataclass(frozen=True)
class FillTensor(Change):
    """A tensor becomes a generator of its shape."""

    tensor: str
    fill: str
    seed: int

    def applied(self, draft: Draft) -> Draft:
        known = {"input": draft.input}
        for layer in draft.layers:
            known |= {f"{layer.name}.{field}": held for field, held in layer.tensors.items() if held is not None}
        loss = {f"loss.{field}": held for field, held in draft.loss.tensors.items()} if draft.loss else {}
        known |= loss
        if self.tensor not in known:
            raise ChangeError(
                f"tensor: expected one of {', '.join(known)}, received {self.tensor[:60]!r}; only these can be filled",
                "/tensor",
            )
        filled = Fill(shape_of(known[self.tensor]), self.fill, self.seed)
        if len(filled.shape) < 2 and self.fill in ("xavier_uniform", "kaiming_uniform"):
            raise ChangeError(
                f"fill: {self.fill} needs a fan, so rank 2 or more, received rank {len(filled.shape)}; use uniform",
                "/fill",
            )
        if self.tensor == "input":
            return replace(draft, input=filled)
        owner, _, field = self.tensor.partition(".")
        if draft.loss and owner == "loss":
            return replace(draft, loss=replace(draft.loss, tensors={**draft.loss.tensors, field: filled}))
        return _with(draft, owner, lambda held: replace(held, tensors={**held.tensors, field: filled}))


def _index(draft: Draft, name: str) -> int:
    if name not in draft.names:
        known = ", ".join(draft.names) or "no layer"
        raise ChangeError(f"layer: expected a layer of the document ({known}), received {name[:60]!r}", "/layer")
    return draft.names.index(name)


def _place(field: str, position: int, most: int) -> None:
    if not 0 <= position <= most:
        raise ChangeError(f"{field}: expected an integer from 0 to {most}, received {position}", f"/{field}")


def _with(draft: Draft, name: str, changed: Any) -> Draft:
    i = _index(draft, name)
    return replace(draft, layers=(*draft.layers[:i], changed(draft.layers[i]), *draft.layers[i + 1 :]))


def _transposed(weight: Values | None, dtype: np.dtype[Any]) -> Values | None:
    return None if weight is None else np.ascontiguousarray(materialise(weight, dtype).T)


def _as(held: LayerDraft, kind: type[Layer]) -> LayerDraft:
    """The layer as another type: each option that both have is kept where the new type accepts it."""
    names = option_names(kind)
    weight = held.tensors.get("weight")
    window: Any = held.options.get("kernel_size") or (shape_of(weight)[2:] if weight is not None else None)
    wished = Wished(kernel_size=window) if window and "kernel_size" in kind.sizes else Wished()
    carried = {name: _plain(name, value) for name, value in held.options.items() if name in names}
    if window and "kernel_size" in names:
        carried["kernel_size"] = window
    accepted: dict[str, Any] = {}
    for name in names:
        if name in carried and _accepts(kind, {**accepted, name: carried[name]}):
            accepted[name] = carried[name]
    tensors = {
        name: values
        for name, values in held.tensors.items()
        if name in kind.tensors and (values is None or len(shape_of(values)) == kind.tensors[name].rank)
    }
    return LayerDraft(held.name, kind, accepted, tensors, wished)


def _plain(name: str, value: Any) -> Any:
    """An option in the form that most types read: equal padding on both sides as one number."""
    if name == "padding" and not isinstance(value, str) and all(isinstance(side, tuple) for side in value):
        return tuple(before for before, after in value) if all(a == b for a, b in value) else value
    return value


def _accepts(kind: type[Layer], options: Mapping[str, Any]) -> bool:
    make: Any = kind
    try:
        make(**{**kind.required_options((1, 1, 2, 2)), **options})
    except EngineError:
        return False
    return True
