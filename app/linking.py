"""An entry file and everything that it imports as one file: a page then asks once, not two hundred times.

Modules are written in one way here (named exports, imports at the top, no cycles), so linking needs no parser:
each becomes a function that returns what it exports, in the order of need. What is written otherwise is refused.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator

Read = Callable[[str], str]
"""The text of a file by its path."""

_IMPORT = re.compile(
    r'^import\s+(?:\{(?P<names>[^}]*)\}\s*from\s*|\*\s*as\s+(?P<all>\w+)\s+from\s*|(?P<default>\w+)\s+from\s*)?"(?P<path>[^"]+)";',
    re.MULTILINE,
)
_DECLARED = re.compile(r"^export (?=(?:async )?(?:function\*?|const|class) (?P<name>\w+))", re.MULTILINE)
_LISTED = re.compile(r"(?:^|(?<=[;}]))export\s*\{(?P<names>[^}]*)\};?\s*$", re.MULTILINE)
_DEFAULT = re.compile(r"^export default (?P<value>[^;]+);", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
_REMARK = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_STYLE = re.compile(r'^@import "(?P<path>[^"]+)";\n?', re.MULTILINE)
_URL = re.compile(r"url\((?!data:)[\"']?([^)\"']+)[\"']?\)")


class NotLinkable(ValueError):
    """A file is written in a way that linking does not know."""


def modules(entry: str, read: Read) -> str:
    """One script that does what the entry's module does."""
    order: dict[str, str] = {}
    _visit(entry, read, order, ())
    return '"use strict";\n' + "".join(order.values())


def styles(entry: str, read: Read) -> str:
    """The style sheet with those that it imports in their place, and its addresses seen from the entry's folder."""
    here = posixpath.dirname(entry)

    def sheet(path: str) -> str:
        def moved(found: re.Match[str]) -> str:
            return f"url({posixpath.relpath(_beside(path, found[1]), here)})"

        return _STYLE.sub(lambda found: sheet(_beside(path, found["path"])), _URL.sub(moved, read(path)))

    return sheet(entry)


def _visit(path: str, read: Read, order: dict[str, str], above: tuple[str, ...]) -> None:
    if path in above:
        raise NotLinkable(f"{' imports '.join([*above[above.index(path) :], path])}; modules may not go in circles")
    if path in order:
        return
    source = _lean(read(path))
    taken = list(_IMPORT.finditer(source))
    for found in taken:
        _visit(_beside(path, found["path"]), read, order, (*above, path))
    own = dict(_exports(source))
    body = _IMPORT.sub("", source)
    body = _DECLARED.sub("", _LISTED.sub("", _DEFAULT.sub(r"const default_ = \g<value>;", body)))
    if left := _LEFT.search(body):
        raise NotLinkable(f"{path}: {left[0][:80]!r} is not linked; import or export in one of the usual ways")
    given = "".join(_taken(found, _variable(order, _beside(path, found["path"]))) for found in taken)
    returned = ", ".join(name if name == local else f"{name}: {local}" for name, local in own.items())
    index = len(order)
    # The entry is a block, as it may wait at its top level; nobody imports it.
    head, foot = (f"const m{index} = (() => {{", f"return {{ {returned} }};\n}})();") if above else ("{", "}")
    order[path] = f"// {path}\n{head}\n{given}{body.strip()}\n{foot}\n"


def _lean(source: str) -> str:
    """Without remarks and indentation, which a browser does not read; a text over several lines keeps its own."""
    if any(line.count("`") % 2 for line in source.splitlines()):
        return source
    return _INDENT.sub("", _REMARK.sub("", source))


def _variable(order: dict[str, str], path: str) -> str:
    return f"m{list(order).index(path)}"


def _beside(path: str, name: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), name))


def _exports(source: str) -> Iterator[tuple[str, str]]:
    """What a module is known for outside, and its name inside."""
    for found in _DECLARED.finditer(source):
        yield found["name"], found["name"]
    for found in _LISTED.finditer(source):
        for local, name in _pairs(found["names"]):
            yield name, local
    if _DEFAULT.search(source):
        yield "default", "default_"


def _taken(found: re.Match[str], module: str) -> str:
    if found["names"] is not None:
        names = ", ".join(name if name == local else f"{name}: {local}" for name, local in _pairs(found["names"]))
        return f"const {{ {names} }} = {module};\n"
    if found["all"]:
        return f"const {found['all']} = {module};\n"
    return f"const {found['default']} = {module}.default;\n" if found["default"] else ""


def _pairs(names: str) -> Iterator[tuple[str, str]]:
    """("a", "b") for each `a as b`, ("a", "a") for each `a`."""
    for part in filter(None, (part.strip() for part in names.split(","))):
        first, _, second = part.partition(" as ")
        yield first.strip(), (second or first).strip()
