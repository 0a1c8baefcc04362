"""A query parameter that a path does not know is refused, on every path."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.api.openapi import EXAMPLE, operations
from tests.api.serving import serve
from tests.api.test_openapi import calls


@pytest.mark.parametrize("name", operations())
def test_unknown_parameters_are_refused(client: TestClient, name: str) -> None:
    method, path, operation = calls(client.get("/openapi.json").json())[name]
    query = {"nonsense": "1"}
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", parameter["example"])
        elif parameter["required"]:
            query[parameter["name"]] = parameter["example"]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")
    with serve() as own:
        own.post("/api/v1/traces", json=EXAMPLE)
        response = own.request(method, path, params=query, json=body)
    assert response.status_code == 422, response.text
    assert response.json()["type"].endswith(":invalid-query")
    error = response.json()["errors"][0]
    assert error["parameter"] == "nonsense"
    assert error["detail"].startswith('"nonsense" is not a known key here; ')
