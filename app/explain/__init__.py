"""The second truth: single cells by plain index arithmetic, written from the equations."""

from app.explain.catalogue import CATALOGUE, FUNCTION_FACTS, LOSS_CATALOGUE
from app.explain.errors import CellOutOfRange, ExplainError, MethodNotOffered, UnknownNotation, UnknownTensor
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
    "ExplainError",
    "Explanation",
    "Factor",
    "Feeds",
    "Function",
    "Latex",
    "MethodNotOffered",
    "Symbols",
    "Term",
    "UnknownNotation",
    "UnknownTensor",
    "explain",
    "feeds",
    "methods",
]
