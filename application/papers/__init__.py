"""Papers attached to records: their content outside the log, found and checked by digest."""
