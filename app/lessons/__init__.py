"""Lessons: one JSON file each, found by being here; the file's name is the slug, `order` its place in the list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

SYMBOLS = {"notation": "000", "index_base": 1}
"""The letters of a lesson that names no others."""


def _load() -> dict[str, dict[str, Any]]:
    found = {
        file.name.removesuffix(".json"): json.loads(file.read_text("utf-8"))
        for file in files(__name__).iterdir()
        if file.name.endswith(".json")
    }
    ordered = sorted(found, key=lambda slug: int(found[slug].pop("order")))
    return {slug: {"slug": slug, "symbols": SYMBOLS, "article": None, **found[slug]} for slug in ordered}


LESSONS: Mapping[str, Mapping[str, Any]] = _load()


def listed() -> list[dict[str, Any]]:
    """What a list of the lessons says of each."""
    return [
        {key: lesson[key] for key in ("slug", "group", "title", "summary", "article", "symbols")}
        for lesson in LESSONS.values()
    ]
