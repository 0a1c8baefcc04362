"""Backprop Explorer: every number of a small network's forward and backward pass, explained."""

import os

__version__ = "0.1.0"

# Small products gain nothing from a second BLAS thread, and NumPy reads these once, when it is loaded.
for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"
