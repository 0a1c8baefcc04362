"""A request to revise a document, and its reply."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, ValidationError

from app.engine.document import Document
from app.engine.errors import EngineError
from app.engine.layers import LAYERS
from app.engine.layers.base import Wished
from app.engine.losses import LOSSES
from app.engine.network import plan
from app.revise import changes as revise
from app.revise.draft import LayerDraft, LossDraft, draft
from app.revise.fitting import Fitted, fit
from app.schemas.building import document as document_of
from app.schemas.changes import CHANGES, AnyChange
from app.schemas.document import DocumentRequest, free_name, wrong_name
from app.schemas.faults import Fault, Invalid, expected_word, faults_of, shown
from app.schemas.normal import document_json
from app.schemas.numbers import encode
from app.schemas.patches import Patch, patch, typed
from app.schemas.responses import Answer
from app.schemas.strict import Strict
from app.settings import Settings

_LAYER = re.compile(r"/layers/(\d+)(.*)")
SIZES = ("kernel_size", "channels", "features")
"""Options whose values stand in a weight's shape: a fault of the weight is theirs."""


class ReviseRequest(Strict):
    """A document and one change of it."""

    document: DocumentRequest
    change: Annotated[AnyChange, Field(discriminator="op")]


class RevisedLayerReply(Answer):
    """A layer of the revised document with its shapes."""

    name: str
    type: str
    input: list[int]
    output: list[int]


class ReviseReply(Answer):
    """The revised document, in which everything fits; nothing is computed or stored."""

    document: dict[str, Any] = Field(description="in normal form, ready to be posted to /traces")
    layers: list[RevisedLayerReply]
    notes: list[str] = Field(description="which tensors were made, cropped or grown for it")


@dataclass(frozen=True, eq=False)
class Revision:
    """What a request asks for."""

    document: Document
    change: revise.Change
    body: Mapping[str, Any]
    """The change as it was posted."""

    def fitted(self) -> Fitted:
        """The revised document's shapes; raises Invalid with pointers into the request's body."""
        try:
            plan(self.document)
        except EngineError as error:
            raise Invalid([_of_document(Fault(error.pointer, error.message), self.body)]) from None
        before = draft(self.document)
        try:
            after = self.change.applied(before)
        except EngineError as error:
            raise Invalid([Fault(f"/change{error.pointer}", error.message)]) from None
        try:
            return fit(after)
        except EngineError as error:
            raise Invalid([Fault(self._place(after.names, error.pointer), error.message)]) from None

    def place(self, fitted: Fitted, pointer: str) -> str:
        """Where in the request's body the reason for a place of the revised document is."""
        return self._place([named.name for named in fitted.shapes.layers], pointer)

    def _place(self, names: Sequence[str], pointer: str) -> str:
        op = self.body["op"]
        if (found := _LAYER.fullmatch(pointer)) is None:
            _, first, *_ = [*pointer.split("/"), ""]
            changed = {"input": "input", "loss": "loss", "penalties": "document"}.get(first) == op
            if not changed:
                return f"/document{pointer}"
            return "/change/shape" if op == "input" else _inside("/change", pointer, self.body)
        name, rest = names[int(found[1])], found[2]
        before = [named.name for named in self.document.layers]
        if name not in before:
            return "/change/name" if op == "rename" else _inside("/change/layer", rest, self.body["layer"])
        if name == self.body.get("layer"):
            if op == "set":
                said = self.body["options"]
                only = next(iter(said)) if len(said) == 1 else ""
                return f"/change/options/{only}" if only in SIZES else _inside("/change/options", rest, said)
            if op in ("replace", "move"):
                return "/change"
        return f"/document/layers/{before.index(name)}{rest}"


def _inside(base: str, rest: str, said: Any) -> str:
    """A place below `base` as far as the request says something there."""
    steps = rest.split("/")[1:]
    for step in steps:
        if isinstance(said, dict) and step in said:
            said = said[step]
        elif isinstance(said, list) and step.isdigit() and int(step) < len(said):
            said = said[int(step)]
        else:
            break
        base += f"/{step}"
    return base


def revision(value: Any, settings: Settings) -> Revision:
    """The revision that a JSON value asks for; raises Invalid."""
    try:
        request = _Body.model_validate(value)
    except ValidationError as error:
        raise Invalid(faults_of(error)) from None
    body = request.change
    operation = _operation(body)
    try:
        change = CHANGES[operation].model_validate(body)
    except ValidationError as error:
        raise Invalid(_below("/change", faults_of(error))) from None
    posted = request.document
    if operation == "document" and isinstance(posted, dict):
        posted = {**posted, **{name: body[name] for name in change.model_fields_set - {"op"}}}
    try:
        document = document_of(posted, settings)
    except Invalid as error:
        raise Invalid([_of_document(fault, body) for fault in error.faults]) from None
    return Revision(document, _change(operation, change, document, settings), body)


