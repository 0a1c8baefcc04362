"""The page brings what it would ask first: each answer is the API's own."""

from __future__ import annotations

import json
import re
from typing import Any

from starlette.testclient import TestClient

from tests.api.serving import serve

BASE = "/api/v1"


def brought(client: TestClient) -> dict[str, Any]:
    page = client.get("/").text
    found = re.search(r'<script type="application/json" id="answers">(.*?)</script>', page, re.DOTALL)
    assert found
    answers: dict[str, Any] = json.loads(found[1])
    return answers


def test_every_answer_is_the_api_s_own(client: TestClient) -> None:
    answers = brought(client)
    kinds = [re.sub(r"^/traces/[^/]+", "/traces/ID", address.partition("?")[0]) for address in answers]
    assert kinds == [
        "/lessons", "/layers", "/lessons/padding-1-kernel-2x2",
        "POST /traces", "/traces/ID/steps", "/traces/ID/feeds", "/traces/ID/explain",
    ]  # fmt: skip
    for address, answer in answers.items():
        verb, _, posted = address.rpartition(" ")
        if verb:
            assert answer["reply"] == client.post(BASE + posted, json=answer["document"]).json()
        else:
            assert answer == client.get(BASE + address).json(), address


def test_a_server_that_computes_nothing_still_has_a_page() -> None:
    with serve(multiply_adds=1) as client:
        assert client.post(f"{BASE}/traces", json=brought(client)["/lessons/padding-1-kernel-2x2"]["document"]).is_error
        assert not [address for address in brought(client) if "/traces" in address]
