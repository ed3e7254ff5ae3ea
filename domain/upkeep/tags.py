"""Tags of upkeep, next to the shared ones."""

from __future__ import annotations

from domain.common.tags import backfill, book, document

__all__ = ["backfill", "book", "document", "file", "record"]


def record(position: int) -> str:
    """A record that something is said about, by its position."""
    return f"record:{position}"


def file(sha256: str) -> str:
    """A file, by the SHA-256 of its content."""
    return document(f"sha256-{sha256}")
