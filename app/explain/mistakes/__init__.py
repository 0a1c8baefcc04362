"""The known mistakes, one file per family, known by being here.

A family has `steps`, mistakes inside one layer's backward pass; or `wholes`, mistakes with a finished tensor; or
`losses`, mistakes in the loss's own gradient. Each yields attempts: the array that the mistake gives in this trace.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from app.engine.trace import Trace
from app.explain.checking.attempt import Answer, Attempt
from app.explain.checking.step import Step, Work

Steps = Callable[[Step], Iterator[Attempt]]
Wholes = Callable[[Answer], Iterator[Attempt]]
Losses = Callable[[Trace, Work], Iterator[Attempt]]


def _found(name: str) -> tuple[Any, ...]:
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    return tuple(getattr(module, name) for module in modules if hasattr(module, name))


STEPS: tuple[Steps, ...] = _found("steps")
WHOLES: tuple[Wholes, ...] = _found("wholes")
LOSSES: tuple[Losses, ...] = _found("losses")


def steps(step: Step) -> Iterator[Attempt]:
    """What can go wrong inside one layer."""
    for family in STEPS:
        for attempt in family(step):
            yield replace(attempt, place=step.name)


def wholes(answer: Answer) -> Iterator[Attempt]:
    """What can go wrong with a finished tensor."""
    for family in WHOLES:
        yield from family(answer)


def losses(trace: Trace, work: Work) -> Iterator[Attempt]:
    """What can go wrong in the loss's own gradient."""
    for family in LOSSES:
        yield from family(trace, work)
