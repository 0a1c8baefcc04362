"""A convolution of one map with one kernel, the case that the articles write out."""

from __future__ import annotations

from tests.seeds.exploring import Example, Explorer, Numbers, conv, maps, upstream


def single(explorer: Explorer, example: Example) -> Numbers:
    """The trace of an example that gives x, w, b, the gradient of z, padding and stride."""
    given = example.given
    layer = conv(maps(given["w"]), [given["b"]], padding=given["pad"], stride=given["stride"])
    return explorer.run(maps(given["x"]), [layer], upstream(maps(given["dz"])))
