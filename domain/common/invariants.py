"""What must hold over the whole history of a register, whoever wrote it and however.

A rule refuses a command; an invariant is the same promise read back from the records, years later,
by somebody who trusts neither the desk nor the rules' code of the day. A register declares its
invariants; tests and `qingce invariants` check them over any log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from domain.common.records import Record
from domain.common.refusals import Rule


class Read(NamedTuple):
    """A record as the history shows it."""

    position: int
    record: Record
    official: str
    office: str


class Breach(NamedTuple):
    """Where an invariant does not hold."""

    position: int
    detail: str
    against: Sequence[int]
    """Positions of the other records that show it."""


class Check(Protocol):
    """Reads a history once, in order."""

    def see(self, read: Read) -> Iterator[Breach]:
        """Take a record into account; yields where the invariant breaks with it."""
        ...


@dataclass(frozen=True)
class Invariant:
    """One promise."""

    rule: Rule
    """The rule that keeps it when commands are decided."""
    records: tuple[type[Record], ...]
    """The records it looks at."""
    check: Callable[[], Check] = field(repr=False)
    """Makes a fresh reader."""


def once(rule: Rule, record: type[Record], *fields: str) -> Invariant:
    """No two records of a type have the same values in these fields (empty ones do not count)."""
    return Invariant(rule, (record,), lambda: _Once(fields))


def not_negative(rule: Rule, records: tuple[type[Record], ...], amount: str) -> Invariant:
    """An amount in these records is never below zero."""
    return Invariant(rule, records, lambda: _NotNegative(amount))


def unbroken(rule: Rule, records: tuple[type[Record], ...], book: str, serial: str) -> Invariant:
    """Serials of a book are 1, 2, 3 … in the order of the log."""
    return Invariant(rule, records, lambda: _Unbroken(book, serial))


def apart(
    rule: Rule, makers: tuple[type[Record], ...], checker: type[Record], *matter: str
) -> Invariant:
    """Who recorded the one step of a matter never records the other: maker is not checker."""
    return Invariant(rule, (*makers, checker), lambda: _Apart(makers, checker, matter))


def _values(record: Record, fields: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(record, name, None) for name in fields)


class _Once:
    def __init__(self, fields: Sequence[str]) -> None:
        self._fields = fields
        self._seen: dict[tuple[Any, ...], int] = {}

    def see(self, read: Read) -> Iterator[Breach]:
        values = _values(read.record, self._fields)
        if not all(values):
            return
        first = self._seen.setdefault(values, read.position)
        if first != read.position:
            named = " and ".join(self._fields)
            yield Breach(read.position, f"The same {named} stands in an earlier record.", [first])


class _NotNegative:
    def __init__(self, amount: str) -> None:
        self._amount = amount

    def see(self, read: Read) -> Iterator[Breach]:
        value = getattr(read.record, self._amount, 0)
        if value < 0:
            yield Breach(read.position, f"{self._amount} is {value:,}.", [])


class _Unbroken:
    def __init__(self, book: str, serial: str) -> None:
        self._book, self._serial = book, serial
        self._last: dict[Any, tuple[int, int]] = {}

    def see(self, read: Read) -> Iterator[Breach]:
        book, serial = _values(read.record, (self._book, self._serial))
        last, position = self._last.get(book, (0, 0))
        if serial != last + 1:
            against = [position] if position else []
            yield Breach(read.position, f"{book}: {serial} stands after {last}.", against)
        self._last[book] = (serial, read.position)


class _Apart:
    def __init__(
        self, makers: tuple[type[Record], ...], checker: type[Record], matter: Sequence[str]
    ) -> None:
        self._makers, self._checker, self._matter = makers, checker, matter
        self._made: dict[tuple[Any, ...], dict[str, int]] = {}

    def see(self, read: Read) -> Iterator[Breach]:
        made = self._made.setdefault(_values(read.record, self._matter), {})
        if isinstance(read.record, self._makers):
            made[read.official] = read.position
        elif isinstance(read.record, self._checker) and read.official in made:
            detail = f"Official {read.official} recorded both steps."
            yield Breach(read.position, detail, [made[read.official]])
