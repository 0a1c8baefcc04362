"""Why a cell has its value, and who reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Request
from pydantic import Field, PlainValidator
from starlette.responses import Response

from app.address import Cell
from app.api.answers import answer, not_modified, tagged
from app.api.negotiation import JSON, negotiate
from app.api.problems import parameter
from app.api.queries import Address, IndexBase, Notation, UpdateQuery, integer, unknown_tensor
from app.api.state import Shared, State, TraceId
from app.engine.trace import Trace
from app.explain import CellOutOfRange, Explanation, MethodNotOffered, NoUpdate, UnknownTensor, explain, feeds
from app.explain.update import explain_update, is_update
from app.schemas.explanations import explanation_json, feeds_json
from app.schemas.faults import refuse, shown
from app.schemas.strict import Strict

INLINE_TERMS = 200
_PAGE = re.compile(r"(\d{1,15}),(\d{1,15})", re.ASCII)
T = TypeVar("T")

router = APIRouter(tags=["explanations"])


def _page(value: object) -> tuple[int, int]:
    match = _PAGE.fullmatch(str(value))
    if match is None:
        raise refuse(f"expected start,limit like 0,1000, received {shown(value)}")
    return int(match[1]), int(match[2])


class ExplainQuery(UpdateQuery):
    """Which cell, by which method, in which symbols."""

    cell: Address = Field(description="the address of a cell; conv1.weight.next[…] is an updated parameter, with lr")
    method: str | None = Field(None, description="one of the cell's `methods`; the first when left out")
    terms: Annotated[Any, PlainValidator(_page, json_schema_input_type=str)] = Field(
        "0,1000", validate_default=True, description="start,limit: the page of terms"
    )
    index_base: IndexBase = Field("1", description="where indices in symbols start; addresses always start at 0")
    notation: Notation = Field("000", description="the article whose letters the symbols use")


class FeedsQuery(Strict):
    """Which cell, and the page of its readers."""

    cell: Address = Field(description="the address of a cell")
    start: Annotated[int, integer()] = Field(0, description="the first reader of the page")
    limit: Annotated[int, integer(1)] = Field(200, description="how many readers the page has at most")


@router.get("/traces/{id}/explain")
async def explain_cell(
    request: Request, state: Shared, id: TraceId, query: Annotated[ExplainQuery, Query()]
) -> Response:
    """The terms that make one number, each the product of its factors."""
    media = negotiate(request.headers.get("accept"), JSON)
    trace = state.trace(id)
    start, limit = query.terms
    _within("terms", limit, state)
    tag = tagged(id, request.url.path, request, media)
    explanation = _asked(trace, query.cell, lambda: _explained(trace, query))
    if unchanged := not_modified(request, tag):
        return unchanged
    # A late page has to add up what precedes it.
    large = min(start + limit, explanation.term_count) > INLINE_TERMS
    content = await state.workers.run(lambda: explanation_json(explanation), large=large)
    return answer(content, media, tag)


def _explained(trace: Trace, query: ExplainQuery) -> Explanation:
    start, limit = query.terms
    sgd = query.sgd()
    written: dict[str, Any] = {"index_base": int(query.index_base), "notation": query.notation}
    if not is_update(query.cell.tensor):
        return explain(trace, query.cell, query.method, start=start, limit=limit, **written)
    if sgd is None:
        raise parameter("lr", "expected the learning rate of an updated parameter, received nothing; add lr=0.1")
    return explain_update(trace, query.cell, sgd, query.method, start=start, limit=limit, **written)


@router.get("/traces/{id}/feeds")
async def feed_cell(request: Request, state: Shared, id: TraceId, query: Annotated[FeedsQuery, Query()]) -> Response:
    """The cells that read this one: values forward, gradients backward."""
    media = negotiate(request.headers.get("accept"), JSON)
    trace = state.trace(id)
    _within("limit", query.limit, state)
    tag = tagged(id, request.url.path, request, media)

    def job() -> bytes:
        found = _asked(trace, query.cell, lambda: feeds(trace, query.cell, start=query.start, limit=query.limit))
        return feeds_json(str(query.cell), found)

    if unchanged := not_modified(request, tag):
        return unchanged
    large = trace.plan.cost.multiply_adds > state.settings.inline_multiply_adds
    return answer(await state.workers.run(job, large=large), media, tag)


def _within(name: str, limit: int, state: State) -> None:
    most = state.settings.page_terms
    if limit > most:
        raise parameter(name, f"expected a page of at most {most}, received {limit}; ask for several pages")


def _asked(trace: Trace, cell: Cell, question: Callable[[], T]) -> T:
    try:
        return question()
    except UnknownTensor:
        raise unknown_tensor(trace, cell.tensor) from None
    except CellOutOfRange as error:
        raise parameter("cell", str(error)) from None
    except MethodNotOffered as error:
        raise parameter("method", str(error)) from None
    except NoUpdate as error:
        raise parameter("cell", str(error)) from None
