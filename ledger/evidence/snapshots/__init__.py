"""Snapshots: the rows of a projection as leaves of a tree, and the statement of its root."""
