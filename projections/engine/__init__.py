"""The engine: deltas, merges, and where their results are kept."""
