"""Lessons: one JSON file each, found by being here; the file's name is the slug."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any


def _load() -> dict[str, dict[str, Any]]:
    found = {file.name.removesuffix(".json"): file for file in files(__name__).iterdir() if _is_lesson(file.name)}
    return {slug: {"slug": slug, **json.loads(found[slug].read_text("utf-8"))} for slug in sorted(found)}


def _is_lesson(name: str) -> bool:
    return name.endswith(".json")


LESSONS: Mapping[str, Mapping[str, Any]] = _load()
