"""A script in the making: what it reads, what it works out, and how all of it is written down."""

from collections.abc import Iterator
from itertools import product
from math import prod
from textwrap import dedent, indent
from typing import Any, Literal

import numpy as np

from app.engine.trace import Trace
from app.explain.code.literals import WIDTH, assignment, number

FEW = 600
"""Numbers that a script carries itself; more are fetched."""
Library = Literal["numpy", "torch"]
MODULE = {"numpy": "np", "torch": "torch"}

LOADER = {
    "numpy": '''
        def load(tensor):
            """One tensor of the trace, from the explorer's server."""
            request = Request(f"{BASE}/{TRACE}/tensors/{tensor}", headers={"Accept": NPY})
            with urlopen(request) as reply:
                return np.load(BytesIO(reply.read()))
        ''',
    "torch": '''
        def load(tensor):
            """One tensor of the trace, from the explorer's server."""
            request = Request(f"{BASE}/{TRACE}/tensors/{tensor}", headers={"Accept": NPY})
            with urlopen(request) as reply:
                return torch.from_numpy(np.load(BytesIO(reply.read())))
        ''',
}


class Script:
    """Collects readings and lines; `written` puts them in order."""

    def __init__(self, trace: Trace, library: Library, base: str) -> None:
        self.trace = trace
        self.library: Library = library
        self.module = MODULE[library]
        self._base = base
        self._readings: dict[str, str] = {}
        self._head: list[str] = []
        self._body: list[str] = []
        self._closed = False

    def about(self, text: str) -> None:
        """A remark at the top."""
        self._head += [f"# {line}" for line in _wrapped(text)]

    def read(self, letter: str, tensor: str) -> str:
        """Have a tensor of the trace under a letter; the letter that it already has where it was read before."""
        return self._readings.setdefault(tensor, letter)

    def say(self, text: str, by: int = 0) -> None:
        """Lines of code, as they stand in a triple-quoted string; a remark or a loop begins a paragraph."""
        lines = indent(dedent(text).strip("\n"), " " * by).split("\n")
        paragraph = by == 0 and (lines[0].startswith("#") or any(line.startswith("for ") for line in lines))
        if self._body and by == 0 and (paragraph or self._closed) and self._body[-1]:
            self._body.append("")
        self._body += lines
        self._closed = by > 0 or (paragraph and lines[-1].startswith(" "))

    def define(self, text: str) -> None:
        """A function, with room around it."""
        self._body += ["", "", *text.strip("\n").split("\n"), "", ""]

    def shape(self, letters: str, tensor: str) -> None:
        """Name the sizes of a tensor, from its numbers where they are read."""
        if tensor in self._readings:
            self.say(f"{letters} = {self._readings[tensor]}.shape")
            return
        sizes = ", ".join(map(str, self.trace.tensors[tensor].shape))
        self.say(f"{letters} = {sizes}  # the shape of {tensor}")

    def knows(self, tensor: str) -> bool:
        """Whether the numbers of a tensor are read."""
        return tensor in self._readings

    def sizes(self, tensor: str) -> str:
        """A tensor's shape as a tuple."""
        return str(self.trace.tensors[tensor].shape)

    def table(self, letter: str, rows: Any, comment: str) -> None:
        """An array of the layer's options."""
        self._body += [f"# {comment}", *assignment(f"{letter} = {self._maker}(", _words(rows), ")")]

    def written(self, last: str) -> str:
        """The whole script, with its last line."""
        fetched = self._fetched()
        lines = [*self._head, ""] if self._head else []
        lines += [*self._imports(bool(fetched)), ""]
        if fetched:
            server, _, name = self._base.rpartition("/")
            lines += [f'BASE = "{server}"', f'TRACE = "{name}"', 'NPY = "application/octet-stream"', "", ""]
            lines += [*dedent(LOADER[self.library]).strip("\n").split("\n"), "", ""]
        for tensor, letter in self._readings.items():
            lines += [f'{letter} = load("{tensor}")'] if tensor in fetched else self._literal(letter, tensor)
        body = [*self._body, "", last] if self._body else [last]
        return "\n".join([*lines, "", *body] if self._readings else [*lines, *body]) + "\n"

    def _imports(self, fetching: bool) -> list[str]:
        own = ["import numpy as np"] if self.library == "numpy" or fetching else []
        if self.library == "torch":
            functional = any("F." in line for line in self._body)
            own += ["import torch", *(["import torch.nn.functional as F"] if functional else [])]
        first = ["from io import BytesIO", "from urllib.request import Request, urlopen", ""]
        return [*first, *own] if fetching else own

    def _fetched(self) -> set[str]:
        """The largest tensors, until the rest is few."""
        sizes = {tensor: prod(self.trace.tensors[tensor].shape) for tensor in self._readings}
        fetched: set[str] = set()
        for tensor in sorted(sizes, key=sizes.__getitem__, reverse=True):
            if sum(size for name, size in sizes.items() if name not in fetched) <= FEW:
                break
            fetched.add(tensor)
        return fetched

    @property
    def _maker(self) -> str:
        return "np.array" if self.library == "numpy" else "torch.tensor"

    def _literal(self, letter: str, tensor: str) -> Iterator[str]:
        array, dtype = self.trace.array(tensor), self.trace.dtype
        texts = np.empty(array.shape, dtype=object)
        for index in product(*map(range, array.shape)):
            texts[index] = number(float(array[index]), dtype, self.module)
        after = f", dtype={self.module}.{dtype.name})"
        rows = texts.tolist()
        lines = list(assignment(f"{letter} = {self._maker}(", rows, after))
        if len(lines) == 1 and len(lines[0]) + len(tensor) + 4 <= WIDTH:
            yield f"{lines[0]}  # {tensor}"
        else:
            yield f"# {tensor}"
            yield from lines


def _words(rows: Any) -> Any:
    return [_words(row) for row in rows] if isinstance(rows, list | tuple) else str(rows)


def _wrapped(text: str) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and len(line) + len(word) + 3 > WIDTH:
            yield line
            line = ""
        line += (" " if line else "") + word
    yield line
