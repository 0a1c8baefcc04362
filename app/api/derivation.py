"""A small tensor, or a part of a large one, derived from beginning to end, ready to hand in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from app.api.answers import answer, not_modified, tagged
from app.api.negotiation import JSON, negotiate
from app.api.problems import parameter
from app.api.queries import IndexBase, Notation, UpdateQuery, integer, unknown_tensor, word
from app.api.state import Shared, TraceId
from app.api.tensors import sliced
from app.explain import DerivationTooLong, MethodNotOffered, NoUpdate, UnknownTensor
from app.explain.derivation import Limits, Part, derive, written
from app.explain.forms import FORMS
from app.explain.update import parameter_of
from app.schemas.derivations import derivation_json

router = APIRouter(tags=["explanations"])


class DerivationQuery(UpdateQuery):
    """Which tensor or part of it, by which method, in which form and symbols."""

    tensor: str = Field(description="the name of a tensor; conv1.weight.next is an updated parameter, with lr")
    format: Annotated[str, word(*FORMS, "json")] = Field(
        "latex",
        description="`latex` is a whole document, `markdown` has equations between $$, `text` is Unicode, "
        "`json` has the equations of each cell in LaTeX",
    )
    method: str | None = Field(None, description="one of the tensor's methods; the first when left out")
    slice: str | None = Field(None, description="the part of the tensor, as in NumPy: 0,3,:,: is one map")
    cells: Annotated[int | None, integer(1)] = Field(None, description="only the first cells, in row-major order")
    index_base: IndexBase = Field("1", description="where indices in symbols start; addresses always start at 0")
    notation: Notation = Field("000", description="the article whose letters the symbols use")


@router.get("/traces/{id}/derivation")
async def derive_tensor(
    request: Request, state: Shared, id: TraceId, query: Annotated[DerivationQuery, Query()]
) -> Response:
    """Every cell of a small tensor with all its terms, in symbols and in numbers."""
    form = FORMS.get(query.format)
    media = negotiate(request.headers.get("accept"), JSON if form is None else form.media_type)
    trace = state.trace(id)
    sgd = query.sgd()
    limits = Limits(state.settings.derivation_cells, state.settings.derivation_terms)
    info = trace.tensors.get(query.tensor if sgd is None else parameter_of(query.tensor))
    if info is None:
        raise unknown_tensor(trace, query.tensor)
    part = Part(() if query.slice is None else sliced(query.slice, info.shape), query.cells)
    tag = tagged(id, request.url.path, request, media)
    if unchanged := not_modified(request, tag):
        return unchanged

    def job() -> bytes:
        base = int(query.index_base)
        made = derive(
            trace,
            query.tensor,
            query.method,
            part=part,
            sgd=sgd,
            index_base=base,
            notation=query.notation,
            limits=limits,
        )
        return derivation_json(trace, made) if form is None else written(made, query.format).encode()

    try:
        content = await state.workers.run(job, large=True)
    except UnknownTensor:
        raise unknown_tensor(trace, query.tensor) from None
    except MethodNotOffered as error:
        raise parameter("method", str(error)) from None
    except NoUpdate as error:
        raise parameter("tensor", str(error)) from None
    except DerivationTooLong as error:
        raise parameter("tensor", str(error), "too-long") from None
    if form is None:
        return answer(content, media, tag)
    headers = {"Content-Disposition": f'inline; filename="{query.tensor}.{form.extension}"'}
    return answer(content, f"{media}; charset=utf-8", tag, headers=headers)
