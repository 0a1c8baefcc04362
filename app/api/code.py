"""A number, or a whole tensor, as code to run elsewhere."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from app.api.answers import answer, not_modified, tagged
from app.api.negotiation import JSON, negotiate
from app.api.problems import parameter
from app.api.queries import Address, unknown_tensor
from app.api.state import Shared, TraceId
from app.engine.trace import Trace
from app.explain import CellOutOfRange, MethodNotOffered, UnknownTensor
from app.explain.code import Code, code_of_cell, code_of_tensor
from app.schemas.code import code_json
from app.schemas.strict import Strict

router = APIRouter(tags=["explanations"])


class CodeQuery(Strict):
    """Which cell or which tensor, by which method."""

    cell: Address | None = Field(None, description="the address of a cell")
    tensor: str = Field("", description="the name of a tensor, instead of a cell")
    method: str | None = Field(None, description="one of the tensor's methods; the first when left out")


@router.get("/traces/{id}/code")
async def write_code(request: Request, state: Shared, id: TraceId, query: Annotated[CodeQuery, Query()]) -> Response:
    """The same number in one line of Python, as NumPy loops and as PyTorch computes it.

    Up to 600 numbers stand in the scripts; what is more, they load from this server.
    """
    media = negotiate(request.headers.get("accept"), JSON)
    trace = state.trace(id)
    if (query.cell is None) == (not query.tensor):
        raise parameter("cell", "expected the address of a cell or the name of a tensor, one of the two")
    base = str(request.base_url.replace(path=request.url.path.removesuffix("/code")))
    tag = tagged(f"{id} {base}", request.url.path, request, media)
    if unchanged := not_modified(request, tag):
        return unchanged
    large = trace.plan.cost.multiply_adds > state.settings.inline_multiply_adds
    content = await state.workers.run(lambda: code_json(trace, _asked(trace, query, base)), large=large)
    return answer(content, media, tag)


def _asked(trace: Trace, query: CodeQuery, base: str) -> Code:
    """The code; raises Problem 404 and 422."""
    tensor = query.cell.tensor if query.cell is not None else query.tensor
    try:
        if query.cell is not None:
            return code_of_cell(trace, query.cell, query.method, base=base)
        return code_of_tensor(trace, tensor, query.method, base=base)
    except UnknownTensor:
        raise unknown_tensor(trace, tensor) from None
    except CellOutOfRange as error:
        raise parameter("cell", str(error)) from None
    except MethodNotOffered as error:
        raise parameter("method", str(error)) from None
