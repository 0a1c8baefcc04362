"""The shapes of answers, as the OpenAPI document describes them; tests hold the real answers against them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

Number = float | Literal["NaN", "Infinity", "-Infinity"]
Nested = Number | list[Any]


class Answer(BaseModel):
    """Nothing but what is described."""

    model_config = ConfigDict(extra="forbid")


class ErrorPlace(Answer):
    """One wrong place of a request."""

    pointer: str = Field(description="JSON pointer into the body (RFC 6901); empty for the body itself or the query")
    parameter: str | None = Field(None, description="the query parameter at fault, if it is one")
    detail: str = Field(description="what is expected, what was received, and the remedy")


class ProblemReply(Answer):
    """Every error (RFC 9457)."""

    type: str = Field(description="urn:backprop-explorer:problem: and a stable word, such as trace-not-found")
    title: str
    status: int
    detail: str
    errors: list[ErrorPlace] = Field([], max_length=10)


class LayerReply(Answer):
    """A layer's place in the network, in names of tensors."""

    name: str
    type: str
    input: str
    output: str
    parameters: list[str]
    derived: list[str]


class TensorInTrace(Answer):
    """One tensor; `data` is null where the numbers were not asked for, or wait to be fetched one by one."""

    shape: list[int]
    role: Literal["input", "parameter", "activation", "gradient", "derived", "loss"]
    symbol: str = Field(description="LaTeX")
    finite: bool | None = Field(None, description="false where some number is NaN or infinite; absent without data")
    data: Nested | None = Field(description="nested list, row-major; non-finite numbers are strings")


class TraceReply(Answer):
    """Every forward and backward number of a document."""

    id: str = Field(pattern="^[0-9a-f]{64}$")
    document: dict[str, Any] = Field(description="the normalised document")
    loss: Number | None
    layers: list[LayerReply]
    tensors: dict[str, TensorInTrace]


class DescentReply(TraceReply):
    """The trace after some steps of descent."""

    losses: list[Number] = Field(description="L before each step")


class TensorReply(TensorInTrace):
    """One tensor on its own."""

    name: str
    dtype: Literal["float64", "float32"]
    slice: str | None = Field(None, description="the slice that was asked for")


class FactorReply(Answer):
    """One number of a product."""

    cell: str | None = Field(None, description="its address; absent on constants")
    constant: Literal[True] | None = Field(None, description="a number that no tensor holds")
    source: str | None = Field(None, description="where a rearranged cell got its number; null for a put-in zero")
    value: Number
    symbol: str = Field(description="LaTeX")


class TermReply(Answer):
    """A product of factors."""

    value: Number
    running_total: Number | None = Field(None, description="the sum so far; in sums only")
    zero: Literal["padding", "stuffing", "border"] | None = Field(None, description="why the term is nothing")
    factors: list[FactorReply]


class LatexReply(Answer):
    """The equation twice."""

    symbolic: str
    numeric: str


class FunctionReply(Answer):
    """A function of the catalogue's closed list."""

    name: str
    parameters: dict[str, Any]


class ExplanationReply(Answer):
    """Why a cell has its value: given, or a sum, maximum or function of its terms."""

    cell: str
    value: Number
    method: str
    rule: Literal["sum", "max", "map", "given"]
    term_count: int
    start: int = Field(description="the first term of this page")
    sum_before: Number | None = Field(None, description="what precedes the page")
    chosen: int | None = Field(None, description="the winning term of a maximum")
    function: FunctionReply | None = None
    terms: list[TermReply]
    latex: LatexReply
    methods: list[str]


class SegmentReply(Answer):
    """Consecutive steps that make one tensor."""

    phase: Literal["forward", "loss", "backward", "update"]
    layer: str = Field(description="who makes it; `loss` for the loss and the last output's gradient")
    tensor: str
    method: str
    cells: str = Field(description="the tensor whose cells are visited row by row; under scatter δ, else `tensor`")
    shape: list[int] = Field(description="the shape of `cells`; step `start` + i visits the cell at row-major place i")
    start: int
    count: int


class StepReply(Answer):
    """One number that is worked out; under scatter, one cell of δ that is added to the table."""

    index: int
    phase: Literal["forward", "loss", "backward", "update"]
    layer: str
    tensor: str
    cell: str
    method: str
    label: str = Field(description="what the step does, in one sentence")


class StepsReply(Answer):
    """One page of the film, and the segments of all of it."""

    total: int
    start: int = Field(description="the first step of this page")
    segments: list[SegmentReply]
    steps: list[StepReply]


