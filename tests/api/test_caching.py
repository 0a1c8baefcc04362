"""What caches may do, what an Accept may ask, and the way back to a forgotten trace."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.api.documents import Document, fill, single
from tests.api.serving import serve

BINARY = "application/vnd.backprop.trace"
PLACES = [
    "",
    "/document",
    "/tensors/conv1.output",
    "/tensors/conv1.output?slice=0,0",
    "/explain?cell=input.grad[0,0,0,0]",
    "/feeds?cell=input[0,0,0,0]",
]


@pytest.mark.parametrize(
    "place", [*(f"/api/v1/traces/{{id}}{place}" for place in PLACES), "/api/v1/layers", "/api/v1/lessons"]
)
def test_strong_validators(client: TestClient, trace_id: str, place: str) -> None:
    path = place.format(id=trace_id)
    response = client.get(path)
    tag = response.headers["etag"]
    assert tag.startswith('"')
    assert response.headers["cache-control"] == "private, no-cache"
    assert response.headers["vary"] == "Accept, Accept-Encoding"
    for held in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = client.get(path, headers={"If-None-Match": held})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(path, headers={"If-None-Match": '"other"'}).content == response.content


def test_a_tag_covers_id_query_and_representation(client: TestClient, trace_id: str) -> None:
    other = client.post("/api/v1/traces", json=single({"type": "relu"}, [[1]])).json()["id"]
    path = f"/api/v1/traces/{trace_id}"
    responses = [
        client.get(path),
        client.get(path, params={"values": "none"}),
        client.get(path, params={"include": "derived"}),
        client.get(path, headers={"Accept": BINARY}),
        client.get(f"{path}/tensors/input"),
        client.get(f"{path}/tensors/input", headers={"Accept": "application/octet-stream"}),
        client.get(f"/api/v1/traces/{other}"),
    ]
    assert len({response.headers["etag"] for response in responses}) == len(responses)


def test_what_was_created_is_what_is_got(client: TestClient, convolution: Document) -> None:
    created = client.post("/api/v1/traces?include=derived", json=convolution)
    got = client.get(created.headers["location"] + "?include=derived")
    assert (created.headers["etag"], created.content) == (got.headers["etag"], got.content)


# (Accept, representation of a trace or None for 406)
ACCEPTS: list[tuple[str, str | None]] = [
    ("*/*", "application/json"),
    ("application/*", "application/json"),
    ("application/json", "application/json"),
    ("APPLICATION/JSON", "application/json"),
    ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
    (BINARY, BINARY),
    (f"application/json;q=0.5, {BINARY}", BINARY),
    (f"application/json, {BINARY};q=0.9", "application/json"),
    (f"{BINARY};q=0, */*", "application/json"),
    ("application/json;q=0, */*;q=0.1", BINARY),
    ("", "application/json"),
    ("text/html", None),
    ("application/xml;q=0.9", None),
    ("application/json;q=0", None),
    ("*/*;q=0", None),
    ("nonsense", None),
    ("application/json;q=much", None),
]


@pytest.mark.parametrize(("accept", "kind"), ACCEPTS)
def test_accept(client: TestClient, trace_id: str, accept: str, kind: str | None) -> None:
    response = client.get(f"/api/v1/traces/{trace_id}", headers={"Accept": accept})
    if kind is None:
        assert response.status_code == 406
        assert "application/json" in response.json()["detail"]
    else:
        assert (response.status_code, response.headers["content-type"]) == (200, kind)


@pytest.mark.parametrize("place", PLACES[1:])
def test_what_cannot_be_served_is_406_everywhere(client: TestClient, trace_id: str, place: str) -> None:
    assert client.get(f"/api/v1/traces/{trace_id}{place}", headers={"Accept": "text/csv"}).status_code == 406


def test_406_comes_before_the_work(client: TestClient, convolution: Document) -> None:
    assert client.post("/api/v1/traces", json=convolution, headers={"Accept": "image/png"}).status_code == 406


def test_a_forgotten_trace_comes_back_under_its_id() -> None:
    with serve(store_bytes=1) as client:
        one = client.post("/api/v1/traces", json=single({"type": "relu"}, fill(1, 3))).json()
        two = client.post("/api/v1/traces", json=single({"type": "relu"}, fill(1, 4))).json()
        assert client.get(f"/api/v1/traces/{two['id']}").is_success
        for place in ("", "/document", "/tensors/input", "/explain?cell=input[0,0]", "/feeds?cell=input[0,0]"):
            gone = client.get(f"/api/v1/traces/{one['id']}{place}")
            assert gone.status_code == 404
            assert gone.json()["type"].endswith("trace-not-found")
            assert "POST its document" in gone.json()["detail"]
        edits = [{"cell": "input[0,0]", "value": 1}]
        assert client.post(f"/api/v1/traces/{one['id']}/edits", json=edits).status_code == 404
        back = client.post("/api/v1/traces", json=one["document"])
        assert back.json() == one
        assert client.post(f"/api/v1/traces/{one['id']}/edits", json=edits).status_code == 201


def test_what_was_used_last_is_kept() -> None:
    document = [single({"type": "relu"}, fill(1, 100, seed=seed)) for seed in range(3)]
    with serve(store_bytes=12_000) as client:
        ids = [client.post("/api/v1/traces", json=document[seed]).json()["id"] for seed in range(2)]
        client.get(f"/api/v1/traces/{ids[0]}")
        ids.append(client.post("/api/v1/traces", json=document[2]).json()["id"])
        kept = [client.get(f"/api/v1/traces/{id}").is_success for id in ids]
    assert kept == [True, False, True]


def test_an_answer_that_depends_on_more_than_its_trace_has_a_tag_of_its_own(client: TestClient, trace_id: str) -> None:
    """The losses of a descent, and what an edit changed, are in no other answer at that address."""
    descended = client.post(f"/api/v1/traces/{trace_id}/sgd", json={"lr": 0.1})
    kept = client.get(descended.headers["location"], headers={"If-None-Match": descended.headers["etag"]})
    assert kept.status_code == 200
    assert "losses" not in kept.json()


def test_406_varies_with_what_was_asked(client: TestClient) -> None:
    assert client.get("/api/v1/layers", headers={"Accept": "text/csv"}).headers["vary"] == "Accept"
