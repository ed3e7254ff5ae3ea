"""Closings of years, as the log holds them."""