class KinkReply(Answer):
    """A cell where L has two slopes: nothing is compared."""

    cell: str
    left: Number
    right: Number


class TensorCheckReply(Answer):
    """What the differences say of one gradient; cells at kinks are in none of the errors."""

    passed: bool
    max_absolute_error: Number
    max_relative_error: Number = Field(description="among cells larger than what rounding hides")
    checked: int = Field(description="how many cells were looked at, those at kinks included")
    of: int = Field(description="how many cells there are")
    kinks: list[KinkReply]
    worst_cell: str | None = Field(description="nearest to its tolerance, or farthest beyond it")
    numeric: Nested | None = Field(None, description="the differences, shaped as the gradient; with cells=all")


class GradcheckReply(Answer):
    """Analytic gradients against central differences of L in float64.

    Under "mean_at_parameters" the differences of the input and of outputs are multiplied by N, as their gradients are.
    """

    tensors: dict[str, TensorCheckReply]
    passed: bool


class CauseReply(Answer):
    """What makes two slopes, at one output or parameter."""

    kind: Literal["sign", "winner", "penalty", "clamp", "infinite"]
    cell: str
    reads: str | None = Field(None, description="the number that crosses 0; of a sign only")
    below: list[str] | None = Field(None, description="who wins the window at x − ε; of a winner only")
    above: list[str] | None = Field(None, description="who wins the window at x + ε; of a winner only")
    text: str = Field(description="the rest of a sentence that begins with the cell's address")


class TwoSlopesReply(Answer):
    """A kink: nothing is compared."""

    left: Number
    right: Number
    causes: list[CauseReply] = Field(max_length=8)
    cause_count: int


class CellCheckReply(Answer):
    """One cell of a gradient against the central difference of L, in float64: the reply to `?cell=`."""

    cell: str
    moved: str = Field(description="the number that is moved by ±ε")
    x: Number
    epsilon: Number
    loss_below: Number = Field(description="L at x − ε")
    loss: Number
    loss_above: Number = Field(description="L at x + ε")
    scale: float = Field(description="N where sensitivities are kept per sample though L is a mean, else 1")
    analytic: Number
    numeric: Number = Field(description="scale · (loss_above − loss_below) / 2ε")
    absolute_error: Number
    tolerance: Number
    passed: bool
    kink: TwoSlopesReply | None


class ChecksReply(RootModel[GradcheckReply | CellCheckReply]):
    """Whole gradients, or with `?cell=` one cell."""


class FeedsReply(Answer):
    """The cells that read a cell."""

    cell: str
    total: int
    cells: list[str]


class TypeReply(Answer):
    """What the explorer knows of a layer or loss type."""

    model_config = ConfigDict(extra="forbid", protected_namespaces=())
    json_schema: dict[str, Any] = Field(alias="schema", description="its options and tensors as JSON Schema")
    prefix: str | None = Field(None, description="how layers without a name are called: conv in conv1")
    tensors: dict[str, dict[str, Any]]
    formulas: dict[str, dict[str, str]] = Field(description="LaTeX by tensor suffix and method")
    methods: dict[str, list[str]] = Field(description="methods by tensor suffix, the default first")
    derived: dict[str, str] = Field(description="meaning of each derived tensor")


class CatalogueReply(Answer):
    """Everything that a document may contain."""

    layers: dict[str, TypeReply]
    losses: dict[str, TypeReply]
    fills: list[str]
    functions: dict[str, str]
    notations: dict[str, str]


class LessonSymbols(Answer):
    """Whose letters a lesson is written in."""

    notation: str = Field(description="the article whose letters the symbols use")
    index_base: Literal[0, 1] = Field(description="where indices in symbols start")


class LessonSummary(Answer):
    """A lesson in the list."""

    slug: str
    group: str = Field(description="the heading that it stands under in a list")
    title: str
    summary: str
    article: str | None = Field(description="000 to 004, where the lesson is an article's example")
    symbols: LessonSymbols


class LessonsReply(Answer):
    """The lessons in their order."""

    lessons: list[LessonSummary]


class Focus(Answer):
    """Where to look first."""

    layer: str
    tensor: str
    method: str
    cell: str
    step: int | None = Field(None, description="the step of the film (input gradients by scatter) at which to stop")


class LessonReply(LessonSummary):
    """A ready-made document and where to look first."""

    document: dict[str, Any]
    focus: Focus


class HealthReply(Answer):
    """Ready."""

    status: Literal["ok"]
    version: str
