"""The registers. Adding one adds a line here and a folder; nothing else in the program changes."""

from __future__ import annotations

from importlib import import_module

from domain.common.deadlines import Deadline
from domain.common.duties import Matter
from domain.common.records import Record
from domain.common.registers import Register

NAMES = (
    "authority",
    "persons",
    "work",
    "assistance",
    "charity",
    "funerals",
    "marriage",
    "adoption",
    "evidence",
    "signing",
    "access",
    "federation",
    "privacy",
    "upkeep",
    "closing",
)
"""The folders of `domain` that hold a register."""

REGISTERS: tuple[Register, ...] = tuple(import_module(f"domain.{name}").REGISTER for name in NAMES)

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
