"""The annual report: every figure with what the records make of it."""
