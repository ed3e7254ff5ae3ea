"""Promises: invariants of a few plain kinds, declared by a register in one line each.

A rule refuses a command; a promise is the same read back from the records, by somebody who trusts
neither the desk nor the rules' code of the day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.common.invariants import Entry, Invariant, Violation
from domain.common.records import Record
from domain.common.refusals import Rule

Found = tuple[str, Sequence[int]]
"""What is wrong, and the positions of the records it contradicts."""
Look = Callable[[Entry], Found | None]


@dataclass(frozen=True)
class Promise:
    """One promise; called, it makes a fresh reader."""

    rule: Rule
    """The rule that keeps it when commands are decided."""
    records: tuple[type[Record], ...]
    """The records it looks at."""
    begin: Callable[[], Look] = field(repr=False)

    def __call__(self) -> Invariant:
        """A reader for one log."""
        return _Reader(self)


class _Reader:
    def __init__(self, promise: Promise) -> None:
        self._promise = promise
        self._look = promise.begin()
        self._judged = 0

    @property
    def rules(self) -> Sequence[Rule]:
        return (self._promise.rule,)

    def add(self, entry: Entry) -> Sequence[Violation]:
        if not isinstance(entry.record, self._promise.records):
            return ()
        self._judged += 1
        found = self._look(entry)
        if found is None:
            return ()
        detail, against = found
        position = entry.citation.position
        return (Violation(position, self._promise.rule, detail, tuple(against)),)

    def counted(self) -> dict[str, int]:
        names = "+".join(dict.fromkeys(kind.__name__ for kind in self._promise.records[:2]))
        return {f"{self._promise.rule.id.partition('.')[2]} ({names})": self._judged}


def once(rule: Rule, record: type[Record], *fields: str) -> Promise:
    """No two records of a type have the same values in these fields (empty ones do not count)."""
    return Promise(rule, (record,), lambda: _once(fields))


def not_negative(rule: Rule, records: tuple[type[Record], ...], amount: str) -> Promise:
    """An amount in these records is never below zero."""
    return Promise(rule, records, lambda: _not_negative(amount))


def unbroken(rule: Rule, records: tuple[type[Record], ...], book: str, serial: str) -> Promise:
    """Serials of a book are 1, 2, 3 … in the order of the log."""
    return Promise(rule, records, lambda: _unbroken(book, serial))


def _values(record: Record, fields: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(record, name, None) for name in fields)


def _once(fields: Sequence[str]) -> Look:
    seen: dict[tuple[Any, ...], int] = {}

    def look(entry: Entry) -> Found | None:
        values, position = _values(entry.record, fields), entry.citation.position
        first = seen.setdefault(values, position) if all(values) else position
        if first == position:
            return None
        return f"The same {' and '.join(fields)} stands in an earlier record.", [first]

    return look


def _not_negative(amount: str) -> Look:
    def look(entry: Entry) -> Found | None:
        value = getattr(entry.record, amount, 0)
        return (f"{amount} is {value:,}.", []) if value < 0 else None

    return look


def _unbroken(book: str, serial: str) -> Look:
    last: dict[Any, tuple[int, int]] = {}

    def look(entry: Entry) -> Found | None:
        name, number = _values(entry.record, (book, serial))
        before, position = last.get(name, (0, 0))
        last[name] = (number, entry.citation.position)
        if number == before + 1:
            return None
        return f"{name}: {number} stands after {before}.", [position] if position else []

    return look
