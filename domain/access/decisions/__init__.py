"""Decisions of access, one module a matter."""
