"""Decisions of the federation: its members and their keys, and the checkpoints it takes."""
