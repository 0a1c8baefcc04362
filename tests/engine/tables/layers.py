"""Every layer type's cases in one place."""

from tests.engine.tables import activations, convolution, maps_and_vectors, pooling
from tests.engine.tables.case import Cases, Refusals

PARTS = (convolution, pooling, activations, maps_and_vectors)

SAMPLES: Cases = {kind: cases for part in PARTS for kind, cases in part.SAMPLES.items()}
KINKS: Cases = {kind: cases for part in PARTS for kind, cases in part.KINKS.items()}
REFUSED: Refusals = {kind: cases for part in PARTS for kind, cases in part.REFUSED.items()}
