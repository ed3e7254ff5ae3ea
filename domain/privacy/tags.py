"""Tags of this register beyond the common ones."""

from __future__ import annotations


def notice(number: str) -> str:
    """A public notice 公示, by its number."""
    return f"notice:{number}"
