"""What snapshots are taken of: the projections, and the tag index."""
