"""One tensor, or a part of it, as JSON or as a .npy file."""

from __future__ import annotations

import re
from io import BytesIO
from math import prod
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from app.api.answers import answer, not_modified, tagged
from app.api.negotiation import JSON, negotiate
from app.api.problems import parameter
from app.api.queries import Notation, integer, unknown_tensor
from app.api.state import Shared, TraceId
from app.engine.trace import Trace
from app.explain.stamping import stamped_by, table_after
from app.schemas.faults import clip, shown
from app.schemas.numbers import Array
from app.schemas.replies import tensor_json
from app.schemas.strict import Strict

NPY = "application/octet-stream"
INLINE_STAMPS = 500
_INDEX = re.compile(r"-?\d{1,15}", re.ASCII)
_SPAN = re.compile(r"(-?\d{1,15})?:(-?\d{1,15})?", re.ASCII)

router = APIRouter(tags=["tensors"])


class TensorQuery(Strict):
    """Which part of a tensor, and whose letters."""

    slice: str | None = Field(
        None, description="NumPy's indices per axis, integers or a:b: `0,3,:,:`; an integer drops its axis"
    )
    stamps: Annotated[int | None, integer()] = Field(
        None,
        description="of a convolution's `table`: as it stands after this many cells of δ, row by row, under scatter",
    )
    notation: Notation = Field("000", description="the article whose letters `symbol` uses")


@router.get("/traces/{id}/tensors/{tensor}")
async def get_tensor(
    request: Request,
    state: Shared,
    id: TraceId,
    tensor: Annotated[str, Path(description="the name of a tensor")],
    query: Annotated[TensorQuery, Query()],
) -> Response:
    """The numbers of one tensor, however many; as a .npy file with `Accept: application/octet-stream`."""
    media = negotiate(request.headers.get("accept"), JSON, NPY)
    trace = state.trace(id)
    info = trace.tensors.get(tensor)
    if info is None:
        raise unknown_tensor(trace, tensor)
    index = None if query.slice is None else sliced(query.slice, info.shape)
    if query.stamps is not None:
        check_stamps(trace, tensor, query.stamps)
    tag = tagged(id, request.url.path, request, media)
    if unchanged := not_modified(request, tag):
        return unchanged

    def job() -> bytes:
        whole = trace.array(tensor) if query.stamps is None else table_after(trace, tensor, query.stamps)
        array = whole if index is None else np.asarray(whole[index])
        return npy(array) if media == NPY else tensor_json(trace, info, array, query.notation, query.slice)

    large = np.prod(info.shape, dtype=float) > state.settings.reply_numbers or (query.stamps or 0) > INLINE_STAMPS
    content = await state.workers.run(job, large=large)
    headers = {"Content-Disposition": f'attachment; filename="{tensor}.npy"'} if media == NPY else {}
    return answer(content, media, tag, headers=headers)


def check_stamps(trace: Trace, tensor: str, stamps: int) -> None:
    """Raises Problem 422 where nothing is stamped, or not so often."""
    delta = stamped_by(trace, tensor)
    if delta is None:
        raise parameter("stamps", f"expected the table of a convolution, received {shown(tensor)}; leave stamps out")
    most = prod(trace.tensors[delta].shape)
    if stamps > most:
        raise parameter("stamps", f"expected at most the {most} cells of {delta}, received {stamps}")


def sliced(text: str, shape: tuple[int, ...]) -> tuple[int | slice, ...]:
    """The NumPy index of `0,3,:,:`; raises Problem 422 for one that the shape does not have."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > len(shape):
        raise parameter(
            "slice", f"expected at most {len(shape)} indices for shape {list(shape)}, received {len(parts)}"
        )
    index: list[int | slice] = []
    for axis, (part, size) in enumerate(zip(parts, shape, strict=False)):
        if span := _SPAN.fullmatch(part):
            index.append(slice(*(None if end is None else int(end) for end in span.groups())))
        elif not _INDEX.fullmatch(part):
            raise parameter("slice", f"expected an integer or a:b on axis {axis}, received {shown(clip(part, 40))}")
        elif not -size <= int(part) < size:
            raise parameter("slice", f"expected an integer from {-size} to {size - 1} on axis {axis}, received {part}")
        else:
            index.append(int(part))
    return tuple(index)


def npy(array: Array) -> bytes:
    """NumPy's own file, little-endian."""
    file = BytesIO()
    np.save(file, array.astype(array.dtype.newbyteorder("<"), order="C"), allow_pickle=False)
    return file.getvalue()
