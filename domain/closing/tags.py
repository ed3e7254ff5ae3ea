"""Tags of the closing register, next to the shared ones."""

from __future__ import annotations


def year(number: int) -> str:
    """The closings of a year 年度, e.g. `closing:2019`."""
    return f"closing:{number}"
