"""No worked example is left out."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from tests.seeds.exploring import EXAMPLES, USED


def test_every_example_is_used_by_some_test() -> None:
    for path in Path(__file__).parent.glob("test_article_*.py"):
        import_module(f"tests.seeds.{path.stem}")
    assert len(EXAMPLES) == 32
    assert EXAMPLES.keys() - USED == set()