class _Body(Strict):
    """The two halves, each read by its own rules."""

    document: Any = Field(description="a document")
    change: Any = Field(description='an object {"op": …}')


def _below(base: str, faults: Iterable[Fault]) -> list[Fault]:
    return [Fault(base + fault.pointer, fault.detail) for fault in faults]


def _of_document(fault: Fault, body: Mapping[str, Any]) -> Fault:
    """A fault of the document, or of what the change puts into it."""
    first = fault.pointer.split("/")[1:2]
    changed = body["op"] == "document" and first and first[0] in body
    return Fault(("/change" if changed else "/document") + fault.pointer, fault.detail)


def _operation(body: Any) -> str:
    if not isinstance(body, dict):
        raise Invalid([Fault("/change", f'change: expected an object {{"op": …}}, received {shown(body)}')])
    if not isinstance(body.get("op"), str) or body["op"] not in CHANGES:
        raise Invalid([Fault("/change/op", f"op: {expected_word(body.get('op'), CHANGES)}")])
    return str(body["op"])


def _change(operation: str, said: Any, document: Document, settings: Settings) -> revise.Change:
    """The change itself; what it says of a layer or loss is read by that type."""
    match operation:
        case "insert":
            return _insert(said, document, settings)
        case "remove":
            return revise.Remove(said.layer)
        case "move":
            return revise.Move(said.layer, said.to)
        case "rename":
            others = {named.name for named in document.layers} - {said.layer}
            return revise.Rename(said.layer, _name(said.name, others, "/change/name", settings))
        case "set":
            return _set(said, document, settings)
        case "replace":
            if said.type not in LAYERS:
                raise Invalid([Fault("/change/type", f"type: {expected_word(said.type, LAYERS)}")])
            return revise.Replace(said.layer, LAYERS[said.type])
        case "input":
            return revise.Resize(said.shape)
        case "loss":
            return _loss(said, document, settings)
        case "fill":
            return revise.FillTensor(said.tensor, said.fill, said.seed)
        case _:
            return revise.Keep()


def _insert(said: Any, document: Document, settings: Settings) -> revise.Change:
    kind = LAYERS[typed(said.layer, LAYERS, "/change/layer")]
    layer = patch(said.layer, kind, document.dtype, "/change/layer", settings)
    if len(document.layers) >= settings.layers:
        detail = f"expected at most {settings.layers} layers, received {len(document.layers) + 1}; remove one first"
        raise Invalid([Fault("/change", detail)])
    taken = {named.name for named in document.layers}
    name = free_name(kind.prefix, taken) if layer.name is None else layer.name
    name = name if layer.name is None else _name(name, taken, "/change/layer/name", settings)
    return revise.Insert(said.at, LayerDraft(name, kind, layer.options, layer.tensors, layer.wished))


def _set(said: Any, document: Document, settings: Settings) -> revise.Change:
    kind = next((type(named.layer) for named in document.layers if named.name == said.layer), None)
    layer = Patch(None, {}, {}, Wished())
    if kind is not None:
        layer = patch(said.options, kind, document.dtype, "/change/options", settings)
        if stated := [name for name in ("type", "name") if name in said.options]:
            operation = "replace" if stated[0] == "type" else "rename"
            detail = f'{stated[0]}: expected an option of {said.layer}; use {{"op": "{operation}"}} for this'
            raise Invalid([Fault(f"/change/options/{stated[0]}", detail)])
    return revise.SetOptions(said.layer, layer.options, layer.tensors, layer.wished)


def _loss(said: Any, document: Document, settings: Settings) -> revise.Change:
    if said.loss is None:
        return revise.ChangeLoss(None)
    kind = LOSSES[typed(said.loss, LOSSES, "/change/loss")]
    loss = patch(said.loss, kind, document.dtype, "/change/loss", settings)
    return revise.ChangeLoss(LossDraft(kind, loss.options, loss.tensors, frozenset(loss.tensors)))


def _name(name: str, taken: set[str], pointer: str, settings: Settings) -> str:
    if detail := wrong_name(name, taken, settings.name_characters):
        raise Invalid([Fault(pointer, f"name: {detail}")])
    return name


def revision_json(fitted: Fitted) -> bytes:
    """The reply of a revision."""
    layers = [
        {"name": named.name, "type": named.layer.type, "input": each.input, "output": each.output}
        for named, each in zip(fitted.shapes.layers, fitted.plan.layers, strict=True)
    ]
    return encode({"document": document_json(fitted.document()), "layers": layers, "notes": fitted.notes})
