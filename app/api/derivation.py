"""A small tensor derived from beginning to end, ready to hand in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from app.api.answers import answer, not_modified, tagged
from app.api.negotiation import negotiate
from app.api.problems import parameter
from app.api.queries import IndexBase, Notation, unknown_tensor, word
from app.api.state import Shared, TraceId
from app.explain import DerivationTooLong, MethodNotOffered, UnknownTensor
from app.explain.derivation import Limits, derivation
from app.explain.forms import FORMS
from app.schemas.strict import Strict

router = APIRouter(tags=["explanations"])


class DerivationQuery(Strict):
    """Which tensor, by which method, in which form and symbols."""

    tensor: str = Field(description="the name of a tensor")
    format: Annotated[str, word(*FORMS)] = Field(
        "latex", description="`latex` is a whole document, `markdown` has equations between $$, `text` is Unicode"
    )
    method: str | None = Field(None, description="one of the tensor's methods; the first when left out")
    index_base: IndexBase = Field("1", description="where indices in symbols start; addresses always start at 0")
    notation: Notation = Field("000", description="the article whose letters the symbols use")


@router.get("/traces/{id}/derivation")
async def derive_tensor(
    request: Request, state: Shared, id: TraceId, query: Annotated[DerivationQuery, Query()]
) -> Response:
    """Every cell of a small tensor with all its terms, in symbols and in numbers."""
    form = FORMS[query.format]
    media = negotiate(request.headers.get("accept"), form.media_type)
    trace = state.trace(id)
    limits = Limits(state.settings.derivation_cells, state.settings.derivation_terms)
    tag = tagged(id, request.url.path, request, media)
    if unchanged := not_modified(request, tag):
        return unchanged

    def job() -> str:
        base = int(query.index_base)
        return derivation(
            trace,
            query.tensor,
            query.format,
            query.method,
            index_base=base,
            notation=query.notation,
            limits=limits,
        )

    try:
        written = await state.workers.run(job, large=True)
    except UnknownTensor:
        raise unknown_tensor(trace, query.tensor) from None
    except MethodNotOffered as error:
        raise parameter("method", str(error)) from None
    except DerivationTooLong as error:
        raise parameter("tensor", str(error), "too-long") from None
    disposition = f'inline; filename="{query.tensor}.{form.extension}"'
    headers = {"Content-Disposition": disposition}
    return answer(written.encode(), f"{media}; charset=utf-8", tag, headers=headers)
