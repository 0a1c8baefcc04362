"""Check mine: match or not, where, and which known mistakes give what the learner has."""

from dataclasses import dataclass

import numpy as np

from app.address import Cell
from app.engine.layers.base import Array
from app.engine.trace import Trace
from app.explain.checking.attempt import Marks
from app.explain.checking.chain import Chain
from app.explain.checking.operand import Operand
from app.explain.checking.reasons import why
from app.explain.checking.search import Group, Search, distance, magnitude
from app.explain.checking.telling import largest, listed, reading, shape
from app.explain.errors import UnknownTensor

TOLERANCE = 1e-6
WRONG_CELLS = 20
_WITHOUT_SIZE = 1e-12


@dataclass(frozen=True, slots=True)
class Coincidence:
    """A mistake that gives the same matrix, and why it can't be told apart."""

    mistake: str
    title: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Mistakes that give what the learner has, to within `error`; None where only the shape is known to be wrong.

    `gives` is the tensor with the mistake in it, `operands` is what the mistake used instead of the right things.
    """

    mistake: str
    title: str
    explanation: str
    error: float | None
    also: tuple[Coincidence, ...] = ()
    gives: Array | None = None
    operands: tuple[Operand, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """A learner's tensor against the trace's; `wrong` counts the cells that are off by more than `tolerance`."""

    match: bool
    shape_ok: bool
    max_absolute_error: float | None
    wrong_cells: tuple[Cell, ...]
    difference: Array | None
    diagnoses: tuple[Diagnosis, ...]
    tolerance: float
    wrong: int = 0


def compare(
    trace: Trace, tensor: str, given: Array, compared: Marks | None = None, tolerance: float | None = None
) -> Comparison:
    """The learner's numbers held against a tensor's; `compared` marks the cells that count (all when left out).

    The tolerance is absolute, 10⁻⁶ of the tensor's largest entry when left out. Raises UnknownTensor.
    """
    if tensor not in trace.tensors:
        raise UnknownTensor(f"the trace has no tensor {tensor!r}; it has {', '.join(trace.tensors)}")
    right = trace.array(tensor).astype(float)
    marks = np.ones(given.shape, dtype=bool) if compared is None else compared
    if tolerance is None:
        tolerance = TOLERANCE * magnitude(right) or _WITHOUT_SIZE
    if given.shape != right.shape:
        groups = Search(trace, tensor, given, marks, tolerance).run()
        found = tuple(_told(trace, tensor, group, right, marks) for group in groups)
        told = found or (_shape_alone(trace, tensor, given),)
        return Comparison(False, False, None, (), None, told, tolerance)
    error = distance(given, right, marks)
    with np.errstate(all="ignore"):
        difference = np.where(marks, given - right, np.nan)
    difference[marks & ((given == right) | (np.isnan(given) & np.isnan(right)))] = 0.0
    if error <= tolerance:
        return Comparison(True, True, error, (), difference, (), tolerance)
    groups = Search(trace, tensor, given, marks, tolerance).run()
    diagnoses = tuple(_told(trace, tensor, group, right, marks) for group in groups)
    wrong = np.argwhere(marks & ~(np.abs(difference) <= tolerance))
    cells = tuple(Cell(tensor, tuple(map(int, index))) for index in wrong[:WRONG_CELLS])
    return Comparison(False, True, error, cells, difference, diagnoses, tolerance, len(wrong))


def _told(trace: Trace, tensor: str, group: Group, right: Array, marks: Marks) -> Diagnosis:
    first, *others = group.chains
    text = _explanation(trace, tensor, first, group.array, right, marks)
    also = tuple(Coincidence(_key(other), _title(other), why(trace, tensor, first, other)) for other in others)
    if also:
        text += f" It cannot be told apart from: {listed(one.title for one in also)}."
    operands = tuple(attempt.drawn() for attempt in first.attempts if attempt.drawn)
    return Diagnosis(_key(first), _title(first), text, group.error, also, group.array, operands)


def _key(chain: Chain) -> str:
    return "+".join(dict.fromkeys(chain.keys))


def _title(chain: Chain) -> str:
    titles: dict[str, list[str]] = {}
    for attempt in chain.attempts:
        titles.setdefault(attempt.title, []).append(attempt.place)
    return "; ".join(f"{title} ({listed(layers)})" if any(layers) else title for title, layers in titles.items())


def _explanation(trace: Trace, tensor: str, chain: Chain, wrong: Array, right: Array, marks: Marks) -> str:
    sentences = [attempt.what for attempt in chain.attempts]
    attempt = chain.attempts[0]
    if len(chain.attempts) == 1 and attempt.at:
        local = trace.array(attempt.tensor)
        if local.shape == attempt.array.shape:
            own = attempt.tensor == tensor and wrong.shape == right.shape
            index = largest(local, attempt.array, marks if own else None)
            sentences.append(attempt.at(Cell(attempt.tensor, index)))
    if wrong.shape == right.shape:
        if any(attempt.tensor != tensor for attempt in chain.attempts):
            sentences.append(f"The steps below it are right, and carry it down to {tensor}.")
        index = largest(right, wrong, marks)
        sentences.append(reading(Cell(tensor, index), float(right[index]), float(wrong[index])))
    else:
        sentences.append(f"{tensor} has the shape {shape(right.shape)}, not {shape(wrong.shape)}.")
    return " ".join(sentence for sentence in sentences if sentence)


def _shape_alone(trace: Trace, tensor: str, given: Array) -> Diagnosis:
    """A shape that no known mistake explains; other tensors of this trace may have it."""
    alike = [name for name, info in trace.tensors.items() if info.shape == given.shape]
    hint = f" {listed(alike[:5])} {'have' if len(alike) > 1 else 'has'} that shape." if alike else ""
    expected, received = shape(trace.tensors[tensor].shape), shape(given.shape)
    return Diagnosis("wrong_shape", "Wrong shape", f"{tensor} has the shape {expected}, not {received}.{hint}", None)
