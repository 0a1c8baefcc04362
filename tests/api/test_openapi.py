"""The OpenAPI document: complete, and true: its examples are executed and the answers held against its schemas."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel
from starlette.testclient import TestClient

from app.api.openapi import EXAMPLE, operations
from app.schemas.catalogue import catalogue_json
from app.schemas.numbers import encode
from tests.api.documents import first
from tests.api.serving import serve


@pytest.fixture(scope="module")
def specification(client: TestClient) -> Any:
    return client.get("/openapi.json").json()


def calls(specification: Any) -> dict[str, tuple[str, str, Any]]:
    """operationId → method, path, operation."""
    return {
        operation["operationId"]: (method, path, operation)
        for path, methods in specification["paths"].items()
        for method, operation in methods.items()
    }


def execute(client: TestClient, method: str, path: str, operation: Any) -> Any:
    """The answer to an operation's example."""
    query: dict[str, Any] = {}
    for parameter in operation.get("parameters", []):
        if "example" not in parameter:
            assert not parameter["required"]
        elif parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", parameter["example"])
        else:
            query[parameter["name"]] = parameter["example"]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")
    return client.request(method, path, params=query, json=body)


def test_it_is_openapi_3_1(specification: Any) -> None:
    assert specification["openapi"].startswith("3.1")
    assert specification["info"]["version"] == "0.1.0"


@pytest.mark.parametrize("name", operations())
def test_the_example_works_and_the_answer_is_as_described(specification: Any, name: str) -> None:
    method, path, operation = calls(specification)[name]
    with serve() as client:
        client.post("/api/v1/traces", json=EXAMPLE)
        response = execute(client, method, path, operation)
    status = next(iter(operation["responses"]))
    assert response.status_code == int(status), response.text
    model: type[BaseModel] | None = operations()[name].reply
    if model is None:
        assert response.headers["content-type"].partition(";")[0] in operation["responses"][status]["content"]
        return
    schema = operation["responses"][status]["content"]["application/json"]["schema"]
    assert schema == {"$ref": f"#/components/schemas/{model.__name__}"}
    model.model_validate(response.json())


def test_every_operation_is_described(specification: Any, client: TestClient) -> None:
    described = calls(specification)
    assert described.keys() == operations().keys()
    for method, path, operation in described.values():
        assert operation["description"], path
        assert "application/problem+json" in operation["responses"]["default"]["content"]
        assert all(parameter.get("description") for parameter in operation.get("parameters", [])), path
        assert client.request("TRACE", path).headers["allow"].lower().split(", ")[0] == method


def test_every_reference_leads_somewhere(specification: Any) -> None:
    def references(value: Any) -> list[str]:
        if isinstance(value, dict):
            own = [value["$ref"]] if "$ref" in value else []
            return own + [found for inner in value.values() for found in references(inner)]
        return [found for inner in value for found in references(inner)] if isinstance(value, list) else []

    known = specification["components"]["schemas"]
    assert references(specification)
    for reference in references(specification):
        assert reference.removeprefix("#/components/schemas/") in known


def test_problems_are_as_described(client: TestClient) -> None:
    model = operations()  # the description of errors is shared by all of them
    assert model
    from app.schemas.responses import ProblemReply

    for response in (client.get("/nothing"), client.post("/api/v1/traces", json={}), client.get("/api/v1/traces/x")):
        ProblemReply.model_validate(response.json())


def test_the_catalogue_describes_what_is_accepted(client: TestClient) -> None:
    """The JSON Schema of each type names exactly the keys of the normalised document."""
    schema = client.get("/api/v1/layers").json()["layers"]["conv2d"]["schema"]
    assert client.get("/api/v1/layers").content == catalogue_json()
    layer = client.post("/api/v1/traces", json=first()).json()["document"]["layers"][0]
    assert set(schema["properties"]) == set(layer)
    assert schema["required"] == ["type", "weight"]
    assert schema["properties"]["stride"]["anyOf"][0] == {"type": "integer", "minimum": 1}
    assert schema["additionalProperties"] is False


def test_non_finite_numbers_are_json() -> None:
    assert encode([float("nan"), float("inf"), -float("inf")]) == b'["NaN","Infinity","-Infinity"]'
