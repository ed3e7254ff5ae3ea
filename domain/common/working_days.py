"""Working days 工作日: Monday to Friday, as the State Council's yearly notices move them.

The notices are those the `chinesecalendar` library carries. For a year it does not know yet,
Monday to Friday are working days: a deadline is then early by the holidays it spans, never late.
"""

from __future__ import annotations

from datetime import date, timedelta

from chinese_calendar import is_workday

_FRIDAY = 4


def is_working_day(day: date) -> bool:
    """Whether offices are open on a day."""
    try:
        return bool(is_workday(day))
    except NotImplementedError:
        return day.weekday() <= _FRIDAY


def working_days_after(day: date, count: int) -> date:
    """The day that is so many working days after a day: the last of a period that begins then."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_late(due: date, done: date) -> int:
    """How many working days after its last day something was done; zero if in time."""
    late, day = 0, due
    while day < done:
        day += timedelta(days=1)
        late += is_working_day(day)
    return late
