"""Receipts on paper: what a record is, where it stands, and codes that carry the proof."""
