"""Checkpoints of the log: made from what is read back, kept, cosigned, proved from."""
