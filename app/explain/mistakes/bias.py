"""The bias left out of a layer's output."""

from collections.abc import Iterator

from app.explain.checking.attempt import Attempt
from app.explain.checking.step import Step
from app.explain.checking.telling import number


def steps(step: Step) -> Iterator[Attempt]:
    """The output as it is before the bias is added."""
    bias = step.parameters.get("bias")
    if bias is None or not step.wants(step.info.output):
        return
    yield Attempt(
        "bias_forgotten",
        "Bias forgotten",
        step.info.output,
        step.but(parameters={**step.parameters, "bias": bias * 0}).forward(),
        f"The bias of {step.name} was not added: {step.name}.bias[0] = {number(float(bias[0]))} belongs to every cell "
        "of the first map.",
        hinges=("bias",),
    )
