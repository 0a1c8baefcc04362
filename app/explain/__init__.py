"""The second truth: single cells by plain index arithmetic, written from the equations."""

from app.explain.catalogue import CATALOGUE, FUNCTION_FACTS, LOSS_CATALOGUE
from app.explain.errors import (
    CellOutOfRange,
    DerivationTooLong,
    ExplainError,
    MethodNotOffered,
    NoUpdate,
    UnknownNotation,
    UnknownTensor,
)
from app.explain.explainer import explain, methods
from app.explain.feeds import Feeds, feeds
from app.explain.symbols import NOTATIONS, Symbols
from app.explain.terms import Explanation, Factor, Function, Latex, Term

__all__ = [
    "CATALOGUE",
    "FUNCTION_FACTS",
    "LOSS_CATALOGUE",
    "NOTATIONS",
    "CellOutOfRange",
    "DerivationTooLong",
    "ExplainError",
    "Explanation",
    "Factor",
    "Feeds",
    "Function",
    "Latex",
    "MethodNotOffered",
    "NoUpdate",
    "Symbols",
    "Term",
    "UnknownNotation",
    "UnknownTensor",
    "explain",
    "feeds",
    "methods",
]
