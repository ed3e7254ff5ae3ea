"""Bundles: one file for an outsider, made from the log, the snapshots and the checkpoints."""
