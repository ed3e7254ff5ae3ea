"""The stores that records are handed to: the log, the limits, the peers."""
