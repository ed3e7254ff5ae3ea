"""Acts of the demo: who, for which office, when."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from domain.common.decisions import Act
from tools.demo.world import Office, World


def act(world: World, office: Office, duty: str, when: date | datetime) -> Act:
    """An act of the official of an office who has a duty, at a moment or on a day."""
    moment = when if isinstance(when, datetime) else world.moment(when)
    return Act(world.official(office, duty), office.code, moment, command=world.command_id())


def days_later(day: date, days: int) -> date:
    """The first working day that many days later or after it."""
    later = day + timedelta(days=days)
    return later + timedelta(days=max(7 - later.weekday(), 0) if later.weekday() > 4 else 0)
