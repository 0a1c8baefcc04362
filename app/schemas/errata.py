"""The articles' mistakes in JSON."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from app.explain.errata.erratum import Erratum, Numbers
from app.schemas.numbers import encode
from app.schemas.responses import Answer, Nested


class ErratumSummary(Answer):
    """One mistake in the list."""

    key: str = Field(description="article and number: E000-1")
    article: str = Field(description="000 to 004")
    title: str
    tensor: str | None = Field(description="the tensor of this trace that it is about; null for one about words")
    numeric: bool = Field(description="whether it has numbers, and not only formulas")


class ErrataReply(Answer):
    """The mistakes that are about something in a trace, by article and number."""

    errata: list[ErratumSummary]


class ErratumReply(ErratumSummary):
    """What is printed, what is right, and both as numbers of the trace."""

    check: str | None = Field(description="the check that found it")
    printed: str = Field(description="text, with LaTeX between $ signs")
    right: str = Field(description="text, with LaTeX between $ signs")
    slice: str | None = Field(description="the part of the tensor that the values show; null for all of it")
    printed_value: Nested | str | None = Field(description="numbers, or the message with which printed code stops")
    right_value: Nested | str | None
    finite_difference: Nested | None = Field(description="central differences of L; null where nothing is a slope")
    explanation: str = Field(description="true for this trace")


def errata_json(found: Iterable[tuple[Erratum, str]]) -> bytes:
    """The list."""
    return encode({"errata": [_summary(erratum, tensor) for erratum, tensor in found]})


def erratum_json(erratum: Erratum, tensor: str, numbers: Numbers | None) -> bytes:
    """One mistake with its numbers, where it has some."""
    return encode(
        _summary(erratum, tensor)
        | {
            "check": erratum.check,
            "printed": erratum.printed,
            "right": erratum.right,
            "slice": numbers and numbers.part,
            "printed_value": numbers and numbers.printed,
            "right_value": numbers and numbers.right,
            "finite_difference": numbers and numbers.numeric,
            "explanation": f"{erratum.explanation} {numbers.explanation}" if numbers else erratum.explanation,
        }
    )


def _summary(erratum: Erratum, tensor: str) -> dict[str, object]:
    return {
        "key": erratum.key,
        "article": erratum.article,
        "title": erratum.title,
        "tensor": tensor or None,
        "numeric": erratum.show is not None,
    }
