"""The forms of a derivation: a LaTeX document, Markdown with $$, plain text."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import combining

from app.address import Cell
from app.explain.plain import plain

WIDTH = 60
"""Characters, as plain text, after which an equation goes on in a new line."""


@dataclass(frozen=True, slots=True)
class Derived:
    """One cell's equation in LaTeX: the left side, and what it equals in turn, in pieces between which a line may end.

    `zeros` counts the terms that are 0 by where they fall: on padding, stuffing or the border.
    """

    cell: Cell
    left: str
    sides: tuple[tuple[str, ...], ...]
    value: float
    terms: int
    zeros: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Form:
    """How a derivation is written: title, remark and cells to lines."""

    media_type: str
    extension: str
    lines: Callable[[str, str, Sequence[Derived]], Iterator[str]]


def latex(title: str, about: str, cells: Iterable[Derived]) -> Iterator[str]:
    """A document that needs nothing but amsmath and amssymb."""
    yield from (r"\documentclass{article}", r"\usepackage{amsmath,amssymb}", r"\allowdisplaybreaks")
    yield from (r"\begin{document}", rf"\section*{{{_typed(title)}}}", _escaped(about).replace("×", r"$\times$"))
    for cell in cells:
        yield from ("", rf"\paragraph{{{_typed(str(cell.cell))}}}", r"\begin{align*}")
        yield from _aligned(cell)
        yield r"\end{align*}"
    yield from ("", r"\end{document}")


def markdown(title: str, about: str, cells: Iterable[Derived]) -> Iterator[str]:
    """Headings and displayed equations, as KaTeX and MathJax read them."""
    yield from (f"# `{title}`", "", about)
    for cell in cells:
        yield from ("", f"**`{cell.cell}`**", "", "$$", r"\begin{aligned}")
        yield from _aligned(cell)
        yield from (r"\end{aligned}", "$$")


def text(title: str, about: str, cells: Iterable[Derived]) -> Iterator[str]:
    """Unicode, for an editor with letters of one width."""
    yield from (title, "=" * len(title), "", about)
    for cell in cells:
        left = plain(cell.left)
        wide = sum(not combining(letter) for letter in left)
        yield from ("", str(cell.cell))
        for first, side in enumerate(cell.sides):
            for line, written in enumerate(_broken(side)):
                equals = " = " if line == 0 else "   "
                yield (" " * wide if first or line else left) + equals + plain(written)


def _aligned(cell: Derived) -> Iterator[str]:
    """The rows of an alignment at the equals signs."""
    rows = [
        (r"&\quad {}" if line else "&= ") + written for side in cell.sides for line, written in enumerate(_broken(side))
    ]
    rows[0] = f"{cell.left} {rows[0]}"
    for row in rows[:-1]:
        yield row + r" \\"
    yield rows[-1]


def _broken(pieces: Iterable[str]) -> list[str]:
    """The pieces in lines, each as long as it may be."""
    lines: list[list[str]] = [[]]
    length = 0
    for piece in pieces:
        size = len(plain(piece)) + 1
        if lines[-1] and length + size > WIDTH:
            lines.append([])
            length = 0
        lines[-1].append(piece)
        length += size
    return [" ".join(line) for line in lines]


def _typed(name: str) -> str:
    return rf"\texttt{{{_escaped(name)}}}"


def _escaped(words: str) -> str:
    """Names of layers, tensors and methods have letters, digits, dots and this one special character."""
    return words.replace("_", r"\_")


FORMS: Mapping[str, Form] = {
    "latex": Form("text/x-tex", "tex", latex),
    "markdown": Form("text/markdown", "md", markdown),
    "text": Form("text/plain", "txt", text),
}
