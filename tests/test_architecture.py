"""Who may know whom: engine ← explain, revise ← schemas ← api, pages, lessons ← main, and how the house is kept."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "app"
MODULES = sorted(APP.rglob("*.py"))

# A part may import its own files and parts of a lower rank.
RANK = {
    "address": 0,
    "engine": 1,
    "explain": 2,
    "revise": 2,
    "settings": 2,
    "schemas": 3,
    "store": 3,
    "linking": 3,
    "lessons": 4,
    "files": 4,
    "first_answers": 5,
    "api": 5,
    "pages": 6,
    "main": 7,
    "server": 8,
    "__main__": 9,
}

TOP_LEVEL = {
    ".ci", ".editorconfig", ".gitattributes", ".gitignore", ".python-version",
    "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md", "SECURITY.md",
    "app", "eslint.config.js", "package-lock.json", "package.json", "pyproject.toml",
    "static", "templates", "tests", "uv.lock",
}  # fmt: skip
UNFINISHED = re.compile(
    r"\b(TODO|FIXME|XXX|HACK)\b|coming soon|not implemented|placeholder text|lorem ipsum", re.IGNORECASE
)
MADE = {".git", ".venv", "node_modules", "dist", "build", "__pycache__"}


@dataclass(frozen=True)
class Import:
    """One name that `module` takes from `source`; `import x` takes "" from x."""

    module: str
    source: str
    name: str

    @property
    def part(self) -> str:
        return part_of(self.source)


def module_name(path: Path) -> str:
    dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return dotted.removesuffix(".__init__")


def part_of(module: str) -> str:
    """The part of the app that a module belongs to: "engine" for app.engine.layers.conv, "" for app."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def imports(path: Path) -> Iterator[Import]:
    """Every import in a file, inside functions too, with relative ones resolved."""
    module = module_name(path)
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module, alias.name, "")
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            source = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                submodule = ROOT.joinpath(*source.split("."), alias.name)
                if submodule.with_suffix(".py").exists() or submodule.is_dir():
                    yield Import(module, f"{source}.{alias.name}", "")
                else:
                    yield Import(module, source, alias.name)


IMPORTS = [found for path in MODULES for found in imports(path)]
INSIDE = [found for found in IMPORTS if found.source.split(".")[0] == "app"]
OUTSIDE = [found for found in IMPORTS if found.source.split(".")[0] != "app"]


def test_the_imports_were_read() -> None:
    assert len(INSIDE) > 40


def test_every_part_has_its_place() -> None:
    assert {part_of(module_name(path)) for path in MODULES} - {""} <= RANK.keys()


def test_nothing_flows_back() -> None:
    upward = [
        found
        for found in INSIDE
        if part_of(found.module)
        and found.part
        and found.part != part_of(found.module)
        and RANK[found.part] >= RANK[part_of(found.module)]
    ]
    assert upward == []


@pytest.mark.parametrize("part", ["address", "engine", "explain", "revise"])
def test_the_numbers_know_numpy_alone(part: str) -> None:
    foreign = {
        (found.module, found.source)
        for found in OUTSIDE
        if part_of(found.module) == part
        and found.source.split(".")[0] not in sys.stdlib_module_names | {"numpy", "__future__"}
    }
    assert foreign == set()


def test_whole_tensors_are_computed_without_knowing_cells() -> None:
    """In the engine, only what speaks of single numbers (edits, the gradient check) knows addresses."""
    knowing = {found.module for found in INSIDE if part_of(found.module) == "engine" and found.part == "address"}
    assert knowing <= {"app.engine.document", "app.engine.edit", "app.engine.gradcheck"}


def test_explanations_share_types_with_the_engine_and_no_arithmetic() -> None:
    """Two independent truths: from the engine come types, constants and names, never a function that computes."""
    shared = [
        found
        for found in INSIDE
        if part_of(found.module) == "explain"
        and found.part == "engine"
        and not found.name[:1].isupper()
        and found.name not in {"parameter_names", "shape_of"}
    ]
    assert shared == []


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text()))


def written_files() -> Iterator[Path]:
    """The text files that people wrote: not what came from a registry, and not what a command made."""
    for folder in ("app", "static", "templates", "tests"):
        for path in sorted((ROOT / folder).rglob("*")):
            parts = set(path.relative_to(ROOT).parts)
            if path.suffix in {".py", ".js", ".mjs", ".css", ".html", ".sh", ".md"} and not parts & {
                "vendor",
                *MADE,
            }:
                yield path


WRITTEN = list(written_files())


def test_files_are_short() -> None:
    lengths = {str(path.relative_to(ROOT)): path.read_text().count("\n") for path in WRITTEN}
    assert {path: lines for path, lines in lengths.items() if lines >= 350} == {}


def test_nothing_is_unfinished() -> None:
    product = [path for path in WRITTEN if path.relative_to(ROOT).parts[0] != "tests"]
    left = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in [*product, ROOT / "README.md"]
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if UNFINISHED.search(line) and not line.rstrip().endswith(("NotImplementedError", "NotImplementedError()"))
    ]
    assert left == []


def test_the_top_level_is_the_agreed_one() -> None:
    caches = {path.name for path in ROOT.iterdir() if path.name.startswith(".") and path.name.endswith("_cache")}
    present = {path.name for path in ROOT.iterdir()} - MADE - caches - {".hypothesis"}
    assert present <= TOP_LEVEL
