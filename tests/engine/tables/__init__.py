"""Tables of hand-computed cases, one entry per layer type and per loss."""
