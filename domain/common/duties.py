"""Duties 岗位职责: which step of a matter a record is, and whose power it needs.

A kind of record that is a step declares it (`Record.duty`): which duty, of which matter, in which
file. Nothing else is needed for it to be held to the rules that hold for every register: who
registers, checks, approves and pays a file are different people 不相容岗位分离; and an approval
needs a live grant of power on its day. `domain.authority.gate` refuses what breaks them, and
`domain.authority.invariants` finds it again in the log.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.common import tags


class Duty(StrEnum):
    """Steps that one person may not combine in one file."""

    REGISTER = "register"
    """Takes in the papers 受理、登记."""
    CHECK = "check"
    """Checks facts 核对、审核."""
    APPROVE = "approve"
    """Decides 审批、确认."""
    PAY = "pay"
    """Pays 发放."""


@dataclass(frozen=True)
class Matter:
    """What an office may have the power to decide 审批事项."""

    code: str
    """Stable, e.g. `dibao`."""
    title: str
    title_zh: str
    by_law: tuple[str, ...] = ("district",)
    """Kinds of office that hold the power by law (`OfficeKind`)."""
    delegable: bool = False
    """Whether the district may give it to towns and streets 下放."""


def case_file(record: Any) -> str:
    """The file of a record that has a `case`."""
    return tags.case(record.case)


@dataclass(frozen=True)
class DutyStep:
    """The step that records of one kind are."""

    duty: Duty
    matters: tuple[Matter, ...] = ()
    """The matters it may be of; empty where only the file counts."""
    file: Callable[[Any], str] | None = case_file
    """From a record to the tag of its file, which it carries; `None` if there is no other step, as
    in a registration by one registrar. Files of different registers are different files."""
    matter_field: str = ""
    """The field that holds the matter's code, where there are several."""
    amount_field: str = ""
    """The field with the fen that count against a cap 限额; empty if none do."""
    month_field: str = ""
    """The field with the month that is paid for: nobody is paid for one after their death."""

    def file_of(self, record: Any) -> str:
        """The tag of a record's file; empty if it stands alone."""
        return self.file(record) if self.file else ""

    def matter_of(self, record: Any) -> Matter | None:
        """The matter of a record; `None` if it declares none."""
        if not self.matter_field:
            return self.matters[0] if self.matters else None
        code = getattr(record, self.matter_field)
        return next((matter for matter in self.matters if matter.code == code), None)

    def amount_of(self, record: Any) -> int:
        """The fen of a record that count against a cap."""
        return int(getattr(record, self.amount_field)) if self.amount_field else 0
