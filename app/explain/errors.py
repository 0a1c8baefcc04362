"""What can be wrong with a question about a trace."""


class ExplainError(ValueError):
    """A question that the trace cannot answer, in one sentence."""


class UnknownTensor(ExplainError):
    """The trace has no tensor of that name."""


class CellOutOfRange(ExplainError):
    """The tensor has no such cell."""


class MethodNotOffered(ExplainError):
    """The tensor is not explained by that method."""


class UnknownNotation(ExplainError):
    """No article names its symbols so."""


class NoUpdate(ExplainError):
    """Nothing tells the parameters where to go."""


class DerivationTooLong(ExplainError):
    """Nobody would read it."""
