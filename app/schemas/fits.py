"""Which of several changes of a document would fit: asked before one of them is offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field, ValidationError

from app.schemas.building import document as document_of
from app.schemas.changes import AnyChange
from app.schemas.document import DocumentRequest
from app.schemas.faults import Fault, Invalid, faults_of
from app.schemas.responses import Answer
from app.schemas.strict import Strict
from app.settings import Settings

MOST = 64


class FitsRequest(Strict):
    """A document and changes of it, each on its own."""

    document: DocumentRequest
    changes: list[Annotated[AnyChange, Field(discriminator="op")]] = Field(min_length=1, max_length=MOST)


class FitReply(Answer):
    """Whether one change would fit."""

    fits: bool
    detail: str | None = Field(description="why not, in the words of /documents/revise; null where it fits")


class FitsReply(Answer):
    """The answers in the order of the changes; nothing is changed, computed or stored."""

    results: list[FitReply]


class _Body(Strict):
    """The two halves; each change is read on its own, for a wrong one is an answer, not an error."""

    document: Any = Field(description="a document")
    changes: Annotated[list[Any], Field(min_length=1, max_length=MOST)]


def asked(value: Any, settings: Settings) -> Sequence[Mapping[str, Any]]:
    """The bodies of /documents/revise that a request asks about; raises Invalid for a wrong document."""
    try:
        body = _Body.model_validate(value)
    except ValidationError as error:
        raise Invalid(faults_of(error)) from None
    try:
        document_of(body.document, settings)
    except Invalid as error:
        raise Invalid(Fault(f"/document{fault.pointer}", fault.detail) for fault in error.faults) from None
    return [{"document": body.document, "change": change} for change in body.changes]
