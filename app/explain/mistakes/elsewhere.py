"""The numbers of another tensor of the trace: the value for the gradient, the gradient before f′, the wrong layer."""

from collections.abc import Iterator

from app.explain.checking.attempt import Answer, Attempt


def wholes(answer: Answer) -> Iterator[Attempt]:
    """Every other tensor of the learner's shape; after another mistake it would say nothing."""
    if not answer.alone:
        return
    arrays = answer.trace.arrays
    for name in sorted(arrays, key=lambda name: not name.endswith(".grad")):
        array = arrays[name]
        if name != answer.tensor and array.shape == answer.given.shape:
            yield Attempt(
                "another_tensor",
                "Another tensor of the trace",
                answer.tensor,
                array,
                f"These are the numbers of {name}; {answer.tensor} was asked for.",
                rank=2,
            )
