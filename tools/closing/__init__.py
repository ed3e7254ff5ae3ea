"""Closing a year: what is done in order, and what came after it."""
