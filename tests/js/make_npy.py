"""Makes npy.json: .npy files as NumPy writes them, in base64, for npy.test.js; run as python tests/js/make_npy.py."""

import base64
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy

BASE = np.arange(6).reshape(2, 3)
ARRAYS: dict[str, tuple[Any, tuple[int, int] | None]] = {
    "float64 little": (BASE / 4 - 0.5, None),
    "float64 big": ((BASE / 4 - 0.5).astype(">f8"), None),
    "float32 little": ((BASE / 10).astype("<f4"), None),
    "float32 big": ((BASE / 10).astype(">f4"), None),
    "float16": ((BASE / 4).astype("<f2"), None),
    "int32": ((BASE - 3).astype("<i4"), None),
    "int32 big": ((BASE - 3).astype(">i4"), None),
    "int64": ((BASE - 3).astype("<i8"), None),
    "int64 big": ((BASE - 3).astype(">i8"), None),
    "uint8": (BASE.astype("u1"), None),
    "bool": (BASE % 2 == 1, None),
    "fortran": (np.asfortranarray(BASE / 4 - 0.5), None),
    "fortran rank 3": (np.asfortranarray(np.arange(24.0).reshape(2, 3, 4)), None),
    "version 2": (BASE.astype("f8"), (2, 0)),
    "version 3": (BASE.astype("f8"), (3, 0)),
    "scalar": (np.array(2.5), None),
    "vector": (np.array([1.0, np.nan, -np.inf]), None),
    "complex": (np.array([1j]), None),
    "empty": (np.zeros((0, 3)), None),
    "text": (np.array(["a"]), None),
    "record": (np.zeros(1, [("a", "f8")]), None),
}


def written(array: Any, version: tuple[int, int] | None) -> str:
    """One file."""
    stream = io.BytesIO()
    npy.write_array(stream, array, version=version)
    return base64.b64encode(stream.getvalue()).decode()


if __name__ == "__main__":
    files = {name: written(array, version) for name, (array, version) in ARRAYS.items()}
    Path(__file__).with_name("npy.json").write_text(json.dumps(files, indent=1) + "\n")
