"""OpenAPI 3.1: FastAPI's paths and parameters, with our bodies, answers and an example of each call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app import __version__
from app.api.problems import MEDIA_TYPE
from app.api.tensors import NPY
from app.explain.forms import FORMS
from app.lessons import LESSONS
from app.schemas import responses
from app.schemas.building import document
from app.schemas.code import CodeReply
from app.schemas.comparing import CompareReply, CompareRequest
from app.schemas.curves import CurveReply
from app.schemas.derivations import DerivationReply
from app.schemas.document import DocumentRequest
from app.schemas.edits import Edit
from app.schemas.errata import ErrataReply, ErratumReply
from app.schemas.fits import FitsReply, FitsRequest
from app.schemas.identity import identity
from app.schemas.replies import BINARY
from app.schemas.revising import ReviseReply, ReviseRequest
from app.schemas.sgd import SgdRequest
from app.settings import Settings

EXAMPLE = next(iter(LESSONS.values()))["document"]
UNTURNED = [[[[5, -1.5, 4], [9.5, 9.5, -15], [-12.5, None, -2]]]]
"""∂L/∂x of the example as it comes out where the kernel is not turned; one cell is left open."""
DESCRIPTION = """Every number of a small neural network's forward and backward pass, explained.

A *document* (network, input, loss) makes a *trace* (all numbers), named by the document's content.
Every number has an *address*, `conv1.weight.grad[0,0,1,1]`, and every address an *explanation*.
A server may forget a trace (404, `trace-not-found`); posting the document again brings it back."""


@dataclass(frozen=True)
class Operation:
    """What FastAPI cannot know of an endpoint: bodies, other media types, an example that a test executes."""

    reply: type[BaseModel] | None
    body: Mapping[str, Any] | None = None
    example: Any = None
    status: str = "200"
    also: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)


def _ref(model: type[BaseModel]) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def operations() -> dict[str, Operation]:
    """By operationId; the examples speak of the first lesson."""
    trace = {"id": identity(document(EXAMPLE, Settings()))}
    binary = {BINARY: "header length (8 bytes), the JSON with `offset` and `dtype` for `data`, aligned arrays"}
    return {
        "create_trace": Operation(responses.TraceReply, _ref(DocumentRequest), EXAMPLE, "201", binary),
        "get_trace": Operation(responses.TraceReply, also=binary, parameters={**trace, "include": "derived"}),
        "get_document": Operation(DocumentRequest, parameters=trace),
        "edit_trace": Operation(
            responses.TraceReply,
            {"type": "array", "items": _ref(Edit), "minItems": 1},
            [{"cell": "conv1.weight[0,0,1,1]", "value": 0.75}],
            "201",
            binary,
            {**trace, "values": "changed"},
        ),
        "descend_trace": Operation(
            responses.DescentReply,
            _ref(SgdRequest),
            {"lr": 0.01, "momentum": 0.9, "steps": 3},
            "201",
            binary,
            {**trace, "values": "none"},
        ),
        "revise_document": Operation(
            ReviseReply,
            _ref(ReviseRequest),
            {"document": EXAMPLE, "change": {"op": "insert", "at": 1, "layer": {"type": "relu"}}},
        ),
        "changes_that_fit": Operation(
            FitsReply,
            _ref(FitsRequest),
            {"document": EXAMPLE, "changes": [{"op": "insert", "at": 1, "layer": {"type": "linear"}}]},
        ),
        "get_tensor": Operation(
            responses.TensorReply,
            also={NPY: "a .npy file"},
            parameters={**trace, "tensor": "conv1.output", "slice": "0,0,:,1:3"},
        ),
        "explain_cell": Operation(
            responses.ExplanationReply,
            parameters={**trace, "cell": "input.grad[0,0,0,0]", "method": "rot180"},
        ),
        "write_code": Operation(CodeReply, parameters={**trace, "cell": "input.grad[0,0,0,0]", "method": "scatter"}),
        "list_steps": Operation(
            responses.StepsReply,
            parameters={**trace, "start": "30", "limit": "20", "input_method": "scatter", "lr": "0.1"},
        ),
        "derive_tensor": Operation(
            DerivationReply,
            also={form.media_type: f"format={name}" for name, form in FORMS.items()},
            parameters={**trace, "tensor": "input.grad", "format": "json", "method": "rot180", "slice": "0,0,1,:"},
        ),
        "check_gradients": Operation(
            responses.ChecksReply, parameters={**trace, "tensor": "conv1.weight.grad", "cells": "all"}
        ),
        "compare_tensor": Operation(
            CompareReply,
            _ref(CompareRequest),
            {"tensor": "input.grad", "data": UNTURNED},
            parameters=trace,
        ),
        "list_errata": Operation(ErrataReply, parameters=trace),
        "get_erratum": Operation(ErratumReply, parameters={**trace, "key": "E000-1"}),
        "feed_cell": Operation(responses.FeedsReply, parameters={**trace, "cell": "conv1.weight[0,0,1,1]"}),
        "list_layers": Operation(responses.CatalogueReply),
        "sample_curve": Operation(CurveReply, parameters={"type": "tanh", "reach": "2", "amplitude": "1.7159"}),
        "list_lessons": Operation(responses.LessonsReply),
        "get_lesson": Operation(responses.LessonReply, parameters={"slug": next(iter(LESSONS))}),
        "get_health": Operation(responses.HealthReply),
    }


def openapi(app: FastAPI) -> dict[str, Any]:
    """The document, made once."""
    if app.openapi_schema is None:
        specification = get_openapi(
            title="Backprop Explorer", version=__version__, description=DESCRIPTION, routes=app.routes
        )
        known = operations()
        for path in specification["paths"].values():
            for method in path.values():
                _complete(method, known[method["operationId"]])
        models = {operation.reply for operation in known.values() if operation.reply is not None} | {
            CompareRequest,
            DocumentRequest,
            Edit,
            FitsRequest,
            ReviseRequest,
            SgdRequest,
            responses.ProblemReply,
        }
        ordered = sorted(models, key=lambda model: model.__name__)
        inputs: list[Any] = [(model, "validation") for model in ordered]
        _, definitions = models_json_schema(inputs, ref_template="#/components/schemas/{model}")
        specification["components"] = {"schemas": definitions["$defs"]}
        app.openapi_schema = specification
    return app.openapi_schema


def _complete(method: dict[str, Any], operation: Operation) -> None:
    for parameter in method.get("parameters", []):
        if parameter["name"] in operation.parameters:
            parameter["example"] = operation.parameters[parameter["name"]]
    if operation.body is not None:
        content = {"schema": operation.body, "example": operation.example}
        method["requestBody"] = {"required": True, "content": {"application/json": content}}
    replied = {} if operation.reply is None else {"application/json": {"schema": _ref(operation.reply)}}
    method["responses"] = {
        operation.status: {
            "description": "".join(["Success", *(f"; {media}: {text}" for media, text in operation.also.items())]),
            "content": replied | {media: {"schema": _string(media)} for media in operation.also},
        },
        "default": {
            "description": "Any error",
            "content": {MEDIA_TYPE: {"schema": _ref(responses.ProblemReply)}},
        },
    }


def _string(media: str) -> dict[str, str]:
    return {"type": "string"} if media.startswith("text/") else {"type": "string", "format": "binary"}
