"""A finding: what was looked at, how it is, and what to do when it is not well."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    well: bool
    found: str
    mend: str = ""
    """What to do; empty when it is well."""


def judge(name: str, well: bool, found: str, mend: str) -> Finding:
    """A finding that keeps its mend only when it is needed."""
    return Finding(name, well, found, "" if well else mend)
