"""Decisions of charity, one module a matter."""
