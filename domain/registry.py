"""The registers. Adding one adds a line here and a folder; nothing else in the domain changes."""

from __future__ import annotations

from domain import (
    access,
    adoption,
    assistance,
    authority,
    charity,
    evidence,
    federation,
    funerals,
    marriage,
    persons,
    signing,
    work,
)
from domain.common.deadlines import Deadline
from domain.common.duties import Matter
from domain.common.records import Record
from domain.common.registers import Register

REGISTERS: tuple[Register, ...] = (
    authority.REGISTER,
    persons.REGISTER,
    work.REGISTER,
    assistance.REGISTER,
    charity.REGISTER,
    funerals.REGISTER,
    marriage.REGISTER,
    adoption.REGISTER,
    evidence.REGISTER,
    signing.REGISTER,
    access.REGISTER,
    federation.REGISTER,
)

RECORD_TYPES: dict[str, type[Record]] = {
    record.type: record for register in REGISTERS for record in register.records
}
"""Every kind of record by its type name."""
DUTY_KINDS: dict[str, frozenset[type[Record]]] = {
    register.name: frozenset(
        kind for kind in register.records if kind.duty is not None and kind.duty.file is not None
    )
    for register in REGISTERS
}
"""Kinds of record that are steps in files, by register."""
MATTERS: dict[str, Matter] = {
    matter.code: matter
    for kind in RECORD_TYPES.values()
    if kind.duty is not None
    for matter in kind.duty.matters
}
"""What offices may have the power to decide, by code."""
DEADLINES: dict[str, Deadline] = {
    deadline.code: deadline for register in REGISTERS for deadline in register.deadlines
}
"""What can be due, by code."""
