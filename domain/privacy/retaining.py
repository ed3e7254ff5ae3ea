"""Until when what is recorded about a person has to be kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.common.refusals import Citation
from domain.common.registers import Register
from domain.common.retention import RetentionClass

LAST_PAYMENT = "the last payment"
YEAR_OF_ACCOUNT = "the end of the year of account"


@dataclass(frozen=True)
class Kept:
    """Why a record has to be kept."""

    citation: Citation
    retention: RetentionClass
    until: date | None
    """The last day; `None` for ever."""


def kept_on(day: date, citations: Iterable[Citation], registers: Iterable[Register]) -> list[Kept]:
    """What about a person has to be kept on a day; records of internal registers do not count.

    Args:
        day: when somebody would erase.
        citations: every record about the person, in the order of the log.
        registers: all registers, with their classes.
    """
    classes = {
        kind.type: (register.name, register.retention_class(kind))
        for register in registers
        if not register.is_internal
        for kind in register.records
    }
    known = [one for one in citations if one.type in classes]
    newest = {classes[one.type][0]: one.occurred for one in known}
    found = []
    for one in known:
        register, retention = classes[one.type]
        until = _until(retention, one.occurred, newest[register])
        if until is None or until >= day:
            found.append(Kept(one, retention, until))
    return found


def _until(retention: RetentionClass, occurred: str, newest: str) -> date | None:
    """The last day of keeping: from the last record of the register if it runs from a payment."""
    if retention.years is None:
        return None
    begins = newest if retention.counted_from == LAST_PAYMENT else occurred
    first = date.fromisoformat(begins[:10])
    if retention.counted_from == YEAR_OF_ACCOUNT:
        first = date(first.year, 12, 31)
    try:
        return first.replace(year=first.year + retention.years)
    except ValueError:  # 29 February
        return date(first.year + retention.years, 3, 1)
