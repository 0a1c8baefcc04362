"""The one error of the engine: a sentence and the place in the document that it is about."""

from typing import Self


class EngineError(ValueError):
    """A document that cannot be computed; `pointer` is a JSON pointer, relative until the network completes it."""

    def __init__(self, message: str, pointer: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.pointer = pointer

    def within(self, name: str, pointer: str) -> Self:
        """The same error as seen from one level up: `conv1: …` at `/layers/0…`."""
        return type(self)(f"{name}: {self.message}", pointer + self.pointer)
