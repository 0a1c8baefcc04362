"""A page of the film as JSON."""

from __future__ import annotations

from typing import Any

from app.explain.film import Film, Segment, Step
from app.schemas.numbers import encode


def steps_json(film: Film, start: int, limit: int) -> bytes:
    """The segments of the whole film, and the steps of one page."""
    reply = {
        "total": film.total,
        "start": start,
        "segments": [_segment(segment) for segment in film.segments],
        "steps": [_step(step) for step in film.page(start, limit)],
    }
    return encode(reply)


def _segment(segment: Segment) -> dict[str, Any]:
    return {
        "phase": segment.phase,
        "layer": segment.layer,
        "tensor": segment.tensor,
        "method": segment.method,
        "cells": segment.cells,
        "shape": segment.shape,
        "start": segment.start,
        "count": segment.count,
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "index": step.index,
        "phase": step.phase,
        "layer": step.layer,
        "tensor": step.tensor,
        "cell": str(step.cell),
        "method": step.method,
        "label": step.label,
    }
