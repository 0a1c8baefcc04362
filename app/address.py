"""The name of one number: `conv1.weight.grad[0,0,1,1]`."""

import re
from dataclasses import dataclass

_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9_]*(?:\.[a-z_]+)*)\[((?:\d{1,12}(?:,\d{1,12})*)?)\]", re.ASCII)


class AddressError(ValueError):
    """The text is not an address."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of one tensor, 0-based, one index per axis; a scalar has none: `loss[]`."""

    tensor: str
    index: tuple[int, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Cell":
        """Read `tensor[i,j,…]`; raises AddressError."""
        match = _ADDRESS.fullmatch(text)
        if match is None:
            shown = text if len(text) <= 80 else text[:80] + "…"
            raise AddressError(
                "cell: expected a tensor and its 0-based indices, like conv1.weight[0,0,1,1] or loss[], "
                f"received {shown!r}"
            )
        tensor, index = match.groups()
        return cls(tensor, tuple(map(int, index.split(","))) if index else ())

    def __str__(self) -> str:
        return f"{self.tensor}[{','.join(map(str, self.index))}]"
