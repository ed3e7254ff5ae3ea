"""Decisions of funerals, one module a matter."""
