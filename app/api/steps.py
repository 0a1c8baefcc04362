"""The computation as a film, page by page."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from app.api.answers import answer, not_modified, tagged
from app.api.negotiation import JSON, negotiate
from app.api.problems import parameter
from app.api.queries import UpdateQuery, integer, word
from app.api.state import Shared, TraceId
from app.explain import CATALOGUE
from app.explain.film import Film
from app.schemas.steps import steps_json

INLINE_STEPS = 200

router = APIRouter(tags=["explanations"])


def _methods(*, of_input: bool) -> tuple[str, ...]:
    """All methods that any layer offers for its input's gradient, or for its parameters'."""
    gradients = (
        methods
        for facts in CATALOGUE.values()
        for suffix, methods in facts.methods.items()
        if suffix.endswith(".grad") and (suffix == "input.grad") == of_input
    )
    return tuple(dict.fromkeys(method for methods in gradients for method in methods))


class StepsQuery(UpdateQuery):
    """Which page of which film."""

    start: Annotated[int, integer()] = Field(0, description="the first step of the page")
    limit: Annotated[int, integer(1)] = Field(100, description="how many steps the page has at most")
    input_method: Annotated[str, word(*_methods(of_input=True))] = Field(
        "chain", description="how input gradients are worked out, where they offer it; scatter goes through δ"
    )
    weight_method: Annotated[str, word(*_methods(of_input=False))] = Field(
        "chain", description="how parameter gradients are worked out, where they offer it"
    )


@router.get("/traces/{id}/steps")
async def list_steps(request: Request, state: Shared, id: TraceId, query: Annotated[StepsQuery, Query()]) -> Response:
    """Every number in the order in which it is worked out; with `lr`, the updated parameters too."""
    media = negotiate(request.headers.get("accept"), JSON)
    trace = state.trace(id)
    sgd = query.sgd()
    most = state.settings.page_terms
    if query.limit > most:
        raise parameter("limit", f"expected a page of at most {most}, received {query.limit}; ask for several pages")
    tag = tagged(id, request.url.path, request, media)
    if unchanged := not_modified(request, tag):
        return unchanged

    def job() -> bytes:
        return steps_json(Film(trace, query.input_method, query.weight_method, sgd), query.start, query.limit)

    large = query.limit > INLINE_STEPS or trace.plan.cost.multiply_adds > state.settings.inline_multiply_adds
    return answer(await state.workers.run(job, large=large), media, tag)
