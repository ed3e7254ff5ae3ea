"""Decisions of marriage registration, one module a matter."""
