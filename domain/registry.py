"""The registers. Adding one adds a line here and a folder; nothing else in the domain changes."""

from __future__ import annotations

from domain import (
    access,
    adoption,
    assistance,
    charity,
    evidence,
    federation,
    funerals,
    marriage,
    signing,
)
from domain.common.records import Record
from domain.common.registers import Register

REGISTERS: tuple[Register, ...] = (
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
