"""What every layer's and loss's code is: lines for NumPy and for PyTorch that end in one named array."""

from abc import ABC, abstractmethod

from app.explain.code.script import Script
from app.explain.view import LayerView


class Coder(ABC):
    """Writes the code of one layer's tensors; suffixes and methods are those of its mirror."""

    def __init__(self, view: LayerView) -> None:
        self.view = view
        self.x, self.z, self.dz = (view.name(suffix) for suffix in ("x", "z", "dz"))

    @abstractmethod
    def numpy(self, script: Script, suffix: str, method: str) -> str:
        """Loops over the equation's indices; the name of the result."""

    @abstractmethod
    def torch(self, script: Script, suffix: str) -> str:
        """PyTorch's own operation where it has one; the name of the result."""

    def arrangement(self, suffix: str, method: str) -> str:
        """What the method does, where the tensor has several."""
        return ""

    def own(self, suffix: str) -> str:
        """The full name of one of the layer's tensors."""
        return self.view.name(suffix)

    def rank(self) -> int:
        """How many axes the input has."""
        return len(self.view.shape(self.x))

    def cell(self, map_letter: str) -> str:
        """The indices of a cell of a map: sample, the map's letter, positions."""
        return ", ".join(["n", map_letter, *("i", "j", "l")[: self.rank() - 2]])


def zeros(script: Script, letter: str, tensor: str) -> None:
    """A tensor of PyTorch whose numbers do not matter, for a slope that does not depend on them."""
    dtype = script.trace.dtype.name
    script.say(
        f"""
        # The numbers of {letter} do not matter here, only its shape.
        {letter} = torch.zeros({script.sizes(tensor)}, dtype=torch.{dtype})
        """
    )
