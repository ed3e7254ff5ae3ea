"""What an official holds, folded from the records about them: rights and emergency looks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from domain.access.policy import Grant, OpenedGlass
from domain.access.records import GlassConfirmed, RightGranted, RightRevoked, RightsClaimed
from domain.access.roles import Role
from domain.common.records import Record

CLAIMED = "claimed-"
"""Begins the numbers of rights that a provider said, which no paper has."""


@dataclass
class Holding:
    """An official's rights and emergency looks, as far as their records were taken in."""

    rights: dict[str, Grant] = field(default_factory=dict)
    """By number: those not taken back, whatever their days."""
    taken_back: dict[str, int] = field(default_factory=dict)
    """By number of the right: the position of its revocation."""
    glasses: list[OpenedGlass] = field(default_factory=list)

    def take(self, record: Record, position: int) -> None:
        """Take one record into account, in the order of the log."""
        match record:
            case RightGranted():
                self.rights[record.grant] = _grant(record, position)
            case RightRevoked():
                self.rights.pop(record.grant, None)
                self.taken_back[record.grant] = position
            case RightsClaimed():
                kept = {n: g for n, g in self.rights.items() if not n.startswith(CLAIMED)}
                self.rights = kept | _claimed(record, position)
            case GlassConfirmed():
                until = date.fromisoformat(record.until_day)
                self.glasses.append(OpenedGlass(position, record.person, until))

    def in_force(self, day: date) -> list[Grant]:
        """The rights in force on a day."""
        return [grant for grant in self.rights.values() if grant.holds_on(day)]

    def holds(self, role: Role, day: date) -> Grant | None:
        """A right of that role in force on a day, if there is one."""
        return next((grant for grant in self.in_force(day) if grant.role is role), None)


def _grant(record: RightGranted, position: int) -> Grant:
    return Grant(
        position=position,
        role=Role(record.role),
        office=record.office,
        registers=frozenset(record.registers),
        from_day=date.fromisoformat(record.from_day),
        to_day=date.fromisoformat(record.to_day) if record.to_day else None,
        case_file=record.case_file,
    )


def _claimed(record: RightsClaimed, position: int) -> dict[str, Grant]:
    return {
        f"{CLAIMED}{role}": Grant(
            position=position,
            role=Role(role),
            office=record.office,
            registers=frozenset(record.registers),
            from_day=date.fromisoformat(record.from_day),
            to_day=date.fromisoformat(record.to_day),
        )
        for role in record.roles
    }
