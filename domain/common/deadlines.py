"""Deadlines 办理时限: what has to follow a record, and until when. Declared by the registers.

A work queue is computed from them and from the records: whatever was opened and not closed is due.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.common.records import Record
from domain.common.working_days import working_days_after


@dataclass(frozen=True)
class Deadline:
    """What is due after records of one kind."""

    code: str
    """Register and name, e.g. `work.complaint-answered`."""
    title: str
    title_zh: str
    opens: type[Record]
    closes: tuple[type[Record], ...]
    """Any of these, with the same key, ends it."""
    key: Callable[[Any], str]
    """From a record that opens or closes to the tag of what it is about."""
    working_days: int
    """From the day on which the opening record happened; that day does not count."""
    source: str

    def due(self, opened: date) -> date:
        """The last day in time."""
        return working_days_after(opened, self.working_days)
