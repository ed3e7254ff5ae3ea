"""Measurements of the log beside the limits of the machine and the peers, all in one run."""
