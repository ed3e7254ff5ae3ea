"""A register: one kind of record keeping, as the registry lists it."""

from __future__ import annotations

from dataclasses import dataclass

from domain.common.decisions import Decision
from domain.common.records import Record
from domain.common.refusals import Rule


@dataclass(frozen=True)
class Register:
    """What a register's folder offers to the rest of the program."""

    name: str
    """Its folder, and the first part of its record types."""
    title: str
    title_zh: str
    records: tuple[type[Record], ...]
    decisions: tuple[type[Decision], ...]
    rules: tuple[Rule, ...]
