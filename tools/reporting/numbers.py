"""Numbers for people: thousands apart, whole where they are, an en dash where there is none."""

from __future__ import annotations

from decimal import Decimal


def number(value: Decimal | int | None) -> str:
    """A figure as the report writes it."""
    if value is None:
        return "–"
    whole = value == int(value)
    return f"{int(value):,}" if whole else f"{value:,}"
