"""Runs decisions against the log: the one way in for every command, whoever sends it."""
