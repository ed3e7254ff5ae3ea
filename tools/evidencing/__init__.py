"""What the commands of evidence share: the log, desk, snapshots and projections opened together."""
