"""A household as of a day."""

from __future__ import annotations

from collections.abc import Iterable

from domain.persons.records import HouseholdKept


def household_on(records: Iterable[HouseholdKept], day: str) -> HouseholdKept | None:
    """What held of one household on a day; `None` before it was formed.

    Args:
        records: those of the household, in the order of the log.
        day: an ISO date.
    """
    begun = [record for record in records if record.from_day <= day]
    return begun[-1] if begun else None
