"""Decisions of adoption: up to the registration, and the registration itself."""
