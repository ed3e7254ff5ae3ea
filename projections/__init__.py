"""Everything computed from the records, and the engine that computes it."""
