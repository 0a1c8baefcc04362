"""The numbers: whole tensors, forward and backward, in NumPy alone."""
