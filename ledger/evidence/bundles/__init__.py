"""Bundles: one file with records, proofs and snapshots that an outsider checks offline."""
