"""The registers. Adding one adds a line here and a folder; nothing else in the program changes."""

from __future__ import annotations

from importlib import import_module

from domain.common.records import Record
from domain.common.registers import Register

NAMES = (
    "assistance",
    "charity",
    "funerals",
    "marriage",
    "adoption",
    "evidence",
    "signing",
    "upkeep",
)
"""The folders of `domain` that hold a register."""

REGISTERS: tuple[Register, ...] = tuple(import_module(f"domain.{name}").REGISTER for name in NAMES)

RECORD_TYPES: dict[str, type[Record]] = {
    record.type: record for register in REGISTERS for record in register.records
}
"""Every kind of record by its type name."""
