"""Explanations and feeds as JSON."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.explain import Explanation, Factor, Feeds, Term
from app.schemas.numbers import decimal, encode


def explanation_json(explanation: Explanation) -> bytes:
    """One page of terms; keys that do not apply to the cell's rule are left out."""
    dtype = explanation.dtype
    reply: dict[str, Any] = {
        "cell": str(explanation.cell),
        "value": decimal(explanation.value, dtype),
        "method": explanation.method,
        "rule": explanation.rule,
        "term_count": explanation.term_count,
        "start": explanation.start,
    }
    if explanation.sum_before is not None:
        reply["sum_before"] = decimal(explanation.sum_before, dtype)
    if explanation.chosen is not None:
        reply["chosen"] = explanation.chosen
    if explanation.function is not None:
        reply["function"] = {
            "name": explanation.function.name,
            "parameters": {
                name: decimal(value, dtype) if isinstance(value, float) else value
                for name, value in explanation.function.parameters.items()
            },
        }
    reply["terms"] = [_term(term, dtype) for term in explanation.terms]
    reply["latex"] = {"symbolic": explanation.latex.symbolic, "numeric": explanation.latex.numeric}
    reply["methods"] = explanation.methods
    return encode(reply)


def feeds_json(cell: str, feeds: Feeds) -> bytes:
    """The addresses that read a cell."""
    return encode({"cell": cell, "total": feeds.total, "cells": [str(each) for each in feeds.cells]})


def _term(term: Term, dtype: np.dtype[Any]) -> dict[str, Any]:
    reply: dict[str, Any] = {"value": decimal(term.value, dtype)}
    if term.running_total is not None:
        reply["running_total"] = decimal(term.running_total, dtype)
    if term.zero is not None:
        reply["zero"] = term.zero
    reply["factors"] = [_factor(factor, dtype) for factor in term.factors]
    return reply


def _factor(factor: Factor, dtype: np.dtype[Any]) -> dict[str, Any]:
    reply: dict[str, Any] = {"constant": True} if factor.cell is None else {"cell": str(factor.cell)}
    if factor.moved:
        reply["source"] = None if factor.source is None else str(factor.source)
    return reply | {"value": decimal(factor.value, dtype), "symbol": factor.symbol}
