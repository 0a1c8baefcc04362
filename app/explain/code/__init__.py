"""Every number as code that runs: one line of Python, loops with NumPy, and PyTorch's own call."""

from app.explain.code.code import Code, code_of_cell, code_of_tensor

__all__ = ["Code", "code_of_cell", "code_of_tensor"]
